import { sha256 } from '../blocks.js';
import { readAcknowledged } from './acknowledged.js';
import {
  type BlockRecord,
  type ChainHead,
  type PrivateReceipt,
  breakInChain,
  decodeRecord,
  headAfter,
} from './block-record.js';
import type { Disk } from './disk.js';
import { type DamagePlace, LedgerDamaged } from './errors.js';
import type { Frame, ScanEnd } from './frame-scan.js';
import { type OpeningFrames, openFrames } from './frames.js';
import { type LedgerPlace, acknowledgedPath, blockFileName, privateFileName } from './layout.js';
import { decodePrivate } from './private-payload.js';
import type { PrivateWriteSet } from './types.js';

export interface ChainSource {
  readonly place: LedgerPlace;
  readonly disk: Disk;
  readonly mode: 'read' | 'write';
}

/** The ledger's files while they are read from the start; private files are opened when a receipt first names them. */
export interface ChainFiles {
  readonly source: ChainSource;
  readonly blocks: OpeningFrames;
  /** Blocks that were acknowledged when reading began; null when the record of it is lost. */
  readonly acknowledged: number | null;
  readonly privates: Map<string, PrivateFile>;
}

export interface PrivateFile {
  readonly path: string;
  readonly opening: OpeningFrames;
  readonly frames: AsyncGenerator<Frame, ScanEnd>;
  /** Frames that receipts vouch for, as far as read. */
  vouched: number;
}

/** A block in its place in an unbroken chain, with every private write set that its receipts promise. */
export interface ChainedBlock {
  readonly record: BlockRecord;
  readonly byMsp: ReadonlyMap<string, readonly PrivateWriteSet[]>;
  /** The head after it. */
  readonly head: ChainHead;
}

/**
 * Open the block file. The acknowledged count is read first and private files last, so that a reader beside a running
 * server expects no less than there was and never more than there is.
 * @returns null when there is no block file
 */
export async function openChain(source: ChainSource): Promise<ChainFiles | null> {
  const { place, disk, mode } = source;
  const blocks = await openFrames({ disk, ...blockFileName(place) }, mode);
  if (blocks === null) return null;
  try {
    const acknowledged = await readAcknowledged(disk, acknowledgedPath(place), blocks.salt);
    return { source, blocks, acknowledged, privates: new Map() };
  } catch (error) {
    await blocks.close();
    throw error;
  }
}

export async function closeChain({ blocks, privates }: ChainFiles): Promise<void> {
  await blocks.close();
  for (const { opening } of privates.values()) await opening.close();
}

/**
 * Every block from genesis, checked against the one before it, with its private parts.
 * @param acknowledged blocks known to have been acknowledged, from whatever evidence there is
 * @throws LedgerDamaged naming the block, and the organisation whose private values are missing
 */
export async function* readChain(
  files: ChainFiles,
  acknowledged: number | null,
): AsyncGenerator<ChainedBlock, ScanEnd> {
  const { path } = blockFileName(files.source.place);
  const frames = files.blocks.frames(acknowledged);
  let head: ChainHead = { height: 0, lastHash: new Uint8Array(0) };
  for (let step = await frames.next(); ; step = await frames.next()) {
    if (step.done === true) return step.value;
    const { index: frame, offset } = step.value;
    const place = { file: path, frame, offset };
    const record = recordIn(step.value, place);
    const broken = breakInChain(head, record.block);
    if (broken !== null) throw new LedgerDamaged(`The chain is broken: ${broken}`, place);
    head = headAfter(record.block);
    yield { record, head, byMsp: await privateParts(files, record) };
  }
}

/** An organisation's private file, opened now if it was not; null when there is none. */
export async function privateFile(files: ChainFiles, mspId: string): Promise<PrivateFile | null> {
  const known = files.privates.get(mspId);
  if (known !== undefined) return known;
  const { disk, place, mode } = files.source;
  const name = privateFileName(place, mspId);
  const opening = await openFrames({ disk, ...name }, mode);
  if (opening === null) return null;
  // Receipts tell what must be there: this scan need not.
  const file = { path: name.path, opening, frames: opening.frames(0), vouched: 0 };
  files.privates.set(mspId, file);
  return file;
}

async function privateParts(
  files: ChainFiles,
  { block, receipts }: BlockRecord,
): Promise<ReadonlyMap<string, readonly PrivateWriteSet[]>> {
  const parts = new Map<string, readonly PrivateWriteSet[]>();
  for (const receipt of receipts) {
    const payload = await vouchedPayload(files, receipt, block.number);
    parts.set(receipt.mspId, decodePrivate(payload).sets);
  }
  return parts;
}

async function vouchedPayload(
  files: ChainFiles,
  receipt: PrivateReceipt,
  block: number,
): Promise<Uint8Array> {
  const file = await privateFile(files, receipt.mspId);
  const { path } = privateFileName(files.source.place, receipt.mspId);
  const lost = (why: string, cause?: LedgerDamaged): LedgerDamaged => {
    const what = `The private values of ${receipt.mspId} for block ${block} are missing: ${why}`;
    const offset = cause?.place.offset ?? 0;
    return new LedgerDamaged(what, { file: path, frame: receipt.frame, offset }, { cause });
  };
  if (file === null) throw lost('the file is gone');
  const frame = await nextFrame(file).catch((error: unknown) => {
    throw error instanceof LedgerDamaged ? lost(error.message, error) : error;
  });
  if (frame === null) throw lost('the file ends before them');
  if (frame.index !== receipt.frame || hex(sha256(frame.payload)) !== receipt.sha256) {
    throw lost('the file holds something else in their place');
  }
  file.vouched += 1;
  return frame.payload;
}

async function nextFrame({ frames }: PrivateFile): Promise<Frame | null> {
  const step = await frames.next();
  return step.done === true ? null : step.value;
}

function recordIn(frame: Frame, place: DamagePlace): BlockRecord {
  try {
    return decodeRecord(frame.payload);
  } catch (cause) {
    throw new LedgerDamaged('A frame holds no block', place, { cause });
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
