import { createHash } from 'node:crypto';
import type { Disk, DiskFile } from './disk.js';

/**
 * How many frames of a file have been acknowledged, kept beside it (`<file>.ack`). It is written after each sync and
 * before anybody is told, in two slots by turns, and not synced itself: after a killed process the page cache still
 * has it; after a power failure it may lag, which only makes the scan believe less. It never runs ahead.
 *
 * A slot: magic 4 · nothing 4 · count 8 · salt 16 of the framed file · nothing 24 · check 8.
 */
export interface AcknowledgedCount {
  readonly count: number;
  /** @param count frames acknowledged in all, never fewer than before */
  advance(count: number): Promise<void>;
  /** Sync and close. */
  close(): Promise<void>;
}

const SLOT_BYTES = 64;
const MAGIC = Buffer.from('CFak', 'latin1');

/** @returns the count on disk, or null when the file is missing or neither slot is intact */
export async function readAcknowledged(
  disk: Disk,
  path: string,
  salt: Uint8Array,
): Promise<number | null> {
  const file = await disk.open(path, 'read');
  if (file === null) return null;
  try {
    return countIn(await file.read(0, 2 * SLOT_BYTES), salt);
  } finally {
    await file.close();
  }
}

/** Open for advancing from a count that has been verified; replaces a missing or unreadable file. */
export async function openAcknowledged(
  disk: Disk,
  path: string,
  { salt, count }: { readonly salt: Uint8Array; readonly count: number },
): Promise<AcknowledgedCount> {
  if ((await readAcknowledged(disk, path, salt)) !== count) {
    await disk.create(path, Buffer.concat([slot(salt, count), slot(salt, count)]));
  }
  const file = await disk.open(path, 'write');
  if (file === null) throw new Error(`${path} vanished while it was being opened`);
  return advancing(file, salt, count);
}

function advancing(file: DiskFile, salt: Uint8Array, start: number): AcknowledgedCount {
  let count = start;
  let turn = 0;
  return {
    get count() {
      return count;
    },
    async advance(next) {
      await file.write(turn * SLOT_BYTES, slot(salt, next));
      turn = 1 - turn;
      count = next;
    },
    async close() {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

function slot(salt: Uint8Array, count: number): Uint8Array {
  const bytes = Buffer.alloc(SLOT_BYTES);
  MAGIC.copy(bytes);
  bytes.writeBigUInt64BE(BigInt(count), 8);
  Buffer.from(salt).copy(bytes, 16);
  check(bytes).copy(bytes, SLOT_BYTES - 8);
  return bytes;
}

function countIn(bytes: Uint8Array, salt: Uint8Array): number | null {
  const counts = [0, SLOT_BYTES].flatMap((at) => {
    const one = Buffer.from(bytes.subarray(at, at + SLOT_BYTES));
    const intact =
      one.length === SLOT_BYTES &&
      one.subarray(0, 4).equals(MAGIC) &&
      one.subarray(16, 32).equals(Buffer.from(salt)) &&
      one.subarray(SLOT_BYTES - 8).equals(check(one));
    return intact ? [Number(one.readBigUInt64BE(8))] : [];
  });
  return counts.length === 0 ? null : Math.max(...counts);
}

function check(bytes: Buffer): Buffer {
  return createHash('sha256')
    .update(bytes.subarray(0, SLOT_BYTES - 8))
    .digest()
    .subarray(0, 8);
}
