import { z } from 'zod';
import { answers, type Act, type SignatureNeed, type Signer } from './act.js';
import { addDays, CalendarDate } from './dates.js';
import { Hex256, Id, KeyAttribute } from './identifiers.js';
import { next, type Lifecycle } from './lifecycle.js';
import { Money } from './money.js';
import { Key } from './party.js';
import { Refusal } from './refusal.js';

export const ApprovalState = z.enum(['OPEN', 'EXECUTED', 'WITHDRAWN', 'EXPIRED']);
export type ApprovalState = z.output<typeof ApprovalState>;
export type ApprovalAct = 'sign' | 'execute' | 'withdraw' | 'expire';

/** domain.md 3.7. */
export const approvalLifecycle: Lifecycle<ApprovalState, ApprovalAct> = {
  OPEN: { sign: 'OPEN', execute: 'EXECUTED', withdraw: 'WITHDRAWN', expire: 'EXPIRED' },
  EXECUTED: {},
  WITHDRAWN: {},
  EXPIRED: {},
};

/** How long an approval may stay open. */
export const APPROVAL_DAYS_MAX = 30;
/** Characters of the arguments kept in an approval. */
export const APPROVAL_ARGS_MAX = 65_536;
/** Records that one approval may touch. */
export const PINS_MAX = 500;

const Roles = z.array(Key.shape.role).min(1);
const Need = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('PARTY'),
    party: Id('org'),
    roles: Roles,
    otherThan: Hex256.nullable(),
    covering: Money.nullable(),
  }),
  z.strictObject({
    kind: z.literal('QUORUM'),
    parties: z.array(Id('org')),
    count: z.int().min(1),
    roles: Roles,
  }),
]);
type Need = z.output<typeof Need>;

const Signature = z.strictObject({
  party: Id('org'),
  key: Hex256,
  role: Key.shape.role,
  signedOn: CalendarDate,
});

/** A public record as the signers saw it; version 0: it was not there. */
const Pin = z.strictObject({
  type: KeyAttribute,
  attributes: z.array(KeyAttribute),
  version: z.int().min(0),
});
export type Pin = z.output<typeof Pin>;

/** One act that needs several signatures, waiting for them (domain.md 3.7). */
export const Approval = z.strictObject({
  id: Id('apr'),
  state: ApprovalState,
  since: CalendarDate,
  /** `<resource>:<act>`, of shape PUBLIC. */
  act: z.string().max(64),
  /** Its arguments, canonical JSON: public as those of the act itself. */
  args: z.string().max(APPROVAL_ARGS_MAX),
  /** What the act itself asked for when it was tried, never chosen by anybody. */
  needs: z.array(Need).min(1).max(16),
  /** The opener's first: it is the act's signer. */
  signatures: z.array(Signature).min(1).max(64),
  pins: z.array(Pin).max(PINS_MAX),
  /** The last day on which it can be signed. */
  validUntil: CalendarDate,
});
export type Approval = z.output<typeof Approval>;

/** An act as it was tried: what it is, and what came of the trial. */
export interface Tried {
  readonly id: string;
  readonly act: string;
  readonly args: string;
  readonly needs: readonly SignatureNeed[];
  readonly pins: readonly Pin[];
  readonly validUntil: CalendarDate;
}

/**
 * @throws Refusal DATE_PASSED, APPROVAL_TOO_LONG, APPROVAL_TOO_LARGE; APPROVAL_NOT_NEEDED when the
 *   opener's signature is all the act asks for.
 */
export function openApproval(tried: Tried, { today, signer }: Act): Approval {
  const { id, act, args, pins, validUntil } = tried;
  if (validUntil < today) throw new Refusal('DATE_PASSED', { date: validUntil });
  const latest = addDays(today, APPROVAL_DAYS_MAX);
  if (validUntil > latest) throw new Refusal('APPROVAL_TOO_LONG', { latest });
  if (args.length > APPROVAL_ARGS_MAX || pins.length > PINS_MAX) {
    throw new Refusal('APPROVAL_TOO_LARGE');
  }
  const needs = distinct(tried.needs.map(stored));
  if (needs.every((need) => answers(asked(need), [signer]))) {
    throw new Refusal('APPROVAL_NOT_NEEDED');
  }
  return {
    id,
    state: 'OPEN',
    since: today,
    act,
    args,
    needs,
    signatures: [signatureOf(signer, today)],
    pins: [...pins],
    validUntil,
  };
}

