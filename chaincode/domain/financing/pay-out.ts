import { requireParty, requireSecondPerson, type Act } from '../act.js';
import type { CalendarDate } from '../dates.js';
import { requireVerified, type InvoiceBook } from '../invoice-use.js';
import { openPosition } from '../loan-terms.js';
import { next } from '../lifecycle.js';
import { compare, type Money } from '../money.js';
import type { PolicyInForce } from '../policy.js';
import { fundPledge, sell, unfundPledge, unsell } from '../receivable/encumbrance.js';
import type { Lot } from '../receivable/lot.js';
import { invariant, Refusal } from '../refusal.js';
import { requireEligible, type Claim } from './eligibility.js';
import { effectiveLoan, loanLifecycle } from './loan.js';
import { termsFrom, type LoanAccount } from './loan-account.js';
import { unpaidOf } from './make-offer.js';
import { answered, requireValueDate, type Payment } from './payment.js';
import { effectivePurchase, purchaseLifecycle } from './purchase.js';
import { quoteOn } from './quote.js';
import { shanghaiDay, type LoanDeal, type PurchaseDeal } from './register.js';
import type { Search } from './registration.js';
import type { Offered, Quote } from './terms.js';

/** What the bank says it paid. */
export interface PayingOut {
  readonly reference: string;
  readonly valueDate: CalendarDate;
  readonly net: Money;
}

/** What paying out is decided on. */
export interface PayGround {
  readonly claims: readonly Claim[];
  readonly invoices: InvoiceBook;
  readonly policy: PolicyInForce;
  /** Until when the receiver acknowledges or contests. */
  readonly answerBy: CalendarDate;
}

/** The currency whose invoices the tax source can verify (发票查验). */
const VERIFIED_CURRENCY = 'CNY';

/**
 * The money has gone out: never before registration and search, and on lots that are still eligible. The
 * net is computed again for the value date and is what the bank says it paid. A sale with recourse passes
 * title here.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, SEARCH_MISSING, VALUE_DATE_OUT_OF_RANGE,
 *   MONEY_BEFORE_SEARCH, LOT_NO_LONGER_ELIGIBLE, INVOICE_NOT_VERIFIED, QUOTE_WITHOUT_TERM,
 *   NET_NOT_POSITIVE, NET_MISMATCH, SIGNATURES_MISSING
 */
export function disburse(deal: LoanDeal, from: PayingOut & PayGround, act: Act): LoanDeal {
  const { loan, account, lots } = deal;
  const { today } = act;
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, effectiveLoan(loan, today), 'disburse');
  const payment = payOut({ ...account, ...account.agreed }, from, act);
  const { valueDate } = payment;
  const sale = loan.productKind === 'SALE_WITH_RECOURSE';
  return {
    loan: { ...loan, state, since: today },
    account: {
      ...account,
      payment,
      terms: termsFrom(account.agreed, valueDate),
      position: openPosition(account.agreed.offered.principal, valueDate),
    },
    lots: lots.map((lot) => (sale ? sell(lot, today) : fundPledge(lot))),
  };
}

/** As {@link disburse}: the price of a purchase; title passes. @throws Refusal the same. */
export function pay(deal: PurchaseDeal, from: PayingOut & PayGround, act: Act): PurchaseDeal {
  const { purchase, account, lots } = deal;
  requireParty(act, purchase.bank, 'BK');
  const state = next(purchaseLifecycle, effectivePurchase(purchase, act.today), 'pay');
  const payment = payOut({ ...account, ...account.agreed }, from, act);
  return {
    purchase: { ...purchase, state, since: act.today },
    account: { ...account, payment },
    lots: lots.map((lot) => sell(lot, act.today)),
  };
}

interface PaidOn {
  readonly offered: Offered;
  readonly dueAdj: CalendarDate;
  readonly borrowerShare: bigint;
  readonly search: Search | null;
}

