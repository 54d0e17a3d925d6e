import { z } from 'zod';
import { requireOperator, type Act } from './act.js';
import { CalendarDate } from './dates.js';
import { KeyAttribute } from './identifiers.js';
import { Rate } from './rate.js';
import { Refusal } from './refusal.js';

/** A published rate as it stood on a day, for example `LPR-1Y` of 2026-02-20. */
export const BaseRate = z.strictObject({
  id: KeyAttribute,
  date: CalendarDate,
  rate: Rate,
  setOn: CalendarDate,
});
export type BaseRate = z.output<typeof BaseRate>;

/**
 * A rate is recorded on the day of its publication or later, and never changed.
 * @throws Refusal ROLE_REQUIRED, DATE_IN_FUTURE
 */
export function setRate(published: Omit<BaseRate, 'setOn'>, act: Act): BaseRate {
  requireOperator(act);
  if (published.date > act.today) throw new Refusal('DATE_IN_FUTURE', { date: published.date });
  return { ...published, setOn: act.today };
}
