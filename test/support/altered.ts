import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { proposalHash } from '../../network/embedded/messages/proposal.js';
import type { SigningIdentity } from '../../network/embedded/ordering/block-writer.js';

/** Every layer of an endorser transaction, decoded by Fabric's own classes. */
export interface Layers {
  readonly envelope: common.Envelope;
  readonly payload: common.Payload;
  readonly header: common.Header;
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly extension: peer.ChaincodeHeaderExtension;
  readonly transaction: peer.Transaction;
  readonly action: peer.TransactionAction;
  readonly actionPayload: peer.ChaincodeActionPayload;
  readonly endorsed: peer.ChaincodeEndorsedAction;
  readonly responsePayload: peer.ProposalResponsePayload;
  readonly chaincodeAction: peer.ChaincodeAction;
}

/** Changes one layer; those above are put together again by what it returns, from the innermost it names outwards. */
export type Alteration = (layers: Layers) => void;

export interface AlterationOptions {
  /** Bind the response to the altered headers, so that the next check is reached. */
  readonly rehash?: boolean;
  /** What only the finished payload can be: it is signed after this. */
  readonly payload?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * An endorsed transaction's envelope with something about it changed, signed by its creator as if nothing were.
 * @returns the envelope's bytes
 */
export async function altered(
  transaction: Transaction,
  creator: SigningIdentity,
  change: { readonly alter?: Alteration } & AlterationOptions,
): Promise<Buffer> {
  const layers = open(transaction);
  change.alter?.(layers);
  const payload = assemble(layers, change.rehash === true);
  const bytes = change.payload?.(payload) ?? payload;
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(await creator.sign(bytes));
  return Buffer.from(envelope.serializeBinary());
}

function open(transaction: Transaction): Layers {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  const envelope = present(prepared.getEnvelope());
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = present(payload.getHeader());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const inner = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const action = present(inner.getActionsList()[0]);
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const endorsed = present(actionPayload.getAction());
  const responsePayload = peer.ProposalResponsePayload.deserializeBinary(
    endorsed.getProposalResponsePayload_asU8(),
  );
  return {
    envelope,
    payload,
    header,
    channelHeader,
    signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
    extension: peer.ChaincodeHeaderExtension.deserializeBinary(channelHeader.getExtension_asU8()),
    transaction: inner,
    action,
    actionPayload,
    endorsed,
    responsePayload,
    chaincodeAction: peer.ChaincodeAction.deserializeBinary(responsePayload.getExtension_asU8()),
  };
}

/** Only what still is as it was opened is encoded again: an alteration may have replaced bytes by others. */
function assemble(layers: Layers, rehash: boolean): Uint8Array {
  const { channelHeader, signatureHeader, header, payload, action, actionPayload } = layers;
  const { endorsed, responsePayload, chaincodeAction, transaction } = layers;
  if (channelHeader.getExtension_asU8().length > 0) {
    channelHeader.setExtension$(layers.extension.serializeBinary());
  }
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  if (rehash) {
    const original = {
      channelHeader: Buffer.from(header.getChannelHeader_asU8()),
      signatureHeader: Buffer.from(action.getHeader_asU8()),
    };
    responsePayload.setProposalHash(
      proposalHash(original, actionPayload.getChaincodeProposalPayload_asU8()),
    );
  }
  if (responsePayload.getExtension_asU8().length > 0) {
    responsePayload.setExtension$(chaincodeAction.serializeBinary());
  }
  endorsed.setProposalResponsePayload(responsePayload.serializeBinary());
  if (actionPayload.hasAction()) actionPayload.setAction(endorsed);
  action.setPayload(actionPayload.serializeBinary());
  if (payload.getData_asU8().length > 0) payload.setData(transaction.serializeBinary());
  if (payload.hasHeader()) payload.setHeader(header);
  return payload.serializeBinary();
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a part of the transaction is not there');
  return value;
}
