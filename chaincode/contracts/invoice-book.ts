import type { InvoiceBook } from '../domain/invoice-use.js';
import type { UsedInvoice } from '../domain/invoice.js';
import { invoices } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** The invoices that `uses` name, as far as they are known. */
export async function readInvoices(
  work: UnitOfWork,
  uses: readonly Pick<UsedInvoice, 'identity'>[],
): Promise<InvoiceBook> {
  const found = await work.findAll(invoices, uses);
  return new Map(
    found.filter((invoice) => invoice !== null).map((invoice) => [invoice.identity, invoice]),
  );
}

/** Saves what differs between the book as read and as decided. */
export function saveInvoices(work: UnitOfWork, read: InvoiceBook, decided: InvoiceBook): void {
  for (const [identity, invoice] of decided) {
    if (invoice !== read.get(identity)) work.save(invoices, invoice);
  }
}
