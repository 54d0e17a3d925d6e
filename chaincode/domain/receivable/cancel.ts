import type { Act } from '../act.js';
import { Refusal } from '../refusal.js';
import { waive } from '../settlement/waiver.js';
import { receivableAfter } from './effective.js';
import type { Lot } from './lot.js';
import { nextLotState, requireMovable, type Standing } from './lot-guards.js';
import type { Receivable } from './receivable.js';

/**
 * One of the two sides asks, of an issued receivable.
 * @returns the receivable once cancelled.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT
 */
export function requireCancellable(receivable: Receivable, act: Act): Receivable {
  const { party, role } = act.signer;
  const side = party === receivable.debtor || party === receivable.creditor;
  if (!side || role !== 'MAKER') throw new Refusal('ROLE_REQUIRED', { role: 'DEB, CRD' });
  return receivableAfter(receivable, 'cancel', act.today);
}

/**
 * Debtor and creditor undo an issued receivable together, while all of it is one free lot in the
 * creditor's hand. Its units are burned, so that they still tile it.
 * @param document commitment of their agreement.
 * @throws Refusal those of {@link requireCancellable}, RECEIVABLE_FROZEN, POOL_HAS_RECEIPT,
 *   RECEIVABLE_MOVED, LOT_ENCUMBERED; SIGNATURES_MISSING without the other side's.
 */
export function cancel(
  standing: Standing,
  document: string,
  act: Act,
): { receivable: Receivable; lot: Lot } {
  const { lot, receivable } = standing;
  const { debtor, creditor, face } = receivable;
  const after = requireCancellable(receivable, act);
  requireMovable(standing, act.today);
  if (lot.to !== face.minor || lot.holder !== creditor) throw new Refusal('RECEIVABLE_MOVED');
  nextLotState(lot, 'waive');
  const roles = ['MAKER', 'CHECKER'] as const;
  act.requireSignatures([debtor, creditor].map((party) => ({ party, roles, covering: face })));
  const burned = waive(lot, after, { today: act.today, creditNote: document });
  return { receivable: burned.receivable, lot: burned.lot };
}
