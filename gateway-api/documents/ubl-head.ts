/** What an invoice and a credit note have in common. */
import { Currency } from '../../chaincode/domain/currency.js';
import type { CalendarDate } from '../../chaincode/domain/dates.js';
import type { DocumentReference, PartyDraft } from './draft.js';
import { readAmounts, type Amounts } from './ubl-amounts.js';
import { children, pointerTo, type UblFields, type UblName } from './ubl-fields.js';
import { readParty, type PartyRules } from './ubl-party.js';
import type { Profile } from './ubl-totals.js';
import type { XmlElement } from './xml.js';

/** Where a document comes from and what is being found out about it. */
export interface UblSource {
  readonly file: string;
  readonly root: XmlElement;
  readonly fields: UblFields;
}

export interface Head {
  readonly profile: Profile;
  readonly number: string; // BT-1
  readonly issueDate: CalendarDate; // BT-2
  readonly currency: Currency; // BT-5
  readonly seller: PartyDraft;
  readonly buyer: PartyDraft;
  readonly amounts: Amounts;
}

const EN16931 = 'urn:cen.eu:en16931:2017';

/** @returns null when a part is missing or refused; the findings say which. */
export function readHead(source: UblSource, lineName: UblName): Head | null {
  const { fields, root } = source;
  const profile = readProfile(source);
  const number = fields.invoiceNumber(fields.required(root, 'cbc:ID', 'BR-02'));
  const issueDate = fields.date(fields.required(root, 'cbc:IssueDate', 'BR-03'));
  const currency = readCurrency(source, 'BR-05');
  const seller = readTrader(source, 'cac:AccountingSupplierParty', {
    name: 'BR-06',
    identifier: 'BR-CO-26',
  });
  const buyer = readTrader(source, 'cac:AccountingCustomerParty', {
    name: 'BR-07',
    identifier: null,
  });
  if (currency === null) return null;
  const amounts = readAmounts(fields, { root, lineName, currency, profile });
  if (number === null || issueDate === null) return null;
  if (seller === null || buyer === null || amounts === null) return null;
  return { profile, number, issueDate, currency, seller, buyer, amounts };
}

/** A document is held to EN 16931 when it says that it follows it (BT-24). */
function readProfile({ fields, root }: UblSource): Profile {
  const specification = fields.id(fields.optional(root, 'cbc:CustomizationID'));
  return specification?.startsWith(EN16931) === true ? 'EN16931' : 'UBL';
}

export function readCurrency({ fields, root }: UblSource, rule: string): Currency | null {
  const element = fields.required(root, 'cbc:DocumentCurrencyCode', rule);
  const code = fields.id(element);
  if (element === null || code === null) return null;
  const currency = Currency.safeParse(code);
  if (currency.success) return currency.data;
  return fields.findings.refuse('CURRENCY_UNKNOWN', () => pointerTo(element));
}

/** The `cac:Party` of one of the two sides. */
export function readTrader(
  { fields, root }: UblSource,
  role: UblName,
  rules: PartyRules,
): PartyDraft | null {
  const side = fields.required(root, role, rules.name);
  return readParty(fields, fields.required(side, 'cac:Party', rules.name), rules);
}

/** The invoices that the document names as preceding it (BG-3). */
export function readReferences({ fields, root }: UblSource): readonly DocumentReference[] {
  return children(root, 'cac:BillingReference').flatMap((billing) => {
    const document = fields.optional(billing, 'cac:InvoiceDocumentReference');
    const number = fields.invoiceNumber(fields.required(document, 'cbc:ID', 'BR-55'));
    const issueDate = fields.date(fields.optional(document, 'cbc:IssueDate'));
    return number === null ? [] : [{ number, issueDate }];
  });
}

/** @returns true when the total of that name is; else there is a finding at it. */
export function requireAtLeast(
  least: 0n | 1n,
  {
    source,
    name,
    minor,
  }: { readonly source: UblSource; readonly name: UblName; readonly minor: bigint },
): boolean {
  if (minor >= least) return true;
  const code = least === 0n ? 'AMOUNT_NEGATIVE' : 'AMOUNT_NOT_POSITIVE';
  const place = (): string => `${pointerTo(source.root)}/cac:LegalMonetaryTotal/${name}`;
  source.fields.findings.refuse(code, place);
  return false;
}
