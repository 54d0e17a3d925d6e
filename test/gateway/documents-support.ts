import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { Currency } from '../../chaincode/domain/currency.js';
import { amountText, total } from '../../gateway-api/documents/amount.js';
import type { ImportFile } from '../../gateway-api/documents/import-file.js';
import { readDocuments, type Import } from '../../gateway-api/documents/import.js';

/** Real publishers' examples, beside the project where they are present. */
const EXAMPLES = new URL('../../../../shared/data/ubl/', import.meta.url);

export function exampleNames(): readonly string[] {
  return existsSync(EXAMPLES) ? readdirSync(EXAMPLES).filter((name) => name.endsWith('.xml')) : [];
}

export function example(name: string): string {
  return readFileSync(new URL(name, EXAMPLES), 'utf8');
}

export function file(name: string, content: string | Uint8Array): ImportFile {
  return { name, bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
}

/** What an import says of one file alone. */
export function importOf(content: string | Uint8Array): Import {
  return readDocuments([file('a', content)]);
}

/** The codes of the refusals, with the broken rule where there is one. */
export function refusals(read: Import): readonly string[] {
  return read.refused.map(({ code, facts }) => {
    const { rule } = facts;
    return rule === undefined ? code : `${code} ${rule}`;
  });
}

/** What is read, without the layout of the file. */
export function drafts(read: Import): unknown {
  return [read.invoices, read.creditNotes, read.orders];
}

/** Every total that a document states; a test may state another one. */
export interface StatedTotals {
  readonly lineTotal: bigint;
  readonly allowanceTotal: bigint;
  readonly chargeTotal: bigint;
  readonly withoutTax: bigint;
  readonly tax: bigint;
  readonly categoryTax: bigint;
  readonly withTax: bigint;
  readonly paid: bigint;
  readonly rounding: bigint;
  readonly payable: bigint;
}

export interface BillShape {
  readonly root: 'Invoice' | 'CreditNote';
  readonly specification: string;
  readonly currency: Currency;
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly typeCode: string;
  readonly seller: string;
  readonly buyer: string;
  readonly lines: readonly bigint[];
  readonly allowances: readonly bigint[];
  readonly charges: readonly bigint[];
  readonly paid: bigint;
  readonly rounding: bigint;
  /** Hundredths of a per cent. */
  readonly rate: bigint;
  readonly references: readonly string[];
  /** Further elements after the dates. */
  readonly extra: string;
}

/** One line of 100.00 with 13 % tax, due, nothing paid. */
export const PLAIN: BillShape = {
  root: 'Invoice',
  specification: 'urn:cen.eu:en16931:2017',
  currency: 'EUR',
  number: 'INV-1',
  issueDate: '2026-03-02',
  dueDate: '2026-06-30',
  typeCode: '380',
  seller: 'SELLER1',
  buyer: 'BUYER1',
  lines: [10_000n],
  allowances: [],
  charges: [],
  paid: 0n,
  rounding: 0n,
  rate: 1300n,
  references: [],
  extra: '',
};

/** The totals that follow from the lines, by arithmetic of the test's own. */
export function totalsOf(shape: BillShape): StatedTotals {
  const lineTotal = total(shape.lines);
  const allowanceTotal = total(shape.allowances);
  const chargeTotal = total(shape.charges);
  const withoutTax = lineTotal - allowanceTotal + chargeTotal;
  const tax = (withoutTax * shape.rate + 5_000n) / 10_000n;
  const withTax = withoutTax + tax;
  const payable = withTax - shape.paid + shape.rounding;
  return {
    lineTotal,
    allowanceTotal,
    chargeTotal,
    withoutTax,
    tax,
    categoryTax: tax,
    withTax,
    paid: shape.paid,
    rounding: shape.rounding,
    payable,
  };
}

/** A UBL invoice or credit note as text; what `stated` names differs from what the lines add up to. */
export function bill(change: Partial<BillShape> = {}, stated: Partial<StatedTotals> = {}): string {
  const shape = { ...PLAIN, ...change };
  const totals = { ...totalsOf(shape), ...stated };
  const amount = (name: string, minor: bigint): string =>
    `<cbc:${name} currencyID="${shape.currency}">${amountText(minor, shape.currency)}</cbc:${name}>`;
  const invoice = shape.root === 'Invoice';
  const line = (minor: bigint, index: number): string =>
    `<cac:${shape.root}Line><cbc:ID>${(index + 1).toString()}</cbc:ID>` +
    `${amount('LineExtensionAmount', minor)}<cac:Item><cbc:Name>Thing</cbc:Name></cac:Item>` +
    `</cac:${shape.root}Line>`;
  const adjust =
    (charge: boolean) =>
    (minor: bigint): string =>
      `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge.toString()}</cbc:ChargeIndicator>` +
      `${amount('Amount', minor)}</cac:AllowanceCharge>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<${shape.root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${shape.root}-2" ${NAMESPACES}>
<cbc:CustomizationID>${shape.specification}</cbc:CustomizationID>
<cbc:ID>${shape.number}</cbc:ID><cbc:IssueDate>${shape.issueDate}</cbc:IssueDate>
${invoice ? `<cbc:DueDate>${shape.dueDate}</cbc:DueDate>` : ''}
<cbc:${shape.root}TypeCode>${invoice ? shape.typeCode : '381'}</cbc:${shape.root}TypeCode>
<cbc:DocumentCurrencyCode>${shape.currency}</cbc:DocumentCurrencyCode>${shape.extra}
${shape.references.map(billingReference).join('')}
${aParty('AccountingSupplierParty', shape.seller)}${aParty('AccountingCustomerParty', shape.buyer)}
${shape.allowances.map(adjust(false)).join('')}${shape.charges.map(adjust(true)).join('')}
<cac:TaxTotal>${amount('TaxAmount', totals.tax)}<cac:TaxSubtotal>
${amount('TaxableAmount', totals.withoutTax)}${amount('TaxAmount', totals.categoryTax)}
<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${amountText(shape.rate, 'EUR')}</cbc:Percent>
</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>${amount('LineExtensionAmount', totals.lineTotal)}
${amount('TaxExclusiveAmount', totals.withoutTax)}${amount('TaxInclusiveAmount', totals.withTax)}
${amount('AllowanceTotalAmount', totals.allowanceTotal)}${amount('ChargeTotalAmount', totals.chargeTotal)}
${amount('PrepaidAmount', totals.paid)}${amount('PayableRoundingAmount', totals.rounding)}
${amount('PayableAmount', totals.payable)}</cac:LegalMonetaryTotal>
${shape.lines.map(line).join('')}</${shape.root}>`;
}

const NAMESPACES =
  'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" ' +
  'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"';

/** One side of a document: a company of the Dutch register. */
export function aParty(role: string, number: string): string {
  return (
    `<cac:${role}><cac:Party><cac:PostalAddress><cac:Country>` +
    '<cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>' +
    `<cac:PartyLegalEntity><cbc:RegistrationName>Company ${number}</cbc:RegistrationName>` +
    `<cbc:CompanyID>${number}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:${role}>`
  );
}

function billingReference(number: string): string {
  return (
    '<cac:BillingReference><cac:InvoiceDocumentReference>' +
    `<cbc:ID>${number}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`
  );
}

/** A UBL order over the lines, stating what `stated` says. */
export function order({
  number = 'PO-1',
  lines = [10_000n],
  tax = 1_300n,
  payable = 11_300n,
}: Partial<OrderShape> = {}): string {
  const amount = (name: string, minor: bigint): string =>
    `<cbc:${name} currencyID="SEK">${amountText(minor, 'SEK')}</cbc:${name}>`;
  return `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" ${NAMESPACES}>
<cbc:ID>${number}</cbc:ID><cbc:IssueDate>2026-01-12</cbc:IssueDate>
<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>
${aParty('BuyerCustomerParty', 'BUYER1')}${aParty('SellerSupplierParty', 'SELLER1')}
<cac:TaxTotal>${amount('TaxAmount', tax)}</cac:TaxTotal>
<cac:AnticipatedMonetaryTotal>${amount('LineExtensionAmount', total(lines))}
${amount('PayableAmount', payable)}</cac:AnticipatedMonetaryTotal>
${lines.map((minor, index) => `<cac:OrderLine><cac:LineItem><cbc:ID>${index.toString()}</cbc:ID>${amount('LineExtensionAmount', minor)}</cac:LineItem></cac:OrderLine>`).join('')}
</Order>`;
}

interface OrderShape {
  readonly number: string;
  readonly lines: readonly bigint[];
  readonly tax: bigint;
  readonly payable: bigint;
}

/** Bills with something left to pay, of any size that adds up within 15 digits. */
export const aBill: fc.Arbitrary<Partial<BillShape>> = fc
  .record({
    currency: fc.constantFrom<Currency>('EUR', 'CNY', 'JPY', 'KWD'),
    lines: fc.array(fc.bigInt({ min: -1_000n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 }),
    allowances: fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { maxLength: 3 }),
    charges: fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { maxLength: 3 }),
    paid: fc.bigInt({ min: 0n, max: 1_000n }),
    rounding: fc.bigInt({ min: -99n, max: 99n }),
    rate: fc.bigInt({ min: 0n, max: 2_500n }),
  })
  .filter((change) => {
    const { withoutTax, payable } = totalsOf({ ...PLAIN, ...change });
    return withoutTax > 0n && payable > 1n;
  });
