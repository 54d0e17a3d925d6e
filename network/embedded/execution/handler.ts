import { peer } from '@hyperledger/fabric-protos';
import { encodeMetadata } from '../rwset/metadata.js';
import type { Place } from '../rwset/builder.js';
import type { KeyModification } from '../store/ledger.js';
import type { Row } from '../store/types.js';
import { SimulationError } from './access.js';
import {
  type KeyValue,
  type Modification,
  ShimIterator,
  keyValue,
  modification,
} from './iterators.js';
import { Batches, RangeScan, TOTAL_QUERY_LIMIT } from './range.js';
import type { Simulation } from './simulation.js';

export interface HandlerInput {
  readonly simulation: Simulation;
  /** The chaincode in execution: every key is in its namespace. */
  readonly namespace: string;
  readonly channel: string;
  readonly txId: string;
  history(namespace: string, key: string): AsyncGenerator<KeyModification>;
}

interface QueryAnswer {
  readonly iterator: ShimIterator<Row, KeyValue>;
  readonly metadata?: { readonly bookmark: string; readonly fetchedRecordsCount: number };
}

/** Positional, as the shim's stub calls: collection, start key, end key, channel, transaction, query metadata. */
type RangeArguments = readonly [string, string, string, string?, string?, unknown?];

/**
 * The peer's side of a chaincode's requests: the object that the shim's stub talks to. Refusals have Fabric's words.
 * @see fabric core/chaincode/handler.go; fabric-shim/lib/handler.js for the methods' shapes
 */
export class ChaincodeHandler {
  readonly #input: HandlerInput;
  readonly #open = new Set<AsyncIterator<unknown>>();
  #closed = false;
  #failure: unknown = null;

  constructor(input: HandlerInput) {
    this.#input = input;
  }

