import { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity.js';
import type { MspSet } from '../identity/msp-set.js';
import { CertificateError } from '../identity/signed.js';
import {
  type ChannelHeader,
  type Envelope,
  HEADER_TYPE,
  type Header,
  type SignatureHeader,
  decodeChannelHeader,
  decodeEnvelope,
  decodePayload,
  decodeSignatureHeader,
} from '../messages/common.js';
import { decoded } from '../messages/fields.js';
import { proposalHash, transactionId } from '../messages/proposal.js';
import {
  type ActionPayload,
  decodeActionPayload,
  decodeResponsePayload,
  decodeTransaction,
} from '../messages/transaction.js';
import { type Endorsed, type Unfit, endorsed } from './endorsed.js';

const { TxValidationCode: CODE } = peer;

/** The channel that transactions are examined for, at one configuration. */
export interface Membership {
  readonly channel: string;
  readonly members: MspSet;
}

/**
 * What can be said of an envelope without looking at the state: its decoded content, or the code that it falls with.
 * Examined once, when the envelope arrives; a block that holds it asks only what depends on the state.
 */
export interface Examined {
  /** A TxValidationCode; VALID when all is well so far. */
  readonly code: number;
  /** '' when the envelope has no readable channel header. */
  readonly txId: string;
  /** The content of an endorser transaction whose form and creator are in order. */
  readonly content: Endorsed | Unfit | null;
}

/** The header part, decoded and well-formed. */
interface Opened {
  readonly envelope: Envelope;
  readonly header: Header;
  readonly channelHeader: ChannelHeader;
  readonly signatureHeader: SignatureHeader;
  readonly data: Buffer;
}

/**
 * Fabric's checks of one envelope's form, in its order. Signatures are verified on the thread pool.
 * @see fabric core/common/validation/msgvalidation.go `ValidateTransaction`, txvalidator/v20/validator.go `validateTx`
 */
export async function examine(bytes: Uint8Array, at: Membership): Promise<Examined> {
  const opened = open(bytes);
  if (typeof opened === 'number') return { code: opened, txId: '', content: null };
  const { txId, type } = opened.channelHeader;
  const fail = (code: number): Examined => ({ code, txId, content: null });
  if (!(await isSignedByCreator(opened, at))) return fail(CODE.BAD_CREATOR_SIGNATURE);
  // A configuration transaction is judged where the configuration is kept; the orderer admits none yet.
  if (type === HEADER_TYPE.CONFIG) return fail(CODE.INVALID_CONFIG_TRANSACTION);
  if (type !== HEADER_TYPE.ENDORSER_TRANSACTION) return fail(CODE.UNSUPPORTED_TX_PAYLOAD);
  if (transactionId(opened.signatureHeader) !== txId) return fail(CODE.BAD_PROPOSAL_TXID);
  const action = boundAction(opened);
  if (action === null) return fail(CODE.INVALID_ENDORSER_TRANSACTION);
  const content = await endorsed(action, opened.channelHeader, at.members);
  return { code: CODE.VALID, txId, content };
}

/** Decode down to the headers, or the code that this fails with. */
function open(bytes: Uint8Array): Opened | number {
  const envelope = decoded(() => decodeEnvelope(bytes));
  if (envelope === null) return CODE.INVALID_OTHER_REASON;
  const payload = decoded(() => decodePayload(envelope.payload));
  if (payload === null) return CODE.BAD_PAYLOAD;
  const { header, data } = payload;
  if (header === null) return CODE.BAD_COMMON_HEADER;
  const channelHeader = decoded(() => decodeChannelHeader(header.channelHeader));
  const signatureHeader = decoded(() => decodeSignatureHeader(header.signatureHeader));
  if (channelHeader === null || signatureHeader === null) return CODE.BAD_COMMON_HEADER;
  if (!isChannelType(channelHeader.type) || channelHeader.epoch !== 0)
    return CODE.BAD_COMMON_HEADER;
  if (!isComplete(signatureHeader)) return CODE.BAD_COMMON_HEADER;
  return { envelope, header, channelHeader, signatureHeader, data };
}

function isChannelType(type: number): boolean {
  const types: readonly number[] = [
    HEADER_TYPE.ENDORSER_TRANSACTION,
    HEADER_TYPE.CONFIG_UPDATE,
    HEADER_TYPE.CONFIG,
  ];
  return types.includes(type);
}

function isComplete(header: SignatureHeader): boolean {
  return header.nonce.length > 0 && header.creator.length > 0;
}

async function isSignedByCreator(
  { envelope, channelHeader, signatureHeader }: Opened,
  { channel, members }: Membership,
): Promise<boolean> {
  if (channelHeader.channelId !== channel || envelope.signature.length === 0) return false;
  const creator = identityOf(signatureHeader.creator, members);
  if (creator === null || creator.invalidity !== null) return false;
  return await creator.verify(envelope.payload, envelope.signature);
}

/** The identity of the bytes of a SerializedIdentity; null when they are none of the channel's. */
export function identityOf(serialized: Uint8Array, members: MspSet): Identity | null {
  try {
    return members.deserialize(serialized);
  } catch (error) {
    if (error instanceof CertificateError) return null;
    throw error;
  }
}

/** The one action of the transaction, if it is bound to the proposal that the header belongs to. */
function boundAction({ header, data }: Opened): ActionPayload | null {
  return decoded(() => {
    const [action, ...others] = decodeTransaction(data);
    if (action === undefined || others.length > 0) return null;
    if (!isComplete(decodeSignatureHeader(action.header))) return null;
    const payload = decodeActionPayload(action.payload);
    if (payload.action === null) return null;
    const original = { channelHeader: header.channelHeader, signatureHeader: action.header };
    const hash = proposalHash(original, payload.proposalPayload);
    const response = decodeResponsePayload(payload.action.responsePayload);
    return hash.equals(response.proposalHash) ? payload : null;
  });
}
