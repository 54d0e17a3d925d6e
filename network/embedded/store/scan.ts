import { join } from 'node:path';
import { headerHash } from '../blocks.js';
import { type ChainedBlock, closeChain, openChain, readChain } from './chain-reader.js';
import { type Disk, realDisk } from './disk.js';
import { LedgerDamaged } from './errors.js';
import { emptyIndex } from './index-store.js';
import type { StateView } from './ledger.js';
import { type LedgerPlace, blockFileName } from './layout.js';
import { startReplay } from './replay.js';

/**
 * Read a ledger's files from genesis without its lock, also while a server writes them: every block is verified
 * against the one before it, with its private parts; a write in progress at the end is left out.
 * @throws LedgerDamaged
 */
export async function* scanLedger(
  place: LedgerPlace,
  disk: Disk = realDisk,
): AsyncGenerator<ChainedBlock> {
  const files = await openChain({ place, disk, mode: 'read' });
  if (files === null) {
    const { path } = blockFileName(place);
    throw new LedgerDamaged('There is no block file', { file: path, frame: 0, offset: 0 });
  }
  try {
    yield* readChain(files, files.acknowledged);
  } finally {
    await closeChain(files);
  }
}

/** A world state built anew, beside the ledger's own. */
export interface RebuiltLedger {
  readonly height: number;
  /** Header hash of the last block, hex; empty for an empty ledger. */
  readonly blockHash: string;
  readonly stateHash: string;
  readonly state: StateView;
  close(): Promise<void>;
}

/** Called before a block is applied, with the state before it: where an audit repeats the validation. */
export type BlockVisitor = (block: ChainedBlock, before: StateView) => Promise<void>;

/**
 * Build the world state from the files alone, in `<scratch>/index`, which is removed first. Every commit hash and
 * every private hash is checked on the way.
 * @throws LedgerDamaged
 */
export async function rebuild(
  place: LedgerPlace,
  scratch: string,
  visit: BlockVisitor = async () => {},
): Promise<RebuiltLedger> {
  const rows = await emptyIndex(join(scratch, 'index'));
  try {
    const file = blockFileName(place).path;
    const replay = startReplay(rows, { previous: new Uint8Array(0), file });
    let height = 0;
    let blockHash = '';
    for await (const chained of scanLedger(place)) {
      await visit(chained, replay.state);
      await replay.apply(chained);
      height = chained.head.height;
      blockHash = Buffer.from(headerHash(chained.record.block)).toString('hex');
    }
    const { state } = replay;
    const stateHash = await state.stateHash();
    return { height, blockHash, stateHash, state, close: () => rows.close() };
  } catch (error) {
    await rows.close();
    throw error;
  }
}
