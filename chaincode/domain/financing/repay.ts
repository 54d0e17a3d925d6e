import { requireParty, type Act } from '../act.js';
import type { CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { add, compare, type Money } from '../money.js';
import type { PolicyRules } from '../policy.js';
import { Refusal } from '../refusal.js';
import { payoff } from '../repayment.js';
import type { Instruction } from '../settlement/instruction.js';
import { book, postingOf, running, type Booked, type Paid } from './booking.js';
import { loanLifecycle } from './loan.js';
import { requireValueDate } from './payment.js';
import { nothingApplied } from './posting.js';
import type { LoanDeal } from './register.js';
import { surplusOwed } from './surplus.js';

/** Who books, and how far back policy lets its value date lie. */
export interface By {
  readonly act: Act;
  readonly rules: Pick<PolicyRules, 'valueDateBackDays'>;
}

/**
 * The borrower pays on or after the due date, in the order of application (民法典 561).
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, REPAYMENT_MISTIMED before the
 *   due date, VALUE_DATE_PASSED, CURRENCY_MISMATCH
 */
export function repay(deal: LoanDeal, paid: Paid, by: By): Booked {
  requireBooking(deal, 'repay', { paid, by });
  const { dueAdj } = running(deal.account).terms;
  if (paid.valueDate < dueAdj) throw new Refusal('REPAYMENT_MISTIMED', { dueAdj });
  return book(deal, { ...paid, act: 'REPAY', source: 'BORROWER' }, by.act);
}

/**
 * The borrower pays before the due date: principal with its interest or rebate, and the fee agreed.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, REPAYMENT_MISTIMED on or after
 *   the due date, VALUE_DATE_PASSED, CURRENCY_MISMATCH
 */
export function prepay(deal: LoanDeal, paid: Paid, by: By): Booked {
  requireBooking(deal, 'prepay', { paid, by });
  const { dueAdj } = running(deal.account).terms;
  if (paid.valueDate >= dueAdj) throw new Refusal('REPAYMENT_MISTIMED', { dueAdj });
  return book(deal, { ...paid, act: 'PREPAY', source: 'BORROWER' }, by.act);
}

/**
 * The seller pays the whole payoff of a sale with recourse and has its lots back.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, PRODUCT_MISMATCH,
 *   VALUE_DATE_PASSED, AMOUNT_MISMATCH with the payoff
 */
export function repurchaseLots(deal: LoanDeal, paid: Paid, by: By): Booked {
  requireBooking(deal, 'repurchase', { paid, by });
  const { productKind } = deal.loan;
  if (productKind !== 'SALE_WITH_RECOURSE') throw new Refusal('PRODUCT_MISMATCH', { productKind });
  const { terms, position } = running(deal.account);
  const { total } = payoff(terms, position, { date: paid.valueDate, source: 'BORROWER' });
  requireAmount(paid.amount, total);
  return book(deal, { ...paid, act: 'REPURCHASE', source: 'BORROWER' }, by.act);
}

/** A payment of the clearing bank to the pledgee or owner, with what its posting needs. */
export interface Collected extends Pick<Paid, 'ref' | 'reference' | 'returnBy'> {
  readonly instruction: Instruction;
}

/**
 * The bank applies what the lots brought in, at the payoff as of the receipt's value date, or of the
 * latest money booked where that is later. What is beyond the payoff is the borrower's.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT for a loan without money out and for an instruction not
 *   paid, COLLECTION_FOREIGN for money that is not this loan's
 */
export function applyCollection(
  deal: LoanDeal,
  collected: readonly Collected[],
  { act }: Pick<By, 'act'>,
): Booked {
  requireCollecting(deal, act);
  let sofar: Booked = { deal, postings: [] };
  for (const { instruction, ...named } of inOrder(collected)) {
    requireCollected(instruction, deal.loan);
    const { position } = running(sofar.deal.account);
    const paid = {
      ...named,
      amount: instruction.amount,
      valueDate: later(instruction.valueDate, position.valueDate),
    };
    const booked = book(sofar.deal, { ...paid, act: 'COLLECTION', source: 'COLLECTION' }, act);
    sofar = { deal: booked.deal, postings: [...sofar.postings, ...booked.postings] };
  }
  return sofar;
}

/** The bank may apply collections now. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function requireCollecting({ loan }: Pick<LoanDeal, 'loan'>, act: Act): void {
  requireParty(act, loan.bank, 'BK');
  next(loanLifecycle, loan, 'applyCollection');
}

/**
 * Everything owed to the borrower goes back to it at once, with the late rate by law on what was kept too
 * long (民法典 430, 766).
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, SURPLUS_NONE, AMOUNT_MISMATCH
 */
export function returnSurplus(deal: LoanDeal, paid: Omit<Paid, 'returnBy'>, by: By): Booked {
  const { loan, account, lots } = deal;
  requireBooking(deal, 'returnSurplus', { paid, by });
  const owed = surplusOwed(loan.currency, account.surpluses, paid.valueDate);
  requireReturned(paid.amount, owed);
  const applied = { ...nothingApplied(loan.currency), surplus: owed.amount, late: owed.late };
  const posting = postingOf(account, { ...paid, act: 'SURPLUS_RETURNED' }, applied);
  return { deal: { loan, account: { ...account, surpluses: [] }, lots }, postings: [posting] };
}

/** @throws Refusal SURPLUS_NONE, AMOUNT_MISMATCH with what is owed. */
export function requireReturned(
  amount: Money,
  owed: { readonly amount: Money; readonly late: Money },
): void {
  if (owed.amount.minor === 0n) throw new Refusal('SURPLUS_NONE');
  requireAmount(amount, add(owed.amount, owed.late));
}

/**
 * The instruction is paid, to this bank, for a lot under this loan or purchase.
 * @throws Refusal COLLECTION_FOREIGN, STATE_CONFLICT
 */
export function requireCollected(
  instruction: Instruction,
  { id, bank }: { readonly id: string; readonly bank: string },
): void {
  const { receivable, from, n, state, since, payee, claim } = instruction;
  const name = `${receivable}:${from}:${n}`;
  if (payee !== bank || claim?.id !== id) {
    throw new Refusal('COLLECTION_FOREIGN', { instruction: name });
  }
  if (state !== 'PAID') throw new Refusal('STATE_CONFLICT', { state, since, instruction: name });
}

/** By value date, then by name: the order in which the bank names them does not matter. */
export function inOrder<C extends Pick<Collected, 'instruction' | 'reference'>>(
  collected: readonly C[],
): readonly C[] {
  const place = ({ instruction, reference }: C): string => `${instruction.valueDate} ${reference}`;
  return collected.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

interface Bookable {
  readonly paid: Pick<Paid, 'valueDate'>;
  readonly by: By;
}

function requireBooking(
  { loan }: LoanDeal,
  what: 'repay' | 'prepay' | 'repurchase' | 'returnSurplus',
  { paid, by }: Bookable,
): void {
  requireParty(by.act, loan.bank, 'BK');
  next(loanLifecycle, loan, what);
  const backDays = by.rules.valueDateBackDays;
  requireValueDate(paid.valueDate, { today: by.act.today, backDays });
}

function requireAmount(amount: Money, due: Money): void {
  if (due.currency !== amount.currency || compare(due, amount) !== 0) {
    throw new Refusal('AMOUNT_MISMATCH', { due: due.minor.toString() });
  }
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}
