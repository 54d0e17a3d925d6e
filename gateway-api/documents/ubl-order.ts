/** UBL 2.1 Order: what a buyer will take and what it expects to pay. */
import { money } from '../../chaincode/domain/money.js';
import type { OrderDraft } from './draft.js';
import { children } from './ubl-fields.js';
import { readCurrency, readTrader, type UblSource } from './ubl-head.js';
import { readOrderTotal } from './ubl-order-total.js';

/** UBL 2.1 has no names for what it requires of an order; these are ours, by the element. */
const PARTY_RULES = { name: 'UBL-ORDER-PARTY', identifier: null };

/** @returns null when anything of it is refused; the findings say what. */
export function readOrder(source: UblSource): OrderDraft | null {
  const { fields, root } = source;
  const number = fields.id(fields.required(root, 'cbc:ID', 'UBL-ORDER-ID'));
  const issueDate = fields.date(fields.required(root, 'cbc:IssueDate', 'UBL-ORDER-DATE'));
  const currency = readCurrency(source, 'UBL-ORDER-CURRENCY');
  const buyer = readTrader(source, 'cac:BuyerCustomerParty', PARTY_RULES);
  const seller = readTrader(source, 'cac:SellerSupplierParty', PARTY_RULES);
  const periods = readPeriods(source);
  const contract = fields.id(fields.optional(children(root, 'cac:Contract')[0] ?? null, 'cbc:ID'));
  if (currency === null) return null;
  const total = readOrderTotal(source, currency);
  if (number === null || issueDate === null || buyer === null || seller === null) return null;
  if (total === null || fields.findings.refused) return null;
  return {
    kind: 'ORDER',
    file: source.file,
    number,
    issueDate,
    currency,
    buyer,
    seller,
    ...periods,
    contractReference: contract,
    ordered: money(currency, total.payable),
    lines: total.lines,
  };
}

function readPeriods({
  fields,
  root,
}: UblSource): Pick<OrderDraft, 'validUntil' | 'deliverFrom' | 'deliverUntil'> {
  const [validity] = children(root, 'cac:ValidityPeriod');
  const [delivery] = children(root, 'cac:Delivery');
  const period = fields.optional(delivery ?? null, 'cac:RequestedDeliveryPeriod');
  return {
    validUntil: fields.date(fields.optional(validity ?? null, 'cbc:EndDate')),
    deliverFrom: fields.date(fields.optional(period, 'cbc:StartDate')),
    deliverUntil: fields.date(fields.optional(period, 'cbc:EndDate')),
  };
}
