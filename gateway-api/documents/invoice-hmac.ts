import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { CalendarDate } from '../../chaincode/domain/dates.js';
import { Hex256, KeyAttribute } from '../../chaincode/domain/identifiers.js';
import { normaliseInvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import type { Money } from '../../chaincode/domain/money.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { madeOnce } from '../files.js';
import type { Identifier } from './draft.js';
import { identifierKey, LOCAL, USCC } from './identifier.js';

/** The key that all platforms of a consortium share, so that one invoice has one identity everywhere. */
export const ConsortiumKey = z.strictObject({ id: KeyAttribute, key: Hex256 });
export type ConsortiumKey = z.output<typeof ConsortiumKey>;

/** An invoice on the ledger: two HMACs, and under which key they are (domain.md 2.11). */
export const InvoiceMarks = z.strictObject({
  keyId: KeyAttribute,
  identity: Hex256,
  content: Hex256,
});
export type InvoiceMarks = z.output<typeof InvoiceMarks>;

/** What an invoice is told from others by, and what it says. */
export interface InvoiceFacts {
  /** {@link companyNumber} of the two. */
  readonly seller: string;
  readonly buyer: string;
  readonly number: string;
  /** Of a paper invoice, null for any other. */
  readonly code: string | null;
  readonly issueDate: CalendarDate;
  readonly amountWithTax: Money;
}

/** The sandbox's consortium has one member, who makes the key at its first start. */
export async function sandboxConsortiumKey(gatewayDirectory: string): Promise<ConsortiumKey> {
  const path = join(gatewayDirectory, 'consortium-key.json');
  const text = await madeOnce(path, () =>
    JSON.stringify({ id: 'sandbox-1', key: randomBytes(32).toString('hex') }),
  );
  return ConsortiumKey.parse(JSON.parse(text.toString('utf8')));
}

/**
 * HMAC-SHA-256 over RFC 8785 JSON: identity over seller, number and code; content over date, buyer,
 * currency and amount with tax. Who changes one fen changes the content alone, and is found out.
 */
export function invoiceMarks({ id, key }: ConsortiumKey, facts: InvoiceFacts): InvoiceMarks {
  const { seller, buyer, number, code, issueDate, amountWithTax } = facts;
  const { currency, minor } = amountWithTax;
  const secret = Buffer.from(key, 'hex');
  const mark = (input: object): string =>
    createHmac('sha256', secret).update(canonicalJson(input)).digest('hex');
  return {
    keyId: id,
    identity: mark({ seller, number: normaliseInvoiceNumber(number), code }),
    content: mark({ issueDate, buyer, currency, amount: minor.toString() }),
  };
}

/** Which of several numbers stands for a company: the same on every paper that has it. */
const RANK: readonly string[] = [USCC, 'LEI', 'VAT'];

/**
 * The credit code bare (domain.md 2.11), any other number with its scheme; null for a company that has
 * none beyond what its trading partner calls it.
 */
export function companyNumber(identifiers: readonly Identifier[]): string | null {
  const rank = ({ scheme }: Identifier): number =>
    RANK.includes(scheme) ? RANK.indexOf(scheme) : RANK.length;
  const [first] = identifiers
    .filter(({ scheme }) => scheme !== LOCAL)
    .toSorted((a, b) => rank(a) - rank(b) || (identifierKey(a) < identifierKey(b) ? -1 : 1));
  if (first === undefined) return null;
  return first.scheme === USCC ? first.value : identifierKey(first);
}
