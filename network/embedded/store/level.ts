import { crc32 } from 'node:zlib';
import { Level } from 'level';

/** The only door to LevelDB. Every value carries a CRC-32 of its key and itself: LevelDB returns flipped bits. */
export interface KeyValueView {
  /** @throws IndexDamaged */
  get(key: Uint8Array): Uint8Array | null;
  getMany(keys: readonly Uint8Array[]): Promise<readonly (Uint8Array | null)[]>;
  /** Keys from `from` up to, not including, `to`, in byte order, in batches. */
  batches(range: KeyBytesRange): AsyncGenerator<readonly KeyValue[]>;
}

export interface KeyBytesRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly reverse?: boolean;
}

export interface KeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface KeyValueSnapshot extends KeyValueView {
  close(): Promise<void>;
}

/** What a write does to a key; `value` null deletes. */
export interface KeyChange {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

export interface KeyValueStore extends KeyValueView {
  /** All or nothing; not synced, for the block file is the truth. */
  write(changes: readonly KeyChange[]): Promise<void>;
  snapshot(): KeyValueSnapshot;
  close(): Promise<void>;
}

/** A row of the index is not what was written. The index is rebuilt when the ledger is next opened. */
export class IndexDamaged extends Error {
  override readonly name = 'IndexDamaged';
}

/** A snapshot was read after it had been closed: the caller's mistake, not the storage's. */
export class SnapshotClosed extends Error {
  override readonly name = 'SnapshotClosed';
}

/** Somebody else has the directory open. */
export class LevelLocked extends Error {
  override readonly name = 'LevelLocked';
}

type Database = Level<Uint8Array, Uint8Array>;
type Snapshot = ReturnType<Database['snapshot']>;

const CHECK_BYTES = 4;
const BATCH_ROWS = 1000;

/** @throws LevelLocked, or LevelDB's own error when the directory cannot be opened */
export async function openLevel(directory: string): Promise<KeyValueStore> {
  const database: Database = new Level(directory, { keyEncoding: 'view', valueEncoding: 'view' });
  try {
    await database.open();
  } catch (error) {
    if (isLocked(error)) throw new LevelLocked(`${directory} is open elsewhere`, { cause: error });
    throw error;
  }
  return {
    ...viewOf(database, undefined),
    write: (changes) => writeAll(database, changes),
    snapshot: () => openSnapshot(database),
    close: () => database.close(),
  };
}

function openSnapshot(database: Database): KeyValueSnapshot {
  const snapshot = database.snapshot();
  let open = true;
  const view = viewOf(database, snapshot);
  const check = (): void => {
    if (!open) throw new SnapshotClosed('This snapshot of the state is closed');
  };
  return {
    get: (key) => {
      check();
      return view.get(key);
    },
    getMany: async (keys) => {
      check();
      return view.getMany(keys);
    },
    async *batches(range) {
      check();
      yield* view.batches(range);
    },
    close: async () => {
      open = false;
      await snapshot.close();
    },
  };
}

function viewOf(database: Database, snapshot: Snapshot | undefined): KeyValueView {
  return {
    get: (key) => {
      const stored = database.getSync(key, { snapshot });
      return stored === undefined ? null : unchecked(key, stored);
    },
    getMany: async (keys) => {
      const stored = await database.getMany([...keys], { snapshot });
      return keys.map((key, nth) => {
        const value = stored[nth];
        return value === undefined ? null : unchecked(key, value);
      });
    },
    async *batches({ from, to, reverse = false }) {
      const iterator = database.iterator({ gte: from, lt: to, reverse, snapshot });
      try {
        for (;;) {
          const rows = await iterator.nextv(BATCH_ROWS);
          if (rows.length === 0) return;
          yield rows.map(([key, stored]) => ({ key, value: unchecked(key, stored) }));
        }
      } finally {
        await iterator.close();
      }
    },
  };
}

/** A chained batch takes a third of the time of a list of operations. */
async function writeAll(database: Database, changes: readonly KeyChange[]): Promise<void> {
  const batch = database.batch();
  for (const { key, value } of changes) {
    if (value === null) batch.del(key);
    else batch.put(key, checked(key, value));
  }
  await batch.write({ sync: false });
}

function checked(key: Uint8Array, value: Uint8Array): Uint8Array {
  const stored = Buffer.allocUnsafe(value.length + CHECK_BYTES);
  stored.set(value);
  stored.writeUInt32BE(crc32(value, crc32(key)), value.length);
  return stored;
}

function unchecked(key: Uint8Array, stored: Uint8Array): Uint8Array {
  const end = stored.length - CHECK_BYTES;
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.length);
  const value = bytes.subarray(0, Math.max(end, 0));
  if (end < 0 || bytes.readUInt32BE(end) !== crc32(value, crc32(key))) {
    throw new IndexDamaged(`the index row ${Buffer.from(key).toString('hex')} is damaged`);
  }
  return value;
}

function isLocked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}
