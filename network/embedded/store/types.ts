/**
 * What the validator hands to the store and what a simulation reads from it. Key hashes are lower-case hex
 * in these shapes, because a `Map` compares strings and not bytes.
 */

/** The transaction that wrote a value last. @see fabric core/ledger/internal/version/version.go */
export interface Version {
  readonly block: number;
  readonly tx: number;
}

/** A committed value; `metadata` is Fabric's serialised key metadata (validation parameter), null when none. */
export interface Committed {
  readonly value: Uint8Array;
  readonly metadata: Uint8Array | null;
  readonly version: Version;
}

/** What a block does to one key; `value` null deletes it, and its metadata with it. */
export interface Write {
  readonly value: Uint8Array | null;
  readonly metadata: Uint8Array | null;
  readonly version: Version;
  /** Whether the key was there before the block: the index counts its rows by it. */
  readonly existed: boolean;
}

/** Everything one block writes, as its VALID transactions leave it. Grown by `applyWrites`. */
export interface UpdateBatch {
  /** namespace → key */
  readonly public: Map<string, Map<string, Write>>;
  /** namespace → collection → hex of SHA-256(key); the value is SHA-256(value). */
  readonly hashed: Map<string, Map<string, Map<string, Write>>>;
  /** Every public value write, also those that a later transaction of the block wrote over. */
  readonly history: HistoryEntry[];
  /** The private write sets that belong to the block, by their hashes. */
  readonly expected: ExpectedPrivate[];
}

export interface HistoryEntry {
  readonly namespace: string;
  readonly key: string;
  readonly version: Version;
}

/** A VALID transaction wrote to a collection: these are the bytes its members must hold. */
export interface ExpectedPrivate {
  readonly tx: number;
  readonly namespace: string;
  readonly collection: string;
  /** SHA-256 of the private `KVRWSet`. */
  readonly hash: Uint8Array;
}

/** One transaction's private writes in one collection: the bytes whose SHA-256 the public part carries. */
export interface PrivateWriteSet {
  /** Index of the transaction in the block. */
  readonly tx: number;
  readonly namespace: string;
  readonly collection: string;
  /** A serialised `kvrwset.KVRWSet`, exactly as simulated. */
  readonly rwset: Uint8Array;
}

/** A private write set that nobody could hand over when the block was committed. */
export interface MissingPrivate {
  readonly tx: number;
  readonly namespace: string;
  readonly collection: string;
  readonly mspId: string;
}

/** The private part of a block: each organisation's write sets, and what was missing, which is recorded. */
export interface BlockPrivate {
  readonly byMsp: ReadonlyMap<string, readonly PrivateWriteSet[]>;
  readonly missing: readonly MissingPrivate[];
}

/** Committed state as one peer sees it. Synchronous, because a simulation asks thousands of times. */
export interface StateReader {
  get(namespace: string, key: string): Committed | null;
  /** @param keyHash hex of SHA-256(key) */
  getHash(at: CollectionName, keyHash: string): Committed | null;
  getPrivate(mspId: string, at: CollectionName, key: string): Committed | null;
}

export interface CollectionName {
  readonly namespace: string;
  readonly collection: string;
}

/** A key with what is committed under it, as a range yields it. */
export interface Row extends Committed {
  readonly key: string;
}

/** Where a transaction stands in the ledger. */
export interface TransactionPlace extends Version {
  /** A `TxValidationCode`. */
  readonly code: number;
}
