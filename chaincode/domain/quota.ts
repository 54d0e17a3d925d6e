import { z } from 'zod';
import { requireBank, type Act } from './act.js';
import { Id, KeyAttribute } from './identifiers.js';
import { add, compare, Money, requireSameCurrency, subtract, zero } from './money.js';
import type { Programme } from './programme.js';
import { invariant, Refusal } from './refusal.js';

/**
 * Issuance quota 开立额度 (G4): how much a debtor may have confirmed and not yet paid, in parts (shards)
 * that confirmations take from, each on its own record so that two confirmations seldom meet. A part is
 * granted by the bank that stands behind it.
 */
export const Quota = z.strictObject({
  debtor: Id('org'),
  shard: KeyAttribute,
  grantor: Id('org'),
  granted: Money,
  /** Σ of what is confirmed under this part and neither paid nor undone; at most `granted`. */
  reserved: Money,
});
export type Quota = z.output<typeof Quota>;

export interface Grant {
  readonly debtor: string;
  readonly shard: string;
  readonly granted: Money;
}

/**
 * A bank grants a part, or changes what it granted, never below what is reserved.
 * @param quota the part as it stands; null: there is none yet.
 * @throws Refusal ROLE_REQUIRED unless the signer is a bank and, once granted, the grantor;
 *   CURRENCY_MISMATCH, QUOTA_BELOW_RESERVED
 */
export function grantQuota(
  from: { readonly quota: Quota | null; readonly grant: Grant },
  act: Act,
  programme: Programme,
): Quota {
  const { quota, grant } = from;
  const grantor = requireBank(act, programme);
  const { debtor, shard, granted } = grant;
  if (quota === null) {
    return { debtor, shard, grantor, granted, reserved: zero(granted.currency) };
  }
  if (quota.grantor !== grantor) throw new Refusal('ROLE_REQUIRED', { role: 'BK' });
  if (compare(granted, quota.reserved) < 0) {
    throw new Refusal('QUOTA_BELOW_RESERVED', { reserved: quota.reserved.minor.toString() });
  }
  return { ...quota, granted };
}

/**
 * The part with `amount` more taken from it, at confirmation.
 * @throws Refusal CURRENCY_MISMATCH, QUOTA_EXCEEDED with what is left, in minor units.
 */
export function reserveQuota(quota: Quota, amount: Money): Quota {
  const { granted, reserved } = quota;
  requireSameCurrency(granted, amount);
  const left = subtract(granted, reserved);
  if (compare(amount, left) > 0) {
    throw new Refusal('QUOTA_EXCEEDED', { left: left.minor.toString() });
  }
  return { ...quota, reserved: add(reserved, amount) };
}

/**
 * The part with `amount` given back: at revoke, decline, expiry and burn, and as receipts arrive.
 * @throws Error when more is given back than was taken.
 */
export function releaseQuota(quota: Quota, amount: Money): Quota {
  invariant(compare(amount, quota.reserved) <= 0, 'a quota gives back what was taken from it');
  return { ...quota, reserved: subtract(quota.reserved, amount) };
}
