import { z } from 'zod';
import { decode } from '../commands/command.js';
import { Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../state/canonical.js';
import { parseCanonical } from '../state/json.js';
import { compositeKey } from '../state/keys.js';
import { ALL_KINDS, keys, parties } from '../state/kinds.js';
import type { Kind, PlaceKind } from '../state/kind.js';
import type { StatePort, Transaction } from '../state/port.js';
import { decodeRecord } from '../state/record.js';

/** A read: evaluated, never submitted. */
export type Query = (
  from: { readonly port: StatePort; readonly transaction: Transaction },
  text: string,
) => Promise<string>;

export const RECORDS_MAX = 1000;

const Where = z.strictObject({
  type: z.string().max(32),
  /** Private collection; null for public state. */
  collection: z.string().max(200).nullable(),
  /** All attributes for `record:get`, the leading ones for `record:list`. */
  attributes: z.array(z.string().max(64)).max(4),
});
type Where = z.output<typeof Where>;

/**
 * The two reads every caller has. A private record is shown to the parties its kind names as readers and
 * to nobody else, for members of a collection share peers, not secrets; a record that may not be seen
 * answers as one that is not there.
 */
export const QUERIES: Readonly<Record<string, Query>> = {
  'record:get': async ({ port, transaction }, text) => {
    const where = decode(Where, parseCanonical(text));
    const kind = kindOf(where);
    const key = compositeKey(where.type, where.attributes);
    const [value] =
      where.collection === null
        ? await port.getPublic([key])
        : [await port.getPrivate(where.collection, key)];
    const shown = await visible({ port, transaction, kind, value });
    if (shown === null) throw new Refusal(kind.unknown, { id: where.attributes.join(':') });
    return shown;
  },
  'record:list': async ({ port, transaction }, text) => {
    const where = decode(Where, parseCanonical(text));
    const kind = kindOf(where);
    compositeKey(where.type, where.attributes);
    const found =
      where.collection === null
        ? port.scanPublic(where.type, where.attributes)
        : port.scanPrivate(where.collection, where.type, where.attributes);
    const records: unknown[] = [];
    for await (const value of found) {
      const shown = await visible({ port, transaction, kind, value });
      if (shown !== null) records.push(JSON.parse(shown));
      if (records.length === RECORDS_MAX) break;
    }
    return canonicalJson(records);
  },
};

/** The kind of that name in that sort of place: a loan has a public and a private part. */
function kindOf({ type, collection }: Where): Kind<z.ZodObject, never> {
  const place = collection === null ? 'public' : placeKind(collection);
  const kind = ALL_KINDS.find((each) => each.type === type && each.place === place);
  if (kind === undefined) {
    throw new Refusal('COMMAND_MALFORMED', { pointer: '/type', reason: 'no such kind of record' });
  }
  return kind;
}

function placeKind(collection: string): PlaceKind | null {
  const kinds: readonly PlaceKind[] = ['desk', 'offers', 'deal', 'directory', 'clearing'];
  const [head] = collection.split('_');
  return kinds.find((each) => each === head) ?? null;
}

interface Seen {
  readonly port: StatePort;
  readonly transaction: Transaction;
  readonly kind: Kind<z.ZodObject, never>;
  readonly value: Uint8Array | undefined;
}

async function visible({ port, transaction, kind, value }: Seen): Promise<string | null> {
  if (value === undefined || value.length === 0) return null;
  const text = new TextDecoder('utf-8', { fatal: true }).decode(value);
  if (kind.place === 'public') return text;
  const readers = kind.readers?.(decodeRecord(kind, text)) ?? [];
  const reader = await partyOf(port, transaction);
  return reader !== null && readers.includes(reader) ? text : null;
}

async function partyOf(port: StatePort, { creator }: Transaction): Promise<string | null> {
  const [found] = await port.getPublic([compositeKey(keys.type, [creator.key])]);
  if (found === undefined || found.length === 0) return null;
  const key = decodeRecord(keys, new TextDecoder().decode(found));
  const [held] = await port.getPublic([compositeKey(parties.type, [key.party])]);
  if (held === undefined || held.length === 0) return null;
  const party = decodeRecord(parties, new TextDecoder().decode(held));
  return party.mspId === creator.mspId ? party.id : null;
}
