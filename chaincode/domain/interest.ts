import { z } from 'zod';
import { add, type Money, money, subtract } from './money.js';
import { MILLION } from './rate.js';
import { Refusal } from './refusal.js';
import { roundHalfUp } from './rounding.js';

/** Day counts by their ISO 20022 names: actual days over 360 (A004) or over 365 fixed (A005). */
export const DayCount = z.enum(['ACT/360', 'ACT/365F']);
export type DayCount = z.output<typeof DayCount>;

export interface InterestTerms {
  /** Millionths a year. */
  readonly rate: bigint;
  readonly basis: DayCount;
  /** d(from, to): the first counts, the last does not. */
  readonly days: number;
}

/** B of the formulas. */
export function daysInYear(basis: DayCount): bigint {
  switch (basis) {
    case 'ACT/360':
      return 360n;
    case 'ACT/365F':
      return 365n;
  }
}

/**
 * P·r·d / (B·10⁶) to the minor unit, HALF_UP, once: the amount that is posted (domain.md 2.0).
 */
export function interest(principal: Money, { rate, basis, days }: InterestTerms): Money {
  const exact = principal.minor * rate * BigInt(days);
  return money(principal.currency, roundHalfUp(exact, daysInYear(basis) * MILLION));
}

/**
 * `share` millionths of `amount`, HALF_UP, and what is left: who pays last bears the rounding. So are
 * interest and fees divided between borrower and debtor 付息分摊.
 */
export function divide(amount: Money, share: bigint): { first: Money; rest: Money } {
  const first = money(amount.currency, roundHalfUp(amount.minor * share, MILLION));
  return { first, rest: subtract(amount, first) };
}

export interface Advance {
  /** I: the whole interest. */
  readonly interest: Money;
  /** round(I·p), kept from what is paid out. */
  readonly borrower: Money;
  /** I less the borrower's part: the debtor's own signed payable. */
  readonly debtor: Money;
  /** What the borrower is paid: amount − borrower − fee. */
  readonly net: Money;
}

/**
 * Mode (a), interest in advance 预收利息: what is paid out for `amount`.
 * @param terms with the millionths of the interest that the borrower bears, and the bank's fee.
 * @throws Refusal NET_NOT_POSITIVE when nothing would be left to pay.
 */
export function inAdvance(
  amount: Money,
  terms: InterestTerms & { readonly borrowerShare: bigint; readonly fee: Money },
): Advance {
  const whole = interest(amount, terms);
  const { first: borrower, rest: debtor } = divide(whole, terms.borrowerShare);
  const net = requireNet(amount, add(borrower, terms.fee));
  return { interest: whole, borrower, debtor, net };
}

/**
 * r* = r·(1 + m): the rate after the due date, to one millionth, HALF_UP. Made with the loan and stored
 * (domain.md 2.0).
 * @param surcharge m in millionths; 30 % to 50 % for a late payment, 50 % to 100 % for misuse.
 */
export function penaltyRate(rate: bigint, surcharge: bigint): bigint {
  return roundHalfUp(rate * (MILLION + surcharge), MILLION);
}

/**
 * `amount` − `cost`.
 * @throws Refusal NET_NOT_POSITIVE unless something is left.
 */
export function requireNet(amount: Money, cost: Money): Money {
  if (cost.minor >= amount.minor) throw new Refusal('NET_NOT_POSITIVE');
  return subtract(amount, cost);
}
