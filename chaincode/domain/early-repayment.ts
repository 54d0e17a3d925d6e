import { type CalendarDate, daysBetween } from './dates.js';
import { divide, interest } from './interest.js';
import type { LoanTerms } from './loan-terms.js';
import { add, compare, type Money, money, subtract, zero } from './money.js';

/** Money of the borrower itself, or collected from the debtor of the pledged lots: it pays no fee. */
export type Source = 'BORROWER' | 'COLLECTION';

/** When and by whom principal is repaid. */
export interface Occasion {
  readonly date: CalendarDate;
  readonly source: Source;
}

/** What repaying some principal before `dueAdj` brings with it (domain.md 2.5). */
export interface EarlyCharges {
  /** Mode (b): interest on that principal to the day, the borrower's part. */
  readonly interest: Money;
  /** Mode (a): interest not run, given back to the borrower. */
  readonly rebate: Money;
  readonly fee: Money;
  /** The debtor's part of the same interest, and of the same rebate. */
  readonly debtorInterest: Money;
  readonly debtorRebate: Money;
}

/**
 * Mode (a): rebate round(round(p·r·(d−t)/B)·factor), d−t the days from `date` to `dueAdj`; mode (b):
 * round(p·r·t/B), t the days from the start. Each divided as the interest was. Fee round(p·fee), of
 * the borrower's own money only.
 */
export function earlyCharges(
  terms: LoanTerms,
  principal: Money,
  { date, source }: Occasion,
): EarlyCharges {
  const none = zero(principal.currency);
  const fee = source === 'BORROWER' ? divide(principal, terms.prepaymentFee).first : none;
  switch (terms.mode) {
    case 'IN_ADVANCE': {
      const days = daysBetween(date, terms.dueAdj);
      const notRun = interest(principal, { ...terms, days });
      const rebate = divide(divide(notRun, terms.rebateFactor).first, terms.borrowerShare);
      return {
        interest: none,
        rebate: rebate.first,
        fee,
        debtorInterest: none,
        debtorRebate: rebate.rest,
      };
    }
    case 'AT_MATURITY': {
      const days = daysBetween(terms.startDate, date);
      const run = divide(interest(principal, { ...terms, days }), terms.borrowerShare);
      return {
        interest: run.first,
        rebate: none,
        fee,
        debtorInterest: run.rest,
        debtorRebate: none,
      };
    }
  }
}

/** What it takes to repay `principal` early: principal + interest + fee − rebate. */
export function earlyCost(principal: Money, charges: EarlyCharges): Money {
  return subtract(add(add(principal, charges.interest), charges.fee), charges.rebate);
}

/**
 * The most principal, up to `outstanding`, that `cash` repays early together with its charges. The cost
 * never falls as the principal grows, so halving finds it; what cannot buy one more unit is left over.
 */
export function principalFor(
  cash: Money,
  outstanding: Money,
  { terms, occasion }: { readonly terms: LoanTerms; readonly occasion: Occasion },
): Money {
  let enough = zero(outstanding.currency);
  let most = outstanding;
  while (enough.minor < most.minor) {
    const half = money(most.currency, (enough.minor + most.minor + 1n) / 2n);
    const cost = earlyCost(half, earlyCharges(terms, half, occasion));
    if (compare(cost, cash) <= 0) enough = half;
    else most = money(half.currency, half.minor - 1n);
  }
  return enough;
}
