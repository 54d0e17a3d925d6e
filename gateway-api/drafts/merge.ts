/** What an import adds to the drafts a party has already: nothing twice, nothing that contradicts. */
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { z } from 'zod';
import { compare, zero } from '../../chaincode/domain/money.js';
import {
  CreditNoteDraft,
  PayableRow,
  type InvoiceDraft,
  type OrderDraft,
  type PartyDraft,
} from '../documents/draft.js';
import { sameParty } from '../documents/identifier.js';
import type { Contents } from '../documents/import.js';
import { applyCredits } from '../documents/import-credits.js';
import {
  checkPayables,
  plainNumber,
  Register,
  registerInvoices,
  sameContent,
  type Refuse,
} from '../documents/import-identity.js';

export interface Merged {
  /** The stored ones, then the new ones, of each kind in their order, with credit notes applied. */
  readonly drafts: Contents;
  /** The stored ones that the import holds again. */
  readonly known: ReadonlySet<object>;
}

/**
 * Merge imported drafts into the stored ones. A paper that says the same again is recognised; a credit note
 * reduces its invoice whichever of the two came first.
 */
export function mergeDrafts(stored: Contents, imported: Contents, refuse: Refuse): Merged {
  const known = new Set<object>();
  const fresh = {
    invoices: newInvoices(stored, imported, { known, refuse }),
    creditNotes: newCreditNotes(stored, imported, { known, refuse }),
    orders: newOrders(stored, imported, { known, refuse }),
    rows: newRows(stored, imported, { known, refuse }),
  };
  const invoices = [...stored.invoices, ...fresh.invoices].map(uncredited);
  const creditNotes = [...stored.creditNotes, ...fresh.creditNotes].map((credit) => ({
    ...credit,
    appliedTo: null,
  }));
  const register = registerInvoices(invoices, refuse);
  const reduced = applyCredits({ invoices, creditNotes }, register, refuse);
  const rows = [...stored.rows, ...fresh.rows];
  checkPayables(
    rows,
    registerInvoices(reduced.invoices, () => undefined),
    refuse,
  );
  return { drafts: { ...reduced, orders: [...stored.orders, ...fresh.orders], rows }, known };
}

interface Told {
  readonly known: Set<object>;
  readonly refuse: Refuse;
}

function newInvoices(stored: Contents, imported: Contents, told: Told): readonly InvoiceDraft[] {
  const register = registerInvoices(stored.invoices, () => undefined);
  return imported.invoices.filter((invoice) =>
    isNew(invoice, register.find(invoice.seller, invoice.number), {
      ...told,
      same: sameContent,
      code: 'INVOICE_CONTRADICTS',
      pointer: '/Invoice/cbc:ID',
    }),
  );
}

function newCreditNotes(
  stored: Contents,
  imported: Contents,
  told: Told,
): readonly CreditNoteDraft[] {
  const register = registered(stored.creditNotes, (credit) => credit.seller);
  return imported.creditNotes.filter((credit) =>
    isNew(credit, register.find(credit.seller, credit.number), {
      ...told,
      same: (a, b) => sameText(CreditNoteDraft, uncreditedNote(a), uncreditedNote(b)),
      code: 'CREDIT_DUPLICATED',
      pointer: '/CreditNote/cbc:ID',
    }),
  );
}

function newOrders(stored: Contents, imported: Contents, told: Told): readonly OrderDraft[] {
  const register = registered(stored.orders, (order) => order.buyer, plainNumber);
  return imported.orders.filter((order) =>
    isNew(order, register.find(order.buyer, order.number), {
      ...told,
      same: (a, b) =>
        a.currency === b.currency &&
        compare(a.ordered, b.ordered) === 0 &&
        a.issueDate === b.issueDate &&
        sameParty(a.seller, b.seller),
      code: 'ORDER_DUPLICATED',
      pointer: '/Order/cbc:ID',
    }),
  );
}

function newRows(stored: Contents, imported: Contents, told: Told): readonly PayableRow[] {
  const byVoucher = new Map(stored.rows.map((row) => [plainNumber(row.voucher), row]));
  return imported.rows.filter((row) =>
    isNew(row, byVoucher.get(plainNumber(row.voucher)) ?? null, {
      ...told,
      same: (a, b) => sameText(PayableRow, unplaced(a), unplaced(b)),
      code: 'VOUCHER_DUPLICATED',
      pointer: `line ${row.line.toString()}`,
    }),
  );
}

interface Question<T> extends Told {
  readonly same: (a: T, b: T) => boolean;
  readonly code: Parameters<Refuse>[0];
  readonly pointer: string;
}

/** False for what is there already, which is noted, or for what says something else, which is refused. */
function isNew<T extends { readonly file: string }>(
  draft: T,
  earlier: T | null,
  { known, refuse, same, code, pointer }: Question<T>,
): boolean {
  if (earlier === null) return true;
  if (same(earlier, draft)) known.add(earlier);
  else refuse(code, { file: draft.file, pointer }, { other: earlier.file });
  return false;
}

function registered<T extends { readonly number: string }>(
  drafts: readonly T[],
  issuer: (draft: T) => PartyDraft,
  normalise?: (number: string) => string,
): Register<T> {
  const register = new Register<T>(normalise);
  for (const draft of drafts) register.add(draft, issuer(draft), draft.number);
  return register;
}

function uncredited(invoice: InvoiceDraft): InvoiceDraft {
  return { ...invoice, credited: zero(invoice.currency), remaining: invoice.payable };
}

/** A credit note apart from where it was read and what it was applied to. */
function uncreditedNote(credit: CreditNoteDraft): CreditNoteDraft {
  const { seller, buyer } = credit;
  return {
    ...credit,
    file: '',
    appliedTo: null,
    seller: { ...seller, partyId: null },
    buyer: { ...buyer, partyId: null },
  };
}

/** A row apart from where it stood in its file. */
function unplaced(row: PayableRow): PayableRow {
  return { ...row, file: '', line: 1, supplier: { ...row.supplier, partyId: null } };
}

function sameText<S extends z.ZodType>(schema: S, a: z.output<S>, b: z.output<S>): boolean {
  return canonicalJson(z.encode(schema, a)) === canonicalJson(z.encode(schema, b));
}
