/** One UBL document from bytes: which kind it is, and who reads it. */
import type { CreditNoteDraft, InvoiceDraft, OrderDraft } from './draft.js';
import { Unreadable, type Findings } from './problem.js';
import { readCreditNote } from './ubl-credit-note.js';
import { UblFields } from './ubl-fields.js';
import type { UblSource } from './ubl-head.js';
import { readInvoice } from './ubl-invoice.js';
import { readOrder } from './ubl-order.js';
import { readXml, type XmlElement } from './xml.js';

export type UblDraft = InvoiceDraft | CreditNoteDraft | OrderDraft;

const READERS = new Map<string, (source: UblSource) => UblDraft | null>([
  ['Invoice', readInvoice],
  ['CreditNote', readCreditNote],
  ['Order', readOrder],
]);

/** UBL 2.0 to 2.4 share one namespace for each document type. */
const UBL_NAMESPACE =
  /^urn:oasis:names:specification:ubl:schema:xsd:(?<type>[A-Z][A-Za-z]{2,60})-2$/;
const CROSS_INDUSTRY = /^urn:un:unece:uncefact:data:standard:(?<type>[A-Z][A-Za-z]{2,60}):[0-9]+$/;

/**
 * @returns the draft, or null with at least one problem in `findings`.
 * @throws Unreadable when the file is no document that is read here.
 */
export function readUbl(
  bytes: Uint8Array,
  { file, findings }: { readonly file: string; readonly findings: Findings },
): UblDraft | null {
  const root = readXml(bytes);
  const reader = readerOf(root);
  return reader({ file, root, fields: new UblFields(findings) });
}

function readerOf(root: XmlElement): (source: UblSource) => UblDraft | null {
  const type = UBL_NAMESPACE.exec(root.namespace)?.groups?.['type'];
  if (type === undefined || type !== root.name) {
    const other = CROSS_INDUSTRY.exec(root.namespace)?.groups?.['type'];
    if (other === undefined) throw new Unreadable('DOCUMENT_UNKNOWN', { element: root.name });
    throw new Unreadable('DOCUMENT_NOT_IMPORTABLE', { type: other });
  }
  const reader = READERS.get(type);
  if (reader === undefined) throw new Unreadable('DOCUMENT_NOT_IMPORTABLE', { type });
  return reader;
}
