/** UBL 2.1 CreditNote: a reduction of invoices, never a claim. */
import { money } from '../../chaincode/domain/money.js';
import type { CreditNoteDraft } from './draft.js';
import { pointerTo } from './ubl-fields.js';
import { readHead, readReferences, requireAtLeast, type UblSource } from './ubl-head.js';

/** UNTDID 1001: credit note. */
const CREDIT_NOTE_TYPE = '381';

/** @returns null when anything of it is refused; the findings say what. */
export function readCreditNote(source: UblSource): CreditNoteDraft | null {
  checkType(source);
  const references = readReferences(source);
  const head = readHead(source, 'cac:CreditNoteLine');
  if (head === null) return null;
  const { profile, number, issueDate, currency, seller, buyer, amounts } = head;
  // A negative credit note would be a claim by another name.
  const positive = requireAtLeast(1n, {
    source,
    name: 'cbc:TaxInclusiveAmount',
    minor: amounts.totals.withTax,
  });
  if (!positive || source.fields.findings.refused) return null;
  return {
    kind: 'CREDIT_NOTE',
    file: source.file,
    profile,
    number,
    issueDate,
    currency,
    seller,
    buyer,
    amount: money(currency, amounts.totals.withTax),
    references,
    appliedTo: null,
  };
}

function checkType({ fields, root }: UblSource): void {
  const element = fields.required(root, 'cbc:CreditNoteTypeCode', 'BR-04');
  const typeCode = fields.id(element);
  if (element === null || typeCode === null || typeCode === CREDIT_NOTE_TYPE) return;
  fields.findings.refuse('INVOICE_TYPE_REFUSED', () => pointerTo(element), {
    typeCode: typeCode.slice(0, 20),
  });
}
