/** UBL 2.1 Invoice by the terms of EN 16931 (domain.md 2.12). */
import { Iban } from '../../chaincode/domain/bank-account.js';
import type { CalendarDate } from '../../chaincode/domain/dates.js';
import { money, zero } from '../../chaincode/domain/money.js';
import type { InvoiceDraft } from './draft.js';
import { sameParty } from './identifier.js';
import { children, pointerTo, type UblName } from './ubl-fields.js';
import { readHead, readReferences, requireAtLeast, type Head, type UblSource } from './ubl-head.js';
import { readParty } from './ubl-party.js';

/** UNTDID 1001: commercial, corrected and self-billed invoice. */
const INVOICE_TYPES = ['380', '384', '389'] as const;
type InvoiceType = (typeof INVOICE_TYPES)[number];
const PREPAYMENT_TYPE = '386';

/** @returns null when anything of it is refused; the findings say what. */
export function readInvoice(source: UblSource): InvoiceDraft | null {
  const { fields, root } = source;
  const typeCode = readType(source);
  const terms = readTerms(source);
  const payee = readParty(fields, fields.optional(root, 'cac:PayeeParty'), PAYEE_RULES);
  const head = readHead(source, 'cac:InvoiceLine');
  if (head === null || typeCode === null) return null;
  const amounts = claimedAmounts(source, head);
  requireDue(source, head, terms);
  if (amounts === null || fields.findings.refused) return null;
  const payeeIsNotSeller = payee !== null && !sameParty(payee, head.seller);
  warn(source, { terms, payeeIsNotSeller });
  const { profile, number, issueDate, currency, seller, buyer } = head;
  return {
    kind: 'INVOICE',
    file: source.file,
    profile,
    number,
    issueDate,
    typeCode,
    currency,
    ...terms,
    seller,
    buyer,
    payee,
    payeeIsNotSeller,
    ...amounts,
    lines: head.amounts.lines,
  };
}

const PAYEE_RULES = { name: 'BR-17', identifier: null };

function readType({ fields, root }: UblSource): InvoiceType | null {
  const element = fields.required(root, 'cbc:InvoiceTypeCode', 'BR-04');
  const written = fields.id(element);
  if (element === null || written === null) return null;
  const known = INVOICE_TYPES.find((code) => code === written);
  if (known !== undefined) return known;
  const code = written === PREPAYMENT_TYPE ? 'PREPAYMENT_NOT_ELIGIBLE' : 'INVOICE_TYPE_REFUSED';
  return fields.findings.refuse(code, () => pointerTo(element), {
    typeCode: written.slice(0, 20),
  });
}

type Terms = Pick<
  InvoiceDraft,
  | 'dueDate'
  | 'paymentTerms'
  | 'deliveredOn'
  | 'contractReference'
  | 'orderReference'
  | 'precedingInvoices'
  | 'accounts'
>;

function readTerms(source: UblSource): Terms {
  const { fields, root } = source;
  const [terms] = children(root, 'cac:PaymentTerms');
  const accounts = children(root, 'cac:PaymentMeans').flatMap((means) => {
    const account = fields.optional(means, 'cac:PayeeFinancialAccount');
    return fields.id(fields.optional(account, 'cbc:ID'))?.replaceAll(' ', '') ?? [];
  });
  return {
    dueDate: readDueDate(source),
    paymentTerms: fields.note(fields.optional(terms ?? null, 'cbc:Note')),
    deliveredOn: readDelivery(source),
    contractReference: readReference(source, 'cac:ContractDocumentReference'),
    orderReference: readReference(source, 'cac:OrderReference'),
    precedingInvoices: readReferences(source),
    accounts: [...new Set(accounts)],
  };
}

