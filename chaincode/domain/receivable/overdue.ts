import { requireOperator, requireQuorum, type Act } from '../act.js';
import { addDays, type CalendarDate } from '../dates.js';
import type { Party } from '../party.js';
import type { Programme } from '../programme.js';
import { Refusal } from '../refusal.js';
import { turnByDate } from './effective.js';
import type { Receivable } from './receivable.js';

/**
 * What is not paid in time: the receivable is OVERDUE, or DEFAULTED, and its debtor issues nothing more
 * (G3, 银发〔2025〕77号 article 15) from the day after its grace. A default blocks too, for nobody may have
 * sent the act before it.
 * @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED
 */
export function unpaidInTime<P extends Party>(
  from: { readonly receivable: Receivable; readonly debtor: P },
  act: 'markOverdue' | 'default',
  today: CalendarDate,
): { receivable: Receivable; debtor: P } {
  const { receivable, debtor } = from;
  const since = addDays(receivable.graceUntil, 1);
  const blocked = debtor.blockedSince !== null && debtor.blockedSince <= since;
  return {
    receivable: turnByDate(receivable, act, today),
    debtor: blocked ? debtor : { ...debtor, blockedSince: since },
  };
}

/**
 * The debtor may issue again: a quorum of operators has the evidence that it has cured its defaults
 * (银发〔2025〕77号 article 15: the stop is lifted on evidence alone).
 * @param cured certificates it had not paid in time, all settled since.
 * @throws Refusal those of {@link requireBlocked}, CURE_NOT_SHOWN, SIGNATURES_MISSING
 */
export function unblock<P extends Party>(
  from: { readonly debtor: P; readonly cured: readonly Receivable[] },
  act: Act,
  programme: Programme,
): P {
  const { debtor, cured } = from;
  requireBlocked(debtor, act);
  for (const { id, debtor: owing, state: now } of cured) {
    if (owing !== debtor.id || now !== 'SETTLED') {
      throw new Refusal('CURE_NOT_SHOWN', { receivable: id });
    }
  }
  requireQuorum(act, programme);
  return { ...debtor, blockedSince: null };
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT unless an operator asks, of a debtor that is blocked. */
export function requireBlocked({ state, since, blockedSince }: Party, act: Act): void {
  requireOperator(act);
  if (blockedSince === null) throw new Refusal('STATE_CONFLICT', { state, since, act: 'unblock' });
}
