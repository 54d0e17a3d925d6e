import { createHash, randomBytes } from 'node:crypto';

/**
 * A framed file: a 64-byte file header, then frames of a 64-byte header and a payload.
 *
 * File header: magic 8 · salt 16 · SHA-256 of the label 32 · check 8. The label says what the file is for, so that
 * files cannot change places. The salt is secret to the file: no payload can imitate a frame header.
 *
 * Frame header: magic 4 · payload length 4 · index 8 · group 8 · digest 32 · check 8, numbers big-endian. `group` is
 * the byte offset at which the write began that this frame was part of. `digest` covers header and payload, `check`
 * covers the header alone, so that a length can be trusted before the payload is there.
 */
export const HEADER_BYTES = 64;

/** A payload above this is refused on writing and is damage on reading. */
export const PAYLOAD_BYTES_MAX = 256 * 1024 * 1024;

export interface FrameHeader {
  readonly length: number;
  readonly index: number;
  readonly group: number;
  readonly digest: Uint8Array;
}

export interface FrameStart {
  readonly index: number;
  readonly group: number;
}

const FILE_MAGIC = Buffer.from('CFOIL\0\0\u0001', 'latin1');
const FRAME_MAGIC = Buffer.from('CFfr', 'latin1');
const CHECKED = 56;
const PREFIX = 24;

/** A fresh file header for the label, with its own salt. */
export function fileHeader(label: string): Uint8Array {
  const head = Buffer.concat([FILE_MAGIC, randomBytes(16), hash(Buffer.from(label))]);
  return Buffer.concat([head, hash(head).subarray(0, 8)]);
}

/** @returns the file's salt, or null when the bytes are not the header of a file with this label */
export function saltOf(header: Uint8Array, label: string): Uint8Array | null {
  const bytes = Buffer.from(header);
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(FILE_MAGIC)) return null;
  if (!bytes.subarray(24, CHECKED).equals(hash(Buffer.from(label)))) return null;
  const check = hash(bytes.subarray(0, CHECKED)).subarray(0, 8);
  return check.equals(bytes.subarray(CHECKED)) ? bytes.subarray(8, 24) : null;
}

/** @throws RangeError when the payload is too long */
export function encodeFrame(salt: Uint8Array, start: FrameStart, payload: Uint8Array): Uint8Array {
  if (payload.length > PAYLOAD_BYTES_MAX) {
    throw new RangeError(`a frame of ${payload.length} bytes is over ${PAYLOAD_BYTES_MAX}`);
  }
  const header = Buffer.alloc(HEADER_BYTES);
  FRAME_MAGIC.copy(header);
  header.writeUInt32BE(payload.length, 4);
  header.writeBigUInt64BE(BigInt(start.index), 8);
  header.writeBigUInt64BE(BigInt(start.group), 16);
  hash(salt, header.subarray(0, PREFIX), payload).copy(header, PREFIX);
  hash(salt, header.subarray(0, CHECKED)).copy(header, CHECKED, 0, 8);
  return Buffer.concat([header, payload]);
}

/** @returns null when these bytes are not a whole, intact header of this file */
export function decodeFrameHeader(salt: Uint8Array, bytes: Uint8Array): FrameHeader | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (header.length < HEADER_BYTES || !header.subarray(0, 4).equals(FRAME_MAGIC)) return null;
  const check = hash(salt, header.subarray(0, CHECKED)).subarray(0, 8);
  if (!check.equals(header.subarray(CHECKED, HEADER_BYTES))) return null;
  return {
    length: header.readUInt32BE(4),
    index: Number(header.readBigUInt64BE(8)),
    group: Number(header.readBigUInt64BE(16)),
    digest: header.subarray(PREFIX, CHECKED),
  };
}

/** Whether the payload is the one the header was written for. @param header the 64 bytes */
export function isIntact(salt: Uint8Array, header: Uint8Array, payload: Uint8Array): boolean {
  const expected = Buffer.from(header.subarray(PREFIX, CHECKED));
  return hash(salt, header.subarray(0, PREFIX), payload).equals(expected);
}

/** Where the next possible frame header begins at or after `from`, or -1. */
export function findFrameMagic(bytes: Uint8Array, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(FRAME_MAGIC, from);
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
