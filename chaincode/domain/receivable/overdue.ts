import { addDays, type CalendarDate } from '../dates.js';
import type { Party } from '../party.js';
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
