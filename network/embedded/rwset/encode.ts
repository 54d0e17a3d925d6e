import type {
  CollectionRwSet,
  KeyWrite,
  MerkleSummary,
  MetadataWrite,
  NamespaceRwSet,
  RangeQuery,
  Read,
} from '../store/rwset.js';
import type { Version } from '../store/types.js';
import { bytesField, scalarBytes, scalarNumber } from '../store/wire.js';

type KeyEncoder = (key: string) => Uint8Array;

const utf8: KeyEncoder = (key) => Buffer.from(key);
const unhex: KeyEncoder = (key) => Buffer.from(key, 'hex');
const EMPTY = Buffer.alloc(0);

/** `rwset.TxReadWriteSet` as Go's encoder writes it; the data model KV is the default and takes no bytes. */
export function encodeRwSet(namespaces: readonly NamespaceRwSet[]): Buffer {
  return repeated(2, namespaces.map(namespaceBytes));
}

/** A private `kvrwset.KVRWSet`: what the collection's hash on the channel is the hash of. */
export function encodePrivateRwSet(
  writes: readonly KeyWrite[],
  metadataKeys: readonly string[],
): Buffer {
  const keys = metadataKeys.map((key) => ({ key, metadata: null }));
  return keyValueBytes({ reads: [], ranges: [], writes, metadataWrites: keys });
}

/** `kvrwset.QueryReads`, of which one leaf of the Merkle tree is the hash. */
export function encodeReads(reads: readonly Read[]): Buffer {
  return repeated(
    1,
    reads.map((read) => readBytes(read, utf8)),
  );
}

function namespaceBytes(set: NamespaceRwSet): Uint8Array {
  return Buffer.concat([
    scalarBytes(1, utf8(set.namespace)),
    scalarBytes(2, keyValueBytes(set)),
    repeated(3, set.collections.map(collectionBytes)),
  ]);
}

function keyValueBytes(set: Omit<NamespaceRwSet, 'namespace' | 'collections'>): Buffer {
  return Buffer.concat([
    repeated(
      1,
      set.reads.map((read) => readBytes(read, utf8)),
    ),
    repeated(2, set.ranges.map(rangeBytes)),
    repeated(
      3,
      set.writes.map((write) => writeBytes(write)),
    ),
    repeated(
      4,
      set.metadataWrites.map((write) => metadataBytes(write, utf8)),
    ),
  ]);
}

function collectionBytes(set: CollectionRwSet): Uint8Array {
  const hashed = Buffer.concat([
    repeated(
      1,
      set.reads.map((read) => readBytes(read, unhex)),
    ),
    repeated(2, set.writes.map(hashedWriteBytes)),
    repeated(
      3,
      set.metadataWrites.map((write) => metadataBytes(write, unhex)),
    ),
  ]);
  return Buffer.concat([
    scalarBytes(1, utf8(set.collection)),
    scalarBytes(2, hashed),
    scalarBytes(3, set.privateHash ?? EMPTY),
  ]);
}

function readBytes(read: Read, key: KeyEncoder): Uint8Array {
  const version = read.version === null ? EMPTY : bytesField(2, versionMessage(read.version));
  return Buffer.concat([scalarBytes(1, key(read.key)), version]);
}

function versionMessage(version: Version): Uint8Array {
  return Buffer.concat([scalarNumber(1, version.block), scalarNumber(2, version.tx)]);
}

function writeBytes({ key, value }: KeyWrite): Uint8Array {
  return Buffer.concat([
    scalarBytes(1, utf8(key)),
    scalarNumber(2, value === null ? 1 : 0),
    scalarBytes(3, value ?? EMPTY),
  ]);
}

function hashedWriteBytes({ key, value, isPurge }: KeyWrite): Uint8Array {
  return Buffer.concat([
    scalarBytes(1, unhex(key)),
    scalarNumber(2, value === null ? 1 : 0),
    scalarBytes(3, value ?? EMPTY),
    scalarNumber(4, isPurge ? 1 : 0),
  ]);
}

/** The stored form of metadata is this message without its key. */
function metadataBytes({ key, metadata }: MetadataWrite, encode: KeyEncoder): Uint8Array {
  return Buffer.concat([scalarBytes(1, encode(key)), metadata ?? EMPTY]);
}

function rangeBytes(range: RangeQuery): Uint8Array {
  return Buffer.concat([
    scalarBytes(1, utf8(range.startKey)),
    scalarBytes(2, utf8(range.endKey)),
    scalarNumber(3, range.exhausted ? 1 : 0),
    range.reads === null ? EMPTY : bytesField(4, encodeReads(range.reads)),
    range.merkle === null ? EMPTY : bytesField(5, merkleBytes(range.merkle)),
  ]);
}

function merkleBytes(merkle: MerkleSummary): Uint8Array {
  return Buffer.concat([
    scalarNumber(1, merkle.maxDegree),
    scalarNumber(2, merkle.maxLevel),
    repeated(3, merkle.hashes),
  ]);
}

function repeated(number: number, messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat(messages.map((message) => bytesField(number, message)));
}
