import { common, peer } from '@hyperledger/fabric-protos';
import { encode } from './common.js';
import { type ChaincodeId, type Proposal, decodeChaincodeId } from './proposal.js';
import { fields } from './fields.js';

/** fabric-protos peer/transaction.proto, proposal_response.proto and chaincode_event.proto. */

export interface Endorsement {
  /** A SerializedIdentity. */
  readonly endorser: Buffer;
  readonly signature: Buffer;
}

export interface EndorsedAction {
  readonly responsePayload: Buffer;
  readonly endorsements: readonly Endorsement[];
}

export interface ActionPayload {
  readonly proposalPayload: Buffer;
  readonly action: EndorsedAction | null;
}

export interface TransactionAction {
  readonly header: Buffer;
  readonly payload: Buffer;
}

export interface ResponsePayload {
  readonly proposalHash: Buffer;
  /** A ChaincodeAction. */
  readonly extension: Buffer;
}

export interface Response {
  readonly status: number;
  readonly message: string;
  readonly payload: Buffer;
}

export interface ChaincodeAction {
  /** A TxReadWriteSet. */
  readonly results: Buffer;
  /** A ChaincodeEvent, empty when there is none. */
  readonly events: Buffer;
  readonly response: Response | null;
  readonly chaincodeId: ChaincodeId | null;
}

export interface ChaincodeEvent {
  readonly chaincodeId: string;
  readonly txId: string;
  readonly eventName: string;
  readonly payload: Buffer;
}

export function decodeTransaction(bytes: Uint8Array): readonly TransactionAction[] {
  return fields(bytes)
    .list(1)
    .map((action) => {
      const m = fields(action);
      return { header: m.bytes(1), payload: m.bytes(2) };
    });
}

function decodeEndorsement(bytes: Buffer): Endorsement {
  const m = fields(bytes);
  return { endorser: m.bytes(1), signature: m.bytes(2) };
}

export function decodeActionPayload(bytes: Uint8Array): ActionPayload {
  const m = fields(bytes);
  const action = m.message(2, (endorsed) => {
    const inner = fields(endorsed);
    return {
      responsePayload: inner.bytes(1),
      endorsements: inner.list(2).map(decodeEndorsement),
    };
  });
  return { proposalPayload: m.bytes(1), action };
}

export function decodeResponsePayload(bytes: Uint8Array): ResponsePayload {
  const m = fields(bytes);
  return { proposalHash: m.bytes(1), extension: m.bytes(2) };
}

function decodeResponse(bytes: Buffer): Response {
  const m = fields(bytes);
  return { status: m.number(1), message: m.string(2), payload: m.bytes(3) };
}

export function decodeChaincodeAction(bytes: Uint8Array): ChaincodeAction {
  const m = fields(bytes);
  return {
    results: m.bytes(1),
    events: m.bytes(2),
    response: m.message(3, decodeResponse),
    chaincodeId: m.message(4, decodeChaincodeId),
  };
}

export function decodeChaincodeEvent(bytes: Uint8Array): ChaincodeEvent {
  const m = fields(bytes);
  return {
    chaincodeId: m.string(1),
    txId: m.string(2),
    eventName: m.string(3),
    payload: m.bytes(4),
  };
}

/** What a simulation came to, before it is signed. */
export interface Outcome {
  readonly response: Response;
  readonly results: Uint8Array;
  readonly event: ChaincodeEvent | null;
  readonly chaincode: ChaincodeId;
}

/** protoutil `GetBytesProposalResponsePayload`: the bytes that an endorser signs, its identity appended. */
export function encodeResponsePayload(hash: Uint8Array, outcome: Outcome): Buffer {
  const action = new peer.ChaincodeAction();
  action.setResults(outcome.results);
  if (outcome.event !== null) action.setEvents(encode(eventMessage(outcome.event)));
  action.setResponse(responseMessage(outcome.response));
  const id = new peer.ChaincodeID();
  id.setName(outcome.chaincode.name);
  id.setVersion(outcome.chaincode.version);
  action.setChaincodeId(id);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(hash);
  payload.setExtension$(encode(action));
  return encode(payload);
}

export function responseMessage(response: Response): peer.Response {
  const message = new peer.Response();
  message.setStatus(response.status);
  message.setMessage(response.message);
  message.setPayload(response.payload);
  return message;
}

export function eventMessage(event: ChaincodeEvent): peer.ChaincodeEvent {
  const message = new peer.ChaincodeEvent();
  message.setChaincodeId(event.chaincodeId);
  message.setTxId(event.txId);
  message.setEventName(event.eventName);
  message.setPayload(event.payload);
  return message;
}

/** internal/pkg/gateway/submit.go `prepareTransaction`: the unsigned envelope that the client signs. */
export function prepareTransaction(proposal: Proposal, action: EndorsedAction): common.Envelope {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(action.responsePayload);
  endorsed.setEndorsementsList(action.endorsements.map(endorsementMessage));
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.visiblePayload);
  actionPayload.setAction(endorsed);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setHeader(proposal.header.signatureHeader);
  transactionAction.setPayload(encode(actionPayload));
  const transaction = new peer.Transaction();
  transaction.setActionsList([transactionAction]);
  const header = new common.Header();
  header.setChannelHeader(proposal.header.channelHeader);
  header.setSignatureHeader(proposal.header.signatureHeader);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(encode(transaction));
  const envelope = new common.Envelope();
  envelope.setPayload(encode(payload));
  return envelope;
}

function endorsementMessage(endorsement: Endorsement): peer.Endorsement {
  const message = new peer.Endorsement();
  message.setEndorser(endorsement.endorser);
  message.setSignature(endorsement.signature);
  return message;
}
