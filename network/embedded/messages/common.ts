import { asBuffer, fields } from './fields.js';

/** fabric-protos common/common.proto, decoded as Go does (fields.ts). Bytes are views of what they were decoded from. */

export interface Envelope {
  readonly payload: Buffer;
  readonly signature: Buffer;
}

export interface Header {
  readonly channelHeader: Buffer;
  readonly signatureHeader: Buffer;
}

export interface Payload {
  readonly header: Header | null;
  readonly data: Buffer;
}

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

export interface ChannelHeader {
  readonly type: number;
  readonly version: number;
  readonly timestamp: Timestamp | null;
  readonly channelId: string;
  readonly txId: string;
  readonly epoch: number;
  readonly extension: Buffer;
  readonly tlsCertHash: Buffer;
}

export interface SignatureHeader {
  readonly creator: Buffer;
  readonly nonce: Buffer;
}

/** common.HeaderType, the kinds that a channel carries. */
export const HEADER_TYPE = {
  CONFIG: 1,
  CONFIG_UPDATE: 2,
  ENDORSER_TRANSACTION: 3,
  ORDERER_TRANSACTION: 4,
  DELIVER_SEEK_INFO: 5,
} as const;

/** @throws WireError, as every decoder here. */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const m = fields(bytes);
  return { payload: m.bytes(1), signature: m.bytes(2) };
}

export function decodeHeader(bytes: Uint8Array): Header {
  const m = fields(bytes);
  return { channelHeader: m.bytes(1), signatureHeader: m.bytes(2) };
}

export function decodePayload(bytes: Uint8Array): Payload {
  const m = fields(bytes);
  return { header: m.message(1, decodeHeader), data: m.bytes(2) };
}

function decodeTimestamp(bytes: Buffer): Timestamp {
  const m = fields(bytes);
  return { seconds: m.number(1), nanos: m.number(2) };
}

export function decodeChannelHeader(bytes: Uint8Array): ChannelHeader {
  const m = fields(bytes);
  return {
    type: m.number(1),
    version: m.number(2),
    timestamp: m.message(3, decodeTimestamp),
    channelId: m.string(4),
    txId: m.string(5),
    epoch: m.number(6),
    extension: m.bytes(7),
    tlsCertHash: m.bytes(8),
  };
}

export function decodeSignatureHeader(bytes: Uint8Array): SignatureHeader {
  const m = fields(bytes);
  return { creator: m.bytes(1), nonce: m.bytes(2) };
}

/** A protobuf map<string, bytes>. */
export function decodeByteMap(entries: readonly Buffer[]): ReadonlyMap<string, Buffer> {
  const map = new Map<string, Buffer>();
  for (const entry of entries) {
    const m = fields(entry);
    map.set(m.string(1), m.bytes(2));
  }
  return map;
}

/** The bytes of a fabric-protos message, without a copy. */
export function encode(message: { serializeBinary(): Uint8Array }): Buffer {
  return asBuffer(message.serializeBinary());
}
