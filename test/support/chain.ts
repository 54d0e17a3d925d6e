import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { type Block, dataHash, sha256 } from '../../network/embedded/blocks.js';
import type { BlockCommit, LedgerStore } from '../../network/embedded/store/ledger.js';
import type { LedgerPlace } from '../../network/embedded/store/layout.js';
import type {
  BlockPrivate,
  PrivateWriteSet,
  StateReader,
} from '../../network/embedded/store/types.js';
import { batchOf } from '../../network/embedded/store/update-batch.js';

/** A transaction in words: what it writes, and whether the validator accepted it. */
export interface TxSpec {
  readonly txId: string;
  readonly code?: number;
  /** Null deletes. */
  readonly writes?: Readonly<Record<string, string | null>>;
  /** Key policies; null removes one. */
  readonly policies?: Readonly<Record<string, string | null>>;
  readonly private?: readonly PrivateSpec[];
}

export interface PrivateSpec {
  readonly collection: string;
  readonly members: readonly string[];
  readonly writes?: Readonly<Record<string, string | null>>;
  readonly policies?: Readonly<Record<string, string | null>>;
}

export const NAMESPACE = 'counterfoil';

const { kvrwset } = ledger.rwset;
const VALID = 0;
const ENDORSER_TRANSACTION = 3;
const NOTHING = new Uint8Array(0);

/** A directory of its own for one test, with the way to remove it. */
export async function aPlace(): Promise<LedgerPlace & { remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'counterfoil-store-'));
  return {
    directory,
    channel: 'programme',
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The next block of a ledger, ready to commit. */
export function nextCommit(store: LedgerStore, specs: readonly TxSpec[]): BlockCommit {
  return commitAfter({ ...store, height: store.height, lastHash: store.lastHash }, specs);
}

/** Commit transactions as one block. */
export function commitBlockOf(store: LedgerStore, specs: readonly TxSpec[]): Promise<Block> {
  return store.commit(nextCommit(store, specs));
}

interface Head {
  readonly height: number;
  readonly lastHash: Uint8Array;
  readonly state: StateReader;
}

function commitAfter(head: Head, specs: readonly TxSpec[]): BlockCommit {
  const data = specs.map(envelope);
  const flags = Uint8Array.from(specs.map((spec) => spec.code ?? VALID));
  const block: Block = {
    number: head.height,
    previousHash: head.lastHash,
    dataHash: dataHash(data),
    data,
    metadata: [NOTHING, NOTHING, flags, NOTHING, NOTHING],
  };
  return { block, batch: batchOf(block, head.state), private: privateOf(specs) };
}

function privateOf(specs: readonly TxSpec[]): BlockPrivate {
  const byMsp = new Map<string, PrivateWriteSet[]>();
  specs.forEach((spec, tx) => {
    if ((spec.code ?? VALID) !== VALID) return;
    for (const { collection, members, ...writes } of spec.private ?? []) {
      const rwset = privateRwSet(writes);
      for (const mspId of members) {
        const sets = byMsp.get(mspId) ?? [];
        sets.push({ tx, namespace: NAMESPACE, collection, rwset });
        byMsp.set(mspId, sets);
      }
    }
  });
  return { byMsp, missing: [] };
}

function envelope(spec: TxSpec): Uint8Array {
  const channel = new common.ChannelHeader();
  channel.setType(ENDORSER_TRANSACTION);
  channel.setTxId(spec.txId);
  channel.setChannelId('programme');
  const header = new common.Header();
  header.setChannelHeader(channel.serializeBinary());
  header.setSignatureHeader(new common.SignatureHeader().serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction(spec));
  const whole = new common.Envelope();
  whole.setPayload(payload.serializeBinary());
  return whole.serializeBinary();
}

function transaction(spec: TxSpec): Uint8Array {
  const chaincodeAction = new peer.ChaincodeAction();
  chaincodeAction.setResults(results(spec));
  const response = new peer.ProposalResponsePayload();
  response.setExtension$(chaincodeAction.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(response.serializeBinary());
  const payload = new peer.ChaincodeActionPayload();
  payload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setPayload(payload.serializeBinary());
  const whole = new peer.Transaction();
  whole.setActionsList([action]);
  return whole.serializeBinary();
}

function results(spec: TxSpec): Uint8Array {
  const namespace = new ledger.rwset.NsReadWriteSet();
  namespace.setNamespace(NAMESPACE);
  namespace.setRwset(publicRwSet(spec).serializeBinary());
  namespace.setCollectionHashedRwsetList((spec.private ?? []).map(hashedRwSet));
  const whole = new ledger.rwset.TxReadWriteSet();
  whole.setNsRwsetList([namespace]);
  return whole.serializeBinary();
}

function publicRwSet({ writes = {}, policies = {} }: Omit<TxSpec, 'txId'>) {
  const set = new kvrwset.KVRWSet();
  set.setWritesList(
    Object.entries(writes).map(([key, value]) => {
      const write = new kvrwset.KVWrite();
      write.setKey(key);
      if (value === null) write.setIsDelete(true);
      else write.setValue(Buffer.from(value));
      return write;
    }),
  );
  set.setMetadataWritesList(
    Object.entries(policies).map(([key, policy]) => {
      const write = new kvrwset.KVMetadataWrite();
      write.setKey(key);
      write.setEntriesList(entries(policy));
      return write;
    }),
  );
  return set;
}

function privateRwSet({ writes = {}, policies = {} }: Omit<PrivateSpec, 'collection' | 'members'>) {
  const bare = Object.fromEntries(Object.keys(policies).map((key) => [key, null]));
  return publicRwSet({ writes, policies: bare }).serializeBinary();
}

function hashedRwSet(spec: PrivateSpec) {
  const set = new kvrwset.HashedRWSet();
  set.setHashedWritesList(
    Object.entries(spec.writes ?? {}).map(([key, value]) => {
      const write = new kvrwset.KVWriteHash();
      write.setKeyHash(sha256(Buffer.from(key)));
      if (value === null) write.setIsDelete(true);
      else write.setValueHash(sha256(Buffer.from(value)));
      return write;
    }),
  );
  set.setMetadataWritesList(
    Object.entries(spec.policies ?? {}).map(([key, policy]) => {
      const write = new kvrwset.KVMetadataWriteHash();
      write.setKeyHash(sha256(Buffer.from(key)));
      write.setEntriesList(entries(policy));
      return write;
    }),
  );
  const collection = new ledger.rwset.CollectionHashedReadWriteSet();
  collection.setCollectionName(spec.collection);
  collection.setHashedRwset(set.serializeBinary());
  collection.setPvtRwsetHash(sha256(privateRwSet(spec)));
  return collection;
}

function entries(policy: string | null) {
  if (policy === null) return [];
  const entry = new kvrwset.KVMetadataEntry();
  entry.setName('VALIDATION_PARAMETER');
  entry.setValue(Buffer.from(policy));
  return [entry];
}
