import { createHash } from 'node:crypto';
import type { Health } from './health.js';
import {
  STATE_RANGE,
  hashKey,
  keyWithin,
  privateKey,
  privateRange,
  publicKey,
  publicRange,
  stateParts,
} from './index-keys.js';
import { decodeState } from './index-rows.js';
import type { KeyBytesRange, KeyValueView } from './level.js';
import type { StateView } from './ledger.js';
import type { Committed, Row } from './types.js';

const PUBLIC_NAMES = 2;
const PRIVATE_NAMES = 3;

/** State as the rows of a view tell it. A damaged row stops the store. */
export function stateView(rows: KeyValueView, health: Health): StateView {
  const read = (key: Uint8Array): Committed | null =>
    health.run(() => {
      const row = rows.get(key);
      return row === null ? null : decodeState(row);
    });
  return {
    get: (namespace, key) => read(publicKey(namespace, key)),
    getHash: (at, keyHash) => read(hashKey(at, keyHash)),
    getPrivate: (mspId, at, key) => read(privateKey(mspId, at, key)),
    getMany: async (namespace, keys) => {
      const wanted = keys.map((key) => publicKey(namespace, key));
      const found = await health.runAsync(() => rows.getMany(wanted));
      return found.map((row) => (row === null ? null : decodeState(row)));
    },
    range: (namespace, range) =>
      rowsIn(rows, health, {
        ...publicRange(namespace, range),
        names: PUBLIC_NAMES,
      }),
    privateRange: (mspId, at, range) =>
      rowsIn(rows, health, {
        ...privateRange(mspId, at, range),
        names: PRIVATE_NAMES,
      }),
    stateHash: () => health.runAsync(() => hashState(rows)),
  };
}

interface NamedRange extends KeyBytesRange {
  /** How many names stand before the key. */
  readonly names: number;
}

async function* rowsIn(rows: KeyValueView, health: Health, range: NamedRange): AsyncGenerator<Row> {
  for await (const batch of health.each(rows.batches(range))) {
    for (const { key, value } of batch) {
      yield { key: keyWithin(key, range.names), ...decodeState(value) };
    }
  }
}

/** Each part with its length in four bytes before it, so that no two states share a digest's input. */
async function hashState(rows: KeyValueView): Promise<string> {
  const hash = createHash('sha256');
  const add = (part: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for await (const batch of rows.batches(STATE_RANGE)) {
    for (const { key, value } of batch) {
      const parts = stateParts(key);
      add(parts.namespace);
      add(parts.collection);
      add(parts.key);
      add(decodeState(value).value);
    }
  }
  return hash.digest('hex');
}
