import type { Act } from '../act.js';
import { exponent } from '../currency.js';
import { addDays, type CalendarDate } from '../dates.js';
import { money, type Money } from '../money.js';
import { majorToMinor, type PolicyInForce } from '../policy.js';
import { Refusal } from '../refusal.js';
import { hasReceipt, poolOf } from '../settlement/pool.js';
import { effectiveReceivable, requireNotFrozen } from './effective.js';
import { lotId, lotLifecycle, lotUnits, type Lot, type LotAct, type LotState } from './lot.js';
import type { Receivable } from './receivable.js';

/** A lot with what it hangs on: its receivable, and the policy in force for that debtor. */
export interface Standing {
  /** In its effective state. */
  readonly lot: Lot;
  readonly receivable: Receivable;
  readonly policy: PolicyInForce;
}

/** @throws Refusal LOT_NOT_HELD unless the holder signed, by a key that acts for it in business. */
export function requireHeld(lot: Lot, act: Act): void {
  const { party, role } = act.signer;
  if (lot.holder !== party || role !== 'MAKER')
    throw new Refusal('LOT_NOT_HELD', { lotId: lotId(lot) });
}

const ENCUMBERED: readonly LotState[] = ['RESERVED', 'COMMITTED', 'PLEDGED', 'COLLECTING', 'SOLD'];

/**
 * The state that `act` leads a lot to.
 * @throws Refusal LOT_ENCUMBERED when a request or a bank stands on it, else STATE_CONFLICT; both with
 *   the state and since when.
 */
export function nextLotState({ state, since }: Lot, act: LotAct): LotState {
  const target = lotLifecycle[state][act];
  if (target !== undefined) return target;
  const code = ENCUMBERED.includes(state) ? 'LOT_ENCUMBERED' : 'STATE_CONFLICT';
  throw new Refusal(code, { state, since, act });
}

/** The date to which it was offered, reserved or committed has passed, and nobody has said so. */
export function hasLapsed({ lapsesAfter }: Lot, today: CalendarDate): boolean {
  return lapsesAfter !== null && today > lapsesAfter;
}

/**
 * A registered lot whose day for the money has passed secures nothing any more; but its key still answers
 * to the bank, so it takes `lot:lapse` before anything else.
 * @throws Refusal LOT_ENCUMBERED
 */
export function requireNotLapsed(lot: Lot, today: CalendarDate): void {
  const { registered, state, since } = lot;
  if (registered && hasLapsed(lot, today)) {
    throw new Refusal('LOT_ENCUMBERED', { state, since, act: 'redeem' });
  }
}

/** The first day on which no transfer is made any more. */
export function cutOff({ dueAdj }: Receivable, { rules }: PolicyInForce): CalendarDate {
  return addDays(dueAdj, -rules.transferCutoffDays);
}

/**
 * The lot may change: its receivable is issued and not frozen, and no money has come for its pool.
 * @throws Refusal STATE_CONFLICT, RECEIVABLE_FROZEN, POOL_HAS_RECEIPT
 */
export function requireMovable({ lot, receivable }: Standing, today: CalendarDate): void {
  const { state, since } = effectiveReceivable(receivable, today);
  if (state !== 'ISSUED') throw new Refusal('STATE_CONFLICT', { state, since });
  requireNotFrozen(receivable, today);
  const pool = poolOf(receivable, lot);
  if (hasReceipt(pool)) throw new Refusal('POOL_HAS_RECEIPT', { pool: pool.id });
}

/**
 * The lot may go to another party.
 * @throws Refusal those of {@link requireMovable}, RECEIVABLE_NOT_TRANSFERABLE, TRANSFER_CUT_OFF with
 *   the first day of it, HOPS_EXCEEDED
 */
export function requireTransferable(standing: Standing, today: CalendarDate): void {
  const { lot, receivable, policy } = standing;
  requireMovable(standing, today);
  if (!receivable.transferable) throw new Refusal('RECEIVABLE_NOT_TRANSFERABLE');
  const from = cutOff(receivable, policy);
  if (today >= from) throw new Refusal('TRANSFER_CUT_OFF', { from });
  const { hopsMax } = policy.rules;
  if (lot.hop >= hopsMax) throw new Refusal('HOPS_EXCEEDED', { hopsMax: hopsMax.toString() });
}

/** n as money. */
export function lotAmount(lot: Pick<Lot, 'from' | 'to'>, { face }: Receivable): Money {
  return money(face.currency, lotUnits(lot));
}

/** The smallest lot the policy allows, in units. */
export function minimumUnits({ face }: Receivable, { rules }: PolicyInForce): bigint {
  return majorToMinor(rules.minimumLot, exponent(face.currency));
}
