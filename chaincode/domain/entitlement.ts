import { invariant } from './refusal.js';
import { floorDivide } from './rounding.js';

/** Units [from, to] of a receivable, both counted. */
export type Interval = readonly [from: bigint, to: bigint];

/**
 * ⌊n·R/F⌋: what a lot of n units may have of the receipts of its pool, without looking at any other lot.
 * Never falls as R grows, never exceeds n, sums to at most R, and is n when R = F. What is dropped stays
 * with the clearing bank (domain.md 2.6).
 * @param lot n, in minor units.
 * @param pool R and F, in minor units, R ≤ F.
 */
export function entitlement(
  lot: bigint,
  pool: { readonly received: bigint; readonly face: bigint },
): bigint {
  invariant(pool.received <= pool.face, 'a pool receives at most its face');
  return proportion(lot, pool.received, pool.face);
}

/**
 * A lot's part of the late interest received for its pool, divided as a receipt is; it may exceed n.
 * @param lot n, in minor units.
 */
export function lateEntitlement(
  lot: bigint,
  pool: { readonly lateReceived: bigint; readonly face: bigint },
): bigint {
  return proportion(lot, pool.lateReceived, pool.face);
}

/**
 * What a lot has in all once its pool is closed: ⌊R·rank(b)/F⌋ − ⌊R·rank(a−1)/F⌋, at least its
 * entitlement before; over all lots of the pool exactly R.
 * @param lot [a, b], wholly inside the pool.
 */
export function closingAmount(
  lot: Interval,
  pool: {
    readonly received: bigint;
    readonly face: bigint;
    readonly intervals: readonly Interval[];
  },
): bigint {
  invariant(size(pool.intervals) === pool.face, 'the face of a pool is its units');
  const [from, to] = lot;
  const before = rank(pool.intervals, from - 1n);
  const upTo = rank(pool.intervals, to);
  invariant(upTo - before === to - from + 1n, 'a lot lies in its pool');
  return proportion(upTo, pool.received, pool.face) - proportion(before, pool.received, pool.face);
}

/** Units of the pool up to and with `unit`. */
export function rank(intervals: readonly Interval[], unit: bigint): bigint {
  return intervals.reduce((units, [from, to]) => {
    if (unit < from) return units;
    return units + (unit < to ? unit : to) - from + 1n;
  }, 0n);
}

/** Units of the pool. */
export function size(intervals: readonly Interval[]): bigint {
  return intervals.reduce((units, [from, to]) => units + to - from + 1n, 0n);
}

/**
 * What stays with the clearing bank while all lots have had their entitlement: fewer units than lots.
 * @param lots n of each lot of the pool.
 */
export function undistributed(
  lots: readonly bigint[],
  pool: { readonly received: bigint; readonly face: bigint },
): bigint {
  return lots.reduce((left, lot) => left - entitlement(lot, pool), pool.received);
}

function proportion(part: bigint, amount: bigint, whole: bigint): bigint {
  return floorDivide(part * amount, whole);
}
