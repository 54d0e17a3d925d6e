import type { Version } from './types.js';
import { allBytes, bytesField, embedded, fieldsOf, lastBytes, lastNumber, text } from './wire.js';

/** A transaction's public results, decoded. @see fabric-protos ledger/rwset/rwset.proto, kvrwset/kv_rwset.proto */
export interface NamespaceRwSet {
  readonly namespace: string;
  readonly reads: readonly Read[];
  readonly ranges: readonly RangeQuery[];
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  readonly collections: readonly CollectionRwSet[];
}

export interface Read {
  /** The key; for a hashed read, hex of its hash. */
  readonly key: string;
  /** Null when the key was absent. */
  readonly version: Version | null;
}

/** `value` null is a delete: so marked, or empty. */
export interface KeyWrite {
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly isPurge: boolean;
}

/** `metadata` null removes it; else the serialised entries as the state stores them. */
export interface MetadataWrite {
  readonly key: string;
  readonly metadata: Uint8Array | null;
}

export interface RangeQuery {
  readonly startKey: string;
  readonly endKey: string;
  readonly exhausted: boolean;
  /** The results one by one, or null when they were summarised. */
  readonly reads: readonly Read[] | null;
  readonly merkle: MerkleSummary | null;
}

export interface MerkleSummary {
  readonly maxDegree: number;
  readonly maxLevel: number;
  readonly hashes: readonly Uint8Array[];
}

/** Keys are hex of key hashes, values are value hashes. */
export interface CollectionRwSet {
  readonly collection: string;
  readonly reads: readonly Read[];
  readonly writes: readonly KeyWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** SHA-256 of the private `KVRWSet`; null when the transaction only read the collection. */
  readonly privateHash: Uint8Array | null;
}

/** SHA-256 of nothing: an empty private value deletes too. @see fabric rwsetutil.IsKVWriteHashDelete (FAB-18386) */
const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Decode `rwset.TxReadWriteSet`. @throws WireError */
export function decodeRwSet(bytes: Uint8Array): readonly NamespaceRwSet[] {
  return allBytes(fieldsOf(bytes), 2).map(namespaceRwSet);
}

/** Decode a private `kvrwset.KVRWSet`: its writes, and the keys whose metadata alone was written. */
export function decodePrivateRwSet(bytes: Uint8Array): {
  readonly writes: readonly KeyWrite[];
  readonly metadataKeys: readonly string[];
} {
  const fields = fieldsOf(bytes);
  return {
    writes: allBytes(fields, 3).map(keyWrite),
    metadataKeys: allBytes(fields, 4).map((entry) => text(lastBytes(fieldsOf(entry), 1))),
  };
}

function namespaceRwSet(bytes: Uint8Array): NamespaceRwSet {
  const outer = fieldsOf(bytes);
  const fields = fieldsOf(lastBytes(outer, 2));
  return {
    namespace: text(lastBytes(outer, 1)),
    reads: allBytes(fields, 1).map((read) => readOf(read, text)),
    ranges: allBytes(fields, 2).map(rangeQuery),
    writes: allBytes(fields, 3).map(keyWrite),
    metadataWrites: allBytes(fields, 4).map((entry) => metadataWrite(entry, text)),
    collections: allBytes(outer, 3).map(collectionRwSet),
  };
}

function collectionRwSet(bytes: Uint8Array): CollectionRwSet {
  const outer = fieldsOf(bytes);
  const fields = fieldsOf(lastBytes(outer, 2));
  const privateHash = lastBytes(outer, 3);
  return {
    collection: text(lastBytes(outer, 1)),
    reads: allBytes(fields, 1).map((read) => readOf(read, hex)),
    writes: allBytes(fields, 2).map(hashedWrite),
    metadataWrites: allBytes(fields, 3).map((entry) => metadataWrite(entry, hex)),
    privateHash: privateHash.length === 0 ? null : privateHash,
  };
}

type KeyDecoder = (bytes: Uint8Array) => string;

function readOf(bytes: Uint8Array, key: KeyDecoder): Read {
  const fields = fieldsOf(bytes);
  const version = embedded(fields, 2);
  return { key: key(lastBytes(fields, 1)), version: version === null ? null : versionOf(version) };
}

function versionOf(bytes: Uint8Array): Version {
  const fields = fieldsOf(bytes);
  return { block: lastNumber(fields, 1), tx: lastNumber(fields, 2) };
}

/** @see fabric core/ledger/kvledger/txmgmt/rwsetutil IsKVWriteDelete */
function keyWrite(bytes: Uint8Array): KeyWrite {
  const fields = fieldsOf(bytes);
  const value = lastBytes(fields, 3);
  const deletes = lastNumber(fields, 2) !== 0 || value.length === 0;
  return { key: text(lastBytes(fields, 1)), value: deletes ? null : value, isPurge: false };
}

function hashedWrite(bytes: Uint8Array): KeyWrite {
  const fields = fieldsOf(bytes);
  const value = lastBytes(fields, 3);
  const deletes =
    lastNumber(fields, 2) !== 0 || value.length === 0 || hex(value) === HASH_OF_NOTHING;
  return {
    key: hex(lastBytes(fields, 1)),
    value: deletes ? null : value,
    isPurge: lastNumber(fields, 4) !== 0,
  };
}

/**
 * State keeps metadata as a `KVMetadataWrite` without a key, which is this message less its first field.
 * @see fabric core/ledger/kvledger/txmgmt/statemetadata/metadata.go Serialize
 */
function metadataWrite(bytes: Uint8Array, key: KeyDecoder): MetadataWrite {
  const fields = fieldsOf(bytes);
  const entries = allBytes(fields, 2);
  const metadata = Buffer.concat(entries.map((entry) => bytesField(2, entry)));
  return { key: key(lastBytes(fields, 1)), metadata: entries.length === 0 ? null : metadata };
}

function rangeQuery(bytes: Uint8Array): RangeQuery {
  const fields = fieldsOf(bytes);
  // The two are one choice (`oneof`): the later on the wire wins.
  const choice = fields.findLast((field) => field.number === 4 || field.number === 5)?.number;
  const raw = choice === 4 ? embedded(fields, 4) : null;
  const merkle = choice === 5 ? embedded(fields, 5) : null;
  return {
    startKey: text(lastBytes(fields, 1)),
    endKey: text(lastBytes(fields, 2)),
    exhausted: lastNumber(fields, 3) !== 0,
    reads: raw === null ? null : allBytes(fieldsOf(raw), 1).map((read) => readOf(read, text)),
    merkle: merkle === null ? null : merkleSummary(merkle),
  };
}

function merkleSummary(bytes: Uint8Array): MerkleSummary {
  const fields = fieldsOf(bytes);
  return {
    maxDegree: lastNumber(fields, 1),
    maxLevel: lastNumber(fields, 2),
    hashes: allBytes(fields, 3),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
