import type { z } from 'zod';
import type { Shape } from '../commands/command.js';
import type { CalendarDate } from '../domain/dates.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { canonicalJson } from './canonical.js';
import {
  CLEARING,
  dealCollection,
  deskCollection,
  DIRECTORY,
  offersCollection,
} from './collections.js';
import { compositeKey } from './keys.js';
import { Header, type Kind, type PlaceKind } from './kind.js';
import type { StatePort } from './port.js';
import { decodeRecord, encodeRecord, type Stored } from './record.js';

/** The places each shape may read beside public state, and may write (decisions.md 1). */
const ACCESS: Readonly<
  Record<Shape, { reads: readonly PlaceKind[]; writes: readonly PlaceKind[] }>
> = {
  PUBLIC: { reads: [], writes: ['public'] },
  DESK: { reads: ['desk', 'offers'], writes: ['desk', 'offers'] },
  DEAL: { reads: ['offers', 'deal'], writes: ['deal', 'public'] },
  CLEARING: { reads: ['clearing'], writes: ['clearing', 'public'] },
  FILE: { reads: ['directory'], writes: ['directory'] },
};

/** Public state, or one private collection. */
export interface Place {
  readonly kind: PlaceKind;
  /** null: public state. */
  readonly collection: string | null;
}

export const PUBLIC_PLACE: Place = { kind: 'public', collection: null };
export const DIRECTORY_PLACE: Place = { kind: 'directory', collection: DIRECTORY };
export const CLEARING_PLACE: Place = { kind: 'clearing', collection: CLEARING };

export function deskOf(bankMsp: string): Place {
  return { kind: 'desk', collection: deskCollection(bankMsp) };
}

export function offersOf(bankMsp: string, orgMsp: string): Place {
  return { kind: 'offers', collection: offersCollection(bankMsp, orgMsp) };
}

export function dealOf(bankMsp: string, orgMsp: string): Place {
  return { kind: 'deal', collection: dealCollection(bankMsp, orgMsp) };
}

/** A write that waits for the end of the act. */
export interface Write {
  readonly place: Place;
  readonly key: string;
  readonly type: string;
  readonly attributes: readonly string[];
  readonly version: number;
  readonly text: string;
  /** Many acts change it, each for its own reasons. */
  readonly shared: boolean;
}

interface Entry {
  readonly text: string | null;
  /** 0: absent. */
  readonly version: number;
  readonly actedOn: string;
}

/**
 * All reads and writes of one act. Fabric gives no read-your-own-writes: load everything, decide once,
 * save once. Reads come from committed state only; writes leave in key order with {@link flush}.
 */
export class UnitOfWork {
  readonly #port: StatePort;
  readonly #shape: Shape;
  readonly #today: () => CalendarDate;
  readonly #read = new Map<string, Entry>();
  readonly #writes = new Map<string, Write>();
  readonly #policies = new Map<string, Uint8Array>();

  constructor(port: StatePort, shape: Shape, today: () => CalendarDate) {
    this.#port = port;
    this.#shape = shape;
    this.#today = today;
  }

