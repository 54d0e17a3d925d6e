import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SAVEPOINT_KEY, WHOLE_RANGE, blockKey } from './index-keys.js';
import { type Savepoint, decodeSavepoint } from './index-rows.js';
import { type KeyValueStore, type KeyValueView, LevelLocked, openLevel } from './level.js';

/** The index as found on disk; `rebuild` says why it had to be thrown away, null when it is good. */
export interface OpenedIndex {
  readonly rows: KeyValueStore;
  /** Null for an empty index. */
  readonly savepoint: Savepoint | null;
  readonly rebuild: string | null;
}

/**
 * Open the index and read every row of it. LevelDB opens without a word when a part of its log is damaged, and lacks
 * what was there; each block's rows are one atomic write with a row of its number, so a gap in the numbers shows it.
 * What is not whole is removed: the block and private files can rebuild it.
 */
export async function openIndex(directory: string): Promise<OpenedIndex> {
  const mark = openingMark(directory);
  if (existsSync(mark)) return await thrownAway(directory, 'the last opening of it did not end');
  let opened: KeyValueStore | null = null;
  try {
    await mkdir(dirname(mark), { recursive: true });
    await writeFile(mark, '');
    opened = await openLevel(directory);
    const savepoint = await verify(opened);
    await rm(mark);
    return { rows: opened, savepoint, rebuild: null };
  } catch (error) {
    if (error instanceof LevelLocked) throw error;
    await opened?.close();
    return await thrownAway(directory, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Stands while the index is being opened. A damaged table can end the whole process inside LevelDB (a native
 * assertion); without the mark every later start would end in the same way.
 */
function openingMark(directory: string): string {
  return `${directory}.opening`;
}

async function thrownAway(directory: string, rebuild: string): Promise<OpenedIndex> {
  const rows = await emptyIndex(directory);
  await rm(openingMark(directory), { force: true });
  return { rows, savepoint: null, rebuild };
}

/** Throw an index away and begin a new one. The old one must be closed. */
export async function emptyIndex(directory: string): Promise<KeyValueStore> {
  await rm(directory, { recursive: true, force: true });
  return openLevel(directory);
}

async function verify(rows: KeyValueView): Promise<Savepoint | null> {
  let count = 0;
  let blocks = 0;
  const isBlock = blockKey(0)[0];
  for await (const batch of rows.batches(WHOLE_RANGE)) {
    count += batch.length;
    for (const { key } of batch) {
      if (key[0] !== isBlock) continue;
      if (Buffer.compare(key, blockKey(blocks)) !== 0)
        throw new Error(`block ${blocks} is not in it`);
      blocks += 1;
    }
  }
  if (count === 0) return null;
  const row = rows.get(SAVEPOINT_KEY);
  const savepoint = row === null ? null : decodeSavepoint(row);
  if (savepoint === null) throw new Error('it has no savepoint of this layout');
  if (savepoint.height !== blocks || savepoint.rows !== count) {
    const said = `${savepoint.height} blocks and ${savepoint.rows} rows`;
    throw new Error(`it should hold ${said}, it holds ${blocks} and ${count}`);
  }
  return savepoint;
}
