import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Hex256, Id, idOf } from '../../chaincode/domain/identifiers.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import {
  CreditNoteDraft,
  InvoiceDraft,
  OrderDraft,
  PayableRow,
  type PartyDraft,
} from '../documents/draft.js';
import { identifyingKeys } from '../documents/identifier.js';
import { InvoiceMarks } from '../documents/invoice-hmac.js';

const Kept = {
  schema: z.literal('draft/1'),
  id: Id('doc'),
  /** Whose draft it is. */
  party: Id('org'),
  /** SHA-256 of the file that it was read from, in the document store. */
  paper: Hex256,
};

/** `marks`: null while a party has no number to make them from. */
const InvoiceRecord = z.strictObject({
  ...Kept,
  kind: z.literal('INVOICE'),
  content: InvoiceDraft,
  marks: InvoiceMarks.nullable(),
});
export type InvoiceRecord = z.output<typeof InvoiceRecord>;

const CreditNoteRecord = z.strictObject({
  ...Kept,
  kind: z.literal('CREDIT_NOTE'),
  content: CreditNoteDraft,
});
export type CreditNoteRecord = z.output<typeof CreditNoteRecord>;

const OrderRecord = z.strictObject({ ...Kept, kind: z.literal('ORDER'), content: OrderDraft });
export type OrderRecord = z.output<typeof OrderRecord>;

const PayableRecord = z.strictObject({
  ...Kept,
  kind: z.literal('PAYABLE'),
  content: PayableRow,
});
export type PayableRecord = z.output<typeof PayableRecord>;

/** A draft as it is kept: a gateway record of one party until somebody proposes it. */
export const DraftRecord = z.discriminatedUnion('kind', [
  InvoiceRecord,
  CreditNoteRecord,
  OrderRecord,
  PayableRecord,
]);
export type DraftRecord = z.output<typeof DraftRecord>;

/** A draft as it is stored and answered. */
export function draftText(record: DraftRecord): string {
  return `${JSON.stringify(z.encode(DraftRecord, record), null, 2)}\n`;
}

/** Every draft of one party. */
export interface Drafts {
  readonly invoices: readonly InvoiceRecord[];
  readonly creditNotes: readonly CreditNoteRecord[];
  readonly orders: readonly OrderRecord[];
  readonly payables: readonly PayableRecord[];
}

/** Drafts by kind, each in the order of its ids. */
export function draftsOf(records: readonly DraftRecord[]): Drafts {
  const sorted = records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    invoices: sorted.filter((each) => each.kind === 'INVOICE'),
    creditNotes: sorted.filter((each) => each.kind === 'CREDIT_NOTE'),
    orders: sorted.filter((each) => each.kind === 'ORDER'),
    payables: sorted.filter((each) => each.kind === 'PAYABLE'),
  };
}

export function allOf({ invoices, creditNotes, orders, payables }: Drafts): DraftRecord[] {
  return [...invoices, ...creditNotes, ...orders, ...payables];
}

interface Named {
  readonly party: string;
  readonly kind: DraftRecord['kind'];
  /** Whose number it is. */
  readonly issuer: Pick<PartyDraft, 'name' | 'identifiers'>;
  readonly number: string;
}

/** One paper has one draft at one party, however often it is read. */
export function draftId({ party, kind, issuer, number }: Named): string {
  const [key = `NAME:${issuer.name ?? ''}`] = identifyingKeys(issuer.identifiers).toSorted();
  const hash = createHash('sha256')
    .update(canonicalJson([party, kind, key, number]))
    .digest();
  return idOf('doc', hash.subarray(0, 16));
}
