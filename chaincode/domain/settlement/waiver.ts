import type { CalendarDate } from '../dates.js';
import { requireNotFrozen } from '../receivable/effective.js';
import { nextLotState } from '../receivable/lot-guards.js';
import { lotId, lotUnits, type Lot } from '../receivable/lot.js';
import { POOLS_MAX, type Pool, type Receivable } from '../receivable/receivable.js';
import { money, zero } from '../money.js';
import { invariant, Refusal } from '../refusal.js';
import { ended, hasReceipt, poolOf, withPool } from './pool.js';

const INTERVALS_MAX = 32;
const BURNED = 'BURNED';

/**
 * A holder gives a free lot up by credit note: its units leave their pool for BURNED and are never paid.
 * F₀ stays; the payable face shrinks by the lot.
 * @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT, RECEIVABLE_FROZEN, POOL_CLOSED when the pool has a receipt, POOLS_EXHAUSTED.
 */
export function waive<L extends Lot, C extends Receivable>(
  lot: L,
  claim: C,
  { today, creditNote }: { readonly today: CalendarDate; readonly creditNote: string },
): { lot: L; receivable: C } {
  const state = nextLotState(lot, 'waive');
  requireNotFrozen(claim, today);
  const pool = poolOf(claim, lot);
  if (hasReceipt(pool) || ended(pool)) throw new Refusal('POOL_CLOSED', { pool: pool.id });
  const taken = without(pool, lot);
  const left = taken === null ? withoutPool(claim, pool) : withPool(claim, taken);
  return {
    lot: { ...lot, state, since: today },
    receivable: withBurned(left, lot, creditNote),
  };
}

/** The pool without the lot's units; null when nothing is left of it. */
function without(pool: Pool, lot: Lot): Pool | null {
  const intervals = pool.intervals.flatMap(([a, b]): [bigint, bigint][] => {
    if (lot.to < a || b < lot.from) return [[a, b]];
    const before: [bigint, bigint][] = a < lot.from ? [[a, lot.from - 1n]] : [];
    const after: [bigint, bigint][] = lot.to < b ? [[lot.to + 1n, b]] : [];
    return [...before, ...after];
  });
  if (intervals.length > INTERVALS_MAX) throw new Refusal('POOLS_EXHAUSTED', { lot: lotId(lot) });
  if (intervals.length === 0) return null;
  return {
    ...pool,
    intervals,
    face: money(pool.face.currency, pool.face.minor - lotUnits(lot)),
  };
}

function withoutPool<C extends Receivable>(claim: C, pool: Pool): C {
  return { ...claim, pools: claim.pools.filter(({ id }) => id !== pool.id) };
}

function withBurned<C extends Receivable>(claim: C, lot: Lot, creditNote: string): C {
  const burned = claim.pools.find(({ kind }) => kind === 'BURNED');
  if (burned === undefined) {
    if (claim.pools.length >= POOLS_MAX) {
      throw new Refusal('POOLS_EXHAUSTED', { lot: lotId(lot) });
    }
    return { ...claim, pools: [...claim.pools, burnedPool(lot, creditNote)] };
  }
  const intervals = joined([...burned.intervals, [lot.from, lot.to]]);
  if (intervals.length > INTERVALS_MAX) throw new Refusal('POOLS_EXHAUSTED', { lot: lotId(lot) });
  const face = money(burned.face.currency, burned.face.minor + lotUnits(lot));
  return withPool(claim, { ...burned, intervals, face });
}

function burnedPool(lot: Lot, creditNote: string): Pool {
  const { currency } = lot.paid;
  const nothing = zero(currency);
  return {
    id: BURNED,
    kind: 'BURNED',
    ground: 'CREDIT_NOTE',
    face: money(currency, lotUnits(lot)),
    received: nothing,
    lateReceived: nothing,
    reviewing: [],
    valueDate: null,
    closed: false,
    evidence: creditNote,
    intervals: [[lot.from, lot.to]],
  };
}

/** Sorted, neighbours made one. */
function joined(intervals: readonly (readonly [bigint, bigint])[]): [bigint, bigint][] {
  const sorted = [...intervals].sort(([a], [b]) => (a < b ? -1 : 1));
  const result: [bigint, bigint][] = [];
  for (const [a, b] of sorted) {
    const last = result.at(-1);
    invariant(last === undefined || last[1] < a, 'intervals of a pool are disjoint');
    if (last !== undefined && last[1] + 1n === a) last[1] = b;
    else result.push([a, b]);
  }
  return result;
}
