import { common, peer } from '@hyperledger/fabric-protos';
import { type Block, encodeBlock } from '../blocks.js';
import type { BlockFeed } from '../channel/block-feed.js';
import { type ChannelConfig, policyAt } from '../config/bundle.js';
import { decodeEnvelope, encode } from '../messages/common.js';
import { decoded } from '../messages/fields.js';
import type { BidiHandler } from '../rpc/rpc.js';
import { bytesField } from '../store/wire.js';
import { identityOf } from '../validation/examine.js';
import { type SeekInfo, type SeekRequest, seekRequest } from './seek.js';

const { Status } = common;

export interface DeliverInput {
  readonly config: ChannelConfig;
  readonly feed: BlockFeed;
  /** A DeliverResponse with the block in the form that the service gives it. */
  readonly show: (block: Block) => Buffer;
}

/** How far a request's time may be from the peer's. */
const WINDOW_MS = 15 * 60 * 1000;

/**
 * One of the `protos.Deliver` methods: each request on the stream is answered by blocks and a status. Whatever is wrong
 * is a status too, never a failed call. @see fabric common/deliver/deliver.go, acl.go
 */
export function deliver(input: DeliverInput): BidiHandler {
  return async function* answer(requests, signal) {
    for await (const bytes of requests) {
      const session = await admitted(bytes, input);
      const code =
        typeof session === 'number' ? session : yield* deliverBlocks(session, input, signal);
      yield statusResponse(code);
      if (code !== Status.SUCCESS) return;
    }
  };
}

/** A DeliverResponse with a whole block. */
export function wholeBlock(block: Block): Buffer {
  return Buffer.from(bytesField(2, encodeBlock(block)));
}

interface Session {
  readonly seek: SeekInfo & { readonly start: NonNullable<SeekInfo['start']> };
  /** Whether the one who asked may still read. */
  readonly isExpired: () => boolean;
}

type StatusCode = (typeof Status)[keyof typeof Status];

/** A request in order, or the status that it ends with. */
async function admitted(bytes: Buffer, { config }: DeliverInput): Promise<Session | StatusCode> {
  const envelope = decoded(() => decodeEnvelope(bytes));
  const request = envelope === null ? null : seekRequest(envelope);
  if (request === null || !isTimely(request)) return Status.BAD_REQUEST;
  if (request.channel !== config.channelId) return Status.NOT_FOUND;
  const { seek, creator } = request;
  if (seek === null) return Status.BAD_REQUEST;
  const isExpired = (): boolean =>
    identityOf(creator, config.members)?.isExpiredAt(Date.now()) === true;
  if (isExpired() || !(await mayRead(request, config))) return Status.FORBIDDEN;
  const { start, stop } = seek;
  if (start === null || stop === null) return Status.BAD_REQUEST;
  return { seek: { ...seek, start }, isExpired };
}

function isTimely({ time }: SeekRequest): boolean {
  return time !== null && Math.abs(time - Date.now()) <= WINDOW_MS;
}

async function mayRead(
  { creator, envelope }: SeekRequest,
  config: ChannelConfig,
): Promise<boolean> {
  const reader = identityOf(creator, config.members);
  if (reader === null || !(await reader.verify(envelope.payload, envelope.signature))) return false;
  return policyAt(config, '/Channel/Application/Readers').isSatisfiedBy([reader]);
}

async function* deliverBlocks(
  { seek, isExpired }: Session,
  { feed, show }: DeliverInput,
  signal: AbortSignal,
): AsyncGenerator<Buffer, StatusCode> {
  const first = firstBlock(seek.start, feed.height);
  if (first === null) return Status.NOT_FOUND;
  const last = lastBlock(seek, first, feed.height);
  if (last === null) return Status.BAD_REQUEST;
  if (seek.failIfNotReady && first >= feed.height) return Status.NOT_FOUND;
  for await (const block of feed.follow(first, signal)) {
    if (isExpired()) return Status.FORBIDDEN;
    yield show(block);
    if (block.number === last) return Status.SUCCESS;
    if (seek.failIfNotReady && block.number + 1 >= feed.height) return Status.NOT_FOUND;
  }
  return Status.INTERNAL_SERVER_ERROR;
}

/** @see fabric common/ledger/blockledger/fileledger/impl.go `Iterator` */
function firstBlock(start: Session['seek']['start'], height: number): number | null {
  switch (start.kind) {
    case 'oldest':
      return 0;
    case 'newest':
      return height - 1;
    case 'next':
      return height;
    case 'block':
      return start.number > height ? null : start.number;
    case 'none':
      return null;
  }
}

/** The block to stop after; null when it lies before the first. A stop of another kind is block 0, hence never. */
function lastBlock({ start, stop }: Session['seek'], first: number, height: number): number | null {
  switch (stop?.kind) {
    case 'oldest':
      return first;
    case 'newest':
      return start.kind === 'newest' ? first : height - 1;
    case 'block':
      return stop.number < first ? null : stop.number;
    case 'next':
    case 'none':
    case undefined:
      return 0;
  }
}

function statusResponse(code: StatusCode): Buffer {
  const response = new peer.DeliverResponse();
  response.setStatus(code);
  return encode(response);
}
