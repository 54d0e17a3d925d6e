import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { protobufTimestamp } from '../config/timestamp.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import { HEADER_TYPE, encode } from './common.js';
import { asBuffer } from './fields.js';
import { type Proposal, decodeSignedProposal, transactionId, unpackProposal } from './proposal.js';

export interface ProposalInput {
  readonly channel: string;
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
}

const NONCE_BYTES = 24;

/** A proposal of our own, signed. @see fabric protoutil/proputils.go `CreateChaincodeProposal` */
export async function newProposal(
  { channel, chaincode, args }: ProposalInput,
  creator: SigningIdentity,
): Promise<Proposal> {
  const nonce = randomBytes(NONCE_BYTES);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serialized);
  signatureHeader.setNonce(nonce);
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(HEADER_TYPE.ENDORSER_TRANSACTION);
  channelHeader.setTxId(transactionId({ nonce, creator: asBuffer(creator.serialized) }));
  channelHeader.setTimestamp(protobufTimestamp(new Date()));
  channelHeader.setChannelId(channel);
  channelHeader.setExtension$(encode(extension));
  const header = new common.Header();
  header.setChannelHeader(encode(channelHeader));
  header.setSignatureHeader(encode(signatureHeader));
  const proposal = new peer.Proposal();
  proposal.setHeader(encode(header));
  proposal.setPayload(invocation(id, args));
  const bytes = encode(proposal);
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(await creator.sign(bytes));
  return unpackProposal(decodeSignedProposal(encode(signed)));
}

function invocation(id: peer.ChaincodeID, args: readonly Uint8Array[]): Buffer {
  const input = new peer.ChaincodeInput();
  input.setArgsList([...args]);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocationSpec = new peer.ChaincodeInvocationSpec();
  invocationSpec.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(encode(invocationSpec));
  return encode(payload);
}
