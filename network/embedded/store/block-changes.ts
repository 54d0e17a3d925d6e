import { type Block, flagsOf, headerHash, sha256 } from '../blocks.js';
import {
  SAVEPOINT_KEY,
  blockHashKey,
  blockKey,
  hashKey,
  historyKey,
  privateKey,
  publicKey,
  transactionKey,
} from './index-keys.js';
import { encodeNumber, encodePlace, encodeSavepoint, encodeState } from './index-rows.js';
import type { KeyChange, KeyValueView } from './level.js';
import { decodePrivateRwSet } from './rwset.js';
import { envelopeHead } from './transactions.js';
import type {
  CollectionName,
  Committed,
  PrivateWriteSet,
  StateReader,
  UpdateBatch,
  Version,
  Write,
} from './types.js';
import { sameVersion } from './versions.js';

/** A block with everything the index needs to know of it. */
export interface BlockEffects {
  readonly block: Block;
  readonly batch: UpdateBatch;
  readonly byMsp: ReadonlyMap<string, readonly PrivateWriteSet[]>;
}

/** What stands in the index before the block. */
export interface IndexBefore {
  readonly rows: KeyValueView;
  readonly state: StateReader;
}

const NOTHING = new Uint8Array(0);

/** All rows that a block changes, the savepoint among them: applied together or not at all. */
export function blockChanges(effects: BlockEffects, before: IndexBefore): readonly KeyChange[] {
  const { block, batch } = effects;
  const hash = headerHash(block);
  return [
    ...stateChanges(batch),
    ...[...effects.byMsp].flatMap(([mspId, sets]) =>
      privateChanges({ mspId, sets, block, batch }, before.state),
    ),
    ...batch.history.map(({ namespace, key, version }) => ({
      key: historyKey(namespace, key, version),
      value: NOTHING,
    })),
    ...transactionChanges(block, before.rows),
    { key: blockHashKey(hash), value: encodeNumber(block.number) },
    { key: blockKey(block.number), value: hash },
    { key: SAVEPOINT_KEY, value: encodeSavepoint({ height: block.number + 1, lastHash: hash }) },
  ];
}

function stateChanges({ public: keys, hashed }: UpdateBatch): readonly KeyChange[] {
  const changes: KeyChange[] = [];
  for (const [namespace, writes] of keys) {
    for (const [key, write] of writes) changes.push(change(publicKey(namespace, key), write));
  }
  for (const [namespace, collections] of hashed) {
    for (const [collection, writes] of collections) {
      for (const [keyHash, write] of writes) {
        changes.push(change(hashKey({ namespace, collection }, keyHash), write));
      }
    }
  }
  return changes;
}

function change(key: Uint8Array, write: Write): KeyChange {
  return { key, value: write.value === null ? null : encodeState(write, write.value) };
}

/** The first transaction in the chain keeps an id; a later one under it, necessarily invalid, is not indexed. */
function transactionChanges(block: Block, rows: KeyValueView): readonly KeyChange[] {
  const flags = flagsOf(block);
  const changes = new Map<string, KeyChange>();
  block.data.forEach((envelope, tx) => {
    const txId = envelopeHead(envelope)?.txId;
    if (txId === undefined || changes.has(txId)) return;
    const key = transactionKey(txId);
    if (rows.get(key) !== null) return;
    const place = { block: block.number, tx, code: flags[tx] ?? 0 };
    changes.set(txId, { key, value: encodePlace(place) });
  });
  return [...changes.values()];
}

interface MspEffects {
  readonly mspId: string;
  readonly sets: readonly PrivateWriteSet[];
  readonly block: Block;
  readonly batch: UpdateBatch;
}

interface PrivateRow {
  readonly at: CollectionName;
  readonly key: string;
  readonly write: Write;
}

/**
 * One organisation's private rows. A transaction that writes a key's metadata alone moves the version of its hash;
 * the private value must move with it, or it would be taken for stale.
 * @see fabric core/ledger/kvledger/txmgmt/validation/batch_preparer.go incrementPvtdataVersionIfNeeded
 */
function privateChanges(effects: MspEffects, state: StateReader): readonly KeyChange[] {
  const { mspId, sets, block, batch } = effects;
  const rows = new Map<string, PrivateRow>();
  const touched = new Map<string, { readonly at: CollectionName; readonly key: string }>();
  for (const { tx, namespace, collection, rwset } of [...sets].sort((a, b) => a.tx - b.tx)) {
    const at = { namespace, collection };
    const version = { block: block.number, tx };
    const { writes, metadataKeys } = decodePrivateRwSet(rwset);
    for (const { key, value } of writes) {
      rows.set(rowId(at, key), { at, key, write: { value, metadata: null, version } });
    }
    for (const key of metadataKeys) touched.set(rowId(at, key), { at, key });
  }
  for (const [id, { at, key }] of touched) {
    const latest = rows.get(id)?.write ?? state.getPrivate(mspId, at, key);
    const moved = movedVersion(latest, hashWrite(batch, at, key));
    if (moved !== null && latest !== null) {
      rows.set(id, { at, key, write: { ...latest, version: moved } });
    }
  }
  return [...rows.values()].map(({ at, key, write }) => change(privateKey(mspId, at, key), write));
}

/** The version a private value takes over from its hash, or null when it stays as it is. */
function movedVersion(latest: Write | Committed | null, hashed: Write | null): Version | null {
  if (latest === null || latest.value === null || hashed === null || hashed.value === null) {
    return null;
  }
  if (sameVersion(latest.version, hashed.version)) return null;
  const isCurrent = Buffer.compare(sha256(latest.value), hashed.value) === 0;
  return isCurrent ? hashed.version : null;
}

function hashWrite(batch: UpdateBatch, at: CollectionName, key: string): Write | null {
  const keyHash = Buffer.from(sha256(Buffer.from(key))).toString('hex');
  return batch.hashed.get(at.namespace)?.get(at.collection)?.get(keyHash) ?? null;
}

function rowId(at: CollectionName, key: string): string {
  return JSON.stringify([at.namespace, at.collection, key]);
}
