import { z } from 'zod';

/** A calendar date `YYYY-MM-DD`; compares as a string. */
export const CalendarDate = z.iso.date().brand<'CalendarDate'>();
export type CalendarDate = z.output<typeof CalendarDate>;

const SHANGHAI_OFFSET = 8n * 3600n;
const DAY = 86_400n;

/** The date in Shanghai (UTC+8, no summer time) at `seconds` since 1970. */
export function shanghaiDate(seconds: bigint): CalendarDate {
  return dateOf((seconds + SHANGHAI_OFFSET) / DAY);
}

/** Days since 1970 to a date (civil from days, proleptic Gregorian). */
function dateOf(days: bigint): CalendarDate {
  const shifted = days + 719_468n;
  const era = shifted / 146_097n;
  const dayOfEra = shifted - era * 146_097n;
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n;
  const month = shiftedMonth < 10n ? shiftedMonth + 3n : shiftedMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  return CalendarDate.parse([pad(year, 4), pad(month, 2), pad(day, 2)].join('-'));
}

function pad(value: bigint, digits: number): string {
  return value.toString().padStart(digits, '0');
}
