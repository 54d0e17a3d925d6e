import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAMME } from '../../network/topology.js';
import {
  HEADER_BYTES,
  decodeFrameHeader,
  encodeFrame,
} from '../../network/embedded/store/frame-format.js';
import {
  type FileName,
  type LedgerPlace,
  blockFileName,
  privateFileName,
} from '../../network/embedded/store/layout.js';

/** The ledger's files in a data directory. */
export function placeIn(directory: string): LedgerPlace {
  const { channel } = PROGRAMME;
  return { directory: join(directory, 'ledger', channel), channel };
}

export function blocksOf(directory: string): FileName {
  return blockFileName(placeIn(directory));
}

export function privateOf(directory: string, mspId: string): FileName {
  return privateFileName(placeIn(directory), mspId);
}

interface Opened {
  readonly header: Buffer;
  readonly salt: Uint8Array;
  readonly frames: readonly { readonly offset: number; readonly payload: Buffer }[];
}

async function open({ path }: FileName): Promise<Opened> {
  const bytes = await readFile(path);
  const header = bytes.subarray(0, HEADER_BYTES);
  const salt = header.subarray(8, 24);
  const frames = [];
  for (let offset = HEADER_BYTES; offset < bytes.length;) {
    const frame = decodeFrameHeader(salt, bytes.subarray(offset, offset + HEADER_BYTES));
    if (frame === null) throw new Error(`no frame at ${offset}`);
    const start = offset + HEADER_BYTES;
    frames.push({ offset, payload: bytes.subarray(start, start + frame.length) });
    offset = start + frame.length;
  }
  return { header, salt, frames };
}

/** Turn one bit in the middle of a frame. @returns where the frame begins */
export async function flipBit(file: FileName, index: number): Promise<number> {
  const { frames } = await open(file);
  const frame = frames[index];
  if (frame === undefined) throw new Error(`there is no frame ${index}`);
  const bytes = await readFile(file.path);
  const at = frame.offset + HEADER_BYTES + Math.floor(frame.payload.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file.path, bytes);
  return frame.offset;
}

/** Write other payloads in the place of a file's own, in frames that are as they should be. */
export async function rewrite(
  file: FileName,
  change: (payloads: readonly Buffer[]) => readonly Uint8Array[],
): Promise<void> {
  const { header, salt, frames } = await open(file);
  const parts: Uint8Array[] = [header];
  let group = header.length;
  for (const [index, payload] of change(frames.map((each) => each.payload)).entries()) {
    const frame = encodeFrame(salt, { index, group }, payload);
    parts.push(frame);
    group += frame.length;
  }
  await writeFile(file.path, Buffer.concat(parts));
}
