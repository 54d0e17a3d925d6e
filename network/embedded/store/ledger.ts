import type { Block } from '../blocks.js';
import type {
  BlockPrivate,
  CollectionName,
  Committed,
  PrivateWriteSet,
  Row,
  StateReader,
  TransactionPlace,
  UpdateBatch,
} from './types.js';

/** A range of keys, end exclusive, in UTF-8 byte order; '' is open at that end and then includes composite keys. */
export interface KeyRange {
  readonly start: string;
  readonly end: string;
}

/** Committed state at one moment. A view from `snapshot` must be closed; the ledger's own follows every commit. */
export interface StateView extends StateReader {
  /** One answer a key, in the order asked, read off the main thread. */
  getMany(namespace: string, keys: readonly string[]): Promise<readonly (Committed | null)[]>;
  range(namespace: string, range: KeyRange): AsyncGenerator<Row>;
  privateRange(mspId: string, at: CollectionName, range: KeyRange): AsyncGenerator<Row>;
  /** SHA-256 in hex over every (namespace, collection, key, value), in key order, without versions. */
  stateHash(): Promise<string>;
}

/** A frozen view: what a simulation reads, so that no commit shows through half-way. */
export interface StateSnapshot extends StateView {
  /** Blocks committed when it was taken. */
  readonly height: number;
  close(): Promise<void>;
}

/** One write of a key in the chain, as `getHistoryForKey` answers it. */
export interface KeyModification {
  readonly txId: string;
  /** Null for a delete. */
  readonly value: Uint8Array | null;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  readonly block: number;
  readonly tx: number;
}

export interface BlockCommit {
  /** With its flags in place; number = height, previous hash = last hash. The store adds the commit hash. */
  readonly block: Block;
  readonly batch: UpdateBatch;
  readonly private: BlockPrivate;
}

/** An open ledger. After the first storage error every call throws `StorePoisoned` until it is opened again. */
export interface LedgerStore {
  /** Number of committed blocks, so also the number of the next. */
  readonly height: number;
  /** Header hash of the last block; empty before genesis. */
  readonly lastHash: Uint8Array;
  readonly lastCommitHash: Uint8Array;
  readonly state: StateView;
  snapshot(): StateSnapshot;
  /**
   * Chain the commit hash, make the block durable and apply it. One at a time. Resolves when the block and its private
   * parts are on the device and the state shows them.
   * @returns the block as committed, with its commit hash (from block 1)
   * @throws CommitRefused when the block does not follow or its private parts do not match: nothing was written
   * @throws StorePoisoned when storage failed: whether the block is committed shows when the ledger is opened again
   */
  commit(commit: BlockCommit): Promise<Block>;
  block(number: number): Promise<Block>;
  blockNumberByHash(headerHash: Uint8Array): number | null;
  /** The first transaction in the chain under this id, valid or not. */
  transaction(txId: string): TransactionPlace | null;
  /** Newest first. */
  history(namespace: string, key: string): AsyncGenerator<KeyModification>;
  /** An organisation's private write sets of a block. */
  privateOf(mspId: string, block: number): Promise<readonly PrivateWriteSet[]>;
  close(): Promise<void>;
}
