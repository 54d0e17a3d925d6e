import { RangeResults } from '../rwset/merkle.js';
import type { KeyRange } from '../store/ledger.js';
import type { RangeQuery } from '../store/rwset.js';
import type { Row } from '../store/types.js';

/** How many results go to the chaincode in one message. @see fabric core/chaincode/chaincode_support.go */
const BATCH = 100;
/** Results of one query beyond this are left out without a word. @see fabric sampleconfig/core.yaml totalQueryLimit */
export const TOTAL_QUERY_LIMIT = 100_000;

export interface Batch<T> {
  readonly rows: readonly T[];
  readonly hasMore: boolean;
}

/**
 * The answers to a query, batch by batch. Fabric reads one result further than it hands out before it cuts a batch, and
 * a read set shows how far the peer has read, not how far the chaincode has.
 * @see fabric core/chaincode/query_response_generator.go
 */
export class Batches<T> {
  #pending: T[] = [];
  #returned = 0;
  readonly #next: () => Promise<T | null>;

  constructor(next: () => Promise<T | null>) {
    this.#next = next;
  }

  async batch(): Promise<Batch<T>> {
    while (this.#returned < TOTAL_QUERY_LIMIT) {
      const row = await this.#next();
      if (row === null) break;
      const full = this.#pending.length === BATCH ? this.#cut() : null;
      this.#pending.push(row);
      this.#returned += 1;
      if (full !== null) return { rows: full, hasMore: true };
    }
    return { rows: this.#cut(), hasMore: false };
  }

  /** Everything up to a limit, for a query with pages of its own. */
  async page(limit: number): Promise<readonly T[]> {
    const rows: T[] = [];
    while (rows.length < limit) {
      const row = await this.#next();
      if (row === null) break;
      rows.push(row);
    }
    return rows;
  }

  #cut(): readonly T[] {
    const rows = this.#pending;
    this.#pending = [];
    return rows;
  }
}

/** A public range scan that remembers what it has seen. @see fabric txmgr/query_executor.go resultsItr */
export class RangeScan {
  readonly #rows: AsyncIterator<Row>;
  readonly #range: KeyRange;
  readonly #seen = new RangeResults();
  #lastKey = '';
  #exhausted = false;
  #result: { reads: RangeQuery['reads']; merkle: RangeQuery['merkle'] } | null = null;

  constructor(range: KeyRange, rows: AsyncIterator<Row>) {
    this.#range = range;
    this.#rows = rows;
  }

  async next(): Promise<Row | null> {
    const { done, value } = await this.#rows.next();
    if (done === true) {
      this.#exhausted = true;
      return null;
    }
    this.#seen.add({ key: value.key, version: value.version });
    this.#lastKey = value.key;
    return value;
  }

  /** The key after the last one seen, without recording it: where the next page starts. */
  async bookmark(): Promise<string> {
    const { done, value } = await this.#rows.next();
    return done === true ? '' : value.key;
  }

  /** An unfinished scan vouches for the range up to the last key seen, that one included. */
  query(): RangeQuery {
    this.#result ??= this.#seen.done();
    return {
      startKey: this.#range.start,
      endKey: this.#exhausted ? this.#range.end : this.#lastKey,
      exhausted: this.#exhausted,
      ...this.#result,
    };
  }
}