/**
 * One signature more.
 * @param earlier the signers so far, as their keys stand today.
 * @returns the approval, and whether all that is needed is now signed.
 * @throws Refusal STATE_CONFLICT; SIGNATURE_NOT_NEEDED unless it answers what nobody has answered yet.
 */
export function signApproval<A extends Approval>(
  approval: A,
  earlier: readonly Signer[],
  { today, signer }: Act,
): { approval: A; complete: boolean } {
  next(approvalLifecycle, effectiveApproval(approval, today), 'sign');
  const needs = approval.needs.map(asked);
  const wanted = needs.some((need) => !answers(need, earlier) && adds(need, earlier, signer));
  if (!wanted) throw new Refusal('SIGNATURE_NOT_NEEDED');
  const signatures = [...approval.signatures, signatureOf(signer, today)];
  const complete = needs.every((need) => answers(need, [...earlier, signer]));
  return { approval: { ...approval, signatures }, complete };
}

/** The act has been performed. */
export function executed<A extends Approval>(approval: A, today: CalendarDate): A {
  return { ...approval, state: next(approvalLifecycle, approval, 'execute'), since: today };
}

/** @throws Refusal ROLE_REQUIRED unless the opener's party acts, in the same role; STATE_CONFLICT */
export function withdrawApproval<A extends Approval>(approval: A, { today, signer }: Act): A {
  const [opener] = approval.signatures;
  if (signer.party !== opener?.party || signer.role !== opener.role) {
    throw new Refusal('ROLE_REQUIRED', { role: 'OPENER' });
  }
  const state = next(approvalLifecycle, effectiveApproval(approval, today), 'withdraw');
  return { ...approval, state, since: today };
}

/** @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED */
export function expireApproval<A extends Approval>(approval: A, today: CalendarDate): A {
  const state = next(approvalLifecycle, approval, 'expire');
  const date = addDays(approval.validUntil, 1);
  if (today < date) throw new Refusal('DATE_NOT_REACHED', { date });
  return { ...approval, state, since: date };
}

export function effectiveApproval<A extends Approval>(approval: A, today: CalendarDate): A {
  const over = approval.state === 'OPEN' && approval.validUntil < today;
  return over ? expireApproval(approval, today) : approval;
}

function signatureOf(
  { party, key, role }: Signer,
  signedOn: CalendarDate,
): Approval['signatures'][0] {
  return { party, key, role, signedOn };
}

/** True when `signer` brings `need` nearer than `earlier` have. */
function adds(need: SignatureNeed, earlier: readonly Signer[], signer: Signer): boolean {
  if ('party' in need) return answers(need, [signer]);
  const alone = { ...need, count: 1 };
  const fresh = earlier.every(({ party }) => party !== signer.party);
  return fresh && answers(alone, [signer]);
}

function stored(need: SignatureNeed): Need {
  const roles = [...need.roles];
  if ('party' in need) {
    const { party, otherThan = null, covering = null } = need;
    return { kind: 'PARTY', party, roles, otherThan, covering };
  }
  return { kind: 'QUORUM', parties: [...need.parties], count: need.count, roles };
}

function asked(need: Need): SignatureNeed {
  if (need.kind === 'QUORUM') return need;
  const { party, roles, otherThan, covering } = need;
  return {
    party,
    roles,
    ...(otherThan === null ? {} : { otherThan }),
    ...(covering === null ? {} : { covering }),
  };
}

/** An act may ask for the same signature twice: once for each of its parts. */
function distinct(needs: readonly Need[]): Need[] {
  const seen = new Map(needs.map((need) => [JSON.stringify(z.encode(Need, need)), need]));
  return [...seen.values()];
}
