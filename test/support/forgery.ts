import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../network/embedded/ordering/block-writer.js';
import { type NamespaceRwSet, decodeRwSet } from '../../network/embedded/store/rwset.js';
import type { User } from './embedded.js';

/** The layers of a prepared transaction, to be changed and put together again. */
interface Opened {
  readonly prepared: gateway.PreparedTransaction;
  readonly payload: common.Payload;
  readonly transaction: peer.Transaction;
  readonly actionPayload: peer.ChaincodeActionPayload;
  readonly endorsed: peer.ChaincodeEndorsedAction;
}

/**
 * A transaction with other endorsements: of these signers over its own response, or of another transaction's endorsers.
 * @returns an unsigned PreparedTransaction
 */
export async function endorsedBy(
  transaction: Transaction,
  signers: readonly SigningIdentity[],
  instead?: Transaction,
): Promise<Uint8Array> {
  const opened = open(transaction);
  const { endorsed } = opened;
  const response = endorsed.getProposalResponsePayload_asU8();
  const endorsements =
    instead === undefined
      ? await Promise.all(signers.map((signer) => endorsement(response, signer)))
      : open(instead).endorsed.getEndorsementsList();
  endorsed.setEndorsementsList(endorsements);
  return close(opened);
}

/** A prepared transaction that its creator signs, whatever has become of it. */
export async function resigned(
  prepared: Uint8Array,
  user: Pick<User, 'gateway' | 'sign'>,
): Promise<Transaction> {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
  const payload = envelope?.getPayload_asU8() ?? new Uint8Array();
  return user.gateway.newSignedTransaction(prepared, await user.sign(payload));
}

/** The organisations that have endorsed a transaction. */
export function endorsersOf(transaction: Transaction): readonly string[] {
  return open(transaction)
    .endorsed.getEndorsementsList()
    .map((each) => msp.SerializedIdentity.deserializeBinary(each.getEndorser_asU8()).getMspid());
}

/** What a transaction reads and writes. */
export function resultsOf(transaction: Transaction): readonly NamespaceRwSet[] {
  const response = peer.ProposalResponsePayload.deserializeBinary(
    open(transaction).endorsed.getProposalResponsePayload_asU8(),
  );
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
  return decodeRwSet(action.getResults_asU8());
}

async function endorsement(
  response: Uint8Array,
  signer: SigningIdentity,
): Promise<peer.Endorsement> {
  const made = new peer.Endorsement();
  made.setEndorser(signer.serialized);
  made.setSignature(await signer.sign(Buffer.concat([response, signer.serialized])));
  return made;
}

function open(transaction: Transaction): Opened {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  const envelope = present(prepared.getEnvelope());
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const inner = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const action = present(inner.getActionsList()[0]);
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  return {
    prepared,
    payload,
    transaction: inner,
    actionPayload,
    endorsed: present(actionPayload.getAction()),
  };
}

function close({ prepared, payload, transaction, actionPayload, endorsed }: Opened): Uint8Array {
  actionPayload.setAction(endorsed);
  present(transaction.getActionsList()[0]).setPayload(actionPayload.serializeBinary());
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  prepared.setEnvelope(envelope);
  return prepared.serializeBinary();
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a part of the transaction is not there');
  return value;
}
