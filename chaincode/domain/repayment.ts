import { type CalendarDate, daysBetween } from './dates.js';
import {
  earlyCharges,
  type EarlyCharges,
  earlyCost,
  type Occasion,
  principalFor,
} from './early-repayment.js';
import { divide, interest } from './interest.js';
import type { Bucket, LoanPosition, LoanTerms } from './loan-terms.js';
import { add, lesser, type Money, subtract, sum, zero } from './money.js';
import { Refusal } from './refusal.js';

/** What ends a loan on a date: Σ of the parts less the rebate is `total`. */
export interface Payoff {
  readonly costs: Money;
  readonly penalty: Money;
  readonly interest: Money;
  readonly principal: Money;
  readonly fee: Money;
  readonly rebate: Money;
  readonly total: Money;
}

/** Where the money went: Σ `paid` − `rebate` + `surplus` is what came in. */
export interface Application {
  /** As of the payment's value date, after it. */
  readonly position: LoanPosition;
  readonly paid: Readonly<Record<Bucket | 'FEE', Money>>;
  readonly rebate: Money;
  /** Owed by, and given back to, the debtor that bears part of the interest. */
  readonly debtor: { readonly interest: Money; readonly rebate: Money };
  /**
   * Beyond the payoff: the borrower's or the seller's. While principal is left it can only be the one or
   * two minor units that buy no further unit of principal with its charges.
   */
  readonly surplus: Money;
}

/**
 * The loan with everything posted that is due by `date`: at `dueAdj` the interest of mode (b), after
 * grace the penalty round(base·r*·d/B) from `dueAdj` or from the last money after grace. Each is rounded
 * once; call it only where money moves, for every posting rounds.
 * @throws Refusal VALUE_DATE_PASSED when `date` is before the latest value date.
 */
export function asOf(
  terms: LoanTerms,
  position: LoanPosition,
  date: CalendarDate,
): { readonly position: LoanPosition; readonly debtorInterest: Money } {
  if (date < position.valueDate) {
    throw new Refusal('VALUE_DATE_PASSED', { valueDate: position.valueDate });
  }
  const matured = atMaturity(terms, position, date);
  const interestDue = add(position.interest, matured.borrower);
  const penalty = accruedPenalty(terms, { ...position, interest: interestDue }, date);
  return {
    position: {
      ...position,
      interest: interestDue,
      penalty: add(position.penalty, penalty),
      valueDate: date,
    },
    debtorInterest: matured.debtor,
  };
}

/**
 * What ends the loan on the occasion's date.
 * @throws Refusal VALUE_DATE_PASSED
 */
export function payoff(terms: LoanTerms, position: LoanPosition, occasion: Occasion): Payoff {
  const { position: due } = asOf(terms, position, occasion.date);
  const charges = chargesOn(terms, due.principal, occasion);
  const { costs, penalty, principal } = due;
  return {
    costs,
    penalty,
    interest: add(due.interest, charges.interest),
    principal,
    fee: charges.fee,
    rebate: charges.rebate,
    total: sum(principal.currency, [costs, penalty, due.interest, earlyCost(principal, charges)]),
  };
}

/**
 * Apply `amount` to the loan in its order of application, as of the occasion's value date. Principal
 * repaid before `dueAdj` takes its interest, rebate and fee with it.
 * @throws Refusal VALUE_DATE_PASSED, CURRENCY_MISMATCH
 */
export function applyMoney(
  loan: { readonly terms: LoanTerms; readonly position: LoanPosition },
  amount: Money,
  occasion: Occasion,
): Application {
  const { terms } = loan;
  const due = asOf(terms, loan.position, occasion.date);
  const none = zero(amount.currency);
  const paid = { COSTS: none, PENALTY: none, INTEREST: none, PRINCIPAL: none, FEE: none };
  let left = amount;
  let charges = chargesOn(terms, none, occasion);
  for (const bucket of terms.order) {
    if (bucket === 'PRINCIPAL') {
      paid.PRINCIPAL = principalPaid(terms, { due: due.position, left }, occasion);
      charges = chargesOn(terms, paid.PRINCIPAL, occasion);
      left = subtract(left, earlyCost(paid.PRINCIPAL, charges));
    } else {
      paid[bucket] = lesser(left, owed(due.position, bucket));
      left = subtract(left, paid[bucket]);
    }
  }
  return {
    position: reduced(due.position, paid),
    paid: { ...paid, INTEREST: add(paid.INTEREST, charges.interest), FEE: charges.fee },
    rebate: charges.rebate,
    debtor: {
      interest: add(due.debtorInterest, charges.debtorInterest),
      rebate: charges.debtorRebate,
    },
    surplus: left,
  };
}

/** The interest of mode (b), when `date` is the first at or after `dueAdj` on which it is looked at. */
function atMaturity(
  terms: LoanTerms,
  { principal, valueDate }: LoanPosition,
  date: CalendarDate,
): { borrower: Money; debtor: Money } {
  const none = zero(principal.currency);
  const posted = valueDate >= terms.dueAdj || date < terms.dueAdj;
  if (posted || terms.mode === 'IN_ADVANCE') return { borrower: none, debtor: none };
  const days = daysBetween(terms.startDate, terms.dueAdj);
  const { first, rest } = divide(interest(principal, { ...terms, days }), terms.borrowerShare);
  return { borrower: first, debtor: rest };
}

function accruedPenalty(terms: LoanTerms, position: LoanPosition, date: CalendarDate): Money {
  const { principal, interest: unpaid, valueDate } = position;
  if (date <= terms.graceUntil) return zero(principal.currency);
  const from = valueDate > terms.graceUntil ? valueDate : terms.dueAdj;
  const base = terms.compound ? add(principal, unpaid) : principal;
  const days = daysBetween(from, date);
  return interest(base, { rate: terms.penaltyRate, basis: terms.basis, days });
}

function chargesOn(terms: LoanTerms, principal: Money, occasion: Occasion): EarlyCharges {
  if (occasion.date < terms.dueAdj) return earlyCharges(terms, principal, occasion);
  const none = zero(principal.currency);
  return { interest: none, rebate: none, fee: none, debtorInterest: none, debtorRebate: none };
}

function principalPaid(
  terms: LoanTerms,
  { due, left }: { due: LoanPosition; left: Money },
  occasion: Occasion,
): Money {
  return occasion.date < terms.dueAdj
    ? principalFor(left, due.principal, { terms, occasion })
    : lesser(left, due.principal);
}

function owed(position: LoanPosition, bucket: Exclude<Bucket, 'PRINCIPAL'>): Money {
  switch (bucket) {
    case 'COSTS':
      return position.costs;
    case 'PENALTY':
      return position.penalty;
    case 'INTEREST':
      return position.interest;
  }
}

function reduced(position: LoanPosition, paid: Readonly<Record<Bucket, Money>>): LoanPosition {
  return {
    ...position,
    costs: subtract(position.costs, paid.COSTS),
    penalty: subtract(position.penalty, paid.PENALTY),
    interest: subtract(position.interest, paid.INTEREST),
    principal: subtract(position.principal, paid.PRINCIPAL),
  };
}
