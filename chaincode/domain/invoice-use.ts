import { daysBetween, type CalendarDate } from './dates.js';
import type { Invoice, InvoiceUse, Trade, UsedInvoice } from './invoice.js';
import { add, compare, subtract, zero, type Money } from './money.js';
import { Refusal } from './refusal.js';

/** Invoices by identity: what one act reads and decides on together. */
export type InvoiceBook = ReadonlyMap<string, Invoice>;

/**
 * The book with what `uses` present, for one trade: an invoice not yet known is made, with nothing used
 * of it (G1).
 * @throws Refusal INVOICE_CONTRADICTS when the same identity is known with another date, amount or key,
 *   or between other parties.
 */
export function presentInvoices(
  known: InvoiceBook,
  uses: readonly InvoiceUse[],
  trade: Trade,
): InvoiceBook {
  const book = new Map(known);
  for (const use of uses) {
    const shown = { ...use, ...trade };
    book.set(use.identity, presented(book.get(use.identity) ?? null, shown));
  }
  return book;
}

/** What an invoice says, whoever shows it. */
export type InvoiceFace = Pick<
  Invoice,
  'identity' | 'keyId' | 'content' | 'amount' | 'seller' | 'buyer'
>;

function presented(known: Invoice | null, shown: InvoiceFace): Invoice {
  const { identity, keyId, content, amount, seller, buyer } = shown;
  if (known === null) {
    return {
      identity,
      keyId,
      content,
      seller,
      buyer,
      amount,
      used: zero(amount.currency),
      checkedOn: null,
      evidence: null,
      verifiedOn: null,
      status: 'NORMAL',
    };
  }
  if (!saysTheSame(known, shown)) throw new Refusal('INVOICE_CONTRADICTS', { identity });
  return known;
}

/** True when two accounts of one invoice agree in everything. */
export function saysTheSame(one: InvoiceFace, other: InvoiceFace): boolean {
  return (
    one.content === other.content &&
    one.keyId === other.keyId &&
    one.amount.currency === other.amount.currency &&
    one.amount.minor === other.amount.minor &&
    one.seller === other.seller &&
    one.buyer === other.buyer
  );
}

/**
 * The book once `uses` are taken up: Σ of what certificates and transfers use of an invoice never
 * exceeds its amount with tax (G1).
 * @throws Refusal INVOICE_NOT_NORMAL, CURRENCY_MISMATCH, INVOICE_OVERUSED.
 */
export function useInvoices(presented: InvoiceBook, uses: readonly UsedInvoice[]): InvoiceBook {
  const book = new Map(presented);
  for (const { identity, use } of uses) {
    const invoice = known(book, identity);
    requireNormal(invoice);
    book.set(identity, { ...invoice, used: usedWith(invoice, use) });
  }
  return book;
}

/** The book once `uses` have been given back. */
export function releaseInvoices(book: InvoiceBook, uses: readonly UsedInvoice[]): InvoiceBook {
  const after = new Map(book);
  for (const { identity, use } of uses) {
    const invoice = known(after, identity);
    after.set(identity, { ...invoice, used: subtract(invoice.used, use) });
  }
  return after;
}

/**
 * G5: each of `uses` was found genuine at the tax source within `days` before `today`.
 * @throws Refusal INVOICE_NOT_VERIFIED
 */
export function requireVerified(
  book: InvoiceBook,
  uses: readonly UsedInvoice[],
  { today, days }: { readonly today: CalendarDate; readonly days: number },
): void {
  for (const { identity } of uses) {
    const { verifiedOn } = known(book, identity);
    if (verifiedOn === null || daysBetween(verifiedOn, today) > days) {
      throw new Refusal('INVOICE_NOT_VERIFIED', { identity, days: days.toString() });
    }
  }
}

/** @throws Refusal INVOICE_NOT_NORMAL with the status. */
export function requireNormal({ identity, status }: Invoice): void {
  if (status !== 'NORMAL') throw new Refusal('INVOICE_NOT_NORMAL', { identity, status });
}

function usedWith({ identity, amount, used }: Invoice, use: Money): Money {
  if (compare(use, subtract(amount, used)) > 0) throw new Refusal('INVOICE_OVERUSED', { identity });
  return add(used, use);
}

function known(book: InvoiceBook, identity: string): Invoice {
  const invoice = book.get(identity);
  if (invoice === undefined) throw new Refusal('INVOICE_UNKNOWN', { id: identity });
  return invoice;
}
