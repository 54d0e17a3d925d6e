import { common } from '@hyperledger/fabric-protos';
import {
  type Envelope,
  HEADER_TYPE,
  decodeChannelHeader,
  decodeEnvelope,
  decodePayload,
  decodeSignatureHeader,
} from '../messages/common.js';
import { decoded } from '../messages/fields.js';
import type { Policy } from '../policy/policy.js';
import { type Membership, identityOf } from '../validation/examine.js';

const { Status } = common;
type StatusName = keyof typeof Status;

/** An orderer's answer to an envelope that it does not take (orderer.BroadcastResponse). */
export interface Refusal {
  readonly code: number;
  readonly name: StatusName;
  readonly info: string;
}

export interface AdmissionRules extends Membership {
  /** `/Channel/Writers`. */
  readonly writers: Policy;
  readonly absoluteMaxBytes: number;
}

/**
 * What an orderer asks of an envelope: that it is for this channel, not too large, and signed by somebody who may write
 * and whose certificate has not ended. Whether it is a good transaction is not the orderer's question.
 * @returns null when it may be ordered
 * @see fabric orderer/common/broadcast, msgprocessor (order of rules: empty, size, expiry, signature)
 */
export async function admissionRefusal(
  bytes: Buffer,
  rules: AdmissionRules,
): Promise<Refusal | null> {
  const envelope = decoded(() => decodeEnvelope(bytes));
  const headers = envelope === null ? null : headersOf(envelope);
  if (envelope === null || headers === null) {
    return refusal('BAD_REQUEST', 'could not determine channel header');
  }
  const { channelId, type } = headers.channel;
  if (channelId !== rules.channel)
    return refusal('NOT_FOUND', `channel ${channelId} does not exist`);
  if (type !== HEADER_TYPE.ENDORSER_TRANSACTION && type in CONFIGURATION) {
    return refusal('NOT_IMPLEMENTED', 'configuration transactions are not supported yet');
  }
  const size = envelope.payload.length + envelope.signature.length;
  if (size > rules.absoluteMaxBytes) {
    const limit = `exceeds maximum allowed ${rules.absoluteMaxBytes} bytes`;
    return refusal('BAD_REQUEST', `message payload is ${size} bytes and ${limit}`);
  }
  return await signerRefusal(envelope, headers.creator, rules);
}

/** The kinds that change the configuration, by header type. */
const CONFIGURATION: Readonly<Record<number, true>> = {
  [HEADER_TYPE.CONFIG]: true,
  [HEADER_TYPE.CONFIG_UPDATE]: true,
  [HEADER_TYPE.ORDERER_TRANSACTION]: true,
};

function headersOf({ payload }: Envelope): {
  channel: { channelId: string; type: number };
  creator: Buffer;
} | null {
  return decoded(() => {
    const { header } = decodePayload(payload);
    if (header === null) return null;
    const { creator } = decodeSignatureHeader(header.signatureHeader);
    return { channel: decodeChannelHeader(header.channelHeader), creator };
  });
}

async function signerRefusal(
  envelope: Envelope,
  creator: Buffer,
  { members, writers }: AdmissionRules,
): Promise<Refusal | null> {
  const signer = identityOf(creator, members);
  if (signer?.isExpiredAt(Date.now()) === true) {
    return refusal('BAD_REQUEST', 'broadcast client identity expired');
  }
  const isSigned = signer !== null && (await signer.verify(envelope.payload, envelope.signature));
  if (isSigned && writers.isSatisfiedBy([signer])) return null;
  const policy =
    "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied";
  return refusal('FORBIDDEN', `${policy}: permission denied`);
}

function refusal(name: StatusName, info: string): Refusal {
  return { code: Status[name], name, info };
}
