import { type Block, VALID, flagsOf } from '../blocks.js';
import type { CollectionRwSet, KeyWrite, MetadataWrite, NamespaceRwSet } from './rwset.js';
import { ENDORSER_TRANSACTION, envelopeHead, resultsOf } from './transactions.js';
import type { Committed, StateReader, UpdateBatch, Version, Write } from './types.js';
import { versionBytes } from './versions.js';
import { bytesField, scalarBytes, scalarNumber } from './wire.js';

export function emptyBatch(): UpdateBatch {
  return { public: new Map(), hashed: new Map(), history: [], expected: [] };
}

/** A VALID transaction's place and results. */
export interface ValidTransaction {
  readonly version: Version;
  readonly results: readonly NamespaceRwSet[];
}

/**
 * Add one VALID transaction to its block's batch. The validator calls it transaction by transaction as it accepts
 * them, the rebuild from the recorded flags: both get the same batch. A value write keeps the key's metadata, a
 * metadata write keeps its value and moves its version, and does nothing to an absent key.
 * @param committed state before the block
 * @see fabric core/ledger/kvledger/txmgmt/validation/tx_ops.go
 */
export function applyWrites(
  batch: UpdateBatch,
  tx: ValidTransaction,
  committed: StateReader,
): void {
  const { version } = tx;
  for (const { namespace, writes, metadataWrites, collections } of tx.results) {
    applyKeys(
      childOf(batch.public, namespace),
      { writes, metadataWrites },
      { version, committed: (key) => committed.get(namespace, key) },
    );
    for (const { key } of writes) batch.history.push({ namespace, key, version });
    for (const set of collections) {
      if (!writesSomething(set)) continue;
      const at = { namespace, collection: set.collection };
      applyKeys(childOf(childOf(batch.hashed, namespace), set.collection), set, {
        version,
        committed: (keyHash) => committed.getHash(at, keyHash),
      });
    }
    for (const { collection, privateHash: hash } of collections) {
      if (hash !== null) batch.expected.push({ tx: version.tx, namespace, collection, hash });
    }
  }
}

/**
 * The batch of a committed block, from its validation flags and its envelopes.
 * @throws WireError when a VALID endorser transaction cannot be decoded, which no validator accepts
 */
export function batchOf(block: Block, committed: StateReader): UpdateBatch {
  const batch = emptyBatch();
  for (const transaction of validTransactions(block)) applyWrites(batch, transaction, committed);
  return batch;
}

/** The VALID endorser transactions of a committed block, decoded, in order. @throws WireError */
export function validTransactions(block: Block): readonly ValidTransaction[] {
  const flags = flagsOf(block);
  return block.data.flatMap((envelope, tx) => {
    if (flags[tx] !== VALID) return [];
    const head = envelopeHead(envelope);
    if (head === null || head.type !== ENDORSER_TRANSACTION) return [];
    return [{ version: { block: block.number, tx }, results: resultsOf(head.data) }];
  });
}

/**
 * The bytes of `txmgr.Updates`: namespaces in order, public keys before collections, a name only where it changes,
 * no metadata. The channel configuration's namespace (empty) is left out.
 * @see fabric core/ledger/kvledger/txmgmt/txmgr/update_batch_bytes.go
 */
export function updateBytes(batch: UpdateBatch): Uint8Array {
  const namespaces = new Set([...batch.public.keys(), ...batch.hashed.keys()]);
  namespaces.delete('');
  return Buffer.concat(
    sorted(namespaces).flatMap((namespace) => namespaceUpdates(batch, namespace)),
  );
}

/** Compare as Go compares strings, and LevelDB keys: by UTF-8 bytes. */
function compareUtf8(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

interface KeyWrites {
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
}

/** A key as a transaction finds it: as an earlier one of the block left it, or as committed. */
interface Found {
  readonly value: Uint8Array | null;
  readonly metadata: Uint8Array | null;
  readonly existed: boolean;
}

interface Before {
  readonly version: Version;
  readonly committed: (key: string) => Committed | null;
}

function applyKeys(updates: Map<string, Write>, change: KeyWrites, before: Before): void {
  const { version } = before;
  const find = (key: string): Found => {
    const earlier = updates.get(key);
    if (earlier !== undefined) return earlier;
    const committed = before.committed(key);
    return committed === null ? ABSENT : { ...committed, existed: true };
  };
  // Each key is merged with what stood before this transaction: collect first, write last.
  const merged = [...valueWrites(change, find), ...metadataOnly(change, find)];
  for (const [key, { value, metadata, existed }] of merged) {
    updates.set(key, { value, metadata, version, existed });
  }
}

const ABSENT: Found = { value: null, metadata: null, existed: false };

type Finder = (key: string) => Found;

function* valueWrites(change: KeyWrites, find: Finder): Generator<[string, Found]> {
  const entries = new Map(change.metadataWrites.map((write) => [write.key, write.metadata]));
  for (const { key, value } of change.writes) {
    const before = find(key);
    const written = entries.get(key);
    const kept = written === undefined ? before.metadata : written;
    yield [key, { value, metadata: value === null ? null : kept, existed: before.existed }];
  }
}

function* metadataOnly(change: KeyWrites, find: Finder): Generator<[string, Found]> {
  const values = new Set(change.writes.map((write) => write.key));
  for (const { key, metadata } of change.metadataWrites) {
    if (values.has(key)) continue;
    const before = find(key);
    if (before.value !== null) yield [key, { ...before, metadata }];
  }
}

function writesSomething(set: CollectionRwSet): boolean {
  return set.writes.length > 0 || set.metadataWrites.length > 0;
}

function namespaceUpdates(batch: UpdateBatch, namespace: string): readonly Uint8Array[] {
  const collections = batch.hashed.get(namespace) ?? new Map<string, Map<string, Write>>();
  const rows = [
    ...keyUpdates(batch.public.get(namespace), (key) => Buffer.from(key)),
    ...sorted(collections.keys()).flatMap((name) => collectionUpdates(collections.get(name), name)),
  ];
  return rows.map(({ collection, body }, index) => {
    const first = index === 0 ? bytesField(1, Buffer.from(namespace)) : Buffer.alloc(0);
    return bytesField(1, Buffer.concat([first, scalarBytes(2, Buffer.from(collection)), body]));
  });
}

interface UpdateRow {
  /** Empty on all but the first row of a collection. */
  readonly collection: string;
  readonly body: Uint8Array;
}

function collectionUpdates(
  updates: Map<string, Write> | undefined,
  name: string,
): readonly UpdateRow[] {
  const rows = keyUpdates(updates, (keyHash) => Buffer.from(keyHash, 'hex'));
  return rows.map((row, index) => ({ ...row, collection: index === 0 ? name : '' }));
}

function keyUpdates(
  updates: Map<string, Write> | undefined,
  keyBytes: (key: string) => Uint8Array,
): readonly UpdateRow[] {
  const rows = [...(updates ?? [])].map(([key, write]) => ({ ...write, bytes: keyBytes(key) }));
  rows.sort((one, other) => Buffer.compare(one.bytes, other.bytes));
  return rows.map(({ bytes, value, version }) => {
    const body = Buffer.concat([
      scalarBytes(3, bytes),
      scalarNumber(4, value === null ? 1 : 0),
      scalarBytes(5, value ?? new Uint8Array(0)),
      scalarBytes(6, versionBytes(version)),
    ]);
    return { collection: '', body };
  });
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort(compareUtf8);
}

function childOf<V>(parent: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const found = parent.get(name);
  if (found !== undefined) return found;
  const child = new Map<string, V>();
  parent.set(name, child);
  return child;
}
