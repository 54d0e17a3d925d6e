import {
  type Block,
  SLOT,
  commitHash,
  commitHashOf,
  commitHashSlot,
  flagsOf,
  sha256,
} from '../blocks.js';
import type { AcknowledgedCount } from './acknowledged.js';
import { blockChanges } from './block-changes.js';
import {
  type ChainHead,
  type PrivateReceipt,
  breakInChain,
  encodeRecord,
  headAfter,
} from './block-record.js';
import { CommitRefused } from './errors.js';
import { failpoint } from './failpoint.js';
import type { FrameFile } from './frames.js';
import type { Health } from './health.js';
import type { KeyChange, KeyValueStore } from './level.js';
import type { BlockCommit, StateView } from './ledger.js';
import { checkPrivate } from './private-check.js';
import { encodePrivate } from './private-payload.js';
import { updateBytes } from './update-batch.js';

/** The open files of a ledger and how far they have come. */
export interface LedgerParts {
  readonly health: Health;
  readonly blocks: FrameFile;
  readonly privates: PrivateFiles;
  readonly acknowledged: AcknowledgedCount;
  readonly rows: KeyValueStore;
  readonly state: StateView;
  head: ChainHead;
  lastCommitHash: Uint8Array;
}

/** Each organisation's private file, made when it is first written to. */
export interface PrivateFiles {
  find(mspId: string): FrameFile | null;
  ensure(mspId: string): Promise<FrameFile>;
  close(): Promise<void>;
}

/**
 * Commit one block. The order, and what a crash leaves after each step:
 *
 * 1. private files written and synced, all organisations at once. Crash: frames without a receipt; cut off on opening.
 * 2. block file written with the receipts. Crash: a torn frame is cut off on opening, a whole one becomes the last
 *    block although nobody was told, which a client learns by looking its transaction up.
 * 3. block file synced: **the block is committed.** Crash: the index lags and catches up on opening.
 * 4. acknowledged count and index written, neither synced: both only lag after a power failure.
 * 5. the caller is told.
 *
 * Everything that can be refused is refused before step 1. Any error from step 1 on poisons the store.
 */
export async function commitBlock(parts: LedgerParts, commit: BlockCommit): Promise<Block> {
  const ready = prepare(parts, commit);
  await parts.health.runAsync(() => persist(parts, ready));
  parts.head = headAfter(ready.block);
  parts.lastCommitHash = commitHashOf(ready.block);
  return ready.block;
}

interface ReadyCommit extends BlockCommit {
  readonly changes: readonly KeyChange[];
}

function prepare(
  { head, lastCommitHash, rows, state, health }: LedgerParts,
  commit: BlockCommit,
): ReadyCommit {
  health.check();
  const broken = breakInChain(head, commit.block);
  if (broken !== null) throw new CommitRefused(`The block does not follow: ${broken}`);
  checkPrivate(commit.batch.expected, commit.private);
  const block = seal(commit, lastCommitHash);
  const { batch } = commit;
  const changes = blockChanges({ block, batch, byMsp: commit.private.byMsp }, { rows, state });
  return { ...commit, block, changes };
}

/** Chain the commit hash into the block, from block 1 on. @see fabric core/ledger/kvledger/kv_ledger.go commit */
function seal({ block, batch }: BlockCommit, previous: Uint8Array): Block {
  if (block.number === 0) return block;
  const hash = commitHash({ flags: flagsOf(block), updates: updateBytes(batch), previous });
  return { ...block, metadata: block.metadata.with(SLOT.COMMIT_HASH, commitHashSlot(hash)) };
}

async function persist(
  parts: LedgerParts,
  { block, changes, private: given }: ReadyCommit,
): Promise<void> {
  const receipts = await persistPrivate(parts, block, given);
  await parts.blocks.append([encodeRecord({ block, receipts, missing: given.missing })], {
    beforeWrite: () => failpoint('blocks.beforeWrite'),
    beforeSync: () => failpoint('blocks.beforeSync'),
  });
  failpoint('blocks.afterSync');
  await parts.acknowledged.advance(parts.blocks.count);
  failpoint('acknowledged.afterWrite');
  failpoint('index.beforeWrite');
  await parts.rows.write(changes);
  failpoint('index.afterWrite');
}

async function persistPrivate(
  { privates }: LedgerParts,
  block: Block,
  { byMsp }: BlockCommit['private'],
): Promise<readonly PrivateReceipt[]> {
  const written = [...byMsp].filter(([, sets]) => sets.length > 0);
  // Wait for all before judging any: nothing may still be writing when the store is poisoned and closed.
  const results = await Promise.allSettled(
    written.map(async ([mspId, sets]) => {
      const file = await privates.ensure(mspId);
      const payload = encodePrivate({ header: block, sets });
      const frame = await file.append([payload], {
        beforeWrite: () => failpoint('private.beforeWrite'),
        beforeSync: () => failpoint('private.beforeSync'),
      });
      return { mspId, frame, sha256: Buffer.from(sha256(payload)).toString('hex') };
    }),
  );
  const receipts = results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  if (receipts.length > 0) failpoint('private.afterSync');
  return receipts;
}
