/** Credit notes reduce the invoices of the same import; they never make a claim. */
import { normaliseInvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { add, compare, subtract, zero, type Money } from '../../chaincode/domain/money.js';
import type { CreditNoteDraft, InvoiceDraft } from './draft.js';
import { sameParty } from './identifier.js';
import type { Refuse, Register } from './import-identity.js';

export interface Reduced {
  readonly invoices: readonly InvoiceDraft[];
  readonly creditNotes: readonly CreditNoteDraft[];
}

/**
 * @returns the invoices with what is left of them, and each credit note with the file of its invoice or null
 * when the original is not in this import.
 */
export function applyCredits(
  { invoices, creditNotes }: Reduced,
  register: Register<InvoiceDraft>,
  refuse: Refuse,
): Reduced {
  const credits = new Map<InvoiceDraft, Money>();
  const applied = creditNotes.map((credit) => {
    const invoice = original(credit, register, refuse);
    if (invoice === null) return credit;
    const before = credits.get(invoice) ?? zero(invoice.currency);
    const rest = subtract(invoice.amountWithTax, before);
    if (compare(credit.amount, rest) > 0) {
      refuse('CREDIT_EXCEEDS_INVOICE', at(credit), { other: invoice.file });
    } else {
      credits.set(invoice, add(before, credit.amount));
    }
    return { ...credit, appliedTo: invoice.file };
  });
  return {
    creditNotes: applied,
    invoices: invoices.map((invoice) => reduced(invoice, credits.get(invoice) ?? null)),
  };
}

/** The one invoice that the credit note speaks of, if it is here. */
function original(
  credit: CreditNoteDraft,
  register: Register<InvoiceDraft>,
  refuse: Refuse,
): InvoiceDraft | null {
  const found = credit.references.flatMap((reference) => {
    const invoice = register.find(credit.seller, reference.number);
    return invoice === null ? [] : [{ reference, invoice }];
  });
  const [first] = found;
  if (first === undefined) return null;
  const numbers = credit.references.map(({ number }) => normaliseInvoiceNumber(number));
  if (new Set(numbers).size > 1) {
    refuse('CREDIT_AMBIGUOUS', at(credit), { other: first.invoice.file });
    return null;
  }
  const { reference, invoice } = first;
  const otherDate = reference.issueDate !== null && reference.issueDate !== invoice.issueDate;
  if (
    otherDate ||
    credit.currency !== invoice.currency ||
    !sameParty(credit.buyer, invoice.buyer)
  ) {
    refuse('CREDIT_CONTRADICTS', at(credit), { other: invoice.file });
    return null;
  }
  return invoice;
}

/** The credit is taken with tax and in full, so of an invoice paid in part nothing may be left to claim. */
function reduced(invoice: InvoiceDraft, credited: Money | null): InvoiceDraft {
  if (credited === null) return invoice;
  const left = compare(credited, invoice.payable) < 0;
  const remaining = left ? subtract(invoice.payable, credited) : zero(invoice.currency);
  return { ...invoice, credited, remaining };
}

function at(credit: CreditNoteDraft): { readonly file: string; readonly pointer: string } {
  return { file: credit.file, pointer: '/CreditNote/cac:BillingReference' };
}
