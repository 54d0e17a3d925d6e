import { requireParty, requireSecondPerson, type Act } from '../act.js';
import { exponent } from '../currency.js';
import { addDays, type CalendarDate } from '../dates.js';
import { zero, type Money } from '../money.js';
import type { Party } from '../party.js';
import { majorToMinor, type PolicyInForce } from '../policy.js';
import { Refusal } from '../refusal.js';
import { receivableAfter, requireNotFrozen } from './effective.js';
import type { Lot } from './lot.js';
import type { Pool, Receivable } from './receivable.js';
import { earlier, requireActive, requireTenor } from './terms.js';

/** What the debtor signs again, so that its signature alone says what it owes. */
export interface SignedTerms {
  readonly face: Money;
  readonly dueDate: CalendarDate;
  readonly promise: string;
  /** The part of its quota that the debtor takes it from; the record keeps it. */
  readonly quotaShard: string;
}

export interface Footing {
  readonly policy: PolicyInForce;
  readonly debtor: Party;
  readonly creditor: Party;
}

/**
 * The debtor's confirmation 确权 of a DRAFT: its signature is in the block, silence never confirms.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, TERMS_DIFFER, PARTY_NOT_ACTIVE, TENOR_EXCEEDED,
 *   DEBTOR_BLOCKED, SIGNATURES_MISSING above the policy's or the key's limit.
 */
export function confirm(
  from: { readonly receivable: Receivable; readonly signed: SignedTerms },
  { policy, debtor, creditor }: Footing,
  act: Act,
): Receivable {
  const { receivable, signed } = from;
  requireParty(act, receivable.debtor, 'DEB');
  const after = receivableAfter(receivable, 'confirm', act.today);
  requireSameTerms(receivable, signed);
  requireActive(creditor);
  requireTenor(receivable, policy.rules);
  requireUnblocked(debtor, act.today);
  const { face, dueAdj } = receivable;
  requireSecondPerson(act, face, threshold(policy, face));
  return {
    ...after,
    acceptBy: earlier(addDays(act.today, policy.rules.acceptByDays), dueAdj),
    confirmedOn: act.today,
    confirmedBy: act.signer.key,
    quotaShard: signed.quotaShard,
    policies: [...policy.ids],
  };
}

/** The policy's limit for one person's confirmation, in minor units of `face`; null: none. */
export function threshold({ rules }: PolicyInForce, face: Money): bigint | null {
  const { secondPersonAbove } = rules;
  return secondPersonAbove === null
    ? null
    : majorToMinor(secondPersonAbove, exponent(face.currency));
}

function requireSameTerms({ face, dueDate, promise }: Receivable, signed: SignedTerms): void {
  const differing = {
    face: face.currency !== signed.face.currency || face.minor !== signed.face.minor,
    dueDate: dueDate !== signed.dueDate,
    promise: promise !== signed.promise,
  };
  const field = Object.entries(differing).find(([, differs]) => differs);
  if (field !== undefined) throw new Refusal('TERMS_DIFFER', { field: field[0] });
}

/** G3. @throws Refusal DEBTOR_BLOCKED with since when. */
export function requireUnblocked({ blockedSince }: Party, today: CalendarDate): void {
  if (blockedSince !== null && blockedSince <= today) {
    throw new Refusal('DEBTOR_BLOCKED', { since: blockedSince });
  }
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function reject(
  receivable: Receivable,
  reason: NonNullable<Receivable['rejection']>,
  act: Act,
): Receivable {
  requireParty(act, receivable.debtor, 'DEB');
  return { ...receivableAfter(receivable, 'reject', act.today), rejection: reason };
}

/** The creditor takes back its proposal. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function withdraw(receivable: Receivable, act: Act): Receivable {
  requireParty(act, receivable.creditor, 'PROPOSER');
  return receivableAfter(receivable, 'withdraw', act.today);
}

/** The creditor does not take the certificate. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function decline(receivable: Receivable, act: Act): Receivable {
  requireParty(act, receivable.creditor, 'CRD');
  return receivableAfter(receivable, 'decline', act.today);
}

/** The debtor takes back what was not accepted. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function revoke(receivable: Receivable, act: Act): Receivable {
  requireParty(act, receivable.debtor, 'DEB');
  return receivableAfter(receivable, 'revoke', act.today);
}

/**
 * The creditor's acceptance, never automatic: the certificate is issued, one lot [1, F₀] in the
 * creditor's hand, all units in pool MAIN.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, RECEIVABLE_FROZEN, PARTY_NOT_ACTIVE, DEBTOR_BLOCKED,
 *   SIGNATURES_MISSING above the key's limit.
 */
export function accept(
  receivable: Receivable,
  debtor: Party,
  act: Act,
): { receivable: Receivable; lot: Lot } {
  requireParty(act, receivable.creditor, 'CRD');
  const after = receivableAfter(receivable, 'accept', act.today);
  requireNotFrozen(receivable, act.today);
  requireActive(debtor);
  requireUnblocked(debtor, act.today);
  requireSecondPerson(act, receivable.face);
  return {
    receivable: { ...after, acceptedOn: act.today, pools: [mainPool(receivable.face)] },
    lot: firstLot(receivable, act.today),
  };
}

function mainPool(face: Money): Pool {
  const none = zero(face.currency);
  return {
    id: 'MAIN',
    kind: 'MAIN',
    ground: null,
    face,
    received: none,
    lateReceived: none,
    reviewing: [],
    valueDate: null,
    closed: false,
    evidence: null,
    intervals: [[1n, face.minor]],
  };
}

/** [1, F₀], free in the hands of the creditor. */
function firstLot({ id, creditor, face }: Receivable, since: CalendarDate): Lot {
  return {
    receivable: id,
    from: 1n,
    to: face.minor,
    state: 'FREE',
    since,
    holder: creditor,
    heldBy: [creditor],
    hop: 0,
    financeHop: 0,
    splitDepth: 0,
    cutFrom: null,
    offer: null,
    claim: null,
    bank: null,
    lapsesAfter: null,
    registered: false,
    securedMax: null,
    instructed: zero(face.currency),
    paid: zero(face.currency),
    lateInstructed: zero(face.currency),
    instructions: 0,
    noticeArrivedAt: null,
  };
}
