/** A party of a UBL document: its name and every identifier by which somebody may know it. */
import type { Identifier, PartyDraft } from './draft.js';
import { identifierKey, LOCAL, readIdentifier, type WrittenIdentifier } from './identifier.js';
import { children, pointerTo, trimmed, type UblFields, type UblName } from './ubl-fields.js';
import type { XmlElement } from './xml.js';

/** The rules of EN 16931 that ask for the party's name and for one identifier; null where none does. */
export interface PartyRules {
  readonly name: string;
  readonly identifier: string | null;
}

/**
 * @param party a `cac:Party` or `cac:PayeeParty`.
 * @returns null when the element is absent or a required part is missing (then there is a finding).
 */
export function readParty(
  fields: UblFields,
  party: XmlElement | null,
  rules: PartyRules,
): PartyDraft | null {
  if (party === null) return null;
  const country = partyCountry(fields, party);
  const name = partyName(fields, party);
  if (name === null) {
    return fields.findings.refuse('ELEMENT_MISSING', () => `${pointerTo(party)}/cac:PartyName`, {
      rule: rules.name,
    });
  }
  const before = fields.findings.refusals;
  const identifiers = partyIdentifiers(fields, party, country);
  if (fields.findings.refusals > before) return null;
  if (identifiers.length === 0 && rules.identifier !== null) {
    const place = (): string => `${pointerTo(party)}/cac:PartyLegalEntity/cbc:CompanyID`;
    return fields.findings.refuse('ELEMENT_MISSING', place, { rule: rules.identifier });
  }
  return { name, country, identifiers, partyId: null };
}

function partyCountry(fields: UblFields, party: XmlElement): string | null {
  const address = fields.optional(party, 'cac:PostalAddress');
  const element = fields.optional(
    fields.optional(address, 'cac:Country'),
    'cbc:IdentificationCode',
  );
  const code = fields.id(element);
  if (element === null || code === null || /^[A-Z]{2}$/.test(code)) return code;
  return fields.findings.refuse('TEXT_INVALID', () => pointerTo(element), {
    expected: 'ISO 3166-1 alpha-2',
  });
}

/** The registered name (BT-27, BT-44), else the trading name. */
function partyName(fields: UblFields, party: XmlElement): string | null {
  for (const [group, field] of [
    ['cac:PartyLegalEntity', 'cbc:RegistrationName'],
    ['cac:PartyName', 'cbc:Name'],
  ] as const) {
    const [first] = children(party, group);
    const name = fields.name(fields.optional(first ?? null, field));
    if (name !== null) return name;
  }
  return null;
}

/** Schemes of electronic addresses that say who somebody is, not only where to write: GS1 and ISO 6523. */
const IDENTIFYING_ADDRESS = /^(?:GLN|[0-9]{4})$/i;

/** Where an identifier may stand, the surest first, with the scheme it has when it names none. */
function partyIdentifiers(
  fields: UblFields,
  party: XmlElement,
  country: string | null,
): readonly Identifier[] {
  const register = country === null ? LOCAL : `REG-${country}`;
  const vat = children(party, 'cac:PartyTaxScheme').filter((scheme) => isVat(fields, scheme));
  const written: readonly (readonly [XmlElement, string])[] = [
    ...within(party, 'cac:PartyLegalEntity', 'cbc:CompanyID').map((e) => [e, register] as const),
    ...vat.flatMap((e) => children(e, 'cbc:CompanyID')).map((e) => [e, 'VAT'] as const),
    ...within(party, 'cac:PartyIdentification', 'cbc:ID').map((e) => [e, LOCAL] as const),
    ...children(party, 'cbc:EndpointID')
      .filter((e) => IDENTIFYING_ADDRESS.test(e.attributes.get('schemeID') ?? ''))
      .map((e) => [e, LOCAL] as const),
  ];
  const found = new Map<string, Identifier>();
  for (const [element, fallback] of written.filter(([e]) => trimmed(e) !== '')) {
    const identifier = oneIdentifier(fields, element, { fallback, country });
    if (identifier !== null) found.set(identifierKey(identifier), identifier);
  }
  return [...found.values()];
}

function oneIdentifier(
  fields: UblFields,
  element: XmlElement,
  context: Pick<WrittenIdentifier, 'fallback' | 'country'>,
): Identifier | null {
  const value = fields.id(element);
  if (value === null) return null;
  const stated = element.attributes.get('schemeID') ?? '';
  const scheme = context.fallback === 'VAT' ? '' : stated;
  const place = (): string => pointerTo(element);
  return readIdentifier({ value, scheme, ...context }, { findings: fields.findings, place });
}

function within(party: XmlElement, group: UblName, field: UblName): readonly XmlElement[] {
  return children(party, group).flatMap((element) => children(element, field));
}

function isVat(fields: UblFields, scheme: XmlElement): boolean {
  const id = fields.id(fields.optional(fields.optional(scheme, 'cac:TaxScheme'), 'cbc:ID'));
  return id?.toUpperCase() === 'VAT';
}