function payOut(on: PaidOn, from: PayingOut & PayGround, act: Act): Payment {
  const { policy, claims, invoices, reference, valueDate, net, answerBy } = from;
  const { today } = act;
  const { rules } = policy;
  if (on.search === null) throw new Refusal('SEARCH_MISSING');
  requireValueDate(valueDate, { today, backDays: rules.valueDateBackDays });
  const searchedOn = shanghaiDay(on.search.searchedAt);
  if (valueDate < searchedOn) throw new Refusal('MONEY_BEFORE_SEARCH', { searchedOn });
  requireEligible(claims, rules, today);
  requireInvoicesVerified(claims, invoices, { today, days: rules.invoiceVerifiedWithinDays });
  const quote = quoteFor(on, claims, valueDate);
  if (net.currency !== quote.net.currency || compare(net, quote.net) !== 0) {
    throw new Refusal('NET_MISMATCH', { net: quote.net.minor.toString() });
  }
  requireSecondPerson(act, net);
  const answer = { answerBy, answer: null, answeredOn: null, reason: null };
  return { reference, valueDate, amount: net, bookedOn: today, ...answer };
}

/** What the terms come to for the day the money goes out. */
function quoteFor(on: PaidOn, claims: readonly Claim[], valueDate: CalendarDate): Quote {
  const { offered, dueAdj, borrowerShare } = on;
  return quoteOn(offered, { valueDate, dueAdj, borrowerShare, unpaid: unpaidOf(claims) });
}

/** G5: always before money moves, for invoices that the tax source can verify. */
function requireInvoicesVerified(
  claims: readonly Claim[],
  invoices: InvoiceBook,
  window: { readonly today: CalendarDate; readonly days: number },
): void {
  for (const { receivable } of claims) {
    if (receivable.face.currency === VERIFIED_CURRENCY) {
      requireVerified(invoices, receivable.invoices, window);
    }
  }
}

/**
 * The borrower's word on the money: it came, or it did not.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, PAYMENT_ANSWERED, ANSWER_WINDOW_CLOSED
 */
export function answerPayment(
  { loan, account }: Pick<LoanDeal, 'loan' | 'account'>,
  answer: Pick<Payment, 'answer' | 'reason'>,
  act: Act,
): LoanAccount {
  requireParty(act, loan.borrower, 'BORROWER');
  next(loanLifecycle, loan, answer.answer === 'CONTESTED' ? 'contest' : 'acknowledge');
  invariant(account.payment !== null, 'an active loan has its payment');
  return { ...account, payment: answered(account.payment, answer, act.today) };
}

/**
 * The payment came back 退汇: one state back, title too, and interest starts with the next payment, for
 * which there is time until `until` at least.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, MONEY_BOOKED when something was repaid or collected.
 */
export function disbursementReturned(deal: LoanDeal, until: CalendarDate, act: Act): LoanDeal {
  const { loan, account, lots } = deal;
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, loan, 'disbursementReturned');
  const { terms, position } = account;
  invariant(terms !== null && position !== null, 'an active loan has its terms');
  const untouched =
    account.repaid.minor === 0n &&
    account.surpluses.length === 0 &&
    position.valueDate === terms.startDate;
  requireNothingBooked(untouched, lots);
  const disburseBy = later(loan.disburseBy, until);
  return {
    loan: { ...loan, state, since: act.today, disburseBy },
    account: { ...account, payment: null, terms: null, position: null },
    lots: lots.map((lot) =>
      lot.state === 'SOLD'
        ? unsell(lot, { seller: loan.borrower, until: disburseBy }, act.today)
        : unfundPledge(lot, disburseBy),
    ),
  };
}

/** As {@link disbursementReturned}. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, MONEY_BOOKED */
export function paymentReturned(deal: PurchaseDeal, until: CalendarDate, act: Act): PurchaseDeal {
  const { purchase, account, lots } = deal;
  requireParty(act, purchase.bank, 'BK');
  const state = next(purchaseLifecycle, purchase, 'paymentReturned');
  requireNothingBooked(account.collected.minor === 0n, lots);
  const payBy = later(purchase.payBy, until);
  return {
    purchase: { ...purchase, state, since: act.today, payBy },
    account: { ...account, payment: null },
    lots: lots.map((lot) => unsell(lot, { seller: purchase.seller, until: payBy }, act.today)),
  };
}

function requireNothingBooked(untouched: boolean, lots: readonly Lot[]): void {
  if (!untouched || lots.some(({ instructed }) => instructed.minor > 0n)) {
    throw new Refusal('MONEY_BOOKED');
  }
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}