  /** What broke in the peer itself while the chaincode ran; its answer is then worth nothing. Null when nothing did. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The transaction is over: whatever the chaincode still asks is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map(async (rows) => await rows.return?.()));
  }

  async handleGetState(collection: string, key: string): Promise<Buffer> {
    return await this.#answer('GET_STATE', () => {
      const place = this.#place(collection, key);
      if (collection !== '') this.#mayRead(collection);
      const { simulation, namespace } = this.#input;
      const value =
        collection === '' ? simulation.get(namespace, key) : simulation.getPrivate(place);
      return Buffer.from(value ?? []);
    });
  }

  async handleGetPrivateDataHash(collection: string, key: string): Promise<Buffer> {
    return await this.#answer('GET_PRIVATE_DATA_HASH', () =>
      Buffer.from(this.#input.simulation.getPrivateHash(this.#place(collection, key)) ?? []),
    );
  }

  async handlePutState(collection: string, key: string, value: unknown): Promise<Buffer> {
    return await this.#answer('PUT_STATE', () => this.#put(this.#place(collection, key), value));
  }

  async handleDeleteState(collection: string, key: string): Promise<Buffer> {
    return await this.#answer('DEL_STATE', () => this.#put(this.#place(collection, key), null));
  }

  async handlePurgeState(collection: string, key: string): Promise<Buffer> {
    return await this.#answer('PURGE_PRIVATE_DATA', () => {
      if (collection === '') throw new SimulationError('only applicable for private data');
      this.#mayWrite(collection);
      this.#input.simulation.purge(this.#place(collection, key));
      return Buffer.alloc(0);
    });
  }

  /** Collection, key, metadata key, value. */
  async handlePutStateMetadata(
    ...[collection, key, name, value]: readonly [string, string, string, unknown]
  ): Promise<Buffer> {
    return await this.#answer('PUT_STATE_METADATA', () => {
      const place = this.#place(collection, key);
      if (collection !== '') this.#mayWrite(collection);
      this.#input.simulation.putMetadata(place, encodeMetadata(text(name), bytes(value)));
      return Buffer.alloc(0);
    });
  }

  async handleGetStateMetadata(
    collection: string,
    key: string,
  ): Promise<Readonly<Record<string, Buffer>>> {
    return await this.#answer('GET_STATE_METADATA', () => {
      const place = this.#place(collection, key);
      if (collection !== '') this.#mayRead(collection);
      const entries = [...this.#input.simulation.metadata(place)];
      return Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value)]));
    });
  }

  async handleGetStateByRange(
    ...[collection, start, end, , , page]: RangeArguments
  ): Promise<QueryAnswer> {
    return await this.#answer('GET_STATE_BY_RANGE', async () => {
      const range = { start: text(start), end: text(end) };
      if (collection !== '') return await this.#privateRange(collection, range);
      const { pageSize, bookmark } = pageOf(page);
      if (pageSize === 0 && bookmark === '') {
        return await this.#iterate(new Batches(this.#scan(range).next));
      }
      this.#input.simulation.beforePaginated();
      const { scan, next } = this.#scan(bookmark === '' ? range : { ...range, start: bookmark });
      const limit = pageSize > 0 ? Math.min(pageSize, TOTAL_QUERY_LIMIT) : TOTAL_QUERY_LIMIT;
      const rows = await new Batches(next).page(limit);
      const metadata = { bookmark: await scan.bookmark(), fetchedRecordsCount: rows.length };
      const iterator = this.#iterator({ rows, hasMore: false }, new Batches(next));
      return { iterator, metadata };
    });
  }

  /** The state database is LevelDB, which has no rich queries. @see fabric statedb/stateleveldb/stateleveldb.go */
  async handleGetQueryResult(
    ...[collection, , page]: readonly [string, string, unknown?]
  ): Promise<never> {
    return await this.#answer('GET_QUERY_RESULT', () => {
      const { simulation, namespace } = this.#input;
      const { pageSize, bookmark } = pageOf(page);
      if (collection !== '') {
        this.#mayRead(collection);
        simulation.beforePrivateQuery({ namespace, collection });
      } else if (pageSize !== 0 || bookmark !== '') {
        simulation.beforePaginated();
        throw new SimulationError('ExecuteQueryWithMetadata not supported for leveldb');
      }
      throw new SimulationError('ExecuteQuery not supported for leveldb');
    });
  }

  async handleGetHistoryForKey(key: string): Promise<ShimIterator<KeyModification, Modification>> {
    return await this.#answer('GET_HISTORY_FOR_KEY', async () => {
      const { namespace } = this.#input;
      const rows = this.#input.history(namespace, text(key));
      const source = new Batches(this.#reader(rows));
      const from = { source, show: modification };
      return new ShimIterator(await source.batch(), from, this.#nextBatch);
    });
  }

  /** One chaincode a channel: there is nothing to call. */
  async handleInvokeChaincode(name: string): Promise<never> {
    return await this.#answer('INVOKE_CHAINCODE', () => {
      const { channel } = this.#input;
      throw new SimulationError(
        `execute failed: invalid invocation: [channel ${channel}] failed to get chaincode container info for ` +
          `${name}: chaincode ${name} not found`,
      );
    });
  }

  async #privateRange(
    collection: string,
    range: { start: string; end: string },
  ): Promise<QueryAnswer> {
    const { simulation, namespace } = this.#input;
    this.#mayRead(collection);
    const at = { namespace, collection };
    simulation.beforePrivateQuery(at);
    const rows = simulation.state.privateRange(simulation.mspId, at, range);
    return await this.#iterate(new Batches(this.#reader(rows)));
  }

  #scan(range: { start: string; end: string }): {
    scan: RangeScan;
    next: () => Promise<Row | null>;
  } {
    const { simulation, namespace } = this.#input;
    const rows = simulation.state.range(namespace, range);
    this.#open.add(rows);
    const scan = new RangeScan(range, rows);
    simulation.record(namespace, () => scan.query());
    return { scan, next: async () => await scan.next() };
  }

  #reader<T>(rows: AsyncIterator<T>): () => Promise<T | null> {
    this.#open.add(rows);
    return async () => {
      const { done, value } = await rows.next();
      return done === true ? null : value;
    };
  }

  async #iterate(source: Batches<Row>): Promise<QueryAnswer> {
    return { iterator: this.#iterator(await source.batch(), source) };
  }

  #iterator(
    first: { rows: readonly Row[]; hasMore: boolean },
    source: Batches<Row>,
  ): ShimIterator<Row, KeyValue> {
    return new ShimIterator(first, { source, show: keyValue }, this.#nextBatch);
  }

  readonly #nextBatch = async <R>(work: () => Promise<R>): Promise<R> =>
    await this.#answer('QUERY_STATE_NEXT', work);

  #put(place: Place, value: unknown): Buffer {
    if (place.collection !== '') this.#mayWrite(place.collection);
    this.#input.simulation.put(place, bytes(value));
    return Buffer.alloc(0);
  }

  #place(collection: string, key: string): Place {
    return { namespace: this.#input.namespace, collection: text(collection), key: text(key) };
  }

  #mayRead(collection: string): void {
    if (!this.#permission(collection).read) throw this.#denied('read', collection);
  }

  #mayWrite(collection: string): void {
    if (!this.#permission(collection).write) throw this.#denied('write', collection);
  }

  #permission(collection: string): { read: boolean; write: boolean } {
    const { simulation, channel, namespace } = this.#input;
    const permission = simulation.collections().permission(collection);
    if (permission !== null) return permission;
    throw new SimulationError(
      `collection ${channel}/${namespace}/${collection} could not be found`,
    );
  }

  #denied(act: string, collection: string): SimulationError {
    return new SimulationError(
      `tx creator does not have ${act} access permission on privatedata in chaincodeName:` +
        `${this.#input.namespace} collectionName: ${collection}`,
    );
  }

  async #answer<T>(type: string, work: () => T | Promise<T>): Promise<T> {
    try {
      if (this.#closed) throw new SimulationError('no ledger context');
      return await work();
    } catch (error) {
      if (!(error instanceof SimulationError)) {
        this.#failure ??= error;
        throw error;
      }
      const message = `${type} failed: transaction ID: ${this.#input.txId}: ${error.message}`;
      throw new Error(message, { cause: error });
    }
  }
}

/** As it would cross to a real peer: a string that is not Unicode does not. */
function text(value: unknown): string {
  if (typeof value !== 'string' || Buffer.from(value).toString() !== value) {
    throw new SimulationError('unmarshal failed: string field contains invalid UTF-8');
  }
  return value;
}

/** A copy, for the chaincode keeps its own; nothing is an empty value. */
function bytes(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.alloc(0);
  if (value instanceof Uint8Array) return Buffer.from(value);
  throw new SimulationError('unmarshal failed: a value is bytes');
}

function pageOf(metadata: unknown): { pageSize: number; bookmark: string } {
  if (!(metadata instanceof Uint8Array)) return { pageSize: 0, bookmark: '' };
  const page = peer.QueryMetadata.deserializeBinary(metadata);
  return { pageSize: page.getPagesize(), bookmark: page.getBookmark() };
}
