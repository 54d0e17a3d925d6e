/** One invoice, order, credit note or voucher counts once in an import, and says one thing. */
import { normaliseInvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { compare } from '../../chaincode/domain/money.js';
import type { CreditNoteDraft, InvoiceDraft, OrderDraft, PartyDraft, PayableRow } from './draft.js';
import { identifyingKeys, sameParty } from './identifier.js';
import type { DocumentCode, Facts } from './problem.js';

/** Tells the import that a file contradicts another one. */
export type Refuse = (
  code: DocumentCode,
  where: { readonly file: string; readonly pointer: string },
  facts: Facts,
) => void;

/** Documents by issuer and number, under each identifier of the issuer. */
export class Register<Entry> {
  readonly #byKey = new Map<string, Entry>();
  readonly #normalise: (number: string) => string;

  /** @param normalise makes two writings of one number equal. */
  constructor(normalise: (number: string) => string = normaliseInvoiceNumber) {
    this.#normalise = normalise;
  }

  find(issuer: PartyDraft, number: string): Entry | null {
    for (const key of this.#keys(issuer, number)) {
      const found = this.#byKey.get(key);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** @returns the entry that was there already, and then it stays. */
  add(entry: Entry, issuer: PartyDraft, number: string): Entry | null {
    const earlier = this.find(issuer, number);
    if (earlier !== null) return earlier;
    for (const key of this.#keys(issuer, number)) this.#byKey.set(key, entry);
    return null;
  }

  #keys(issuer: PartyDraft, number: string): readonly string[] {
    const keys = identifyingKeys(issuer.identifiers);
    const issuers = keys.length > 0 ? keys : [`NAME:${issuer.name ?? ''}`];
    const normal = this.#normalise(number);
    return issuers.map((key) => `${key}\n${normal}`);
  }
}

/** Of a number whose hyphens may part one field from the next: an order's, a voucher's. */
export function plainNumber(number: string): string {
  return number.normalize('NFKC').toUpperCase();
}

/** @returns the invoices by seller and number. */
export function registerInvoices(
  invoices: readonly InvoiceDraft[],
  refuse: Refuse,
): Register<InvoiceDraft> {
  const register = new Register<InvoiceDraft>();
  for (const invoice of invoices) {
    const earlier = register.add(invoice, invoice.seller, invoice.number);
    if (earlier !== null) {
      const code = sameContent(earlier, invoice) ? 'INVOICE_DUPLICATED' : 'INVOICE_CONTRADICTS';
      refuse(code, { file: invoice.file, pointer: '/Invoice/cbc:ID' }, { other: earlier.file });
    }
  }
  for (const corrected of invoices.filter(({ typeCode }) => typeCode === '384')) {
    for (const { number } of corrected.precedingInvoices) {
      const original = register.find(corrected.seller, number);
      if (original !== null && original !== corrected) {
        refuse(
          'INVOICE_REPLACED',
          { file: original.file, pointer: '/Invoice/cbc:ID' },
          { other: corrected.file },
        );
      }
    }
  }
  return register;
}

/** What the content HMAC of an invoice is made from (domain.md 2.11). */
export function sameContent(a: InvoiceDraft, b: InvoiceDraft): boolean {
  return (
    a.issueDate === b.issueDate &&
    a.currency === b.currency &&
    compare(a.amountWithTax, b.amountWithTax) === 0 &&
    sameParty(a.buyer, b.buyer)
  );
}

/** An order's number is its buyer's. */
export function checkOrders(orders: readonly OrderDraft[], refuse: Refuse): void {
  const register = new Register<OrderDraft>(plainNumber);
  for (const order of orders) {
    const earlier = register.add(order, order.buyer, order.number);
    if (earlier !== null) {
      const where = { file: order.file, pointer: '/Order/cbc:ID' };
      refuse('ORDER_DUPLICATED', where, { other: earlier.file });
    }
  }
}

export function checkCreditNotes(credits: readonly CreditNoteDraft[], refuse: Refuse): void {
  const register = new Register<CreditNoteDraft>();
  for (const credit of credits) {
    const earlier = register.add(credit, credit.seller, credit.number);
    if (earlier !== null) {
      const where = { file: credit.file, pointer: '/CreditNote/cbc:ID' };
      refuse('CREDIT_DUPLICATED', where, { other: earlier.file });
    }
  }
}

/**
 * A voucher once, an invoice once, and nothing that contradicts the invoice itself where the import holds it.
 * @param invoices with their credit notes applied.
 */
export function checkPayables(
  rows: readonly PayableRow[],
  invoices: Register<InvoiceDraft>,
  refuse: Refuse,
): void {
  const vouchers = new Map<string, PayableRow>();
  const used = new Register<PayableRow>();
  for (const row of rows) {
    const where = { file: row.file, pointer: `line ${row.line.toString()}` };
    const voucher = plainNumber(row.voucher);
    const twin = vouchers.get(voucher);
    if (twin !== undefined) refuse('VOUCHER_DUPLICATED', where, at(twin));
    vouchers.set(voucher, row);
    const number = `${row.invoiceCode ?? ''}\n${row.invoiceNumber}`;
    const earlier = used.add(row, row.supplier, number);
    if (earlier !== null) refuse('INVOICE_DUPLICATED', where, at(earlier));
    const invoice = invoices.find(row.supplier, row.invoiceNumber);
    if (invoice !== null && contradicts(row, invoice)) {
      refuse('INVOICE_CONTRADICTS', where, { other: invoice.file });
    } else if (invoice !== null && compare(row.amount, invoice.remaining) > 0) {
      refuse('PAYABLE_EXCEEDS_INVOICE', where, { other: invoice.file });
    }
  }
}

function at(row: PayableRow): Facts {
  return { other: `${row.file}, line ${row.line.toString()}` };
}

function contradicts(row: PayableRow, invoice: InvoiceDraft): boolean {
  if (row.amount.currency !== invoice.currency) return true;
  if (row.invoiceDate !== null && row.invoiceDate !== invoice.issueDate) return true;
  return row.invoiceAmount !== null && compare(row.invoiceAmount, invoice.amountWithTax) !== 0;
}
