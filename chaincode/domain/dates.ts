import { z } from 'zod';
import { invariant } from './refusal.js';

const PATTERN = /^(?:19|2[0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;

/**
 * A calendar date `YYYY-MM-DD`; compares as a string. From outside only the years 1900 to 2999 are taken,
 * so that what a rule adds to a caller's date stays a date. Refuses with DATE_MALFORMED, or
 * DATE_NONEXISTENT for 2026-02-30.
 */
export const CalendarDate = z
  .string({ error: 'DATE_MALFORMED' })
  .regex(PATTERN, { error: 'DATE_MALFORMED', abort: true })
  .refine((text) => exists(text), 'DATE_NONEXISTENT')
  .meta({ format: 'date' })
  .brand<'CalendarDate'>();
export type CalendarDate = z.output<typeof CalendarDate>;

const SHANGHAI_OFFSET_SECONDS = 8n * 3600n;
const DAY_SECONDS = 86_400n;

/** The date in Shanghai (UTC+8, no summer time) at `seconds` since 1970. */
export function shanghaiDate(seconds: bigint): CalendarDate {
  return utcDate(seconds + SHANGHAI_OFFSET_SECONDS);
}

/** The date in UTC at `seconds` since 1970. */
export function utcDate(seconds: bigint): CalendarDate {
  return dateOf(Number(seconds / DAY_SECONDS));
}

/** Days from a to b, counting a and not b (算头不算尾); negative when b is earlier. */
export function daysBetween(a: CalendarDate, b: CalendarDate): number {
  return dayNumber(b) - dayNumber(a);
}

/** `days` after `date`; a negative count goes back. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOf(dayNumber(date) + days);
}

/** The same day `months` later, or the last day of a month that has no such day; negative goes back. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = civil(date);
  const count = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(count / 12), month: modulo(count, 12) + 1 };
  return written({ ...target, day: Math.min(day, daysInMonth(target)) });
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekday(date: CalendarDate): number {
  // 1970-01-01 was a Thursday.
  return modulo(dayNumber(date) + 3, 7) + 1;
}

export function yearOf(date: CalendarDate): number {
  return civil(date).year;
}

/** True when both fall in one month of one year. */
export function sameMonth(a: CalendarDate, b: CalendarDate): boolean {
  return a.slice(0, 7) === b.slice(0, 7);
}

interface YearMonth {
  readonly year: number;
  readonly month: number;
}
interface Civil extends YearMonth {
  readonly day: number;
}

/** Days of four centuries and from 0000-03-01 to 1970-01-01. */
const ERA_DAYS = 146_097;
const EPOCH = 719_468;

/**
 * Days since 1970-01-01. The year is taken to begin in March, so that the leap day is its last and the
 * lengths of months follow one straight line (Gregorian calendar, ISO 8601).
 */
function dayNumber(date: CalendarDate): number {
  const { year, month, day } = civil(date);
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = modulo(month - 3, 12);
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  return daysBeforeYear(marchYear) + dayOfYear - EPOCH;
}

function dateOf(dayNumber: number): CalendarDate {
  const days = dayNumber + EPOCH;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = modulo(days, ERA_DAYS);
  const leapsPassed =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const marchYear = era * 400 + Math.floor((dayOfEra - leapsPassed) / 365);
  const dayOfYear = days - daysBeforeYear(marchYear);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = modulo(marchMonth + 2, 12) + 1;
  return written({
    year: month > 2 ? marchYear : marchYear + 1,
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  });
}

/** Days from 0000-03-01 to 1 March of `marchYear`. */
function daysBeforeYear(marchYear: number): number {
  const leaps =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leaps;
}

function civil(date: string): Civil {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8)),
  };
}

function written({ year, month, day }: Civil): CalendarDate {
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  invariant(isWritten(date), 'a computed date lies in the years 0 to 9999');
  return date;
}

/** What this file computes exists; only its year may not fit. */
function isWritten(date: string): date is CalendarDate {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date);
}

function exists(text: string): boolean {
  const date = civil(text);
  return date.day <= daysInMonth(date);
}

function daysInMonth({ year, month }: YearMonth): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The remainder that is never negative. */
function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function pad(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}
