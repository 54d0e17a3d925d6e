import { z } from 'zod';
import {
  type Block,
  SLOT_COUNT,
  dataHash,
  decodeBlock,
  encodeBlock,
  flagsOf,
  headerHash,
} from '../blocks.js';
import type { MissingPrivate } from './types.js';

/** One organisation's private part of a block: which frame of its private file, and the digest of that payload. */
export interface PrivateReceipt {
  readonly mspId: string;
  readonly frame: number;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/**
 * A payload of the block file. The block comes with receipts for its private parts, because they are in no block:
 * a private frame that is lost or changed is then missed by name, and private frames without a receipt belong to a
 * block that was never acknowledged.
 */
export interface BlockRecord {
  readonly block: Block;
  readonly receipts: readonly PrivateReceipt[];
  readonly missing: readonly MissingPrivate[];
}

const whole = z.number().int().nonnegative();

const Manifest = z.strictObject({
  private: z.array(
    z.strictObject({ mspId: z.string(), frame: whole, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  missing: z.array(
    z.strictObject({
      tx: whole,
      namespace: z.string(),
      collection: z.string(),
      mspId: z.string(),
    }),
  ),
});

const LENGTH_BYTES = 4;

/** Length of the block 4 · block · receipts as JSON, absent when there is nothing private. */
export function encodeRecord({ block, receipts, missing }: BlockRecord): Uint8Array {
  const bytes = encodeBlock(block);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  const nothing = receipts.length === 0 && missing.length === 0;
  const manifest = nothing ? '' : JSON.stringify({ private: receipts, missing });
  return Buffer.concat([length, bytes, Buffer.from(manifest)]);
}

/** @throws Error when the payload is none, which its digest makes a defect of the writer and not of the disk */
export function decodeRecord(payload: Uint8Array): BlockRecord {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const end = LENGTH_BYTES + bytes.readUInt32BE(0);
  const block = decodeBlock(bytes.subarray(LENGTH_BYTES, end));
  if (end >= bytes.length) return { block, receipts: [], missing: [] };
  const manifest = Manifest.parse(JSON.parse(bytes.toString('utf8', end)));
  return { block, receipts: manifest.private, missing: manifest.missing };
}

/** The head of the chain so far; `lastHash` is empty before genesis. */
export interface ChainHead {
  readonly height: number;
  readonly lastHash: Uint8Array;
}

/** Why a block does not follow the head, or null when it does. */
export function breakInChain(head: ChainHead, block: Block): string | null {
  if (block.number !== head.height) return `block ${block.number} stands at height ${head.height}`;
  if (!same(block.previousHash, head.lastHash)) {
    return `block ${block.number} names another block before it`;
  }
  if (!same(block.dataHash, dataHash(block.data))) {
    return `the data of block ${block.number} does not match its hash`;
  }
  if (block.metadata.length !== SLOT_COUNT || flagsOf(block).length !== block.data.length) {
    return `block ${block.number} does not have a validation code for each transaction`;
  }
  return null;
}

/** The head after a block. */
export function headAfter(block: Block): ChainHead {
  return { height: block.number + 1, lastHash: headerHash(block) };
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
