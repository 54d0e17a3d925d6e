import { type Block, commitHash, commitHashOf, flagsOf } from '../blocks.js';
import { blockChanges } from './block-changes.js';
import type { ChainedBlock } from './chain-reader.js';
import { CommitRefused, LedgerDamaged } from './errors.js';
import { newHealth } from './health.js';
import type { KeyValueStore } from './level.js';
import type { StateView } from './ledger.js';
import { checkPrivate } from './private-check.js';
import type { UpdateBatch } from './types.js';
import { batchOf, updateBytes } from './update-batch.js';
import { WireError } from './wire.js';
import { stateView } from './world-state.js';

export type ReplayedBlock = Pick<ChainedBlock, 'record' | 'byMsp'>;

/** An index being built from the chain, block after block. */
export interface Replay {
  /** State after the blocks applied so far. */
  readonly state: StateView;
  /**
   * Apply the next block, from its flags, its envelopes and the private files. What it writes must give the commit
   * hash that was recorded, and each private write set must have the hash the block carries.
   * @throws LedgerDamaged naming the block
   */
  apply(block: ReplayedBlock): Promise<void>;
}

/**
 * @param rows the index as after the block before the first to be applied
 * @param previous that block's commit hash, empty before block 1
 * @param file the block file's name, for messages
 */
export function startReplay(
  rows: KeyValueStore,
  { previous, file }: { readonly previous: Uint8Array; readonly file: string },
): Replay {
  const state = stateView(rows, newHealth());
  let last = previous;
  return {
    state,
    async apply(replayed) {
      const { block } = replayed.record;
      const batch = checkedBatch(replayed, { state, previous: last, file });
      await rows.write(blockChanges({ block, batch, byMsp: replayed.byMsp }, { rows, state }));
      last = commitHashOf(block);
    },
  };
}

interface Context {
  readonly state: StateView;
  readonly previous: Uint8Array;
  readonly file: string;
}

function checkedBatch({ record, byMsp }: ReplayedBlock, context: Context): UpdateBatch {
  const { block, missing } = record;
  try {
    const batch = batchOf(block, context.state);
    if (!hasCommitHash(block, updateBytes(batch), context.previous)) {
      throw new CommitRefused('What it writes does not give its commit hash');
    }
    checkPrivate(batch.expected, { byMsp, missing });
    return batch;
  } catch (error) {
    if (!(error instanceof CommitRefused || error instanceof WireError)) throw error;
    const place = { file: context.file, frame: block.number, offset: 0 };
    const what = `Block ${block.number} cannot be applied again: ${error.message}`;
    throw new LedgerDamaged(what, place, { cause: error });
  }
}

function hasCommitHash(block: Block, updates: Uint8Array, previous: Uint8Array): boolean {
  const recorded = commitHashOf(block);
  if (block.number === 0) return recorded.length === 0;
  const computed = commitHash({ flags: flagsOf(block), updates, previous });
  return Buffer.compare(computed, recorded) === 0;
}
