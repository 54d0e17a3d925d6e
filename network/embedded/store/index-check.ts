import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newHealth } from './health.js';
import { openIndex } from './index-store.js';
import type { StateView } from './ledger.js';
import { type LedgerPlace, indexDirectory } from './layout.js';
import { stateView } from './world-state.js';

/** A ledger's own index as it stands, read from a copy. */
export interface IndexCopy {
  /** Blocks that it has. */
  readonly height: number;
  readonly state: StateView;
  close(): Promise<void>;
}

const TRIES = 3;

/**
 * Copy the index into `<scratch>/copy` and read the copy, so that nothing of the ledger is locked or changed. Taken
 * while a server writes, a copy may be torn; then another is taken.
 * @returns why there is none, as text, when the index is missing or not whole
 */
export async function copyIndex(place: LedgerPlace, scratch: string): Promise<IndexCopy | string> {
  const directory = indexDirectory(place);
  if (!existsSync(directory)) return 'there is none';
  let why = '';
  for (let nth = 0; nth < TRIES; nth += 1) {
    const copied = await copyOnce(directory, join(scratch, 'copy'));
    if (typeof copied !== 'string') return copied;
    why = copied;
  }
  return why;
}

async function copyOnce(directory: string, copy: string): Promise<IndexCopy | string> {
  await rm(copy, { recursive: true, force: true });
  try {
    await cp(directory, copy, { recursive: true });
  } catch (error) {
    // A file that LevelDB removed while it was to be copied.
    return error instanceof Error ? error.message : String(error);
  }
  const { rows, savepoint, rebuild } = await openIndex(copy);
  if (rebuild === null) {
    const state = stateView(rows, newHealth());
    return { height: savepoint?.height ?? 0, state, close: () => rows.close() };
  }
  await rows.close();
  return rebuild;
}
