import { commitHashOf } from '../blocks.js';
import { openAcknowledged } from './acknowledged.js';
import type { ChainHead } from './block-record.js';
import {
  type ChainFiles,
  type ChainSource,
  closeChain,
  openChain,
  privateFile,
  readChain,
} from './chain-reader.js';
import { type CatchUp, catchUp } from './catch-up.js';
import type { LedgerParts } from './committer.js';
import { type Disk, realDisk } from './disk.js';
import { LedgerDamaged, LedgerLocked } from './errors.js';
import { failpoint } from './failpoint.js';
import { type FrameFile, createFrames } from './frames.js';
import { newHealth } from './health.js';
import { openIndex } from './index-store.js';
import type { Savepoint } from './index-rows.js';
import type { LedgerStore } from './ledger.js';
import { ledgerStore } from './ledger-store.js';
import {
  type LedgerPlace,
  acknowledgedPath,
  blockFileName,
  indexDirectory,
  privateMsps,
} from './layout.js';
import { LevelLocked } from './level.js';
import { lockDirectory } from './lock.js';
import { privateFiles } from './private-files.js';
import { stateView } from './world-state.js';

/** What opening had to do. */
export interface OpenReport {
  /** Bytes of an unfinished, never acknowledged write that were cut off the block file. */
  readonly cut: number;
  /** The first block that was applied to the index again, and why; null when the index was up to date. */
  readonly replayed: { readonly from: number; readonly reason: string } | null;
}

export interface OpenedLedger {
  readonly store: LedgerStore;
  readonly report: OpenReport;
}

/**
 * Open a channel's ledger, or begin it where there is nothing. The whole chain is verified from genesis, private
 * values are held against their receipts, an index that lags, is damaged or gone is built again.
 * @throws LedgerLocked when another process has it open
 * @throws LedgerDamaged when anything acknowledged is not there as it was written; nothing is changed then
 */
export async function openLedger(place: LedgerPlace, disk: Disk = realDisk): Promise<OpenedLedger> {
  const opened: Closing[] = [];
  try {
    return await openParts({ place, disk, mode: 'write' }, opened);
  } catch (error) {
    // Why it could not be opened is what matters, not what else failed on the way out.
    await closeAll(opened).catch(() => undefined);
    if (!(error instanceof LevelLocked)) throw error;
    throw new LedgerLocked(place.directory, null, { cause: error });
  }
}

type Closing = () => Promise<void>;

async function openParts(source: ChainSource, opened: Closing[]): Promise<OpenedLedger> {
  const { place, disk } = source;
  const lock = await lockDirectory(place.directory);
  opened.push(() => lock.release());
  const index = await openIndex(indexDirectory(place));
  let rows = index.rows;
  opened.push(() => rows.close());
  const files = (await openChain(source)) ?? (await begin(source, index.savepoint));
  opened.push(() => closeChain(files));

  const chain = await verify(files, index.savepoint);
  failpoint('open.beforeCut');
  const settled = await settle(files, chain.head.height);
  opened.push(() => settled.privates.close());
  const { salt } = files.blocks;
  const count = { salt, count: chain.head.height };
  const acknowledged = await openAcknowledged(disk, acknowledgedPath(place), count);
  opened.push(() => acknowledged.close());

  const caught: CatchUp = await catchUp(settled, index, indexDirectory(place));
  rows = caught.rows;
  const health = newHealth();
  const parts: LedgerParts = {
    ...settled,
    health,
    acknowledged,
    rows,
    state: stateView(rows, health),
    head: chain.head,
    lastCommitHash: chain.lastCommitHash,
  };
  const store = ledgerStore(parts, () => closeAll(opened));
  return { store, report: { cut: chain.cut, replayed: caught.replayed } };
}

/** Begin a ledger, unless something shows that there was one. */
async function begin(source: ChainSource, savepoint: Savepoint | null): Promise<ChainFiles> {
  const { place, disk } = source;
  const name = blockFileName(place);
  const evidence = await evidenceOfBlocks(source, savepoint);
  if (evidence !== null) {
    const what = `The block file is gone, but ${evidence}`;
    throw new LedgerDamaged(what, { file: name.path, frame: 0, offset: 0 });
  }
  await createFrames({ disk, ...name });
  const files = await openChain(source);
  if (files === null) throw new Error(`${name.path} vanished while it was being opened`);
  return files;
}

async function evidenceOfBlocks(
  { place, disk }: ChainSource,
  savepoint: Savepoint | null,
): Promise<string | null> {
  if (savepoint !== null) return `the index holds ${savepoint.height} blocks`;
  const [mspId] = await privateMsps(place, disk);
  if (mspId !== undefined) return `${mspId} has a private file`;
  const acknowledged = await disk.open(acknowledgedPath(place), 'read');
  if (acknowledged === null) return null;
  await acknowledged.close();
  return 'there is a record of acknowledged blocks';
}

interface VerifiedChain {
  readonly head: ChainHead;
  readonly lastCommitHash: Uint8Array;
  readonly cut: number;
}

/** Read the whole chain. The index is a witness too: it is only ever written after its blocks were synced. */
async function verify(files: ChainFiles, savepoint: Savepoint | null): Promise<VerifiedChain> {
  const witnesses = [files.acknowledged, savepoint?.height ?? null].filter((one) => one !== null);
  const chain = readChain(files, witnesses.length === 0 ? null : Math.max(...witnesses));
  let head: ChainHead = { height: 0, lastHash: new Uint8Array(0) };
  let lastCommitHash: Uint8Array = new Uint8Array(0);
  for (let step = await chain.next(); ; step = await chain.next()) {
    if (step.done === true) return { head, lastCommitHash, cut: step.value.torn };
    head = step.value.head;
    lastCommitHash = Uint8Array.from(commitHashOf(step.value.record.block));
    if (head.height === savepoint?.height) sameChain(files, savepoint, head);
  }
}

function sameChain({ source }: ChainFiles, savepoint: Savepoint, head: ChainHead): void {
  if (Buffer.compare(savepoint.lastHash, head.lastHash) === 0) return;
  const what =
    'The index was built from another chain than this block file; if the block file is the right one, remove the index';
  const place = { file: indexDirectory(source.place), frame: savepoint.height - 1, offset: 0 };
  throw new LedgerDamaged(what, place);
}

interface SettledFiles {
  readonly blocks: FrameFile;
  readonly privates: LedgerParts['privates'];
}

/** Cut off what was never acknowledged, in the private files first, and make the files ready to append. */
async function settle(files: ChainFiles, height: number): Promise<SettledFiles> {
  const { place, disk } = files.source;
  const settled = new Map<string, FrameFile>();
  for (const mspId of await privateMsps(place, disk)) {
    const file = await privateFile(files, mspId);
    if (file !== null) settled.set(mspId, await file.opening.settle(file.vouched));
  }
  const blocks = await files.blocks.settle(height);
  return { blocks, privates: privateFiles({ place, disk }, settled) };
}

/** Last opened, first closed; every one is tried, and the first failure is told. */
async function closeAll(opened: Closing[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.splice(0).reverse()) {
    await close().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
