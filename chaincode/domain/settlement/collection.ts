import type { CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { add, compare, requireSameCurrency, subtract, sum, zero, type Money } from '../money.js';
import { effectiveReceivable, receivableAfter } from '../receivable/effective.js';
import { type Receivable } from '../receivable/receivable.js';
import { Refusal } from '../refusal.js';
import { book, ended, poolById, unbook, withPool } from './pool.js';
import { receiptLifecycle, type Allocation, type Receipt } from './receipt.js';

/** A payment as the clearing bank tells of it. */
export interface Payment {
  readonly id: string;
  readonly amount: Money;
  readonly valueDate: CalendarDate;
  readonly fromDebtor: boolean;
}

/** When the clearing bank booked it, and from when it may be paid on. */
export interface Booking {
  readonly today: CalendarDate;
  readonly distributableOn: CalendarDate;
}

/** A new receipt, nothing of it allocated yet. */
export function registered(payment: Payment, { today, distributableOn }: Booking): Receipt {
  return {
    ...payment,
    state: 'REGISTERED',
    since: today,
    unallocated: payment.amount,
    registeredOn: today,
    distributableOn,
    allocations: [],
  };
}

/** One payment is one record. @throws Refusal PAYMENT_REF_CONFLICT when it was told differently. */
export function requireSamePayment(receipt: Receipt, payment: Payment): void {
  const same =
    receipt.amount.currency === payment.amount.currency &&
    compare(receipt.amount, payment.amount) === 0 &&
    receipt.valueDate === payment.valueDate &&
    receipt.fromDebtor === payment.fromDebtor;
  if (!same) throw new Refusal('PAYMENT_REF_CONFLICT', { valueDate: receipt.valueDate });
}

/**
 * Book parts of a receipt to receivables; a receivable whose every pool has ended is settled.
 * @throws Refusal STATE_CONFLICT, CURRENCY_MISMATCH, RECEIPT_OVERALLOCATED, LATE_INTEREST_NOT_DUE,
 *   POOL_UNKNOWN, POOL_CLOSED, RECEIPT_EXCEEDS_CLAIM.
 */
export function allocate<R extends Receipt, C extends Receivable>(
  receipt: R,
  claims: readonly C[],
  parts: { readonly allocations: readonly Allocation[]; readonly today: CalendarDate },
): { receipt: R; receivables: readonly C[] } {
  const { allocations, today } = parts;
  next(receiptLifecycle, receipt, 'allocate');
  const { unallocated } = receipt;
  const total = sum(
    unallocated.currency,
    allocations.flatMap(({ amount, late }) => [amount, late]),
  );
  if (compare(total, unallocated) > 0) {
    throw new Refusal('RECEIPT_OVERALLOCATED', { open: unallocated.minor.toString() });
  }
  const receivables = claims.map((claim) =>
    allocations
      .filter(({ receivable }) => receivable === claim.id)
      .reduce((sofar, part) => bookPart(sofar, part, { receipt, today }), claim),
  );
  return {
    receipt: {
      ...receipt,
      unallocated: subtract(unallocated, total),
      allocations: [...receipt.allocations, ...allocations],
    },
    receivables,
  };
}

function bookPart<C extends Receivable>(
  claim: C,
  part: Allocation,
  { receipt, today }: { receipt: Receipt; today: CalendarDate },
): C {
  requireSameCurrency(claim.face, receipt.amount);
  if (part.late.minor > 0n) requireLate(claim, today);
  const { id, valueDate, distributableOn: until } = receipt;
  const review = { receipt: id, valueDate, until, today };
  const booked = withPool(claim, book(poolById(claim, part.pool), part, review));
  return settledWhenEnded(booked, 'receive', today);
}

/** Late interest is owed by a debtor who is late, whether or not anybody has said so, and not before. */
function requireLate(claim: Receivable, today: CalendarDate): void {
  const { state, since } = effectiveReceivable(claim, today);
  if (state !== 'OVERDUE' && state !== 'DEFAULTED') {
    throw new Refusal('LATE_INTEREST_NOT_DUE', { state, since });
  }
}

/** SETTLED when the last pool has ended without money: everything was waived. */
export function settledWhenWaived<C extends Receivable>(claim: C, today: CalendarDate): C {
  return claim.pools.every(ended) ? receivableAfter(claim, 'settle', today) : claim;
}

/** The state after money or a close: SETTLED as soon as no pool can take more. */
export function settledWhenEnded<C extends Receivable>(
  claim: C,
  act: 'receive' | 'closeDistribution',
  today: CalendarDate,
): C {
  return receivableAfter(claim, claim.pools.every(ended) ? 'settle' : act, today);
}

/**
 * Close a pool that no more money can reach, once the receivable is due; its receipts are then divided to
 * the fen.
 * @throws Refusal STATE_CONFLICT, POOL_UNKNOWN, POOL_CLOSED when it has ended already.
 */
export function closed<C extends Receivable>(
  claim: C,
  close: { readonly pool: string; readonly evidence: string },
  today: CalendarDate,
): C {
  receivableAfter(claim, 'closeDistribution', today);
  const pool = poolById(claim, close.pool);
  if (ended(pool)) throw new Refusal('POOL_CLOSED', { pool: pool.id });
  const after = withPool(claim, { ...pool, closed: true, evidence: close.evidence });
  return settledWhenEnded(after, 'closeDistribution', today);
}

/**
 * Undo a receipt that is not distributable yet; a receivable it had settled is due, or overdue, again.
 * @throws Refusal STATE_CONFLICT, RECEIPT_DISTRIBUTABLE.
 */
export function reverse<R extends Receipt, C extends Receivable>(
  receipt: R,
  claims: readonly C[],
  today: CalendarDate,
): { receipt: R; receivables: readonly C[] } {
  const state = next(receiptLifecycle, receipt, 'reversePayment');
  if (today >= receipt.distributableOn) {
    throw new Refusal('RECEIPT_DISTRIBUTABLE', { since: receipt.distributableOn });
  }
  const receivables = claims.map((claim) =>
    reopened(
      receipt.allocations
        .filter(({ receivable }) => receivable === claim.id)
        .reduce(
          (sofar, part) => withPool(sofar, unbook(poolById(sofar, part.pool), part, receipt.id)),
          claim,
        ),
      today,
    ),
  );
  return { receipt: { ...receipt, state, since: today }, receivables };
}

function reopened<C extends Receivable>(claim: C, today: CalendarDate): C {
  if (claim.state !== 'SETTLED' || claim.pools.every(ended)) return claim;
  return { ...claim, state: today >= claim.dueAdj ? 'DUE' : 'ISSUED', since: today };
}

/** What of a receivable's face a receipt paid: its quota is free again by as much. */
export function facePaid(claim: Receivable, allocations: readonly Allocation[]): Money {
  return allocations
    .filter(({ receivable }) => receivable === claim.id)
    .reduce((paid, { amount }) => add(paid, amount), zero(claim.face.currency));
}
