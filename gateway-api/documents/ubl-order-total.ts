/** The monetary part of a UBL order: an invoice's sums, as far as the order states them. */
import type { Currency } from '../../chaincode/domain/currency.js';
import { amountText, total } from './amount.js';
import type { Line } from './draft.js';
import { inOneCurrency, readAllowanceCharges } from './ubl-amounts.js';
import { children, pointerTo, type UblFields, type UblName } from './ubl-fields.js';
import type { UblSource } from './ubl-head.js';
import type { XmlElement } from './xml.js';

export interface OrderTotal {
  /** Minor units, above zero. */
  readonly payable: bigint;
  readonly lines: readonly Line[];
}

/** @returns null when an amount is missing, unreadable or contradicts the others; the findings say which. */
export function readOrderTotal(source: UblSource, currency: Currency): OrderTotal | null {
  const { fields, root } = source;
  if (!inOneCurrency(fields, { root, currency })) return null;
  const before = fields.findings.refusals;
  const group = fields.required(root, 'cac:AnticipatedMonetaryTotal', 'UBL-ORDER-TOTAL');
  const lines = readLines(source, currency);
  const computed = compute(source, currency, lines);
  const stated = readStated(fields, group, currency);
  if (group === null || stated.payable === null) return null;
  if (fields.findings.refusals > before) return null;
  checkSums(fields, group, { stated, computed, currency });
  if (stated.payable <= 0n) {
    const place = (): string => `${pointerTo(group)}/cbc:PayableAmount`;
    fields.findings.refuse('AMOUNT_NOT_POSITIVE', place);
  }
  return fields.findings.refusals > before ? null : { payable: stated.payable, lines };
}

function readLines({ fields, root }: UblSource, currency: Currency): readonly Line[] {
  const elements = children(root, 'cac:OrderLine');
  if (elements.length === 0) {
    const place = (): string => `${pointerTo(root)}/cac:OrderLine`;
    fields.findings.refuse('ELEMENT_MISSING', place, { rule: 'UBL-ORDER-LINE' });
  }
  return elements.map((element) => {
    const item = fields.required(element, 'cac:LineItem', 'UBL-ORDER-LINE');
    const id = fields.id(fields.required(item, 'cbc:ID', 'UBL-ORDER-LINE'));
    const net = fields.required(item, 'cbc:LineExtensionAmount', 'UBL-ORDER-LINE');
    const name = fields.name(fields.optional(fields.optional(item, 'cac:Item'), 'cbc:Name'));
    return { id: id ?? '', name, amount: { currency, minor: fields.amount(net, currency) ?? 0n } };
  });
}

interface Computed {
  readonly lines: bigint;
  readonly allowances: bigint;
  readonly charges: bigint;
  readonly net: bigint;
  readonly gross: bigint;
}

function compute(source: UblSource, currency: Currency, lines: readonly Line[]): Computed {
  const { fields, root } = source;
  const read = readAllowanceCharges(fields, { root, currency });
  const tax = children(root, 'cac:TaxTotal').map((group) =>
    fields.amount(fields.required(group, 'cbc:TaxAmount', 'UBL-ORDER-TAX'), currency),
  );
  const sum = total(lines.map(({ amount }) => amount.minor));
  const allowances = total(read.allowances);
  const charges = total(read.charges);
  const net = sum - allowances + charges;
  const gross = net + total(tax.map((amount) => amount ?? 0n));
  return { lines: sum, allowances, charges, net, gross };
}

interface Stated {
  readonly lines: bigint | null;
  readonly allowances: bigint | null;
  readonly charges: bigint | null;
  readonly net: bigint | null;
  readonly gross: bigint | null;
  readonly payable: bigint | null;
  readonly paid: bigint;
  readonly rounding: bigint;
}

function readStated(fields: UblFields, group: XmlElement | null, currency: Currency): Stated {
  const optional = (name: UblName): bigint | null =>
    fields.amount(fields.optional(group, name), currency);
  const payable = fields.required(group, 'cbc:PayableAmount', 'UBL-ORDER-TOTAL');
  return {
    lines: optional('cbc:LineExtensionAmount'),
    allowances: optional('cbc:AllowanceTotalAmount'),
    charges: optional('cbc:ChargeTotalAmount'),
    net: optional('cbc:TaxExclusiveAmount'),
    gross: optional('cbc:TaxInclusiveAmount'),
    payable: fields.amount(payable, currency),
    paid: optional('cbc:PrepaidAmount') ?? 0n,
    rounding: optional('cbc:PayableRoundingAmount') ?? 0n,
  };
}

interface Sums {
  readonly stated: Stated;
  readonly computed: Computed;
  readonly currency: Currency;
}

/**
 * What an order states agrees with its lines. Orders come with the tax in the payable amount or, when they
 * state no total with tax, beside it.
 */
function checkSums(fields: UblFields, group: XmlElement, sums: Sums): void {
  const { stated, computed, currency } = sums;
  const due = (amount: bigint): bigint => amount - stated.paid + stated.rounding;
  const beside = stated.gross === null && stated.payable === due(computed.net);
  const rows: readonly (readonly [string, UblName, bigint | null, bigint])[] = [
    ['BR-CO-10', 'cbc:LineExtensionAmount', stated.lines, computed.lines],
    ['BR-CO-11', 'cbc:AllowanceTotalAmount', stated.allowances, computed.allowances],
    ['BR-CO-12', 'cbc:ChargeTotalAmount', stated.charges, computed.charges],
    ['BR-CO-13', 'cbc:TaxExclusiveAmount', stated.net, computed.net],
    ['BR-CO-15', 'cbc:TaxInclusiveAmount', stated.gross, computed.gross],
    ['BR-CO-16', 'cbc:PayableAmount', beside ? null : stated.payable, due(computed.gross)],
  ];
  for (const [rule, name, said, sum] of rows) {
    if (said !== null && said !== sum) {
      fields.findings.refuse('RULE_BROKEN', () => `${pointerTo(group)}/${name}`, {
        rule,
        stated: amountText(said, currency),
        computed: amountText(sum, currency),
      });
    }
  }
}
