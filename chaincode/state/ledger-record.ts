import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LedgerRecord, RecordKind } from '../domain/invariants/ledger-record.js';
import { canonicalJson } from './canonical.js';
import {
  desks,
  exposures,
  limits,
  loanAccounts,
  loans,
  offers,
  postings,
  purchaseAccounts,
  purchases,
  requestFiles,
  requests,
  reservations,
} from './financing-kinds.js';
import { unitsKey } from '../domain/receivable/units.js';
import { compositeKey, splitKey } from './keys.js';
import type { Kind, PlaceKind } from './kind.js';
import {
  ALL_KINDS,
  approvals,
  calendars,
  instructions,
  invoices,
  keys,
  lots,
  orders,
  parties,
  partyDeals,
  partyFiles,
  payables,
  payouts,
  policies,
  programmes,
  quotas,
  rates,
  receipts,
  receivables,
} from './kinds.js';
import { decodeRecord, type Stored } from './record.js';

/** A value of the chaincode's namespace, as it lies in state. */
export interface StateEntry {
  /** null: public state. */
  readonly collection: string | null;
  readonly key: string;
  readonly text: string;
}

/** What an entry holds: a record; nothing that checks go by (client references, kinds without a check); or a fault. */
export type Decoded =
  { readonly record: LedgerRecord } | { readonly other: string } | { readonly fault: string };

interface Entry {
  readonly name: string;
  readonly open: boolean;
  readonly attributes: readonly string[];
  readonly text: string;
  readonly wire: unknown;
}

type Common = Pick<LedgerRecord, 'name' | 'open' | 'wire'>;

/** One row a kind that checks go by. */
const DECODERS: { readonly [K in RecordKind]: (entry: Entry) => LedgerRecord } = {
  programme: (e) => ({ ...common(e), kind: 'programme', value: own(programmes, () => [], e) }),
  policy: (e) => ({ ...common(e), kind: 'policy', value: own(policies, policies.attributes, e) }),
  calendar: (e) => ({
    ...common(e),
    kind: 'calendar',
    value: own(calendars, calendars.attributes, e),
  }),
  rate: (e) => ({ ...common(e), kind: 'rate', value: own(rates, rates.attributes, e) }),
  party: (e) => ({ ...common(e), kind: 'party', value: own(parties, parties.attributes, e) }),
  'party-file': (e) => ({
    ...common(e),
    kind: 'party-file',
    value: own(partyFiles, partyFiles.attributes, e),
  }),
  'party-deal': (e) => ({
    ...common(e),
    kind: 'party-deal',
    value: own(partyDeals, partyDeals.attributes, e),
  }),
  key: (e) => ({ ...common(e), kind: 'key', value: own(keys, keys.attributes, e) }),
  invoice: (e) => ({ ...common(e), kind: 'invoice', value: own(invoices, invoices.attributes, e) }),
  quota: (e) => ({ ...common(e), kind: 'quota', value: own(quotas, quotas.attributes, e) }),
  order: (e) => ({ ...common(e), kind: 'order', value: own(orders, orders.attributes, e) }),
  payable: (e) => ({ ...common(e), kind: 'payable', value: own(payables, payables.attributes, e) }),
  receivable: (e) => ({
    ...common(e),
    kind: 'receivable',
    value: own(receivables, receivables.attributes, e),
  }),
  lot: (e) => ({ ...common(e), kind: 'lot', value: own(lots, lots.attributes, e) }),
  receipt: (e) => ({ ...common(e), kind: 'receipt', value: own(receipts, receipts.attributes, e) }),
  instruction: (e) => ({
    ...common(e),
    kind: 'instruction',
    value: own(instructions, instructions.attributes, e),
  }),
  payout: (e) => ({ ...common(e), kind: 'payout', value: own(payouts, payouts.attributes, e) }),
  request: (e) => ({ ...common(e), kind: 'request', value: own(requests, requests.attributes, e) }),
  loan: (e) => ({ ...common(e), kind: 'loan', value: own(loans, loans.attributes, e) }),
  purchase: (e) => ({
    ...common(e),
    kind: 'purchase',
    value: own(purchases, purchases.attributes, e),
  }),
  approval: (e) => ({
    ...common(e),
    kind: 'approval',
    value: own(approvals, approvals.attributes, e),
  }),
  'request-file': (e) => ({
    ...common(e),
    kind: 'request-file',
    value: own(requestFiles, requestFiles.attributes, e),
  }),
  offer: (e) => ({ ...common(e), kind: 'offer', value: own(offers, offers.attributes, e) }),
  'loan-account': (e) => ({
    ...common(e),
    kind: 'loan-account',
    value: own(loanAccounts, loanAccounts.attributes, e),
  }),
  'purchase-account': (e) => ({
    ...common(e),
    kind: 'purchase-account',
    value: own(purchaseAccounts, purchaseAccounts.attributes, e),
  }),
  posting: (e) => ({ ...common(e), kind: 'posting', value: own(postings, postings.attributes, e) }),
  desk: (e) => ({ ...common(e), kind: 'desk', value: own(desks, () => [], e) }),
  limit: (e) => ({ ...common(e), kind: 'limit', value: own(limits, limits.attributes, e) }),
  exposure: (e) => ({
    ...common(e),
    kind: 'exposure',
    value: own(exposures, exposures.attributes, e),
  }),
  reservation: (e) => ({
    ...common(e),
    kind: 'reservation',
    value: own(reservations, reservations.attributes, e),
  }),
};

