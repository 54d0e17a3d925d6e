import { type Block, sha256 } from '../blocks.js';
import { privateKey } from './index-keys.js';
import { type RowChange, stateRow } from './row-change.js';
import { decodePrivateRwSet } from './rwset.js';
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

/** What a block brings to one organisation. */
export interface MspEffects {
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
export function privateChanges(effects: MspEffects, state: StateReader): readonly RowChange[] {
  const { mspId, batch } = effects;
  const committed: PrivateReader = (at, key) => state.getPrivate(mspId, at, key);
  const { rows, touched } = writtenRows(effects, committed);
  for (const [id, { at, key }] of touched) {
    const earlier = rows.get(id)?.write;
    const latest = earlier ?? committed(at, key);
    const moved = movedVersion(latest, hashWrite(batch, at, key));
    if (moved === null || latest === null) continue;
    const existed = earlier?.existed ?? true;
    rows.set(id, { at, key, write: { ...latest, version: moved, existed } });
  }
  return [...rows.values()].map(({ at, key, write }) =>
    stateRow(privateKey(mspId, at, key), write),
  );
}

type PrivateReader = (at: CollectionName, key: string) => Committed | null;

/** The rows written, and the keys whose metadata alone was, each under `rowId`. */
function writtenRows({ sets, block }: MspEffects, committed: PrivateReader) {
  const rows = new Map<string, PrivateRow>();
  const touched = new Map<string, Omit<PrivateRow, 'write'>>();
  for (const { tx, namespace, collection, rwset } of [...sets].sort((a, b) => a.tx - b.tx)) {
    const at = { namespace, collection };
    const version = { block: block.number, tx };
    const { writes, metadataKeys } = decodePrivateRwSet(rwset);
    for (const { key, value } of writes) {
      const existed = committed(at, key) !== null;
      rows.set(rowId(at, key), { at, key, write: { value, metadata: null, version, existed } });
    }
    for (const key of metadataKeys) touched.set(rowId(at, key), { at, key });
  }
  return { rows, touched };
}

/** The version a private value takes over from its hash, or null when it stays as it is. */
function movedVersion(latest: Write | Committed | null, hashed: Write | null): Version | null {
  if (latest === null || latest.value === null) return null;
  if (hashed === null || hashed.value === null) return null;
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
