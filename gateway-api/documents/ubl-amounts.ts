/** The monetary part of a UBL invoice or credit note, read and checked by the rules of EN 16931. */
import type { Currency } from '../../chaincode/domain/currency.js';
import type { Line } from './draft.js';
import { children, pointerTo, trimmed, type UblFields, type UblName } from './ubl-fields.js';
import {
  brokenRules,
  type Broken,
  type Profile,
  type TaxCategory,
  type Totals,
} from './ubl-totals.js';
import type { XmlElement } from './xml.js';

export interface Billing {
  readonly root: XmlElement;
  readonly lineName: UblName;
  readonly currency: Currency;
  readonly profile: Profile;
}

export interface Amounts {
  readonly totals: Totals;
  readonly lines: readonly Line[];
}

/** Where a person finds the amount that a rule speaks of, below the root. */
const RULE_PLACES: Readonly<Record<string, string>> = {
  'BR-CO-10': 'cac:LegalMonetaryTotal/cbc:LineExtensionAmount',
  'BR-CO-11': 'cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount',
  'BR-CO-12': 'cac:LegalMonetaryTotal/cbc:ChargeTotalAmount',
  'BR-CO-13': 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount',
  'BR-CO-14': 'cac:TaxTotal/cbc:TaxAmount',
  'BR-CO-15': 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
  'BR-CO-16': 'cac:LegalMonetaryTotal/cbc:PayableAmount',
};

/** @returns null when an amount is missing, unreadable or breaks a rule; the findings say which. */
export function readAmounts(fields: UblFields, billing: Billing): Amounts | null {
  if (!inOneCurrency(fields, billing)) return null;
  const before = fields.findings.refusals;
  const lines = readLines(fields, billing);
  const tax = readTax(fields, billing);
  const sums = readSums(fields, billing);
  const allowanceCharges = readAllowanceCharges(fields, billing);
  if (fields.findings.refusals > before || sums === null) return null;
  const { currency, profile } = billing;
  const totals: Totals = {
    currency,
    profile,
    lines: lines.map(({ amount }) => amount.minor),
    ...allowanceCharges,
    ...sums,
    tax: tax.amount,
    categories: tax.categories,
  };
  for (const broken of brokenRules(totals)) refuseRule(fields, billing, { broken, tax });
  return fields.findings.refusals > before ? null : { totals, lines };
}

/** Every amount, read or not, is in the document's currency; only BT-111 and an exchange rate may name another. */
export function inOneCurrency(
  { findings }: UblFields,
  { root, currency }: Pick<Billing, 'root' | 'currency'>,
): boolean {
  const accounting = children(root, 'cbc:TaxCurrencyCode')[0];
  const allowed = accounting === undefined ? currency : trimmed(accounting);
  const mixed = root.children.flatMap((child) => {
    const alone = child.name === 'TaxTotal' && taxCurrency(child) === allowed;
    return alone ? [] : otherCurrency(child, currency);
  });
  for (const element of mixed) {
    findings.refuse('CURRENCY_MIXED', () => pointerTo(element), { document: currency });
  }
  return mixed.length === 0;
}

function otherCurrency(element: XmlElement, currency: Currency): readonly XmlElement[] {
  if (element.name.endsWith('ExchangeRate')) return [];
  const stated = element.attributes.get('currencyID');
  const below = element.children.flatMap((child) => otherCurrency(child, currency));
  return stated === undefined || stated === currency ? below : [element, ...below];
}

function refuseRule(
  { findings }: UblFields,
  { root }: Billing,
  { broken, tax }: { readonly broken: Broken; readonly tax: Tax },
): void {
  const { rule, stated, computed, category } = broken;
  const subtotal = category === null ? undefined : tax.subtotals[category];
  const place = (): string =>
    subtotal === undefined
      ? `${pointerTo(root)}/${RULE_PLACES[rule] ?? ''}`
      : `${pointerTo(subtotal)}/cbc:TaxAmount`;
  findings.refuse('RULE_BROKEN', place, { rule, stated, computed });
}

function readLines(fields: UblFields, { root, lineName, currency }: Billing): readonly Line[] {
  const elements = children(root, lineName);
  if (elements.length === 0) {
    const place = (): string => `${pointerTo(root)}/${lineName}`;
    fields.findings.refuse('ELEMENT_MISSING', place, { rule: 'BR-16' });
  }
  return elements.map((line) => {
    const id = fields.id(fields.required(line, 'cbc:ID', 'BR-21'));
    const minor = fields.amount(
      fields.required(line, 'cbc:LineExtensionAmount', 'BR-24'),
      currency,
    );
    const name = fields.name(fields.optional(fields.optional(line, 'cac:Item'), 'cbc:Name'));
    return { id: id ?? '', name, amount: { currency, minor: minor ?? 0n } };
  });
}

type Sums = Pick<
  Totals,
  | 'lineTotal'
  | 'allowanceTotal'
  | 'chargeTotal'
  | 'withoutTax'
  | 'withTax'
  | 'paid'
  | 'rounding'
  | 'payable'
