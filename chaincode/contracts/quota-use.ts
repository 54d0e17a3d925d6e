import { add, type Money } from '../domain/money.js';
import { releaseQuota, reserveQuota, type Quota } from '../domain/quota.js';
import { quotas } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** Part of an issuance quota that an act gives back or takes. */
export interface QuotaUse {
  readonly debtor: string;
  readonly shard: string;
  readonly amount: Money;
}

/** Give back to each part what was paid under it. */
export function releaseAll(work: UnitOfWork, uses: readonly QuotaUse[]): Promise<void> {
  return change(work, uses, releaseQuota);
}

/** Take it again. @throws Refusal QUOTA_EXCEEDED. */
export function reserveAll(work: UnitOfWork, uses: readonly QuotaUse[]): Promise<void> {
  return change(work, uses, reserveQuota);
}

/** Receivables may share a part: each is read and decided once. */
async function change(
  work: UnitOfWork,
  uses: readonly QuotaUse[],
  rule: (quota: Quota, amount: Money) => Quota,
): Promise<void> {
  const parts = new Map<string, QuotaUse>();
  for (const use of uses.filter(({ amount }) => amount.minor > 0n)) {
    const name = `${use.debtor}:${use.shard}`;
    const sofar = parts.get(name);
    parts.set(name, sofar === undefined ? use : { ...use, amount: add(sofar.amount, use.amount) });
  }
  const uniques = [...parts.values()];
  const found = await work.getAll(quotas, uniques);
  found.forEach((quota, at) => {
    const use = uniques[at];
    if (use !== undefined) work.save(quotas, rule(quota, use.amount));
  });
}
