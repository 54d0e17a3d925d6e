import { sha256 } from '../blocks.js';
import type {
  CollectionRwSet,
  KeyWrite,
  MetadataWrite,
  NamespaceRwSet,
  RangeQuery,
  Read,
} from '../store/rwset.js';
import type { Version } from '../store/types.js';
import { encodePrivateRwSet } from './encode.js';
import { inKeyOrder } from './order.js';

interface CollectionBuilder {
  readonly collection: string;
  /** By clear key here as everywhere below, which is the order in which Fabric lists the hashes. */
  readonly reads: Map<string, Read>;
  readonly writes: Map<string, KeyWrite>;
  readonly metadataWrites: Map<string, MetadataWrite>;
  readonly privateWrites: Map<string, KeyWrite>;
}

interface NamespaceBuilder {
  readonly namespace: string;
  readonly reads: Map<string, Read>;
  readonly writes: Map<string, KeyWrite>;
  readonly metadataWrites: Map<string, MetadataWrite>;
  readonly ranges: Map<string, RangeQuery>;
  readonly collections: Map<string, CollectionBuilder>;
}

/** A key of a collection, or of the public state when `collection` is ''. */
export interface Place {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
}

/** The private writes in one collection: the bytes whose hash the public part carries. */
export interface PrivateSet {
  readonly namespace: string;
  readonly collection: string;
  readonly rwset: Uint8Array;
}

export interface ReadWriteSets {
  readonly namespaces: readonly NamespaceRwSet[];
  readonly privateSets: readonly PrivateSet[];
}

/**
 * Gathers what a simulation reads and writes and lays it out as Fabric does: everything sorted, the last write of a key
 * alone kept, collections as hashes with the clear values in private sets beside.
 * @see fabric core/ledger/kvledger/txmgmt/rwsetutil/rwset_builder.go
 */
export class ReadWriteSetBuilder {
  readonly #namespaces = new Map<string, NamespaceBuilder>();

  read(place: Place, version: Version | null): void {
    const { key } = place;
    if (place.collection === '') this.#namespace(place.namespace).reads.set(key, { key, version });
    else this.#collection(place).reads.set(key, { key: keyHash(key), version });
  }

  /** An empty value deletes. */
  write(place: Place, bytes: Uint8Array): void {
    const { key } = place;
    const value = bytes.length === 0 ? null : bytes;
    const write = { key, value, isPurge: false };
    if (place.collection === '') this.#namespace(place.namespace).writes.set(key, write);
    else this.#writePrivate(place, write);
  }

  purge(place: Place): void {
    this.#writePrivate(place, { key: place.key, value: null, isPurge: true });
  }

  /** @param metadata in the stored form; null drops it */
  writeMetadata(place: Place, metadata: Uint8Array | null): void {
    const { key } = place;
    if (place.collection === '') {
      this.#namespace(place.namespace).metadataWrites.set(key, { key, metadata });
    } else {
      this.#collection(place).metadataWrites.set(key, { key: keyHash(key), metadata });
    }
  }

  /** The first of two equal ranges stands. */
  range(namespace: string, query: RangeQuery): void {
    const { ranges } = this.#namespace(namespace);
    const id = JSON.stringify([query.startKey, query.endKey, query.exhausted]);
    if (!ranges.has(id)) ranges.set(id, query);
  }

  build(): ReadWriteSets {
    const privateSets: PrivateSet[] = [];
    const namespaces = inKeyOrder(this.#namespaces).map((builder) => ({
      namespace: builder.namespace,
      reads: inKeyOrder(builder.reads),
      ranges: [...builder.ranges.values()],
      writes: inKeyOrder(builder.writes),
      metadataWrites: inKeyOrder(builder.metadataWrites),
      collections: inKeyOrder(builder.collections).map((collection) => {
        const rwset = privateBytes(collection);
        if (rwset !== null) {
          const { namespace } = builder;
          privateSets.push({ namespace, collection: collection.collection, rwset });
        }
        return collectionSet(collection, rwset === null ? null : sha256(rwset));
      }),
    }));
    return { namespaces, privateSets };
  }

  #writePrivate(place: Place, write: KeyWrite): void {
    const { key, value, isPurge } = write;
    const collection = this.#collection(place);
    collection.privateWrites.set(key, { ...write, isPurge: false });
    const valueHash = value === null ? null : sha256(value);
    collection.writes.set(key, { key: keyHash(key), value: valueHash, isPurge });
  }

  #namespace(namespace: string): NamespaceBuilder {
    const known = this.#namespaces.get(namespace);
    if (known !== undefined) return known;
    const created: NamespaceBuilder = {
      namespace,
      reads: new Map(),
      writes: new Map(),
      metadataWrites: new Map(),
      ranges: new Map(),
      collections: new Map(),
    };
    this.#namespaces.set(namespace, created);
    return created;
  }

  #collection({ namespace, collection }: Place): CollectionBuilder {
    const { collections } = this.#namespace(namespace);
    const known = collections.get(collection);
    if (known !== undefined) return known;
    const created: CollectionBuilder = {
      collection,
      reads: new Map(),
      writes: new Map(),
      metadataWrites: new Map(),
      privateWrites: new Map(),
    };
    collections.set(collection, created);
    return created;
  }
}

/** Hex of what stands for a private key on the channel. @see fabric util.ComputeStringHash */
export function keyHash(key: string): string {
  return Buffer.from(sha256(Buffer.from(key))).toString('hex');
}

/** A metadata write counts too, by its key alone: it lifts the version of the private value. */
function privateBytes(collection: CollectionBuilder): Buffer | null {
  if (collection.privateWrites.size === 0 && collection.metadataWrites.size === 0) return null;
  const metadataKeys = new Map([...collection.metadataWrites.keys()].map((key) => [key, key]));
  return encodePrivateRwSet(inKeyOrder(collection.privateWrites), inKeyOrder(metadataKeys));
}

function collectionSet(
  collection: CollectionBuilder,
  privateHash: Uint8Array | null,
): CollectionRwSet {
  return {
    collection: collection.collection,
    reads: inKeyOrder(collection.reads),
    writes: inKeyOrder(collection.writes),
    metadataWrites: inKeyOrder(collection.metadataWrites),
    privateHash,
  };
}
