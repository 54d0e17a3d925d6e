import { status } from '@grpc/grpc-js';
import { VALID, flagsOf } from '../blocks.js';
import type { Block } from '../blocks.js';
import type { BlockFeed } from '../channel/block-feed.js';
import {
  HEADER_TYPE,
  decodeChannelHeader,
  decodeEnvelope,
  decodePayload,
} from '../messages/common.js';
import { decoded } from '../messages/fields.js';
import {
  type ChaincodeEvent,
  decodeActionPayload,
  decodeChaincodeAction,
  decodeChaincodeEvent,
  decodeResponsePayload,
  decodeTransaction,
} from '../messages/transaction.js';
import { RpcError } from '../rpc/rpc.js';
import type { TransactionPlace } from '../store/types.js';
import type { ChaincodeEventsRequest } from './requests.js';

export interface BlockEvents {
  readonly block: number;
  readonly events: readonly ChaincodeEvent[];
}

/**
 * The events of one chaincode's valid transactions, block by block; blocks without any are left out.
 * @throws RpcError INVALID_ARGUMENT for a start position that is not a block or the next one
 * @see fabric internal/pkg/gateway/chaincodeevents.go
 */
export async function* chaincodeEvents(
  request: ChaincodeEventsRequest,
  signal: AbortSignal,
  ledger: {
    readonly feed: BlockFeed;
    readonly transaction: (txId: string) => TransactionPlace | null;
  },
): AsyncGenerator<BlockEvents> {
  const { chaincode, afterTxId } = request;
  let isPast = afterTxId === '';
  for await (const block of ledger.feed.follow(startOf(request, ledger), signal)) {
    const events = eventsOf(block).filter((event) => {
      if (isPast) return event.chaincodeId === chaincode;
      isPast = event.txId === afterTxId;
      return false;
    });
    if (events.length > 0) yield { block: block.number, events };
  }
}

function startOf(
  { start, afterTxId }: ChaincodeEventsRequest,
  ledger: {
    readonly feed: BlockFeed;
    readonly transaction: (txId: string) => TransactionPlace | null;
  },
): number {
  const after = afterTxId === '' ? null : ledger.transaction(afterTxId);
  if (after !== null) return after.block;
  switch (start.kind) {
    case 'next':
      return ledger.feed.height;
    case 'block':
      return start.number;
    case 'unsupported':
      throw new RpcError(status.INVALID_ARGUMENT, 'invalid start position type');
  }
}

/** The events of a block's valid transactions, in order. */
export function eventsOf(block: Block): readonly ChaincodeEvent[] {
  const flags = flagsOf(block);
  return block.data.flatMap((envelope, tx) => {
    const event = flags[tx] === VALID ? decoded(() => eventOf(envelope)) : null;
    return event === null ? [] : [event];
  });
}

function eventOf(envelope: Uint8Array): ChaincodeEvent | null {
  const { header, data } = decodePayload(decodeEnvelope(envelope).payload);
  if (header === null) return null;
  const { type } = decodeChannelHeader(header.channelHeader);
  const [action] = type === HEADER_TYPE.ENDORSER_TRANSACTION ? decodeTransaction(data) : [];
  const payload = action === undefined ? null : decodeActionPayload(action.payload);
  if (payload === null || payload.action === null) return null;
  const { extension } = decodeResponsePayload(payload.action.responsePayload);
  const event = decodeChaincodeEvent(decodeChaincodeAction(extension).events);
  const isComplete = event.chaincodeId !== '' && event.eventName !== '' && event.txId !== '';
  return isComplete ? event : null;
}
