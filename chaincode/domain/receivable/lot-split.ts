import type { Act } from '../act.js';
import { requireSameCurrency, type Money } from '../money.js';
import { invariant, Refusal } from '../refusal.js';
import { lotUnits, type Lot } from './lot.js';
import {
  minimumUnits,
  nextLotState,
  requireHeld,
  requireMovable,
  type Standing,
} from './lot-guards.js';

/** Parts of one split. */
export const PARTS_MAX = 50;

/**
 * Cut a lot into adjoining parts; the first keeps the lot's key, the others say where they were cut from.
 * @param sizes 2 to {@link PARTS_MAX} of them, in order.
 * @returns the parts, tiling the lot exactly; holder, hop and state unchanged.
 * @throws Refusal LOT_NOT_HELD, LOT_ENCUMBERED, STATE_CONFLICT, RECEIVABLE_FROZEN, POOL_HAS_RECEIPT,
 *   CURRENCY_MISMATCH, SPLIT_UNBALANCED, LOT_BELOW_MINIMUM, SPLIT_DEPTH_EXCEEDED, tested in this order.
 */
export function split(standing: Standing, sizes: readonly Money[], act: Act): readonly Lot[] {
  const { lot, receivable, policy } = standing;
  requireHeld(lot, act);
  nextLotState(lot, 'split');
  requireMovable(standing, act.today);
  for (const size of sizes) requireSameCurrency(size, receivable.face);
  requireBalanced(lot, sizes);
  const minimum = minimumUnits(receivable, policy);
  if (sizes.some((size) => size.minor < minimum)) {
    throw new Refusal('LOT_BELOW_MINIMUM', { minimum: minimum.toString() });
  }
  const { splitDepthMax } = policy.rules;
  if (lot.splitDepth >= splitDepthMax) {
    throw new Refusal('SPLIT_DEPTH_EXCEEDED', { splitDepthMax: splitDepthMax.toString() });
  }
  return cut(lot, sizes);
}

function requireBalanced(lot: Lot, sizes: readonly Money[]): void {
  const total = sizes.reduce((sum, size) => sum + size.minor, 0n);
  if (total !== lotUnits(lot)) {
    throw new Refusal('SPLIT_UNBALANCED', {
      total: total.toString(),
      lot: lotUnits(lot).toString(),
    });
  }
}

function cut(lot: Lot, sizes: readonly Money[]): readonly Lot[] {
  let { from } = lot;
  const parts = sizes.map(({ minor }) => {
    const cutFrom = from === lot.from ? lot.cutFrom : lot.from;
    const part = { ...lot, from, to: from + minor - 1n, cutFrom, splitDepth: lot.splitDepth + 1 };
    from = part.to + 1n;
    return part;
  });
  invariant(parts.at(-1)?.to === lot.to, 'parts tile the lot');
  return parts;
}
