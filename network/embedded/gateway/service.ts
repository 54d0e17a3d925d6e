import { status } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { BlockFeed } from '../channel/block-feed.js';
import type { CommitStatuses } from '../channel/commit-status.js';
import { encode } from '../messages/common.js';
import { eventMessage, prepareTransaction, responseMessage } from '../messages/transaction.js';
import { RpcError, type Services } from '../rpc/rpc.js';
import type { TransactionPlace } from '../store/types.js';
import { chaincodeEvents } from './chaincode-events.js';
import type { Registry } from './discovery.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import {
  type SignedRequest,
  chaincodeEventsRequest,
  commitStatusRequest,
  endorseRequest,
  evaluateRequest,
  submitRequest,
} from './requests.js';

/** An orderer's answer to a broadcast envelope; null when it took it. */
export type Refusal = {
  readonly code: number;
  readonly name: string;
  readonly info: string;
} | null;

/** What a gateway stands on. */
export interface GatewayInput {
  /** Whose gateway this is: the behaviour hangs on it. */
  readonly local: string;
  readonly channel: string;
  readonly registry: Registry;
  readonly feed: BlockFeed;
  readonly statuses: CommitStatuses;
  readonly transaction: (txId: string) => TransactionPlace | null;
  /** Hands an envelope to the orderer. */
  readonly broadcast: (envelope: Buffer) => Promise<Refusal>;
  /** Why the signer of a request may not read the channel; null when it may. */
  readonly readRefusal: (request: SignedRequest) => Promise<string | null>;
}

const CLIENT_ERROR_FROM = 400;
const SERVER_ERROR_FROM = 500;

/** One organisation's `gateway.Gateway` service. @see fabric internal/pkg/gateway */
export function gatewayService(input: GatewayInput): Pick<Services, 'unary' | 'serverStream'> {
  return {
    unary: new Map([
      ['/gateway.Gateway/Evaluate', async (request: Buffer) => await evaluateCall(request, input)],
      ['/gateway.Gateway/Endorse', async (request: Buffer) => await endorseCall(request, input)],
      ['/gateway.Gateway/Submit', async (request: Buffer) => await submitCall(request, input)],
      [
        '/gateway.Gateway/CommitStatus',
        async (request: Buffer, signal: AbortSignal) =>
          await commitStatusCall(request, signal, input),
      ],
    ]),
    serverStream: new Map([
      [
        '/gateway.Gateway/ChaincodeEvents',
        (request: Buffer, signal: AbortSignal) => chaincodeEventsCall(request, signal, input),
      ],
    ]),
  };
}

async function evaluateCall(
  bytes: Buffer,
  { local, channel, registry }: GatewayInput,
): Promise<Buffer> {
  const request = evaluateRequest(bytes);
  const wanted = request.proposal.channelHeader.channelId;
  if (wanted !== channel) throw new RpcError(status.UNAVAILABLE, noConfig(wanted));
  const response = new gateway.EvaluateResponse();
  response.setResult(responseMessage(await evaluate({ ...request, local }, registry)));
  return encode(response);
}

async function endorseCall(
  bytes: Buffer,
  { local, channel, registry }: GatewayInput,
): Promise<Buffer> {
  const request = endorseRequest(bytes);
  const { proposal } = request;
  if (proposal.channelHeader.channelId !== channel) {
    throw new RpcError(status.FAILED_PRECONDITION, noConfig(proposal.channelHeader.channelId));
  }
  const complete = await endorse({ ...request, local }, registry);
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(prepareTransaction(proposal, complete));
  return encode(response);
}

async function submitCall(bytes: Buffer, { channel, broadcast }: GatewayInput): Promise<Buffer> {
  const request = submitRequest(bytes);
  if (request.channel !== channel) {
    throw new RpcError(status.FAILED_PRECONDITION, noConfig(request.channel));
  }
  const refusal = await broadcast(request.envelopeBytes);
  if (refusal === null) return encode(new gateway.SubmitResponse());
  const { code, name, info } = refusal;
  if (code >= CLIENT_ERROR_FROM && code < SERVER_ERROR_FROM) {
    const message = `received unsuccessful response from orderer: status=${name}, info=${info}`;
    throw new RpcError(status.ABORTED, message);
  }
  throw new RpcError(status.UNAVAILABLE, 'no orderers could successfully process transaction');
}

async function commitStatusCall(
  bytes: Buffer,
  signal: AbortSignal,
  input: GatewayInput,
): Promise<Buffer> {
  const request = commitStatusRequest(bytes);
  await mayRead(request, input);
  const { code, block } = await input.statuses.of(request.txId, signal);
  const response = new gateway.CommitStatusResponse();
  response.setResult(codeOf(code));
  response.setBlockNumber(block);
  return encode(response);
}

async function* chaincodeEventsCall(
  bytes: Buffer,
  signal: AbortSignal,
  input: GatewayInput,
): AsyncGenerator<Buffer> {
  const request = chaincodeEventsRequest(bytes);
  await mayRead(request, input);
  for await (const { block, events } of chaincodeEvents(request, signal, input)) {
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(block);
    response.setEventsList(events.map(eventMessage));
    yield encode(response);
  }
}

async function mayRead(request: SignedRequest, { readRefusal }: GatewayInput): Promise<void> {
  const refusal = await readRefusal(request);
  if (refusal !== null) throw new RpcError(status.PERMISSION_DENIED, refusal);
}

function noConfig(channel: string): string {
  return `failed to get config for channel [${channel}]: channel not found`;
}

type ValidationCode = peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap];

function codeOf(code: number): ValidationCode {
  const known = Object.values(peer.TxValidationCode).find((each) => each === code);
  return known ?? peer.TxValidationCode.INVALID_OTHER_REASON;
}
