import { common, peer } from '@hyperledger/fabric-protos';
import {
  type ChannelHeader,
  type Header,
  decodeChannelHeader,
  decodeEnvelope,
  decodePayload,
  decodeSignatureHeader,
  encode,
} from '../messages/common.js';
import { fields } from '../messages/fields.js';
import { type Proposal, decodeSignedProposal, unpackProposal } from '../messages/proposal.js';
import {
  type ChaincodeAction,
  decodeActionPayload,
  decodeChaincodeAction,
  decodeResponsePayload,
  decodeTransaction,
} from '../messages/transaction.js';
import { WireError, bytesField, scalarBytes } from '../store/wire.js';

/** An endorser transaction as a block holds it. */
export interface Recorded {
  readonly header: Header;
  readonly channelHeader: ChannelHeader;
  /** A SerializedIdentity. */
  readonly creator: Buffer;
  /** The ProposalResponsePayload that was endorsed. */
  readonly responsePayload: Buffer;
  readonly action: ChaincodeAction;
  /** The MSP ids of the endorsers, in order. */
  readonly endorsers: readonly string[];
  /** A ChaincodeProposalPayload without transient data. */
  readonly proposalPayload: Buffer;
}

/** Secret inputs of a transaction, which are in no block. */
export type TransientMap = ReadonlyMap<string, Uint8Array>;

/** @throws WireError when the envelope holds no endorser transaction */
export function recordedTransaction(envelope: Uint8Array): Recorded {
  const { header, data } = decodePayload(decodeEnvelope(envelope).payload);
  const [transactionAction] = decodeTransaction(data);
  if (header === null || transactionAction === undefined) throw new WireError('no transaction');
  const { proposalPayload, action } = decodeActionPayload(transactionAction.payload);
  if (action === null) throw new WireError('the transaction has no action');
  const original = { ...header, signatureHeader: transactionAction.header };
  const { extension } = decodeResponsePayload(action.responsePayload);
  return {
    header: original,
    channelHeader: decodeChannelHeader(header.channelHeader),
    creator: decodeSignatureHeader(original.signatureHeader).creator,
    responsePayload: action.responsePayload,
    action: decodeChaincodeAction(extension),
    endorsers: action.endorsements.map(({ endorser }) => fields(endorser).string(1)),
    proposalPayload,
  };
}

/** The proposal that a transaction was made from, but for its signature, which is in no block. @throws WireError */
export function proposalOf(recorded: Recorded, secret: TransientMap): Proposal {
  const proposal = new peer.Proposal();
  proposal.setHeader(encodeHeader(recorded.header));
  proposal.setPayload(Buffer.concat([recorded.proposalPayload, ...transientEntries(secret)]));
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(encode(proposal));
  return unpackProposal(decodeSignedProposal(encode(signed)));
}

/** Entries of `ChaincodeProposalPayload.TransientMap`. */
function transientEntries(secret: TransientMap): readonly Uint8Array[] {
  return [...secret].map(([name, value]) =>
    bytesField(2, Buffer.concat([scalarBytes(1, Buffer.from(name)), scalarBytes(2, value)])),
  );
}

function encodeHeader({ channelHeader, signatureHeader }: Header): Buffer {
  const header = new common.Header();
  header.setChannelHeader(channelHeader);
  header.setSignatureHeader(signatureHeader);
  return encode(header);
}