>;

function readSums(fields: UblFields, { root, currency }: Billing): Sums | null {
  const group = fields.required(root, 'cac:LegalMonetaryTotal', 'BR-12');
  const required = (name: UblName, rule: string): bigint | null =>
    fields.amount(fields.required(group, name, rule), currency);
  const optional = (name: UblName): bigint =>
    fields.amount(fields.optional(group, name), currency) ?? 0n;
  const lineTotal = required('cbc:LineExtensionAmount', 'BR-12');
  const withoutTax = required('cbc:TaxExclusiveAmount', 'BR-13');
  const withTax = required('cbc:TaxInclusiveAmount', 'BR-14');
  const payable = required('cbc:PayableAmount', 'BR-15');
  const rest = {
    allowanceTotal: optional('cbc:AllowanceTotalAmount'),
    chargeTotal: optional('cbc:ChargeTotalAmount'),
    paid: optional('cbc:PrepaidAmount'),
    rounding: optional('cbc:PayableRoundingAmount'),
  };
  if (lineTotal === null || withoutTax === null || withTax === null || payable === null) {
    return null;
  }
  return { lineTotal, withoutTax, withTax, payable, ...rest };
}

interface Tax {
  readonly amount: bigint;
  readonly categories: readonly TaxCategory[];
  readonly subtotals: readonly XmlElement[];
}

/** BT-110 and its breakdown; the total in the tax accounting currency (BT-111) is another matter and is left. */
function readTax(fields: UblFields, { root, currency, profile }: Billing): Tax {
  const accounting = fields.id(fields.optional(root, 'cbc:TaxCurrencyCode'));
  const foreign = (total: XmlElement): boolean =>
    accounting !== null && accounting !== currency && taxCurrency(total) === accounting;
  const all = children(root, 'cac:TaxTotal');
  const [own, second] = all.filter((total) => !foreign(total));
  if (second !== undefined) fields.findings.refuse('ELEMENT_REPEATED', () => pointerTo(second));
  if (accounting !== null && !all.some((total) => taxCurrency(total) === accounting)) {
    fields.findings.refuse('ELEMENT_MISSING', () => `${pointerTo(root)}/cac:TaxTotal`, {
      rule: 'BR-53',
    });
  }
  if (own === undefined) return noTax(fields, root, profile);
  const amount = fields.amount(fields.required(own, 'cbc:TaxAmount', 'BR-CO-15'), currency);
  const subtotals = children(own, 'cac:TaxSubtotal');
  if (subtotals.length === 0) noTax(fields, root, profile);
  return {
    amount: amount ?? 0n,
    subtotals,
    categories: subtotals.map((subtotal) => readCategory(fields, subtotal, currency)),
  };
}

/** EN 16931 wants a breakdown even of nothing; UBL alone knows invoices without tax. */
function noTax(fields: UblFields, root: XmlElement, profile: Profile): Tax {
  if (profile === 'EN16931') {
    const place = (): string => `${pointerTo(root)}/cac:TaxTotal/cac:TaxSubtotal`;
    fields.findings.refuse('ELEMENT_MISSING', place, { rule: 'BR-CO-18' });
  }
  return { amount: 0n, categories: [], subtotals: [] };
}

function taxCurrency(total: XmlElement): string {
  return children(total, 'cbc:TaxAmount')[0]?.attributes.get('currencyID') ?? '';
}

function readCategory(fields: UblFields, subtotal: XmlElement, currency: Currency): TaxCategory {
  const taxable = fields.required(subtotal, 'cbc:TaxableAmount', 'BR-45');
  const tax = fields.required(subtotal, 'cbc:TaxAmount', 'BR-46');
  const category = fields.optional(subtotal, 'cac:TaxCategory');
  return {
    taxable: fields.amount(taxable, currency) ?? 0n,
    tax: fields.amount(tax, currency) ?? 0n,
    rate: fields.decimal(fields.optional(category, 'cbc:Percent')),
  };
}

/** The allowances and charges of the whole document (BT-92, BT-99). */
export function readAllowanceCharges(
  fields: UblFields,
  { root, currency }: Pick<Billing, 'root' | 'currency'>,
): Pick<Totals, 'allowances' | 'charges'> {
  const allowances: bigint[] = [];
  const charges: bigint[] = [];
  for (const element of children(root, 'cac:AllowanceCharge')) {
    const indicator = fields.required(element, 'cbc:ChargeIndicator', 'BG-20');
    const written = fields.id(indicator);
    const amount = fields.amount(fields.required(element, 'cbc:Amount', 'BR-31'), currency) ?? 0n;
    if (written === 'true' || written === '1') charges.push(amount);
    else if (written === 'false' || written === '0') allowances.push(amount);
    else if (indicator !== null) {
      fields.findings.refuse('TEXT_INVALID', () => pointerTo(indicator), {
        accepted: 'true, false, 1, 0',
      });
    }
  }
  return { allowances, charges };
}
