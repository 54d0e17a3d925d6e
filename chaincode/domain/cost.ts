import { daysInYear, type DayCount } from './interest.js';
import { add, type Money, subtract } from './money.js';
import { MILLION } from './rate.js';
import { roundHalfUp } from './rounding.js';

/**
 * What a loan costs its borrower, all in, as a simple yearly rate 单利: (interest + fees) / net · 360 / d,
 * in millionths, HALF_UP. Shown and signed before acceptance (domain.md 2.4).
 * @param loan `interest` and `fees` as far as the borrower bears them; `net` is what it receives.
 * @returns null where the loan lasts no day or pays nothing: then there is no yearly rate.
 */
export function loanCost(loan: {
  readonly interest: Money;
  readonly fees: Money;
  readonly net: Money;
  readonly days: number;
}): bigint | null {
  return yearly(add(loan.interest, loan.fees), loan.net, loan.days);
}

/**
 * What a sale costs its seller, all in: (face − all that the seller receives) / first payment · 360 / d,
 * in millionths, HALF_UP.
 * @returns null where the sale is on the due date or pays nothing first.
 */
export function saleCost(sale: {
  readonly face: Money;
  readonly firstPayment: Money;
  /** Due to the seller on collection. */
  readonly balancePayable: Money;
  readonly days: number;
}): bigint | null {
  const received = add(sale.firstPayment, sale.balancePayable);
  return yearly(subtract(sale.face, received), sale.firstPayment, sale.days);
}

/**
 * The guard of domain.md 2.5: interest, penalty and fees together stay within the policy's yearly cap on
 * `principal` over `days`. Compared as whole numbers: nothing is rounded.
 */
export function withinCostCap(
  charges: Money,
  loan: {
    readonly principal: Money;
    readonly days: number;
    readonly basis: DayCount;
    /** Millionths a year. */
    readonly cap: bigint;
  },
): boolean {
  const allowed = loan.principal.minor * loan.cap * BigInt(loan.days);
  return charges.minor * daysInYear(loan.basis) * MILLION <= allowed;
}

function yearly(cost: Money, received: Money, days: number): bigint | null {
  if (days <= 0 || received.minor === 0n) return null;
  return roundHalfUp(cost.minor * 360n * MILLION, received.minor * BigInt(days));
}
