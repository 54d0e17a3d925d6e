import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../network/embedded/ordering/block-writer.js';
import { protobufTimestamp } from '../../network/embedded/config/timestamp.js';

export interface SomeEnvelope {
  readonly channel: string;
  readonly data?: Uint8Array;
  readonly change?: (header: common.ChannelHeader) => void;
}

/** An envelope of the signer's, with whatever data, from now. */
export async function signedEnvelope(
  signer: SigningIdentity,
  { channel, data, change }: SomeEnvelope,
): Promise<common.Envelope> {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(protobufTimestamp(new Date()));
  change?.(channelHeader);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.serialized);
  signatureHeader.setNonce(randomBytes(24));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data ?? Buffer.from('data'));
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(await signer.sign(envelope.getPayload_asU8()));
  return envelope;
}
