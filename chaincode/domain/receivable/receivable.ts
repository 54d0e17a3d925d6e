import { z } from 'zod';
import { CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import { UsedInvoice } from '../invoice.js';
import type { Lifecycle } from '../lifecycle.js';
import { Money, PositiveMoney } from '../money.js';
import { PolicyIds } from '../policy.js';
import { Units } from './units.js';

export const ReceivableState = z.enum([
  'DRAFT',
  'CONFIRMED',
  'ISSUED',
  'DUE',
  'OVERDUE',
  'DEFAULTED',
  'SETTLED',
  'VOID',
  'REJECTED',
  'DECLINED',
  'EXPIRED',
  'REVOKED',
]);
export type ReceivableState = z.output<typeof ReceivableState>;
export type ReceivableAct =
  | 'withdraw'
  | 'confirm'
  | 'reject'
  | 'expire'
  | 'accept'
  | 'decline'
  | 'revoke'
  | 'cancel'
  | 'mature'
  | 'markOverdue'
  | 'default'
  | 'receive'
  | 'settle'
  | 'redeem'
  | 'closeDistribution'
  | 'advise';

/** domain.md 3.1. `receive` is a receipt that leaves R < F; `settle` one (or a close) that ends the matter. */
export const receivableLifecycle: Lifecycle<ReceivableState, ReceivableAct> = {
  DRAFT: { withdraw: 'VOID', confirm: 'CONFIRMED', reject: 'REJECTED', expire: 'EXPIRED' },
  CONFIRMED: { accept: 'ISSUED', decline: 'DECLINED', revoke: 'REVOKED', expire: 'EXPIRED' },
  ISSUED: {
    cancel: 'VOID',
    mature: 'DUE',
    receive: 'ISSUED',
    settle: 'SETTLED',
    redeem: 'ISSUED',
    advise: 'ISSUED',
  },
  DUE: {
    markOverdue: 'OVERDUE',
    receive: 'DUE',
    settle: 'SETTLED',
    redeem: 'DUE',
    closeDistribution: 'DUE',
    advise: 'DUE',
  },
  OVERDUE: {
    default: 'DEFAULTED',
    receive: 'OVERDUE',
    settle: 'SETTLED',
    redeem: 'OVERDUE',
    closeDistribution: 'OVERDUE',
    advise: 'OVERDUE',
  },
  DEFAULTED: {
    receive: 'DEFAULTED',
    settle: 'SETTLED',
    redeem: 'DEFAULTED',
    closeDistribution: 'DEFAULTED',
    advise: 'DEFAULTED',
  },
  SETTLED: { redeem: 'SETTLED' },
  VOID: {},
  REJECTED: {},
  DECLINED: {},
  EXPIRED: {},
  REVOKED: {},
};

/** Receipts of one pool that may be under review at once. */
export const REVIEWING_MAX = 50;

/**
 * A part of the receivable that is paid on its own (domain.md 2.6). MAIN holds all units until an act
 * moves whole lots out. Intervals are disjoint, sorted, and tile [1, F₀] over all pools.
 */
export const Pool = z.strictObject({
  id: KeyAttribute,
  kind: z.enum(['MAIN', 'BURNED', 'DISPUTED', 'EARLY']),
  /** Why its units left MAIN; null for MAIN. */
  ground: z.string().max(64).nullable(),
  /** F: units in the pool, as money. */
  face: Money,
  /** R: receipts, never above F. */
  received: Money,
  /** L: late interest received, divided as a receipt is. */
  lateReceived: Money,
  /** Receipts still under review: counted in R and L, not yet distributable. */
  reviewing: z
    .array(
      z.strictObject({
        receipt: Hex256,
        amount: Money,
        late: Money,
        valueDate: CalendarDate,
        until: CalendarDate,
      }),
    )
    .max(REVIEWING_MAX),
  /** Latest value date of the receipts past review; null before the first. */
  valueDate: CalendarDate.nullable(),
  closed: z.boolean(),
  /** Commitment of what the pool rests on: the credit note of BURNED, the evidence of a close. */
  evidence: Hex256.nullable(),
  intervals: z
    .array(z.tuple([Units, Units]))
    .min(1)
    .max(32),
});
export type Pool = z.output<typeof Pool>;

export const POOLS_MAX = 16;
export const INVOICES_MAX = 100;

/** Why a debtor does not confirm; the words for the creditor travel as a document. */
export const RejectionReason = z.enum([
  'TRADE_UNKNOWN',
  'GOODS_NOT_ACCEPTED',
  'INVOICE_WRONG',
  'AMOUNT_WRONG',
  'DUE_DATE_WRONG',
  'ALREADY_PAID',
  'OTHER',
]);

/** The debtor's own message that it will pay, or has paid: booked as said, changing no receipt. */
export const Advice = z.strictObject({
  amount: PositiveMoney,
  payOn: CalendarDate,
  /** Commitment of the payment reference. */
  reference: Hex256,
  advisedOn: CalendarDate,
});
export type Advice = z.output<typeof Advice>;

/** One electronic receivables certificate 应收账款电子凭证 (银发〔2025〕77号 article 9). */
export const Receivable = z.strictObject({
  id: Id('rcv'),
  state: ReceivableState,
  /** Business date of the last change of state. */
  since: CalendarDate,
  direction: z.enum(['UPSTREAM', 'DOWNSTREAM']),
  origin: z.enum(['PROPOSED', 'ISSUED', 'CLAIMED', 'TAKEN_ON']),
  debtor: Id('org'),
  creditor: Id('org'),
  /** F₀: never changes; its currency is the currency of every amount of this receivable. */
  face: PositiveMoney,
  /** Business date on which the record was made: what the tenor counts from. */
  issueDate: CalendarDate,
  deliveredOn: CalendarDate,
  contractDueDate: CalendarDate,
  dueDate: CalendarDate,
  /** How `dueDate` was moved to a business day when the record was made: a later calendar changes nothing. */
  convention: z.enum(['NONE', 'FOLLOWING', 'MODIFIED_FOLLOWING']),
  calendar: KeyAttribute.nullable(),
  dueAdj: CalendarDate,
  /** The last day of grace after `dueAdj`, and the day from which it is in default: fixed with it. */
  graceUntil: CalendarDate,
  defaultsOn: CalendarDate,
  /** The creditor signed a due date later than the contract's. */
  termExtended: z.boolean(),
  /** More than 60 days from delivery to a small creditor's due date: shown to all, refused to none. */
  termLong: z.boolean(),
  tenorJustification: Hex256.nullable(),
  invoices: z.array(UsedInvoice).min(1).max(INVOICES_MAX),
  order: Id('ord').nullable(),
  contract: Hex256,
  /** Commitment of delivery and acceptance evidence. */
  evidence: Hex256,
  unconditional: z.boolean(),
  promise: Hex256,
  setOffWaived: z.boolean(),
  transferable: z.boolean(),
  /** Commitment of the account the debtor pays into. */
  collectionAccount: Hex256,
  /** Millionths of financing interest and fees that the debtor bears. */
  debtorBears: z.int().min(0).max(1_000_000),
  quotaShard: KeyAttribute,
  confirmDueBy: CalendarDate,
  acceptBy: CalendarDate.nullable(),
  proposedOn: CalendarDate,
  confirmedOn: CalendarDate.nullable(),
  /** The debtor's key that confirmed; its signature is in the block. */
  confirmedBy: Hex256.nullable(),
  acceptedOn: CalendarDate.nullable(),
  rejection: RejectionReason.nullable(),
  advice: Advice.nullable(),
  pools: z.array(Pool).max(POOLS_MAX),
  /** Court or regulator stop: blocks all but redeem into a court account. */
  frozenUntil: CalendarDate.nullable(),
  policies: PolicyIds,
});
export type Receivable = z.output<typeof Receivable>;
