import { createHash } from 'node:crypto';
import {
  allBytes,
  bytesField,
  embedded,
  fieldsOf,
  lastBytes,
  lastNumber,
  scalarBytes,
  scalarNumber,
  uvarint,
} from './store/wire.js';

/** A block in Fabric's terms, as plain values; `encodeBlock` gives the bytes of `common.Block`. */
export interface Block extends BlockHeader {
  /** Serialised envelopes, in order. */
  readonly data: readonly Uint8Array[];
  /** Five slots, see `SLOT`. */
  readonly metadata: readonly Uint8Array[];
}

export interface BlockHeader {
  readonly number: number;
  /** Header hash of the block before; empty for genesis. */
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/** The metadata slots. @see fabric-protos common/common.proto BlockMetadataIndex */
export const SLOT = {
  SIGNATURES: 0,
  LAST_CONFIG: 1,
  TRANSACTIONS_FILTER: 2,
  ORDERER: 3,
  COMMIT_HASH: 4,
} as const;

export const SLOT_COUNT = 5;

/** `TxValidationCode.VALID`, the one code the store itself must know. */
export const VALID = 0;

const EMPTY = new Uint8Array(0);

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of the header's DER form. @see fabric protoutil/blockutils.go BlockHeaderHash */
export function headerHash(header: BlockHeader): Uint8Array {
  return sha256(headerBytes(header));
}

/** The header's DER form, which orderers sign. @see fabric protoutil/blockutils.go BlockHeaderBytes */
export function headerBytes(header: BlockHeader): Uint8Array {
  const body = Buffer.concat([
    der(0x02, derInteger(header.number)),
    der(0x04, header.previousHash),
    der(0x04, header.dataHash),
  ]);
  return der(0x30, body);
}

/** SHA-256 over the envelopes one after another. @see fabric protoutil/blockutils.go ComputeBlockDataHash */
export function dataHash(data: readonly Uint8Array[]): Uint8Array {
  return sha256(...data);
}

/** A transaction's id: hex of SHA-256(nonce ‖ creator). @see fabric protoutil/proputils.go ComputeTxID */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
  return Buffer.from(sha256(nonce, creator)).toString('hex');
}

/** What the commit hash of a block is computed from. */
export interface CommitHashInput {
  /** One `TxValidationCode` a transaction. */
  readonly flags: Uint8Array;
  /** `updateBytes` of the block's batch. */
  readonly updates: Uint8Array;
  /** Commit hash of the block before; empty for block 1. Genesis has none. */
  readonly previous: Uint8Array;
}

/** @see fabric core/ledger/kvledger/kv_ledger.go addBlockCommitHash */
export function commitHash({ flags, updates, previous }: CommitHashInput): Uint8Array {
  return sha256(uvarint(flags.length), flags, updates, previous);
}

/** The bytes of the `common.Metadata` that slot 4 holds. */
export function commitHashSlot(hash: Uint8Array): Uint8Array {
  return bytesField(1, hash);
}

/** A block's commit hash, empty when it has none (genesis). */
export function commitHashOf(block: Block): Uint8Array {
  return lastBytes(fieldsOf(block.metadata[SLOT.COMMIT_HASH] ?? EMPTY), 1);
}

/** The validation codes, one byte a transaction. */
export function flagsOf(block: Block): Uint8Array {
  return block.metadata[SLOT.TRANSACTIONS_FILTER] ?? EMPTY;
}

/** The bytes of `common.Block`, as Fabric's deterministic encoder writes them. */
export function encodeBlock(block: Block): Uint8Array {
  const header = Buffer.concat([
    scalarNumber(1, block.number),
    scalarBytes(2, block.previousHash),
    scalarBytes(3, block.dataHash),
  ]);
  const data = Buffer.concat(block.data.map((envelope) => bytesField(1, envelope)));
  const metadata = Buffer.concat(block.metadata.map((slot) => bytesField(1, slot)));
  return Buffer.concat([bytesField(1, header), bytesField(2, data), bytesField(3, metadata)]);
}

/** @throws WireError when the bytes are no `common.Block` */
export function decodeBlock(bytes: Uint8Array): Block {
  const fields = fieldsOf(bytes);
  const header = fieldsOf(embedded(fields, 1) ?? EMPTY);
  return {
    number: lastNumber(header, 1),
    previousHash: lastBytes(header, 2),
    dataHash: lastBytes(header, 3),
    data: allBytes(fieldsOf(embedded(fields, 2) ?? EMPTY), 1),
    metadata: allBytes(fieldsOf(embedded(fields, 3) ?? EMPTY), 1),
  };
}

function der(tag: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(tag), derLength(content.length), content]);
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = bigEndian(length);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

/** Two's complement, so a leading zero keeps a number with its top bit set positive. */
function derInteger(value: number): Uint8Array {
  const digits = bigEndian(value);
  return Uint8Array.from((digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits);
}

function bigEndian(value: number): readonly number[] {
  const digits = [value % 0x100];
  for (let rest = Math.floor(value / 0x100); rest > 0; rest = Math.floor(rest / 0x100)) {
    digits.unshift(rest % 0x100);
  }
  return digits;
}
