import { z } from 'zod';
import type { Currency } from '../currency.js';
import { CalendarDate, daysBetween } from '../dates.js';
import { LATE_RATE_BY_LAW, lateInterest } from '../late-interest.js';
import { add, PositiveMoney, sum, type Money } from '../money.js';

export const SURPLUSES_MAX = 60;

/** Money of the borrower or seller that its bank holds, and since when too long. */
export const Surplus = z.strictObject({
  amount: PositiveMoney,
  /** The last day on which returning it costs nothing. */
  returnBy: CalendarDate,
});
export type Surplus = z.output<typeof Surplus>;

export const Surpluses = z.array(Surplus).max(SURPLUSES_MAX);
export type Surpluses = z.output<typeof Surpluses>;

/** `surpluses` with one more; those of one day are one, and so are all beyond the sixtieth day. */
export function withSurplus(
  surpluses: readonly Surplus[],
  amount: Money,
  returnBy: CalendarDate,
): Surplus[] {
  if (amount.minor === 0n) return [...surpluses];
  const same = surpluses.findIndex((each) => each.returnBy === returnBy);
  const at = same === -1 && surpluses.length === SURPLUSES_MAX ? SURPLUSES_MAX - 1 : same;
  if (at === -1) return [...surpluses, { amount, returnBy }];
  return surpluses.map((each, index) =>
    index === at ? { ...each, amount: add(each.amount, amount) } : each,
  );
}

/** What is owed on `date`: the surpluses, and the late rate by law on each after its day (民法典 766). */
export function surplusOwed(
  currency: Currency,
  surpluses: readonly Surplus[],
  date: CalendarDate,
): { readonly amount: Money; readonly late: Money } {
  const late = surpluses
    .filter(({ returnBy }) => returnBy < date)
    .map(({ amount, returnBy }) => ({ unpaid: amount, days: daysBetween(returnBy, date) }));
  return {
    amount: sum(
      currency,
      surpluses.map(({ amount }) => amount),
    ),
    late: lateInterest(currency, late, LATE_RATE_BY_LAW),
  };
}
