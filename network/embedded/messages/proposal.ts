import { createHash } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import {
  type ChannelHeader,
  type Header,
  type SignatureHeader,
  decodeByteMap,
  decodeChannelHeader,
  decodeHeader,
  decodeSignatureHeader,
  encode,
} from './common.js';
import { WireError } from '../store/wire.js';
import { asBuffer, fields } from './fields.js';

/** fabric-protos peer/proposal.proto and chaincode.proto, and core/endorser/msgvalidation.go `UnpackProposal`. */

export interface SignedProposal {
  readonly proposalBytes: Buffer;
  readonly signature: Buffer;
  /** As received: what the chaincode's stub is built from. */
  readonly bytes: Buffer;
}

export interface ChaincodeId {
  readonly name: string;
  readonly version: string;
}

export interface ChaincodeInput {
  readonly args: readonly Buffer[];
  readonly isInit: boolean;
  /** As received: what the chaincode's stub is built from. */
  readonly bytes: Buffer;
}

export interface ChaincodeSpec {
  readonly chaincodeId: ChaincodeId | null;
  readonly input: ChaincodeInput | null;
}

export interface ProposalPayload {
  /** A ChaincodeInvocationSpec. */
  readonly input: Buffer;
  readonly transient: ReadonlyMap<string, Buffer>;
}

/** A proposal taken apart once; the gateway, every endorser and the planner work on this. */
export interface Proposal {
  readonly signed: SignedProposal;
  readonly header: Header;
  readonly channelHeader: ChannelHeader;
  readonly signatureHeader: SignatureHeader;
  /** The chaincode that the header extension names: the one that runs. */
  readonly chaincode: string;
  /** The chaincode that the invocation spec names: the one that the gateway plans for. */
  readonly specChaincode: string;
  readonly input: ChaincodeInput;
  readonly transient: ReadonlyMap<string, Buffer>;
  /** The payload as it goes into the transaction: without transient data. */
  readonly visiblePayload: Buffer;
  /** SHA-256(channel header ‖ signature header ‖ visible payload). */
  readonly hash: Buffer;
}

export function decodeSignedProposal(bytes: Uint8Array): SignedProposal {
  const m = fields(bytes);
  return { proposalBytes: m.bytes(1), signature: m.bytes(2), bytes: asBuffer(bytes) };
}

export function decodeChaincodeId(bytes: Uint8Array): ChaincodeId {
  const m = fields(bytes);
  m.string(1);
  return { name: m.string(2), version: m.string(3) };
}

/** ChaincodeHeaderExtension: the chaincode id in a channel header. */
export function decodeHeaderExtension(bytes: Uint8Array): ChaincodeId | null {
  return fields(bytes).message(2, decodeChaincodeId);
}

function decodeInput(bytes: Buffer): ChaincodeInput {
  const m = fields(bytes);
  decodeByteMap(m.list(2));
  return { args: m.list(1), isInit: m.bool(3), bytes };
}

/** ChaincodeInvocationSpec. */
export function decodeInvocation(bytes: Uint8Array): ChaincodeSpec | null {
  return fields(bytes).message(1, (spec) => {
    const m = fields(spec);
    return { chaincodeId: m.message(2, decodeChaincodeId), input: m.message(3, decodeInput) };
  });
}

export function decodeProposalPayload(bytes: Uint8Array): ProposalPayload {
  const m = fields(bytes);
  return { input: m.bytes(1), transient: decodeByteMap(m.list(2)) };
}

/** The payload that a transaction carries: the input alone, transient data dropped. */
export function visiblePayload(input: Uint8Array): Buffer {
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(input);
  return encode(payload);
}

/** protoutil `GetProposalHash2`. */
export function proposalHash(header: Header, payload: Uint8Array): Buffer {
  return createHash('sha256')
    .update(header.channelHeader)
    .update(header.signatureHeader)
    .update(payload)
    .digest();
}

/** protoutil `ComputeTxID`: hex SHA-256(nonce ‖ creator). */
export function transactionId(header: SignatureHeader): string {
  return createHash('sha256').update(header.nonce).update(header.creator).digest('hex');
}

/**
 * Take a signed proposal apart.
 * @throws WireError with the words of Fabric's `UnpackProposal` where the bytes decode but lack something.
 */
export function unpackProposal(signed: SignedProposal): Proposal {
  const outer = fields(signed.proposalBytes);
  const header = decodeHeader(outer.bytes(1));
  const channelHeader = decodeChannelHeader(header.channelHeader);
  const signatureHeader = decodeSignatureHeader(header.signatureHeader);
  const chaincode = named(decodeHeaderExtension(channelHeader.extension));
  const { input: invocation, transient } = decodeProposalPayload(outer.bytes(2));
  const spec = decodeInvocation(invocation);
  if (spec === null) {
    throw new WireError('chaincode invocation spec did not contain chaincode spec');
  }
  if (spec.input === null) throw new WireError('chaincode input did not contain any input');
  const visible = visiblePayload(invocation);
  return {
    signed,
    header,
    channelHeader,
    signatureHeader,
    chaincode,
    specChaincode: spec.chaincodeId?.name ?? '',
    input: spec.input,
    transient,
    visiblePayload: visible,
    hash: proposalHash(header, visible),
  };
}

function named(id: ChaincodeId | null): string {
  if (id === null) throw new WireError('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (id.name === '') {
    throw new WireError('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  }
  return id.name;
}
