import { z } from 'zod';
import { addDays, CalendarDate, sameMonth, weekday, yearOf } from './dates.js';
import { KeyAttribute } from './identifiers.js';
import { Refusal } from './refusal.js';

const DATES_MAX = 366;
const Days = z.array(CalendarDate).max(DATES_MAX, 'CALENDAR_TOO_LONG');

/**
 * One year of a place's calendar, for example `CN` 2026. Saturdays and Sundays are free but for
 * `workingWeekends` (调休, made up for a long holiday); other days are worked but for `holidays`.
 * Refuses with CALENDAR_DATES_UNSORTED (a date twice, too), CALENDAR_YEAR_WRONG or
 * CALENDAR_WEEKEND_WRONG (a working weekend on a weekday, or on a holiday).
 */
export const Calendar = z
  .strictObject({
    id: KeyAttribute,
    year: z.int().min(1900).max(2999),
    holidays: Days.refine(ascending, 'CALENDAR_DATES_UNSORTED'),
    workingWeekends: Days.refine(ascending, 'CALENDAR_DATES_UNSORTED'),
  })
  .refine(
    ({ year, holidays, workingWeekends }) =>
      [...holidays, ...workingWeekends].every((date) => yearOf(date) === year),
    'CALENDAR_YEAR_WRONG',
  )
  .refine(
    ({ holidays, workingWeekends }) =>
      workingWeekends.every((date) => isWeekend(date) && !holidays.includes(date)),
    { error: 'CALENDAR_WEEKEND_WRONG', path: ['workingWeekends'] },
  );
export type Calendar = z.output<typeof Calendar>;

/** What to do with a date on which no bank works (ISDA: business day convention). */
export const BusinessDayConvention = z.enum(['NONE', 'FOLLOWING', 'MODIFIED_FOLLOWING']);
export type BusinessDayConvention = z.output<typeof BusinessDayConvention>;

/**
 * True when banks work on `date`.
 * @param calendars years of one place, in any order.
 * @throws Refusal CALENDAR_MISSING when the date's year is not among them.
 */
export function isBusinessDay(date: CalendarDate, calendars: readonly Calendar[]): boolean {
  const year = yearOf(date);
  const calendar = calendars.find((each) => each.year === year);
  if (calendar === undefined) throw new Refusal('CALENDAR_MISSING', { year: String(year) });
  return isWeekend(date)
    ? calendar.workingWeekends.includes(date)
    : !calendar.holidays.includes(date);
}

/**
 * The business day that `date` means: itself, else the next one; MODIFIED_FOLLOWING takes the one before
 * where the next lies in another month. NONE looks at no calendar.
 * @throws Refusal CALENDAR_MISSING when a year that has to be looked at is not there.
 */
export function adjust(
  date: CalendarDate,
  convention: BusinessDayConvention,
  calendars: readonly Calendar[],
): CalendarDate {
  switch (convention) {
    case 'NONE':
      return date;
    case 'FOLLOWING':
      return nearest(date, 1, calendars);
    case 'MODIFIED_FOLLOWING': {
      const next = nearest(date, 1, calendars);
      return sameMonth(date, next) ? next : nearest(date, -1, calendars);
    }
  }
}

/**
 * The `count`-th business day after `date`; for 0 `date` itself, whatever day it is.
 * @throws Refusal CALENDAR_MISSING when a year that has to be looked at is not there.
 */
export function addBusinessDays(
  date: CalendarDate,
  count: number,
  calendars: readonly Calendar[],
): CalendarDate {
  let day = date;
  for (let left = count; left > 0; left -= 1) day = nearest(addDays(day, 1), 1, calendars);
  return day;
}

/** `date`, or the first business day from it in steps of `step` days. */
function nearest(date: CalendarDate, step: 1 | -1, calendars: readonly Calendar[]): CalendarDate {
  let day = date;
  while (!isBusinessDay(day, calendars)) day = addDays(day, step);
  return day;
}

function isWeekend(date: CalendarDate): boolean {
  return weekday(date) > 5;
}

function ascending(dates: readonly CalendarDate[]): boolean {
  return dates.every((date, at) => {
    const before = dates[at - 1];
    return before === undefined || before < date;
  });
}
