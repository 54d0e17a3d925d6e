import type { Act } from '../act.js';
import type { CalendarDate } from '../dates.js';
import type { Source } from '../early-repayment.js';
import { next } from '../lifecycle.js';
import { isRepaid, type LoanPosition, type LoanTerms } from '../loan-terms.js';
import { add, type Money } from '../money.js';
import { release, repurchase } from '../receivable/encumbrance.js';
import type { Lot } from '../receivable/lot.js';
import { invariant } from '../refusal.js';
import { applyMoney } from '../repayment.js';
import { loanLifecycle, type Loan } from './loan.js';
import type { LoanAccount } from './loan-account.js';
import { nothingApplied, type Applied, type Posting } from './posting.js';
import { standingUnder, type LoanDeal } from './register.js';
import { withSurplus } from './surplus.js';

/** Money that came in, as a bank books it. */
export interface Paid {
  /** The posting's own name. */
  readonly ref: string;
  readonly reference: string;
  readonly valueDate: CalendarDate;
  readonly amount: Money;
  /** The last day on which a surplus of it may be returned without interest. */
  readonly returnBy: CalendarDate;
}

export type Booking = Paid & { readonly act: Posting['act']; readonly source: Source };

/** A loan after money was booked, and what was booked. */
export interface Booked {
  readonly deal: LoanDeal;
  readonly postings: readonly Posting[];
}

/**
 * Book money on a loan: what is owed is paid in its order, the rest is the borrower's. When nothing is
 * owed any more the loan is REPAID and its security ends in the same transaction.
 * @throws Refusal VALUE_DATE_PASSED, CURRENCY_MISMATCH
 */
export function book(deal: LoanDeal, booking: Booking, { today }: Act): Booked {
  const { loan, account, lots } = deal;
  const over = loan.state === 'REPAID' || loan.state === 'CLOSED';
  const { position, applied } = over ? allSurplus(account, booking) : applyTo(account, booking);
  const after: LoanAccount = {
    ...account,
    position,
    repaid: add(account.repaid, applied.principal),
    surpluses: withSurplus(account.surpluses, applied.surplus, booking.returnBy),
  };
  const postings = [postingOf(account, booking, applied)];
  if (over || !isRepaid(position)) return { deal: { loan, account: after, lots }, postings };
  const state = next(loanLifecycle, loan, 'payOff');
  const ended = {
    loan: { ...loan, state, since: today },
    account: after,
    lots: standingUnder(loan.id, lots).map((lot) => released(lot, loan, today)),
  };
  return { deal: ended, postings };
}

/** The record of money booked. */
export function postingOf(
  account: Pick<LoanAccount, 'id' | 'bank' | 'borrower'>,
  { ref, act, reference, valueDate, amount }: Omit<Booking, 'returnBy' | 'source'>,
  applied: Applied,
): Posting {
  const { id, bank, borrower } = account;
  return { of: id, ref, bank, party: borrower, act, reference, valueDate, amount, applied };
}

/** What decides on repayment and what is owed, once money has gone out. */
export function running({ terms, position }: Pick<LoanAccount, 'terms' | 'position'>): {
  readonly terms: LoanTerms;
  readonly position: LoanPosition;
} {
  invariant(terms !== null && position !== null, 'money has gone out');
  return { terms, position };
}

interface Application {
  readonly position: LoanPosition;
  readonly applied: Applied;
}

function applyTo(account: LoanAccount, { amount, valueDate, source }: Booking): Application {
  const done = applyMoney(running(account), amount, { date: valueDate, source });
  const { paid, rebate, surplus, debtor } = done;
  return {
    position: done.position,
    applied: {
      ...nothingApplied(amount.currency),
      costs: paid.COSTS,
      penalty: paid.PENALTY,
      interest: paid.INTEREST,
      principal: paid.PRINCIPAL,
      fee: paid.FEE,
      rebate,
      surplus,
      debtorInterest: debtor.interest,
      debtorRebate: debtor.rebate,
    },
  };
}

function allSurplus(account: LoanAccount, { amount }: Booking): Application {
  const { position } = running(account);
  return { position, applied: { ...nothingApplied(amount.currency), surplus: amount } };
}

/** The security follows the debt: a pledge ends, and title to what was sold goes back. */
function released(lot: Lot, loan: Loan, today: CalendarDate): Lot {
  return lot.state === 'SOLD' ? repurchase(lot, loan.borrower, today) : release(lot, today);
}
