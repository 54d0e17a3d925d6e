import { z } from 'zod';
import { requireParty, requireSecondPerson, type Act } from './act.js';
import { addDays, CalendarDate } from './dates.js';
import { Hex256, Id, PAYABLE_ROWS_MAX } from './identifiers.js';
import { UsedInvoice } from './invoice.js';
import { next, type Lifecycle } from './lifecycle.js';
import { isMinor, money, requireSameCurrency, type Money } from './money.js';
import type { Party } from './party.js';
import { PolicyIds, type PolicyInForce } from './policy.js';
import { requireUnblocked, threshold } from './receivable/confirm.js';
import { INVOICES_MAX, type Receivable } from './receivable/receivable.js';
import { earlier, ReceivableTerms, requireSound, type Debt } from './receivable/terms.js';
import { invariant, Refusal } from './refusal.js';

export const PayableState = z.enum(['PUBLISHED', 'CLAIMED', 'WITHDRAWN', 'EXPIRED']);
export type PayableState = z.output<typeof PayableState>;
export type PayableAct = 'claim' | 'withdraw' | 'expire';

/** domain.md 3.9. */
export const payableLifecycle: Lifecycle<PayableState, PayableAct> = {
  PUBLISHED: { claim: 'CLAIMED', withdraw: 'WITHDRAWN', expire: 'EXPIRED' },
  CLAIMED: {},
  WITHDRAWN: {},
  EXPIRED: {},
};

export const PayableWithdrawal = z.enum([
  'PAID_OTHERWISE',
  'INVOICE_WRONG',
  'GOODS_RETURNED',
  'PUBLISHED_IN_ERROR',
  'OTHER',
]);

/** What is the same for all rows of a batch. */
export const BatchTerms = ReceivableTerms.pick({
  direction: true,
  convention: true,
  calendar: true,
  unconditional: true,
  promise: true,
  setOffWaived: true,
  transferable: true,
  collectionAccount: true,
  debtorBears: true,
});
export type BatchTerms = z.output<typeof BatchTerms>;

/** One approved payable of the debtor's books. */
export const PayableRow = ReceivableTerms.pick({
  face: true,
  deliveredOn: true,
  contractDueDate: true,
  dueDate: true,
  tenorJustification: true,
  invoices: true,
  order: true,
  contract: true,
  evidence: true,
}).extend({
  creditor: Id('org'),
  /** Commitment of the voucher in the debtor's books. */
  voucher: Hex256,
});
export type PayableRow = z.output<typeof PayableRow>;

/**
 * A payable as published 应付账款: the debtor's promise to confirm, which stands until the creditor claims
 * it, the debtor withdraws it, or it falls due.
 */
export const Payable = z.strictObject({
  batch: Id('pay'),
  row: z.int().min(1).max(PAYABLE_ROWS_MAX),
  state: PayableState,
  since: CalendarDate,
  debtor: Id('org'),
  ...BatchTerms.shape,
  ...PayableRow.shape,
  invoices: z.array(UsedInvoice).min(1).max(INVOICES_MAX),
  /** The last day on which it can be claimed. */
  lapsesAfter: CalendarDate,
  publishedOn: CalendarDate,
  /** The debtor's key that published; its signature is in the block. */
  publishedBy: Hex256,
  withdrawal: PayableWithdrawal.nullable(),
  receivable: Id('rcv').nullable(),
  policies: PolicyIds,
});
export type Payable = z.output<typeof Payable>;

/** A row with what stands around it. */
export interface PlacedRow {
  readonly row: PayableRow;
  readonly creditor: Party;
  /** Its due date on a business day. */
  readonly dueAdj: CalendarDate;
}

export interface Batch {
  readonly batch: string;
  readonly terms: BatchTerms;
  readonly rows: readonly PlacedRow[];
}

/**
 * The debtor publishes what its books approve. Each row passes now what its confirmation has to pass,
 * and all of them together are within what the signing key binds the debtor to.
 * @throws Refusal ROLE_REQUIRED, DEBTOR_BLOCKED, those of {@link requireSound}, BATCH_TOO_LARGE,
 *   SIGNATURES_MISSING
 */
