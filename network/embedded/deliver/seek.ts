import {
  type Envelope,
  decodeChannelHeader,
  decodePayload,
  decodeSignatureHeader,
} from '../messages/common.js';
import { decoded, fields } from '../messages/fields.js';

/** orderer.SeekPosition; `none` is a position of no kind, which Fabric takes and finds nothing at. */
export type SeekPosition =
  | { readonly kind: 'oldest' | 'newest' | 'next' | 'none' }
  | { readonly kind: 'block'; readonly number: number };

/** A signed request to be sent blocks. */
export interface SeekRequest {
  readonly envelope: Envelope;
  readonly creator: Buffer;
  readonly channel: string;
  /** Milliseconds since 1970; null when the request has no time. */
  readonly time: number | null;
  /** Null when the payload is no SeekInfo. */
  readonly seek: SeekInfo | null;
}

export interface SeekInfo {
  readonly start: SeekPosition | null;
  readonly stop: SeekPosition | null;
  /** Answer NOT_FOUND beyond the last block instead of waiting for it. */
  readonly failIfNotReady: boolean;
}

const FAIL_IF_NOT_READY = 1;

/** @returns null when the headers cannot be read */
export function seekRequest(envelope: Envelope): SeekRequest | null {
  return decoded(() => {
    const { header, data } = decodePayload(envelope.payload);
    if (header === null) return null;
    const { channelId: channel, timestamp } = decodeChannelHeader(header.channelHeader);
    const { creator } = decodeSignatureHeader(header.signatureHeader);
    const time = timestamp === null ? null : timestamp.seconds * 1000 + timestamp.nanos / 1e6;
    return { envelope, creator, channel, time, seek: decoded(() => seekInfo(data)) };
  });
}

function seekInfo(bytes: Buffer): SeekInfo {
  const m = fields(bytes);
  return {
    start: m.message(1, seekPosition),
    stop: m.message(2, seekPosition),
    failIfNotReady: m.number(3) === FAIL_IF_NOT_READY,
  };
}

function seekPosition(bytes: Buffer): SeekPosition {
  const m = fields(bytes);
  const number = m.message(3, (specified) => fields(specified).number(1));
  if (number !== null) return { kind: 'block', number };
  if (m.list(1).length > 0) return { kind: 'newest' };
  if (m.list(2).length > 0) return { kind: 'oldest' };
  return { kind: m.list(4).length > 0 ? 'next' : 'none' };
}
