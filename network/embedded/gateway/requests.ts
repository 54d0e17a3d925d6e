import { status } from '@grpc/grpc-js';
import { type Envelope, decodeEnvelope } from '../messages/common.js';
import { type Fields, fields } from '../messages/fields.js';
import {
  type Proposal,
  type SignedProposal,
  decodeSignedProposal,
  unpackProposal,
} from '../messages/proposal.js';
import { RpcError } from '../rpc/rpc.js';
import { WireError } from '../store/wire.js';

/** fabric-protos gateway/gateway.proto, the requests. */

export interface ProposalRequest {
  readonly proposal: Proposal;
  readonly organisations: readonly string[];
}

export interface SubmitRequest {
  readonly txId: string;
  readonly channel: string;
  readonly envelope: Envelope;
  readonly envelopeBytes: Buffer;
}

/** A request that carries its own signature: by `identity`, over `bytes`. */
export interface SignedRequest {
  readonly bytes: Buffer;
  readonly signature: Buffer;
  readonly identity: Buffer;
  readonly channel: string;
}

export interface CommitStatusRequest extends SignedRequest {
  readonly txId: string;
}

export interface ChaincodeEventsRequest extends SignedRequest {
  readonly chaincode: string;
  readonly start: StartPosition;
  readonly afterTxId: string;
}

/** orderer.SeekPosition, as far as chaincode events use it. */
export type StartPosition =
  | { readonly kind: 'next' }
  | { readonly kind: 'block'; readonly number: number }
  | { readonly kind: 'unsupported' };

/** @throws RpcError INVALID_ARGUMENT */
export function endorseRequest(bytes: Buffer): ProposalRequest {
  const { signed, organisations } = proposalRequest(bytes);
  if (signed.proposalBytes.length === 0) {
    throw invalid('the proposed transaction must contain a signed proposal');
  }
  return { proposal: unpacked(signed, ''), organisations };
}

/** @throws RpcError INVALID_ARGUMENT */
export function evaluateRequest(bytes: Buffer): ProposalRequest {
  const prefix = 'failed to unpack transaction proposal: ';
  const { signed, organisations } = proposalRequest(bytes);
  if (signed.proposalBytes.length === 0) throw invalid(`${prefix}a signed proposal is required`);
  const proposal = unpacked(signed, prefix);
  const channel = proposal.channelHeader.channelId;
  if (channel === '') throw invalid(`${prefix}no channel id provided`);
  if (proposal.specChaincode === '') {
    throw invalid(`${prefix}no chaincode name is provided, channel id [${channel}]`);
  }
  return { proposal, organisations };
}

/** @throws RpcError INVALID_ARGUMENT */
export function submitRequest(bytes: Buffer): SubmitRequest {
  const m = read(bytes, 'invalid submit request: ');
  const envelopeBytes = m.message(3, (each) => each);
  if (envelopeBytes === null) throw invalid('a prepared transaction is required');
  const envelope = wellFormed(() => decodeEnvelope(envelopeBytes), 'invalid submit request: ');
  if (envelope.signature.length === 0) throw invalid('prepared transaction must be signed');
  return { txId: m.string(1), channel: m.string(2), envelope, envelopeBytes };
}

/** @throws RpcError INVALID_ARGUMENT */
export function commitStatusRequest(bytes: Buffer): CommitStatusRequest {
  const malformed = 'invalid status request: ';
  const signed = signedRequest(bytes, { absent: 'a commit status request is required', malformed });
  const request = wellFormed(() => {
    const m = fields(signed.bytes);
    return { ...signed, txId: m.string(1), channel: m.string(2), identity: m.bytes(3) };
  }, malformed);
  if (request.identity.length === 0) throw invalid('no identity provided');
  if (request.channel === '') throw invalid('no channel ID provided');
  if (request.txId === '') throw invalid('transaction ID should not be empty');
  return request;
}

/** @throws RpcError INVALID_ARGUMENT */
export function chaincodeEventsRequest(bytes: Buffer): ChaincodeEventsRequest {
  const malformed = 'invalid chaincode events request: ';
  const absent = 'a chaincode events request is required';
  const signed = signedRequest(bytes, { absent, malformed });
  return wellFormed(() => {
    const m = fields(signed.bytes);
    return {
      ...signed,
      channel: m.string(1),
      chaincode: m.string(2),
      identity: m.bytes(3),
      start: m.message(4, startPosition) ?? { kind: 'next' },
      afterTxId: m.string(5),
    };
  }, malformed);
}

/** SeekPosition: 1 newest, 2 oldest, 3 specified, 4 next commit. */
function startPosition(bytes: Buffer): StartPosition {
  const m = fields(bytes);
  const number = m.message(3, (specified) => fields(specified).number(1));
  if (number !== null) return { kind: 'block', number };
  const unsupported = m.list(1).length + m.list(2).length > 0;
  return unsupported ? { kind: 'unsupported' } : { kind: 'next' };
}

function proposalRequest(bytes: Buffer): {
  signed: SignedProposal;
  organisations: readonly string[];
} {
  return wellFormed(() => {
    const m = fields(bytes);
    const organisations = m.list(4).map((name) => name.toString('utf8'));
    const signed = m.message(3, decodeSignedProposal) ?? decodeSignedProposal(Buffer.alloc(0));
    return { signed, organisations };
  }, '');
}

function unpacked(signed: SignedProposal, prefix: string): Proposal {
  return wellFormed(() => unpackProposal(signed), prefix);
}

function signedRequest(
  bytes: Buffer,
  words: { readonly absent: string; readonly malformed: string },
): { readonly bytes: Buffer; readonly signature: Buffer } {
  const m = read(bytes, words.malformed);
  const request = m.bytes(1);
  if (request.length === 0) throw invalid(words.absent);
  return { bytes: request, signature: m.bytes(2) };
}

function read(bytes: Buffer, prefix: string): Fields {
  return wellFormed(() => fields(bytes), prefix);
}

function wellFormed<T>(decode: () => T, prefix: string): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WireError) throw invalid(prefix + error.message);
    throw error;
  }
}

function invalid(message: string): RpcError {
  return new RpcError(status.INVALID_ARGUMENT, message);
}