/** BT-9; UBL alone may put it with the means or the terms of payment, and then it must be one date. */
function readDueDate({ fields, root }: UblSource): CalendarDate | null {
  const own = fields.optional(root, 'cbc:DueDate');
  if (own !== null) return fields.date(own);
  const elsewhere = (['cac:PaymentMeans', 'cac:PaymentTerms'] as const)
    .flatMap((group) => children(root, group))
    .flatMap((group) => fields.optional(group, 'cbc:PaymentDueDate') ?? []);
  const [first = null] = elsewhere;
  const due = fields.date(first);
  const other = elsewhere.find((element) => fields.date(element) !== due);
  if (other === undefined) return due;
  return fields.findings.refuse('ELEMENT_REPEATED', () => pointerTo(other));
}

/** BT-72: of several deliveries the last, when everything had arrived. */
function readDelivery({ fields, root }: UblSource): CalendarDate | null {
  const dates = children(root, 'cac:Delivery').flatMap(
    (delivery) => fields.date(fields.optional(delivery, 'cbc:ActualDeliveryDate')) ?? [],
  );
  return dates.reduce<CalendarDate | null>(
    (last, date) => (last === null || date > last ? date : last),
    null,
  );
}

function readReference({ fields, root }: UblSource, group: UblName): string | null {
  const [first] = children(root, group);
  return fields.id(fields.optional(first ?? null, 'cbc:ID'));
}

type ClaimedAmounts = Pick<
  InvoiceDraft,
  | 'amountWithoutTax'
  | 'tax'
  | 'amountWithTax'
  | 'paid'
  | 'rounding'
  | 'payable'
  | 'credited'
  | 'remaining'
>;

/** @returns null with a finding when nothing is left to claim. */
function claimedAmounts(source: UblSource, { amounts, currency }: Head): ClaimedAmounts | null {
  const { withoutTax, tax, withTax, paid, rounding, payable } = amounts.totals;
  const sound = [
    requireAtLeast(0n, { source, name: 'cbc:TaxExclusiveAmount', minor: withoutTax }),
    requireAtLeast(1n, { source, name: 'cbc:TaxInclusiveAmount', minor: withTax }),
    requireAtLeast(0n, { source, name: 'cbc:PrepaidAmount', minor: paid }),
    requireAtLeast(1n, { source, name: 'cbc:PayableAmount', minor: payable }),
  ];
  if (sound.includes(false)) return null;
  return {
    amountWithoutTax: money(currency, withoutTax),
    tax: { currency, minor: tax },
    amountWithTax: money(currency, withTax),
    paid: money(currency, paid),
    rounding: { currency, minor: rounding },
    payable: money(currency, payable),
    credited: zero(currency),
    remaining: money(currency, payable),
  };
}

/** BR-CO-25: something to pay needs a date or terms (BT-9, BT-20). */
function requireDue({ fields, root }: UblSource, { amounts }: Head, terms: Terms): void {
  // A date that did not read has been refused already.
  if (amounts.totals.payable <= 0n || fields.findings.refused) return;
  if (terms.dueDate !== null || terms.paymentTerms !== null) return;
  fields.findings.refuse('RULE_BROKEN', () => `${pointerTo(root)}/cbc:DueDate`, {
    rule: 'BR-CO-25',
    stated: '',
    computed: '',
  });
}

function warn(
  { fields, root }: UblSource,
  { terms, payeeIsNotSeller }: { readonly terms: Terms; readonly payeeIsNotSeller: boolean },
): void {
  if (payeeIsNotSeller) {
    fields.findings.warn('PAYEE_NOT_SELLER', () => `${pointerTo(root)}/cac:PayeeParty`);
  }
  if (terms.dueDate === null) {
    fields.findings.warn('DUE_DATE_MISSING', () => `${pointerTo(root)}/cbc:DueDate`);
  }
  for (const account of terms.accounts) {
    if (/^[A-Z]{2}[0-9]{2}/.test(account) && !Iban.safeParse(account).success) {
      fields.findings.warn('IBAN_CHECK_FAILED', () => `${pointerTo(root)}/cac:PaymentMeans`);
    }
  }
}
