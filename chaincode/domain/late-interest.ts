import { daysInYear, type DayCount } from './interest.js';
import { type Money, money } from './money.js';
import { MILLION } from './rate.js';
import { roundHalfUp } from './rounding.js';
import type { Currency } from './currency.js';

/** A stretch of days over which the same amount stayed unpaid. */
export interface LateSpan {
  readonly unpaid: Money;
  /** d(from, to): from the due date, or from the receipt that left this much unpaid. */
  readonly days: number;
}

/** Millionths of the unpaid amount: for each day, or for each year of the basis where a rate was agreed. */
export type LateRate =
  | { readonly per: 'DAY'; readonly millionths: bigint }
  | { readonly per: 'YEAR'; readonly millionths: bigint; readonly basis: DayCount };

/**
 * What applies where the parties agreed nothing: five per ten thousand a day
 * (保障中小企业款项支付条例).
 */
export const LATE_RATE_BY_LAW: LateRate = { per: 'DAY', millionths: 500n };

/**
 * Σ over the spans of unpaid·rate·days: the debtor's late interest on one pool, to the minor unit,
 * HALF_UP, once for the posting (domain.md 2.5).
 */
export function lateInterest(
  currency: Currency,
  spans: readonly LateSpan[],
  rate: LateRate,
): Money {
  const unitDays = spans.reduce((sum, { unpaid, days }) => sum + unpaid.minor * BigInt(days), 0n);
  const divisor = rate.per === 'DAY' ? MILLION : daysInYear(rate.basis) * MILLION;
  return money(currency, roundHalfUp(unitDays * rate.millionths, divisor));
}
