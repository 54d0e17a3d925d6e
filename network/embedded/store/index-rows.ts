import type { Committed, TransactionPlace } from './types.js';

/** How many blocks and rows the index holds, and the header hash of the last block, which ties it to its chain. */
export interface Savepoint {
  readonly height: number;
  /** All rows, this one too. LevelDB can lose rows without a word; then the number shows it. */
  readonly rows: number;
  readonly lastHash: Uint8Array;
}

/** Changes when rows change their form: an index of another layout is rebuilt. */
const LAYOUT = 1;
const NO_METADATA = 0xffffffff;
const STATE_HEADER = 16;

/** Metadata length 4 · block 8 · transaction 4 · metadata · value */
export function encodeState(write: Omit<Committed, 'value'>, value: Uint8Array): Uint8Array {
  const header = Buffer.alloc(STATE_HEADER);
  header.writeUInt32BE(write.metadata === null ? NO_METADATA : write.metadata.length);
  header.writeBigUInt64BE(BigInt(write.version.block), 4);
  header.writeUInt32BE(write.version.tx, 12);
  return Buffer.concat([header, write.metadata ?? Buffer.alloc(0), value]);
}

export function decodeState(row: Uint8Array): Committed {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.length);
  const length = bytes.readUInt32BE(0);
  const body = STATE_HEADER + (length === NO_METADATA ? 0 : length);
  return {
    value: bytes.subarray(body),
    metadata: length === NO_METADATA ? null : bytes.subarray(STATE_HEADER, body),
    version: { block: Number(bytes.readBigUInt64BE(4)), tx: bytes.readUInt32BE(12) },
  };
}

/** Block 8 · transaction 4 · code 1 */
export function encodePlace(place: TransactionPlace): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.writeBigUInt64BE(BigInt(place.block));
  bytes.writeUInt32BE(place.tx, 8);
  bytes.writeUInt8(place.code, 12);
  return bytes;
}

export function decodePlace(row: Uint8Array): TransactionPlace {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.length);
  return {
    block: Number(bytes.readBigUInt64BE(0)),
    tx: bytes.readUInt32BE(8),
    code: bytes.readUInt8(12),
  };
}

export function encodeNumber(number: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
}

export function decodeNumber(row: Uint8Array): number {
  return Number(Buffer.from(row.buffer, row.byteOffset, row.length).readBigUInt64BE());
}

export function encodeSavepoint({ height, rows, lastHash }: Savepoint): Uint8Array {
  return Buffer.concat([Uint8Array.of(LAYOUT), encodeNumber(height), encodeNumber(rows), lastHash]);
}

/** @returns null for a savepoint of another layout */
export function decodeSavepoint(row: Uint8Array): Savepoint | null {
  if (row[0] !== LAYOUT) return null;
  return {
    height: decodeNumber(row.subarray(1, 9)),
    rows: decodeNumber(row.subarray(9, 17)),
    lastHash: row.subarray(17),
  };
}
