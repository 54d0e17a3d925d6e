import { type Place, type PrivateSet, ReadWriteSetBuilder, keyHash } from '../rwset/builder.js';
import { encodeRwSet } from '../rwset/encode.js';
import { decodeMetadata, validationParameter } from '../rwset/metadata.js';
import type { StateView } from '../store/ledger.js';
import type { NamespaceRwSet, RangeQuery } from '../store/rwset.js';
import type { CollectionName, Version } from '../store/types.js';
import { sameVersion } from '../store/versions.js';
import { type CollectionAccess, SimulationError } from './access.js';

export const LIFECYCLE = '_lifecycle';

/** A key that was written, with the policy of its own that is committed for it: what the planner must heed. */
export interface WrittenKey {
  readonly namespace: string;
  readonly collection: string;
  /** A SignaturePolicyEnvelope, empty when it was emptied; null when the key has none. */
  readonly keyPolicy: Buffer | null;
}

export interface SimulationResults {
  /** `rwset.TxReadWriteSet`. */
  readonly bytes: Buffer;
  readonly namespaces: readonly NamespaceRwSet[];
  readonly privateSets: readonly PrivateSet[];
  /** The collections whose clear values were read. */
  readonly privateReads: readonly CollectionName[];
  readonly writtenKeys: readonly WrittenKey[];
}

export interface SimulationInput {
  /** Must not change while the simulation runs. */
  readonly state: StateView;
  /** Whose peer this is: it has this organisation's private values. */
  readonly mspId: string;
  readonly txId: string;
  readonly access: CollectionAccess;
}

/**
 * One transaction's view of the committed state, and the record of what it reads and writes. There is no reading of
 * one's own writes. @see fabric core/ledger/kvledger/txmgmt/txmgr/query_executor.go, tx_simulator.go
 */
export class Simulation {
  readonly state: StateView;
  readonly mspId: string;
  readonly #txId: string;
  readonly #access: CollectionAccess;
  readonly #builder = new ReadWriteSetBuilder();
  readonly #ranges: { namespace: string; query: () => RangeQuery }[] = [];
  readonly #privateReads = new Map<string, CollectionName>();
  readonly #writtenKeys = new Map<string, WrittenKey>();
  #definitionRead = false;
  #written = false;
  #privateQueried = false;
  #paginated = false;

  constructor(input: SimulationInput) {
    this.state = input.state;
    this.mspId = input.mspId;
    this.#txId = input.txId;
    this.#access = input.access;
  }

  get(namespace: string, key: string): Uint8Array | null {
    const committed = this.state.get(namespace, key);
    this.#builder.read({ namespace, collection: '', key }, committed?.version ?? null);
    return committed?.value ?? null;
  }

  /** Reads the key too. */
  metadata(place: Place): ReadonlyMap<string, Buffer> {
    if (place.collection !== '') this.#mustExist(place);
    const committed = this.#committed(place);
    this.#builder.read(place, committed?.version ?? null);
    return decodeMetadata(committed?.metadata ?? null);
  }

  /** A private value, of which the channel's version and the one at hand must agree. */
  getPrivate(place: Place): Uint8Array | null {
    this.#mustExist(place);
    const { namespace, collection } = place;
    const at = { namespace, collection };
    const held = this.state.getPrivate(this.mspId, at, place.key);
    const committed = this.state.getHash(at, keyHash(place.key));
    const version = held?.version ?? null;
    if (!sameVersion(committed?.version ?? null, version)) {
      throw new SimulationError(
        'private data matching public hash version is not available. Public hash version = ' +
          `${height(committed?.version)}, Private data version = ${height(held?.version)}`,
      );
    }
    this.#builder.read(place, version);
    this.#privateReads.set(JSON.stringify(at), at);
    return held?.value ?? null;
  }

  getPrivateHash(place: Place): Uint8Array | null {
    this.#mustExist(place);
    const committed = this.#committed(place);
    this.#builder.read(place, committed?.version ?? null);
    return committed?.value ?? null;
  }

  /** An empty value deletes. */
  put(place: Place, value: Uint8Array): void {
    this.#beforeWrite(place);
    this.#builder.write(place, value);
  }

  purge(place: Place): void {
    this.#beforeWrite(place);
    this.#builder.purge(place);
  }

  /** @param metadata in the stored form */
  putMetadata(place: Place, metadata: Uint8Array): void {
    this.#beforeWrite(place);
    this.#builder.writeMetadata(place, metadata);
  }

  /** A range query to be recorded when the simulation is over, for only then is known how far it went. */
  record(namespace: string, query: () => RangeQuery): void {
    this.#ranges.push({ namespace, query });
  }

  beforePaginated(): void {
    if (this.#written)
      throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
    this.#paginated = true;
  }

  beforePrivateQuery(at: CollectionName): void {
    if (this.#written)
      throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
    this.#privateQueried = true;
    this.#mustExist(at);
  }

  /** Look up the chaincode's collections, which reads its definition. */
  collections(): CollectionAccess {
    if (!this.#definitionRead) {
      this.#definitionRead = true;
      for (const key of this.#access.definitionKeys) this.get(LIFECYCLE, key);
    }
    return this.#access;
  }

  results(): SimulationResults {
    for (const { namespace, query } of this.#ranges) this.#builder.range(namespace, query());
    const { namespaces, privateSets } = this.#builder.build();
    return {
      bytes: encodeRwSet(namespaces),
      namespaces,
      privateSets,
      privateReads: [...this.#privateReads.values()],
      writtenKeys: [...this.#writtenKeys.values()],
    };
  }

  #committed(place: Place): ReturnType<StateView['get']> {
    if (place.collection === '') return this.state.get(place.namespace, place.key);
    return this.state.getHash(place, keyHash(place.key));
  }

  #mustExist({ namespace, collection }: CollectionName): void {
    if (this.collections().exists(collection)) return;
    throw new SimulationError(
      `collection [${collection}] not defined in the collection config for chaincode [${namespace}]`,
    );
  }

  #beforeWrite(place: Place): void {
    if (place.collection !== '') this.#mustExist(place);
    if (this.#privateQueried) {
      throw this.#unsupported(
        'Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    }
    if (this.#paginated) {
      throw this.#unsupported(
        'Transaction has already performed a paginated query. Writes are not allowed',
      );
    }
    this.#written = true;
    const { namespace, collection } = place;
    const keyPolicy = validationParameter(this.#committed(place)?.metadata ?? null);
    const id = JSON.stringify([namespace, collection, place.key]);
    this.#writtenKeys.set(id, { namespace, collection, keyPolicy });
  }

  /** The misspelling is Fabric's. */
  #unsupported(reason: string): SimulationError {
    return new SimulationError(`txid [${this.#txId}]: unsuppored transaction. ${reason}`);
  }
}

/** As Go prints a `*version.Height`. */
function height(version: Version | undefined): string {
  return version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.tx}}`;
}
