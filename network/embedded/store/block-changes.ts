import { type Block, flagsOf, headerHash } from '../blocks.js';
import {
  SAVEPOINT_KEY,
  blockHashKey,
  blockKey,
  hashKey,
  historyKey,
  publicKey,
  transactionKey,
} from './index-keys.js';
import { decodeSavepoint, encodeNumber, encodePlace, encodeSavepoint } from './index-rows.js';
import type { KeyChange, KeyValueView } from './level.js';
import { privateChanges } from './private-changes.js';
import { type RowChange, newRow, stateRow } from './row-change.js';
import { envelopeHead } from './transactions.js';
import type { PrivateWriteSet, StateReader, UpdateBatch } from './types.js';

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
  const lastHash = headerHash(block);
  const changes = [
    ...stateChanges(batch),
    ...[...effects.byMsp].flatMap(([mspId, sets]) =>
      privateChanges({ mspId, sets, block, batch }, before.state),
    ),
    ...historyChanges(batch),
    ...transactionChanges(block, before.rows),
    newRow(blockHashKey(lastHash), encodeNumber(block.number)),
    newRow(blockKey(block.number), lastHash),
  ];
  const old = before.rows.get(SAVEPOINT_KEY);
  const start = old === null ? 1 : (decodeSavepoint(old)?.rows ?? 1);
  const rows = changes.reduce((sum, { grows }) => sum + grows, start);
  const savepoint = encodeSavepoint({ height: block.number + 1, rows, lastHash });
  return [...changes, { key: SAVEPOINT_KEY, value: savepoint }];
}

function stateChanges({ public: keys, hashed }: UpdateBatch): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (const [namespace, writes] of keys) {
    for (const [key, write] of writes) changes.push(stateRow(publicKey(namespace, key), write));
  }
  for (const [namespace, collections] of hashed) {
    for (const [collection, writes] of collections) {
      for (const [keyHash, write] of writes) {
        changes.push(stateRow(hashKey({ namespace, collection }, keyHash), write));
      }
    }
  }
  return changes;
}

/** A write set may name a key twice; that is one row. */
function historyChanges({ history }: UpdateBatch): readonly RowChange[] {
  const rows = new Map<string, RowChange>();
  for (const { namespace, key, version } of history) {
    const row = historyKey(namespace, key, version);
    rows.set(Buffer.from(row).toString('latin1'), newRow(row, NOTHING));
  }
  return [...rows.values()];
}

/** The first transaction in the chain keeps an id; a later one under it, necessarily invalid, is not indexed. */
function transactionChanges(block: Block, rows: KeyValueView): readonly RowChange[] {
  const flags = flagsOf(block);
  const changes = new Map<string, RowChange>();
  block.data.forEach((envelope, tx) => {
    const txId = envelopeHead(envelope)?.txId;
    if (txId === undefined || changes.has(txId)) return;
    const key = transactionKey(txId);
    if (rows.get(key) !== null) return;
    const place = { block: block.number, tx, code: flags[tx] ?? 0 };
    changes.set(txId, newRow(key, encodePlace(place)));
  });
  return [...changes.values()];
}
