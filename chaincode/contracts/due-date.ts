import { adjust } from '../domain/calendar.js';
import { yearOf, type CalendarDate } from '../domain/dates.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { calendars } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** The due date moved to a business day. @throws Refusal CALENDAR_MISSING */
export async function adjustedDueDate(
  work: UnitOfWork,
  { dueDate, convention, calendar }: Pick<Receivable, 'dueDate' | 'convention' | 'calendar'>,
): Promise<CalendarDate> {
  const year = yearOf(dueDate);
  // The next business day may lie in the next year; the one before stays in the month.
  const years = calendar === null ? [] : [year, year + 1].map((year) => ({ id: calendar, year }));
  const found = await work.findAll(calendars, years);
  const known = found.filter((each) => each !== null);
  return adjust(dueDate, convention, known);
}