/** Decode whatever lies under a key; what is not as it should be is told, never thrown. */
export function decodeEntry({ collection, key, text }: StateEntry): Decoded {
  const split = splitKey(key);
  if (split === null) return { fault: 'not a key of this layout' };
  const { type, attributes } = split;
  const name = nameOf({ collection, key });
  try {
    const wire: unknown = JSON.parse(text);
    const schema = schemaOf(wire);
    if (type === 'ref') return { other: name };
    const kind = ALL_KINDS.find((each) => each.schema === schema && each.type === type);
    if (kind === undefined) return { fault: `no record of this layout: ${schema}` };
    if (kind.place !== placeOf(collection)) return { fault: `${schema} does not belong here` };
    const decoder = decoderOf(schema);
    const entry = { name, open: collection === null, attributes, text, wire };
    return decoder === null ? { other: name } : { record: decoder(entry) };
  } catch (error) {
    return { fault: faultIn(error) };
  }
}

/** SHA-256 in hex of a text, or of the canonical JSON of any other value. */
export function digestOf(value: unknown): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return createHash('sha256').update(text).digest('hex');
}

/** How a finding names what lies under a key. */
export function nameOf({ collection, key }: Pick<StateEntry, 'collection' | 'key'>): string {
  const split = splitKey(key);
  const words = split === null ? JSON.stringify(key) : [split.type, ...unpadded(split)].join(':');
  return collection === null ? words : `${collection} ${words}`;
}

/** Where the record of a finding lies; null for what is not named so. */
export function placeOfName(name: string): Pick<StateEntry, 'collection' | 'key'> | null {
  const [words = '', collection = null] = name.split(' ').reverse();
  const [type = '', ...attributes] = words.split(':');
  try {
    return { collection, key: compositeKey(type, padded({ type, attributes })) };
  } catch {
    return null; // not a record's name
  }
}

function padded({ type, attributes }: { type: string; attributes: string[] }): string[] {
  if (type !== 'lot' && type !== 'instruction') return attributes;
  return attributes.map((each, at) => (at === 1 ? unitsKey(BigInt(each)) : each));
}

/** Units are padded in keys and nowhere else. */
function unpadded({ type, attributes }: { type: string; attributes: string[] }): string[] {
  if (type !== 'lot' && type !== 'instruction') return attributes;
  return attributes.map((each, at) => (at === 1 ? each.replace(/^0+(?=.)/, '') : each));
}

/** Of what a schema refuses, the first thing. */
function faultIn(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [issue] = error.issues;
  return `/${issue?.path.map(String).join('/') ?? ''}: ${issue?.message ?? 'not of its shape'}`;
}

const PLACES: readonly PlaceKind[] = ['desk', 'offers', 'deal', 'directory', 'clearing'];

/** The sort of place that a collection is; null for one that the layout does not know. */
function placeOf(collection: string | null): PlaceKind | null {
  if (collection === null) return 'public';
  const [head] = collection.split('_');
  return PLACES.find((each) => each === head) ?? null;
}

function schemaOf(wire: unknown): string {
  const has = typeof wire === 'object' && wire !== null && 'schema' in wire;
  return has && typeof wire.schema === 'string' ? wire.schema : 'without a schema';
}

function decoderOf(schema: string): ((entry: Entry) => LedgerRecord) | null {
  const name = schema.split('/')[0] ?? '';
  return isRecordKind(name) ? DECODERS[name] : null;
}

function isRecordKind(name: string): name is RecordKind {
  return Object.hasOwn(DECODERS, name);
}

function common({ name, open, wire }: Entry): Common {
  return { name, open, wire };
}

/** @throws Error when the record does not decode, or lies under another's key. */
function own<B extends z.ZodObject>(
  kind: Kind<B, never>,
  attributesOf: (value: Stored<B>) => readonly string[],
  { attributes, text }: Entry,
): Stored<B> {
  const value = decodeRecord(kind, text);
  const named = attributesOf(value);
  if (named.length === attributes.length && named.every((each, at) => each === attributes[at])) {
    return value;
  }
  throw new Error(`it lies under another's key: ${named.join(':')}`);
}
