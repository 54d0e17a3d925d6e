import { loanCost, saleCost } from '../cost.js';
import { daysBetween, type CalendarDate } from '../dates.js';
import { divide, inAdvance, interest, requireNet } from '../interest.js';
import { add, subtract, type Money } from '../money.js';
import { purchasePrice, requireFullPrice } from '../purchase-price.js';
import { invariant, Refusal } from '../refusal.js';
import type { LoanOffered, Offered, PurchaseOffered, Quote } from './terms.js';

/** What a quote is made for. */
export interface QuoteFor {
  readonly valueDate: CalendarDate;
  /** The due date on a business day. */
  readonly dueAdj: CalendarDate;
  /** Σ of what is unpaid of the lots. */
  readonly unpaid: Money;
  /** Of interest or discount, the millionths that the borrower or seller bears. */
  readonly borrowerShare: bigint;
}

/**
 * What the terms come to for a value date: the same computation when the bank offers and when it pays.
 * @throws Refusal QUOTE_WITHOUT_TERM unless the value date is before the due date; NET_NOT_POSITIVE,
 *   CURRENCY_MISMATCH; SURPLUS_FORFEITED for a purchase that leaves part of the face unpriced.
 */
export function quote(offered: Offered, from: QuoteFor): Quote {
  const days = termDays(from);
  return offered.kind === 'LOAN'
    ? loanQuote(offered, from, days)
    : purchaseQuote(offered, from, days);
}

/** @throws Refusal QUOTE_WITHOUT_TERM */
function termDays({ valueDate, dueAdj }: Pick<QuoteFor, 'valueDate' | 'dueAdj'>): number {
  const days = daysBetween(valueDate, dueAdj);
  if (days < 1) throw new Refusal('QUOTE_WITHOUT_TERM', { dueAdj });
  return days;
}

function loanQuote(offered: LoanOffered, from: QuoteFor, days: number): Quote {
  const { principal, fee, mode } = offered;
  const { borrowerShare, valueDate } = from;
  const parts = loanParts(offered, { days, borrowerShare });
  const { interest, borrower, debtor } = parts;
  const net = mode === 'IN_ADVANCE' ? parts.net : requireNet(principal, fee);
  const allInCost = loanCost({ interest: borrower, fees: fee, net, days });
  return quoted({ valueDate, days, net, fee, allInCost }, { interest, borrower, debtor });
}

/** The interest to the due date and whose it is; `net` as far as it is kept in advance. */
function loanParts(
  { principal, fee, rate, basis, mode }: LoanOffered,
  { days, borrowerShare }: { days: number; borrowerShare: bigint },
): Parts & { net: Money } {
  if (mode === 'IN_ADVANCE') {
    return inAdvance(principal, { rate, basis, days, borrowerShare, fee });
  }
  const whole = interest(principal, { rate, basis, days });
  const { first, rest } = divide(whole, borrowerShare);
  return { interest: whole, borrower: first, debtor: rest, net: principal };
}

function purchaseQuote(offered: PurchaseOffered, from: QuoteFor, days: number): Quote {
  const { price, balancePayable, fee, pricing, rate, basis } = offered;
  const { unpaid: face, borrowerShare, valueDate } = from;
  requireFullPrice({ face, price, balancePayable }, { pricing, rate, basis, days });
  const discount = subtract(subtract(face, balancePayable), price);
  const { first: borrower, rest: debtor } = divide(discount, borrowerShare);
  const net = requireNet(add(price, debtor), fee);
  const allInCost = saleCost({ face, firstPayment: net, balancePayable, days });
  return quoted({ valueDate, days, net, fee, allInCost }, { interest: discount, borrower, debtor });
}

interface Parts {
  readonly interest: Money;
  readonly borrower: Money;
  readonly debtor: Money;
}

function quoted(
  paid: Pick<Quote, 'valueDate' | 'days' | 'net' | 'fee'> & { allInCost: bigint | null },
  { interest, borrower, debtor }: Parts,
): Quote {
  const { allInCost, ...rest } = paid;
  invariant(allInCost !== null, 'a quote has a day and a payment, so a yearly rate');
  return { ...rest, allInCost, interest, borrowerInterest: borrower, debtorInterest: debtor };
}

/**
 * The quote for the day the money really goes out: a purchase is priced again for it.
 * @throws Refusal as {@link quote} does.
 */
export function quoteOn(offered: Offered, from: QuoteFor): Quote {
  return quote(offered.kind === 'PURCHASE' ? repriced(offered, from) : offered, from);
}

function repriced(offered: PurchaseOffered, from: QuoteFor): PurchaseOffered {
  const { pricing, rate, basis, balancePayable } = offered;
  const days = termDays(from);
  const face = subtract(from.unpaid, balancePayable);
  const price = purchasePrice(face, { pricing, rate, basis, days });
  return { ...offered, price };
}
