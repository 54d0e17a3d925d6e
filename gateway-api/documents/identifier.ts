/** One spelling for each identifier of a party, so that two documents about one company meet. */
import { inspectUscc } from '../../chaincode/domain/company-codes.js';
import type { Identifier } from './draft.js';
import type { Findings, Place } from './problem.js';

export const LOCAL = 'LOCAL';
export const USCC = 'USCC';

/** Schemes that go by several names: GS1 and LEI in ISO 6523's list, and what senders write instead. */
const SCHEME_NAMES: Readonly<Record<string, string>> = {
  GLN: '0088',
  '0199': 'LEI',
  'CN:USCC': USCC,
  'CN-USCC': USCC,
};

/** "Mutually defined" and an e-mail address identify nobody beyond the two of them. */
const LOCAL_SCHEMES: ReadonlySet<string> = new Set(['', 'ZZZ', 'EM']);

/** What the directory of parties takes. */
const SCHEME = /^[A-Z0-9][A-Z0-9:-]{0,31}$/;
const VALUE = /^[A-Z0-9]{1,64}$/;

export interface WrittenIdentifier {
  readonly value: string;
  /** The document's own name for the scheme, '' when it gives none. */
  readonly scheme: string;
  /** What the value is by its place in the document. */
  readonly fallback: string;
  readonly country: string | null;
}

interface Reading {
  readonly findings: Findings;
  readonly place: Place;
}

/** @returns null when it is no identifier: a local number with a warning, any other with a problem. */
export function readIdentifier(
  { value: text, scheme: stated, fallback, country }: WrittenIdentifier,
  reading: Reading,
): Identifier | null {
  const value = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash_Punctuation}./_]/gu, '');
  const scheme = schemeOf(stated, fallback);
  if (scheme === LOCAL && !VALUE.test(value)) {
    reading.findings.warn('IDENTIFIER_IGNORED', reading.place);
    return null;
  }
  if (!SCHEME.test(scheme) || !VALUE.test(value)) {
    return reading.findings.refuse('TEXT_INVALID', reading.place);
  }
  return asUscc({ scheme, value }, country, reading);
}

function schemeOf(stated: string, fallback: string): string {
  const plain = stated
    .trim()
    .toUpperCase()
    .replace(/[ ./_]/g, '-');
  return LOCAL_SCHEMES.has(plain) ? fallback : (SCHEME_NAMES[plain] ?? plain);
}

/** The identifier itself, or as the credit code that it is. */
function asUscc(
  { scheme, value }: Identifier,
  country: string | null,
  { findings, place }: Reading,
): Identifier | null {
  const { valid, checkOk } = inspectUscc(value);
  if (scheme !== USCC && !(valid && mayBeUscc(scheme, country))) return { scheme, value };
  if (!valid) return findings.refuse('IDENTIFIER_INVALID', place);
  if (!checkOk) findings.warn('USCC_CHECK_FAILED', place);
  return { scheme: USCC, value };
}

/** A Chinese company is registered, pays tax and is known to its customers by one and the same code. */
function mayBeUscc(scheme: string, country: string | null): boolean {
  const chinese = country === null || country === 'CN';
  return chinese && (scheme === 'VAT' || scheme === LOCAL || scheme.startsWith('REG-'));
}

/** The key under which a registered party is found. */
export function identifierKey({ scheme, value }: Identifier): string {
  return `${scheme}:${value}`;
}

/**
 * What tells this company from every other one; a LOCAL number only when there is nothing better.
 */
export function identifyingKeys(identifiers: readonly Identifier[]): readonly string[] {
  const global = identifiers.filter(({ scheme }) => scheme !== LOCAL);
  return (global.length > 0 ? global : identifiers).map(identifierKey);
}

interface Named {
  readonly name: string | null;
  readonly identifiers: readonly Identifier[];
}

/** True when the two have an identifier in common, or one has none and the names are equal. */
export function sameParty(a: Named, b: Named): boolean {
  const keys = new Set(identifyingKeys(a.identifiers));
  if (keys.size === 0 || b.identifiers.length === 0) return a.name === b.name;
  return identifyingKeys(b.identifiers).some((key) => keys.has(key));
}
