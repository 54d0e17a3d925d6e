import { requireParty, type Act } from '../act.js';
import { addDays, type CalendarDate } from '../dates.js';
import { Refusal } from '../refusal.js';
import { FREE_OF } from './encumbrance.js';
import type { Lot } from './lot.js';
import { nextLotState } from './lot-guards.js';
import type { Receivable } from './receivable.js';

/**
 * What was offered, reserved or committed ends by date, by anyone's act.
 * @param lot as stored.
 * @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT, DATE_NOT_REACHED with the first day it may be sent.
 */
export function lapse(lot: Lot, today: CalendarDate): Lot {
  const state = nextLotState(lot, 'lapse');
  const { lapsesAfter, since } = lot;
  if (lapsesAfter === null) {
    throw new Refusal('LOT_ENCUMBERED', { state: lot.state, since, act: 'lapse' });
  }
  const date = addDays(lapsesAfter, 1);
  if (today < date) throw new Refusal('DATE_NOT_REACHED', { date });
  return { ...lot, ...FREE_OF, state, since: date };
}

/**
 * The debtor acknowledges that notice of the assignment has reached it (民法典 546).
 * @throws Refusal ROLE_REQUIRED, LOT_ENCUMBERED once registered, STATE_CONFLICT, NOTICE_ACKNOWLEDGED
 */
export function acknowledgeNotice(lot: Lot, { debtor }: Receivable, act: Act): Lot {
  requireParty(act, debtor, 'DEB');
  nextLotState(lot, 'acknowledgeNotice');
  const { state, since, registered, noticeArrivedAt } = lot;
  if (registered) throw new Refusal('LOT_ENCUMBERED', { state, since, act: 'acknowledgeNotice' });
  if (noticeArrivedAt !== null) throw new Refusal('NOTICE_ACKNOWLEDGED', { on: noticeArrivedAt });
  return { ...lot, noticeArrivedAt: act.today };
}
