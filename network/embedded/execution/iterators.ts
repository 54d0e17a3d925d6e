import type { KeyModification } from '../store/ledger.js';
import type { Row } from '../store/types.js';
import type { Batch, Batches } from './range.js';

/** What a chaincode gets from a range: shim `StateQueryIterator`. */
export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

/** What a chaincode gets from a key's history: shim `HistoryQueryIterator`. */
export interface Modification {
  readonly txId: string;
  readonly value: Buffer;
  readonly isDelete: boolean;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
}

export type Step<T> = { readonly value: T; readonly done: false } | { readonly done: true };

/** The iterator objects of the shim, over batches from the peer. @see fabric-shim/lib/iterators.js */
export class ShimIterator<S, T> {
  readonly #source: Batches<S>;
  readonly #show: (row: S) => T;
  readonly #guard: <R>(work: () => Promise<R>) => Promise<R>;
  #batch: Batch<S>;
  #at = 0;

  /** @param guard runs each further request, and refuses it when the transaction is over */
  constructor(
    first: Batch<S>,
    from: { source: Batches<S>; show: (row: S) => T },
    guard: <R>(work: () => Promise<R>) => Promise<R>,
  ) {
    this.#batch = first;
    this.#source = from.source;
    this.#show = from.show;
    this.#guard = guard;
  }

  async next(): Promise<Step<T>> {
    const row = this.#batch.rows[this.#at];
    if (row !== undefined) {
      this.#at += 1;
      return { value: this.#show(row), done: false };
    }
    if (!this.#batch.hasMore) return { done: true };
    this.#batch = await this.#guard(async () => await this.#source.batch());
    this.#at = 0;
    return await this.next();
  }

  async close(): Promise<void> {
    this.#batch = { rows: [], hasMore: false };
    await Promise.resolve();
  }
}

/** Copies: a chaincode may change what it is given. */
export function keyValue(row: Row): KeyValue {
  return { key: row.key, value: Buffer.from(row.value) };
}

export function modification(change: KeyModification): Modification {
  return {
    txId: change.txId,
    value: Buffer.from(change.value ?? []),
    isDelete: change.value === null,
    timestamp: { ...change.timestamp },
  };
}
