import type { DiskFile } from './disk.js';
import { LedgerDamaged } from './errors.js';
import {
  type FrameHeader,
  HEADER_BYTES,
  decodeFrameHeader,
  findFrameMagic,
  isIntact,
} from './frame-format.js';

/** An intact frame and where it stands. */
export interface Frame {
  readonly index: number;
  readonly offset: number;
  /** Offset of the byte after it. */
  readonly end: number;
  /** Offset of the first frame written together with it. */
  readonly group: number;
  readonly payload: Uint8Array;
}

export interface ScanTarget {
  readonly file: DiskFile;
  readonly path: string;
  readonly salt: Uint8Array;
  /**
   * How many frames are known to have been acknowledged; null when that knowledge itself is lost. An invalid frame
   * among them is damage, whatever it looks like.
   */
  readonly acknowledged: number | null;
}

/** Where the intact frames end, and how many bytes of an unfinished write follow. */
export interface ScanEnd {
  readonly count: number;
  readonly end: number;
  readonly torn: number;
}

const WINDOW = 1024 * 1024;

/**
 * Every intact frame from the start. What stops it is judged so:
 *
 * 1. among the acknowledged frames: damage;
 * 2. a frame header of a *later group* follows: its write began after this one was synced, so damage;
 * 3. how many were acknowledged is unknown: damage, for a guess could drop a block that somebody relies on;
 * 4. otherwise it is the write that a crash interrupted: nobody was told of it, and it may be cut off.
 *
 * @throws LedgerDamaged naming frame and byte
 */
export async function* scanFrames(target: ScanTarget): AsyncGenerator<Frame, ScanEnd> {
  const read = windowed(target.file);
  const size = await target.file.size();
  let at = { count: 0, end: HEADER_BYTES, group: 0 };
  while (at.end < size) {
    const frame = await frameAt(target, read, at);
    if (typeof frame === 'string') {
      await judge(target, { reason: frame, size, at });
      return { count: at.count, end: at.end, torn: size - at.end };
    }
    yield frame;
    at = { count: at.count + 1, end: frame.end, group: frame.group };
  }
  if (at.count < (target.acknowledged ?? 0)) throw damage(target, at, lost(target, at.count));
  return { count: at.count, end: at.end, torn: 0 };
}

type Reader = (at: number, length: number) => Promise<Uint8Array>;

interface Place {
  /** Frames before it. */
  readonly count: number;
  /** Where the next frame begins. */
  readonly end: number;
  readonly group: number;
}

/** The frame at a place, or what is wrong with it. */
async function frameAt(target: ScanTarget, read: Reader, at: Place): Promise<Frame | string> {
  const head = await read(at.end, HEADER_BYTES);
  const header = decodeFrameHeader(target.salt, head);
  if (header === null) return 'its header is not intact';
  const misplaced = misplacement(header, at);
  if (misplaced !== null) return misplaced;
  const payload = await read(at.end + HEADER_BYTES, header.length);
  if (payload.length < header.length) return 'it is cut short';
  if (!isIntact(target.salt, head, payload)) return 'its content does not match its digest';
  const end = at.end + HEADER_BYTES + header.length;
  return { index: header.index, offset: at.end, end, group: header.group, payload };
}

function misplacement(header: FrameHeader, at: Place): string | null {
  if (header.index !== at.count) return `frame ${header.index} stands in its place`;
  const begins = header.group === at.end;
  const continues = at.count > 0 && header.group === at.group;
  return begins || continues ? null : 'it belongs to another write';
}

interface Stop {
  readonly reason: string;
  readonly size: number;
  readonly at: Place;
}

async function judge(target: ScanTarget, { reason, size, at }: Stop): Promise<void> {
  if (target.acknowledged !== null && at.count < target.acknowledged) {
    throw damage(target, at, `An acknowledged frame is damaged: ${reason}`);
  }
  if (await laterGroupFollows(target, at.end, size)) {
    throw damage(target, at, `A frame with later ones after it is damaged: ${reason}`);
  }
  if (target.acknowledged === null) {
    const why = 'and the record of what was acknowledged is missing, so it cannot be cut off';
    throw damage(target, at, `The last frame is damaged: ${reason}; ${why}`);
  }
}

/**
 * Whether some intact header between `from` and `size` names a group that began after `from`. Bytes beyond the size
 * first seen are not looked at: a running server may have finished that write and begun the next in between.
 */
async function laterGroupFollows(
  { file, salt }: ScanTarget,
  from: number,
  size: number,
): Promise<boolean> {
  for (let start = from + 1; start < size; start += WINDOW) {
    const bytes = await file.read(start, WINDOW + HEADER_BYTES);
    let found = findFrameMagic(bytes, 0);
    while (found !== -1 && found < WINDOW && start + found < size) {
      const header = decodeFrameHeader(salt, bytes.subarray(found, found + HEADER_BYTES));
      if (header !== null && header.group > from) return true;
      found = findFrameMagic(bytes, found + 1);
    }
  }
  return false;
}

function lost({ acknowledged }: ScanTarget, count: number): string {
  return `The file ends after ${count} frames, ${acknowledged ?? 0} were acknowledged`;
}

function damage(target: ScanTarget, at: Place, what: string): LedgerDamaged {
  return new LedgerDamaged(what, { file: target.path, frame: at.count, offset: at.end });
}

/** Reads through a window, so that small frames do not cost a system call each. */
function windowed(file: DiskFile): Reader {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return async (at, length) => {
    if (at < start || at + length > start + window.length) {
      window = await file.read(at, Math.max(length, WINDOW));
      start = at;
    }
    return window.subarray(at - start, at - start + length);
  };
}
