import type { Disk, DiskFile } from './disk.js';
import { LedgerDamaged } from './errors.js';
import {
  HEADER_BYTES,
  decodeFrameHeader,
  encodeFrame,
  fileHeader,
  isIntact,
  saltOf,
} from './frame-format.js';
import { type Frame, type ScanEnd, scanFrames } from './frame-scan.js';

/** An append-only file of checksummed frames. */
export interface FrameFile {
  readonly path: string;
  readonly salt: Uint8Array;
  /** Frames in it. */
  readonly count: number;
  /**
   * Append frames in one write and make them durable with one sync. After a rejection the file must be closed and
   * opened again: a part of the write may be there.
   * @returns the index of the first
   */
  append(payloads: readonly Uint8Array[], steps?: AppendSteps): Promise<number>;
  /** One frame's payload, verified. @throws LedgerDamaged */
  read(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Called around the two halves of an append, for failpoints. */
export interface AppendSteps {
  readonly beforeWrite?: () => void;
  readonly beforeSync?: () => void;
}

export interface FrameSource {
  readonly disk: Disk;
  readonly path: string;
  /** What the file is for; part of its header. */
  readonly label: string;
}

/** A framed file being opened: read `frames`, then `settle` makes it ready to append. */
export interface OpeningFrames {
  readonly salt: Uint8Array;
  frames(acknowledged: number | null): AsyncGenerator<Frame, ScanEnd>;
  /**
   * Cut off everything after the first `keep` frames, which must have been read. When the last group was not acknowledged, it is written again
   * before it is synced: after a failed sync the system may hold bytes for clean that never reached the device.
   */
  settle(keep: number): Promise<FrameFile>;
  close(): Promise<void>;
}

/** @returns null when the file does not exist @throws LedgerDamaged when its header is not its own */
export async function openFrames(
  { disk, path, label }: FrameSource,
  mode: 'read' | 'write',
): Promise<OpeningFrames | null> {
  const file = await disk.open(path, mode);
  if (file === null) return null;
  try {
    const salt = saltOf(await file.read(0, HEADER_BYTES), label);
    if (salt !== null) return opening({ file, path, salt });
    const what = `The header is not that of the file for ${label}`;
    throw new LedgerDamaged(what, { file: path, frame: 0, offset: 0 });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Put an empty framed file in place, durably; an existing one is replaced. */
export async function createFrames({ disk, path, label }: FrameSource): Promise<void> {
  await disk.create(path, fileHeader(label));
}

interface Opened {
  readonly file: DiskFile;
  readonly path: string;
  readonly salt: Uint8Array;
}

interface Span {
  readonly offset: number;
  readonly end: number;
  readonly group: number;
}

function opening(opened: Opened): OpeningFrames {
  const spans: Span[] = [];
  let known: number | null = null;
  return {
    salt: opened.salt,
    async *frames(acknowledged) {
      known = acknowledged;
      const scan = scanFrames({ ...opened, acknowledged });
      for (let step = await scan.next(); ; step = await scan.next()) {
        if (step.done === true) return step.value;
        const { offset, end, group } = step.value;
        spans.push({ offset, end, group });
        yield step.value;
      }
    },
    async settle(keep) {
      if (keep > spans.length) throw new RangeError(`${opened.path} was not read to frame ${keep}`);
      spans.length = keep;
      await settle(opened.file, spans, known ?? 0);
      return frameFile(opened, spans);
    },
    close: () => opened.file.close(),
  };
}

async function settle(file: DiskFile, spans: readonly Span[], acknowledged: number): Promise<void> {
  const last = spans.at(-1);
  const end = last?.end ?? HEADER_BYTES;
  if ((await file.size()) > end) await file.truncate(end);
  if (last !== undefined && spans.length > acknowledged) {
    await file.write(last.group, await file.read(last.group, end - last.group));
  }
  await file.sync();
}

function frameFile(opened: Opened, spans: Span[]): FrameFile {
  const { file, path, salt } = opened;
  let ready = true;
  return {
    path,
    salt,
    get count() {
      return spans.length;
    },
    async append(payloads, steps = {}) {
      if (!ready) throw new Error(`${path} has an unfinished or failed write`);
      const first = spans.length;
      const group = spans.at(-1)?.end ?? HEADER_BYTES;
      const frames = payloads.map((payload, nth) =>
        encodeFrame(salt, { index: first + nth, group }, payload),
      );
      ready = false;
      steps.beforeWrite?.();
      await file.write(group, Buffer.concat(frames));
      steps.beforeSync?.();
      await file.sync();
      ready = true;
      let offset = group;
      for (const frame of frames) {
        spans.push({ offset, end: offset + frame.length, group });
        offset += frame.length;
      }
      return first;
    },
    read: (index) => readFrame(opened, spans[index], index),
    close: () => file.close(),
  };
}

async function readFrame(
  { file, path, salt }: Opened,
  span: Span | undefined,
  index: number,
): Promise<Uint8Array> {
  if (span === undefined) throw new RangeError(`${path} has no frame ${index}`);
  const bytes = await file.read(span.offset, span.end - span.offset);
  const header = decodeFrameHeader(salt, bytes);
  const payload = bytes.subarray(HEADER_BYTES);
  if (header?.index !== index || !isIntact(salt, bytes.subarray(0, HEADER_BYTES), payload)) {
    const place = { file: path, frame: index, offset: span.offset };
    throw new LedgerDamaged('A frame has changed since it was verified', place);
  }
  return payload;
}
