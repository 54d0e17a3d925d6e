import { commitHashOf } from '../blocks.js';
import { decodeRecord } from './block-record.js';
import type { LedgerParts } from './committer.js';
import { LedgerDamaged } from './errors.js';
import { failpoint } from './failpoint.js';
import { type OpenedIndex, emptyIndex } from './index-store.js';
import type { KeyValueStore } from './level.js';
import { decodePrivate } from './private-payload.js';
import { type ReplayedBlock, startReplay } from './replay.js';
import type { PrivateWriteSet } from './types.js';

export interface CatchUp {
  readonly rows: KeyValueStore;
  readonly replayed: { readonly from: number; readonly reason: string } | null;
}

type Files = Pick<LedgerParts, 'blocks' | 'privates'>;

/**
 * Bring the index to the height of the chain. When what is missing does not fit on what is there, the index is at
 * fault: it is thrown away and built from genesis.
 * @throws LedgerDamaged when the chain does not fit itself either
 */
export async function catchUp(
  files: Files,
  index: OpenedIndex,
  directory: string,
): Promise<CatchUp> {
  const from = index.savepoint?.height ?? 0;
  const height = files.blocks.count;
  if (from === height) {
    const replayed = index.rebuild === null ? null : { from, reason: index.rebuild };
    return { rows: index.rows, replayed };
  }
  failpoint('open.beforeRebuild');
  const reason = index.rebuild ?? (from === 0 ? 'there was no index' : 'it ended before the chain');
  try {
    await replayFrom(files, index.rows, from);
    return { rows: index.rows, replayed: { from, reason } };
  } catch (error) {
    if (!(error instanceof LedgerDamaged) || from === 0) throw error;
    await index.rows.close();
    const rows = await emptyIndex(directory);
    await replayFrom(files, rows, 0);
    return { rows, replayed: { from: 0, reason: error.message } };
  }
}

async function replayFrom(files: Files, rows: KeyValueStore, from: number): Promise<void> {
  const before = from === 0 ? null : decodeRecord(await files.blocks.read(from - 1)).block;
  const previous = before === null ? new Uint8Array(0) : commitHashOf(before);
  const replay = startReplay(rows, { previous, file: files.blocks.path });
  for (let number = from; number < files.blocks.count; number += 1) {
    await replay.apply(await readBlock(files, number));
    failpoint('open.duringRebuild');
  }
}

async function readBlock({ blocks, privates }: Files, number: number): Promise<ReplayedBlock> {
  const record = decodeRecord(await blocks.read(number));
  const byMsp = new Map<string, readonly PrivateWriteSet[]>();
  for (const { mspId, frame } of record.receipts) {
    const file = privates.find(mspId);
    if (file !== null) byMsp.set(mspId, decodePrivate(await file.read(frame)).sets);
  }
  return { record, byMsp };
}
