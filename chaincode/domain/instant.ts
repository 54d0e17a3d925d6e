import { z } from 'zod';
import { CalendarDate, utcDate } from './dates.js';
import { invariant } from './refusal.js';

const PATTERN = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/;

/**
 * A moment to the second, RFC 3339 in UTC: `2026-03-01T15:59:59Z`. Compares as a string. Registries give
 * seconds, so there is no fraction. Refuses with INSTANT_MALFORMED.
 */
export const Instant = z
  .string({ error: 'INSTANT_MALFORMED' })
  .regex(PATTERN, { error: 'INSTANT_MALFORMED', abort: true })
  .refine((text) => CalendarDate.safeParse(text.slice(0, 10)).success, 'INSTANT_MALFORMED')
  .meta({ format: 'date-time' })
  .brand<'Instant'>();
export type Instant = z.output<typeof Instant>;

/** The moment `seconds` after 1970 began, as of a transaction's timestamp. */
export function instantOf(seconds: bigint): Instant {
  const ofDay = Number(seconds % 86_400n);
  const [hour, minute, second] = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60].map((part) =>
    Math.floor(part).toString().padStart(2, '0'),
  );
  const instant = `${utcDate(seconds)}T${hour}:${minute}:${second}Z`;
  invariant(isInstant(instant), 'a timestamp lies in the years 1970 to 9999');
  return instant;
}

function isInstant(text: string): text is Instant {
  return PATTERN.test(text);
}