  /** The record, or null. */
  async find<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    id: Id,
    place: Place = PUBLIC_PLACE,
  ): Promise<Stored<B> | null> {
    const [found] = await this.findAll(kind, [id], place);
    invariant(found !== undefined, 'one answer a key');
    return found;
  }

  /** The records in the order of `ids`, in one round trip where the peer offers it. */
  async findAll<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    ids: readonly Id[],
    place: Place = PUBLIC_PLACE,
  ): Promise<readonly (Stored<B> | null)[]> {
    this.#check('reads', kind, place);
    const keys = ids.map((id) => compositeKey(kind.type, kind.attributes(id)));
    await this.#fetch(keys, place);
    return keys.map((key) => {
      const text = this.#read.get(slot(place, key))?.text ?? null;
      return text === null ? null : decodeRecord(kind, text);
    });
  }

  /** @throws Refusal the kind's `…_UNKNOWN` when it is not there. */
  async get<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    id: Id,
    place: Place = PUBLIC_PLACE,
  ): Promise<Stored<B>> {
    const found = await this.find(kind, id, place);
    if (found === null) throw new Refusal(kind.unknown, { id: kind.attributes(id).join(':') });
    return found;
  }

  async getAll<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    ids: readonly Id[],
    place: Place = PUBLIC_PLACE,
  ): Promise<readonly Stored<B>[]> {
    const found = await this.findAll(kind, ids, place);
    return found.map((record, at) => {
      if (record !== null) return record;
      const id = ids[at];
      invariant(id !== undefined, 'one answer a key');
      throw new Refusal(kind.unknown, { id: kind.attributes(id).join(':') });
    });
  }

  /** Refuses with ALREADY_EXISTS when the id is taken. */
  async create<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    record: z.output<B> & Id,
    place: Place = PUBLIC_PLACE,
  ): Promise<void> {
    if ((await this.find(kind, record, place)) !== null) {
      throw new Refusal('ALREADY_EXISTS', { id: kind.attributes(record).join(':') });
    }
    this.save(kind, record, place);
  }

  /** Writes a record that was read in this act, or one whose key was and is absent. */
  save<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    record: z.output<B> & Id,
    place: Place = PUBLIC_PLACE,
  ): void {
    const entry = this.#read.get(slot(place, compositeKey(kind.type, kind.attributes(record))));
    invariant(entry !== undefined, `${kind.type} is read before it is written`);
    this.#check('writes', kind, place);
    const today = this.#today();
    if (entry.actedOn > today) throw new Refusal('BUSINESS_DATE_PASSED', { date: entry.actedOn });
    this.#write(kind, record, {
      place,
      header: { schema: kind.schema, version: entry.version + 1, actedOn: today },
    });
  }

  /** From this transaction on, the key of a public record answers to `policy`. */
  guard<B extends z.ZodObject, Id>(kind: Kind<B, Id>, id: Id, policy: Uint8Array): void {
    invariant(policy.length > 0, 'a key policy is never emptied');
    invariant(kind.place === 'public', 'key policies guard public records');
    this.#policies.set(compositeKey(kind.type, kind.attributes(id)), policy);
  }

  /** What the act wrote, in key order. */
  writes(): readonly Write[] {
    return [...this.#writes.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, write]) => write);
  }

  /** The committed version of a public record by its key's parts; 0 when it is not there. */
  async versionOf(type: string, attributes: readonly string[]): Promise<number> {
    const key = compositeKey(type, attributes);
    await this.#fetch([key], PUBLIC_PLACE);
    return this.#read.get(slot(PUBLIC_PLACE, key))?.version ?? 0;
  }

  /** A unit over the same peer whose writes go nowhere: what an act would do. */
  trial(): UnitOfWork {
    return new UnitOfWork(this.#port, this.#shape, this.#today);
  }

  /** Hands all writes to the peer, in key order. */
  async flush(): Promise<void> {
    const encoder = new TextEncoder();
    for (const { place, key, text } of this.writes()) {
      const value = encoder.encode(text);
      if (place.collection === null) await this.#port.putPublic(key, value);
      else await this.#port.putPrivate(place.collection, key, value);
    }
    for (const [key, policy] of [...this.#policies].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await this.#port.setKeyPolicy(key, policy);
    }
  }

  #write<B extends z.ZodObject, Id>(
    kind: Kind<B, Id>,
    record: z.output<B> & Id,
    { place, header }: { place: Place; header: Header },
  ): void {
    const attributes = kind.attributes(record);
    const key = compositeKey(kind.type, attributes);
    const name = slot(place, key);
    invariant(!this.#writes.has(name), `${kind.type} is decided once an act`);
    const text = canonicalJson(encodeRecord(kind, record, header));
    const { version } = header;
    const shared = kind.shared === true;
    this.#writes.set(name, { place, key, type: kind.type, attributes, version, text, shared });
  }

  async #fetch(keys: readonly string[], place: Place): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#read.has(slot(place, key)));
    if (missing.length === 0) return;
    const { collection } = place;
    const values =
      collection === null
        ? await this.#port.getPublic(missing)
        : await each(missing, (key) => this.#port.getPrivate(collection, key));
    invariant(values.length === missing.length, 'one value a key');
    missing.forEach((key, at) => this.#read.set(slot(place, key), entryOf(values[at])));
  }

  #check(access: 'reads' | 'writes', kind: Kind<z.ZodObject, never>, place: Place): void {
    const allowed = access === 'reads' && place.kind === 'public';
    invariant(
      allowed || ACCESS[this.#shape][access].includes(place.kind),
      `${this.#shape} ${access} no ${place.kind} record`,
    );
    invariant(
      kind.place === 'act' || kind.place === place.kind,
      `${kind.type} lives in ${kind.place}`,
    );
  }
}

function slot(place: Place, key: string): string {
  return `${place.collection ?? ''}|${key}`;
}

function entryOf(value: Uint8Array | undefined): Entry {
  if (value === undefined || value.length === 0) return { text: null, version: 0, actedOn: '' };
  const text = new TextDecoder('utf-8', { fatal: true }).decode(value);
  const { version, actedOn } = Header.parse(JSON.parse(text));
  return { text, version, actedOn };
}

async function each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}
