import type { CalendarDate } from '../dates.js';
import { closingAmount, entitlement, lateEntitlement } from '../entitlement.js';
import { add, subtract, type Money } from '../money.js';
import type { Lot } from '../receivable/lot.js';
import { REVIEWING_MAX, type Pool, type Receivable } from '../receivable/receivable.js';
import { invariant, Refusal } from '../refusal.js';
import type { Allocation } from './receipt.js';

/** The pool that holds unit `from`; intervals tile the receivable, so there is exactly one. */
export function poolOf(receivable: Receivable, lot: Pick<Lot, 'from'>): Pool {
  const pool = receivable.pools.find(({ intervals }) =>
    intervals.some(([a, b]) => a <= lot.from && lot.from <= b),
  );
  invariant(pool !== undefined, 'the pools tile the receivable');
  return pool;
}

/** @throws Refusal POOL_UNKNOWN. */
export function poolById(receivable: Receivable, id: string): Pool {
  const pool = receivable.pools.find((each) => each.id === id);
  if (pool === undefined) throw new Refusal('POOL_UNKNOWN', { pool: id });
  return pool;
}

/** Nothing more can come: burned, closed, or paid in full. */
export function ended(pool: Pool): boolean {
  return pool.kind === 'BURNED' || pool.closed || pool.received.minor === pool.face.minor;
}

/** True once the pool took money: from then on its lots neither move nor change. */
export function hasReceipt(pool: Pool): boolean {
  return pool.received.minor > 0n || pool.lateReceived.minor > 0n;
}

/** R and L without what is under review on `date`. */
export function distributable(pool: Pool, date: CalendarDate): { face: bigint; late: bigint } {
  const held = pool.reviewing.filter(({ until }) => date < until);
  const sum = (of: (each: (typeof held)[number]) => Money): bigint =>
    held.reduce((total, each) => total + of(each).minor, 0n);
  return {
    face: pool.received.minor - sum((each) => each.amount),
    late: pool.lateReceived.minor - sum((each) => each.late),
  };
}

/**
 * What a lot may have been paid by `date` in all: minor units on its face and of late interest, by
 * `floor(n·R/F)`, or by rank once the pool is closed (domain.md 2.6).
 */
export function entitled(
  lot: Pick<Lot, 'from' | 'to'>,
  pool: Pool,
  date: CalendarDate,
): { face: bigint; late: bigint } {
  const { face: received, late: lateReceived } = distributable(pool, date);
  const face = pool.face.minor;
  if (!pool.closed) {
    const units = lot.to - lot.from + 1n;
    return {
      face: entitlement(units, { received, face }),
      late: lateEntitlement(units, { lateReceived, face }),
    };
  }
  const { intervals } = pool;
  return {
    face: closingAmount([lot.from, lot.to], { received, face, intervals }),
    late: closingAmount([lot.from, lot.to], { received: lateReceived, face, intervals }),
  };
}

/** A receipt as it is booked, and until when it may be taken back. */
export interface Review {
  readonly receipt: string;
  readonly valueDate: CalendarDate;
  readonly until: CalendarDate;
  readonly today: CalendarDate;
}

/**
 * Book a receipt's part to its pool.
 * @throws Refusal POOL_CLOSED, RECEIPT_EXCEEDS_CLAIM (R ≤ F: what exceeds is returned or late interest),
 *   RECEIPTS_UNDER_REVIEW when too many wait at once.
 */
export function book(pool: Pool, allocation: Allocation, review: Review): Pool {
  if (pool.closed || pool.kind === 'BURNED') throw new Refusal('POOL_CLOSED', { pool: pool.id });
  const open = pool.face.minor - pool.received.minor;
  if (allocation.amount.minor > open) {
    throw new Refusal('RECEIPT_EXCEEDS_CLAIM', { pool: pool.id, open: open.toString() });
  }
  const { receipt, valueDate, until, today } = review;
  const held = pool.reviewing.filter((each) => today < each.until);
  const waits = today < until;
  if (waits && held.length === REVIEWING_MAX) throw new Refusal('RECEIPTS_UNDER_REVIEW');
  const { amount, late } = allocation;
  return {
    ...pool,
    received: add(pool.received, amount),
    lateReceived: add(pool.lateReceived, late),
    reviewing: waits ? [...held, { receipt, amount, late, valueDate, until }] : held,
    valueDate: latest([latestValueDate(pool, today), waits ? null : valueDate]),
  };
}

/** The latest value date among the receipts that may be distributed on `date`; null: there is none. */
export function latestValueDate(pool: Pool, date: CalendarDate): CalendarDate | null {
  const past = pool.reviewing.filter(({ until }) => date >= until);
  return latest([pool.valueDate, ...past.map(({ valueDate }) => valueDate)]);
}

function latest(dates: readonly (CalendarDate | null)[]): CalendarDate | null {
  return dates.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

/** Take a receipt's part back, before it was distributable. */
export function unbook(pool: Pool, allocation: Allocation, receipt: string): Pool {
  return {
    ...pool,
    received: subtract(pool.received, allocation.amount),
    lateReceived: subtract(pool.lateReceived, allocation.late),
    reviewing: pool.reviewing.filter((each) => each.receipt !== receipt),
  };
}

/** The receivable with one of its pools replaced. */
export function withPool<R extends Receivable>(receivable: R, pool: Pool): R {
  const pools = receivable.pools.map((each) => (each.id === pool.id ? pool : each));
  return { ...receivable, pools };
}
