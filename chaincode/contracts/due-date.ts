import type { CalendarDate } from '../domain/dates.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { Refusal } from '../domain/refusal.js';

/** The due date moved to a business day. @throws Refusal CALENDAR_MISSING */
export function adjustedDueDate(
  terms: Pick<Receivable, 'dueDate' | 'convention' | 'calendar'>,
): CalendarDate {
  // No calendar can be recorded yet, so none is there for any convention that asks for one.
  if (terms.convention !== 'NONE') {
    throw new Refusal('CALENDAR_MISSING', { year: terms.dueDate.slice(0, 4) });
  }
  return terms.dueDate;
}