export function publishPayables(
  { batch, terms, rows }: Batch,
  { debtor, policy }: { readonly debtor: Party; readonly policy: PolicyInForce },
  act: Act,
): readonly Payable[] {
  requireParty(act, debtor.id, 'DEB');
  requireUnblocked(debtor, act.today);
  for (const { row, creditor, dueAdj } of rows) {
    requireSound(row, { today: act.today, policy, debtor, creditor, dueAdj });
  }
  const total = totalOf(rows);
  requireSecondPerson(act, total, threshold(policy, total));
  return rows.map(({ row }, at) => ({
    ...terms,
    ...row,
    batch,
    row: at + 1,
    state: 'PUBLISHED',
    since: act.today,
    debtor: debtor.id,
    invoices: row.invoices.map(({ identity, use }) => ({ identity, use })),
    lapsesAfter: earlier(row.contractDueDate, row.dueDate),
    publishedOn: act.today,
    publishedBy: act.signer.key,
    withdrawal: null,
    receivable: null,
    policies: [...policy.ids],
  }));
}

/** @throws Refusal CURRENCY_MISMATCH, BATCH_TOO_LARGE */
function totalOf(rows: readonly PlacedRow[]): Money {
  const [first] = rows;
  invariant(first !== undefined, 'a batch has a row');
  const { currency } = first.row.face;
  for (const { row } of rows) requireSameCurrency(first.row.face, row.face);
  const total = rows.reduce((sum, { row }) => sum + row.face.minor, 0n);
  if (!isMinor(total, currency)) throw new Refusal('BATCH_TOO_LARGE');
  return money(currency, total);
}

/** `payable` in the state that `today` makes of it: from the day after its last it has expired. */
export function effectivePayable(payable: Payable, today: CalendarDate): Payable {
  const { state, lapsesAfter } = payable;
  if (state !== 'PUBLISHED' || today <= lapsesAfter) return payable;
  return { ...payable, state: 'EXPIRED', since: addDays(lapsesAfter, 1) };
}

function payableAfter(payable: Payable, act: PayableAct, today: CalendarDate): Payable {
  const state = next(payableLifecycle, effectivePayable(payable, today), act);
  return { ...payable, state, since: today };
}

/**
 * The creditor claims what was promised: the confirmation, given with the publication, takes effect.
 * @param made the receivable of these terms, still a DRAFT.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT
 */
export function claimPayable(
  { payable, made, policy }: Claim,
  act: Act,
): { payable: Payable; receivable: Receivable } {
  requireClaimable(payable, act);
  const { acceptByDays } = policy.rules;
  return {
    payable: { ...payableAfter(payable, 'claim', act.today), receivable: made.id },
    receivable: {
      ...made,
      state: 'CONFIRMED',
      acceptBy: earlier(addDays(act.today, acceptByDays), made.dueAdj),
      confirmedOn: act.today,
      confirmedBy: payable.publishedBy,
    },
  };
}

/** What the creditor adds: its id for the receivable, its consent, the part of the quota. */
export interface ClaimTerms {
  readonly receivable: string;
  readonly termExtended: boolean;
  readonly quotaShard: string;
}

/** The terms of the receivable that a claim makes: the debtor's as published. */
export function debtOf(payable: Payable, claim: ClaimTerms): Debt {
  const { receivable: id, termExtended, quotaShard } = claim;
  return {
    direction: payable.direction,
    convention: payable.convention,
    calendar: payable.calendar,
    unconditional: payable.unconditional,
    promise: payable.promise,
    setOffWaived: payable.setOffWaived,
    transferable: payable.transferable,
    collectionAccount: payable.collectionAccount,
    debtorBears: payable.debtorBears,
    id,
    termExtended,
    quotaShard,
    face: payable.face,
    deliveredOn: payable.deliveredOn,
    contractDueDate: payable.contractDueDate,
    dueDate: payable.dueDate,
    tenorJustification: payable.tenorJustification,
    invoices: payable.invoices,
    order: payable.order,
    contract: payable.contract,
    evidence: payable.evidence,
  };
}

export interface Claim {
  readonly payable: Payable;
  readonly made: Receivable;
  readonly policy: PolicyInForce;
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function requireClaimable(payable: Payable, act: Act): void {
  requireParty(act, payable.creditor, 'CRD');
  next(payableLifecycle, effectivePayable(payable, act.today), 'claim');
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function withdrawPayable(
  payable: Payable,
  reason: NonNullable<Payable['withdrawal']>,
  act: Act,
): Payable {
  requireParty(act, payable.debtor, 'DEB');
  return { ...payableAfter(payable, 'withdraw', act.today), withdrawal: reason };
}

/** @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED */
export function expirePayable(payable: Payable, today: CalendarDate): Payable {
  next(payableLifecycle, payable, 'expire');
  const expired = effectivePayable(payable, today);
  if (expired === payable) {
    throw new Refusal('DATE_NOT_REACHED', { date: addDays(payable.lapsesAfter, 1) });
  }
  return expired;
}
