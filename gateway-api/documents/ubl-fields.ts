/** Reading single fields of a UBL document by namespace and name; every failure is a finding, never a guess. */
import type { z } from 'zod';
import type { Currency } from '../../chaincode/domain/currency.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { InvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { FreeText } from '../../chaincode/domain/text.js';
import { readDecimal, toMinor, type Decimal } from './amount.js';
import type { DocumentCode, Facts, Findings } from './problem.js';
import type { XmlElement } from './xml.js';

const COMMON = 'urn:oasis:names:specification:ubl:schema:xsd:';
const NAMESPACES: Readonly<Record<string, string>> = {
  cac: `${COMMON}CommonAggregateComponents-2`,
  cbc: `${COMMON}CommonBasicComponents-2`,
};
const PREFIXES = new Map(Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix]));

/** A child by UBL's customary prefix; the document's own prefixes do not matter. */
export type UblName = `cac:${string}` | `cbc:${string}`;

// Made once: a schema costs more than a check. The lengths are the longest that are taken over.
const Identifying = FreeText(200);
const Name = FreeText(500);
const Note = FreeText(4000);

export function children(parent: XmlElement, name: UblName): readonly XmlElement[] {
  const namespace = NAMESPACES[name.slice(0, 3)];
  const local = name.slice(4);
  return parent.children.filter((child) => child.name === local && child.namespace === namespace);
}

/** An XPath to the element with UBL's customary prefixes, for a person to find it by. */
export function pointerTo(element: XmlElement): string {
  const { parent, name, namespace } = element;
  if (parent === null) return `/${name}`;
  const prefix = PREFIXES.get(namespace);
  const twins = parent.children.filter((c) => c.name === name && c.namespace === namespace);
  const position = twins.length > 1 ? `[${(twins.indexOf(element) + 1).toString()}]` : '';
  return `${pointerTo(parent)}/${prefix === undefined ? '*' : prefix}:${name}${position}`;
}

export class UblFields {
  readonly findings: Findings;
  constructor(findings: Findings) {
    this.findings = findings;
  }

  /** The one child of that name, or null; an element with neither text nor children counts as absent. */
  optional(parent: XmlElement | null, name: UblName): XmlElement | null {
    if (parent === null) return null;
    const [first, second] = children(parent, name);
    if (second !== undefined) return this.#refuse('ELEMENT_REPEATED', second);
    if (first === undefined) return null;
    return first.children.length === 0 && trimmed(first) === '' ? null : first;
  }

  /** @param rule the rule of EN 16931 that asks for the element, for the refusal. */
  required(parent: XmlElement | null, name: UblName, rule: string): XmlElement | null {
    if (parent === null) return null;
    const found = this.optional(parent, name);
    if (found !== null || children(parent, name).length > 1) return found;
    return this.findings.refuse('ELEMENT_MISSING', () => `${pointerTo(parent)}/${name}`, { rule });
  }

  /** A number or code. */
  id(element: XmlElement | null): string | null {
    return this.#checked(element, Identifying);
  }

  invoiceNumber(element: XmlElement | null): string | null {
    return this.#checked(element, InvoiceNumber);
  }

  name(element: XmlElement | null): string | null {
    return this.#checked(element, Name);
  }

  /** Free text, its lines joined to one. */
  note(element: XmlElement | null): string | null {
    return this.#checked(element, Note);
  }

  date(element: XmlElement | null): CalendarDate | null {
    if (element === null) return null;
    // xs:date may end in a time zone; the calendar date is what the document says.
    const written = leafText(element)?.replace(/(?:Z|[+-][0-9]{2}:[0-9]{2})$/, '');
    const date = CalendarDate.safeParse(written);
    return date.success ? date.data : this.#refuse('DATE_INVALID', element);
  }

  /** Minor units, signed. */
  amount(element: XmlElement | null, currency: Currency): bigint | null {
    if (element === null) return null;
    const decimal = this.decimal(element);
    if (decimal === null) return null;
    const stated = element.attributes.get('currencyID') ?? '';
    if (stated !== currency) {
      return this.#refuse('CURRENCY_MIXED', element, { document: currency });
    }
    return toMinor(decimal, currency) ?? this.#refuse('AMOUNT_INEXACT', element, { currency });
  }

  /** A percentage or another pure number. */
  decimal(element: XmlElement | null): Decimal | null {
    if (element === null) return null;
    return readDecimal(leafText(element) ?? '') ?? this.#refuse('AMOUNT_INVALID', element);
  }

  /** Line breaks and indents within a text are the layout of the file. */
  #checked(element: XmlElement | null, schema: z.ZodType<string>): string | null {
    if (element === null) return null;
    const read = schema.safeParse(leafText(element)?.replace(/[ \t\r\n]+/g, ' '));
    if (read.success) return read.data;
    return this.#refuse('TEXT_INVALID', element, {
      reason: read.error.issues[0]?.message ?? 'TEXT_MALFORMED',
    });
  }

  #refuse(code: DocumentCode, element: XmlElement, facts: Facts = {}): null {
    return this.findings.refuse(code, () => pointerTo(element), facts);
  }
}

/** The text of an element that holds nothing else, null for one that does. */
function leafText(element: XmlElement): string | null {
  return element.children.length === 0 ? trimmed(element) : null;
}

/** XML white space at both ends is layout. By index: an anchored pattern would rescan inner runs of it. */
export function trimmed({ text }: XmlElement): string {
  let from = 0;
  let to = text.length;
  while (from < to && ' \t\r\n'.includes(text.charAt(from))) from += 1;
  while (to > from && ' \t\r\n'.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
