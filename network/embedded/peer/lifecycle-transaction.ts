import type { common } from '@hyperledger/fabric-protos';
import { VALID } from '../blocks.js';
import type { Channel } from '../channel/channel.js';
import { LIFECYCLE_NAMESPACE } from '../config/lifecycle.js';
import { encode } from '../messages/common.js';
import { asBuffer } from '../messages/fields.js';
import { newProposal } from '../messages/new-proposal.js';
import type { Proposal } from '../messages/proposal.js';
import {
  type Endorsement,
  encodeResponsePayload,
  prepareTransaction,
} from '../messages/transaction.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import type { ReadWriteSets } from '../rwset/builder.js';
import { encodeRwSet } from '../rwset/encode.js';

/** A transaction of the `_lifecycle` chaincode, its simulation done. */
export interface LifecycleTransaction {
  readonly operation: string;
  /** The operation's argument message. */
  readonly argument: { serializeBinary(): Uint8Array };
  readonly sets: ReadWriteSets;
  readonly creator: SigningIdentity;
  readonly endorsers: readonly SigningIdentity[];
}

const SYSTEM_VERSION = 'syscc';
const OK = 200;

/**
 * Endorse, order and commit a lifecycle transaction like any other.
 * @throws Error when it does not become valid
 */
export async function commitLifecycle(
  transaction: LifecycleTransaction,
  channel: Channel,
): Promise<void> {
  const { operation, argument, creator, sets } = transaction;
  const proposal = await newProposal(
    {
      channel: channel.config.channelId,
      chaincode: LIFECYCLE_NAMESPACE,
      args: [Buffer.from(operation), encode(argument)],
    },
    creator,
  );
  const { txId } = proposal.channelHeader;
  channel.transient.keep(txId, sets.privateSets, channel.store.height);
  const envelope = await signedEnvelope(proposal, transaction);
  const refusal = await channel.broadcast(encode(envelope));
  if (refusal !== null) throw new Error(`${operation} was refused: ${refusal.info}`);
  const { code } = await channel.statuses.of(txId, new AbortController().signal);
  if (code !== VALID) throw new Error(`${operation} is invalid: code ${code}`);
}

async function signedEnvelope(
  proposal: Proposal,
  { sets, creator, endorsers }: LifecycleTransaction,
): Promise<common.Envelope> {
  const empty = Buffer.alloc(0);
  const responsePayload = encodeResponsePayload(proposal.hash, {
    response: { status: OK, message: '', payload: empty },
    results: encodeRwSet(sets.namespaces),
    event: null,
    chaincode: { name: LIFECYCLE_NAMESPACE, version: SYSTEM_VERSION },
  });
  const endorsements = await Promise.all(
    endorsers.map(async (each) => await endorsement(responsePayload, each)),
  );
  const envelope = prepareTransaction(proposal, { responsePayload, endorsements });
  envelope.setSignature(await creator.sign(envelope.getPayload_asU8()));
  return envelope;
}

async function endorsement(payload: Buffer, signer: SigningIdentity): Promise<Endorsement> {
  const endorser = asBuffer(signer.serialized);
  return { endorser, signature: asBuffer(await signer.sign(Buffer.concat([payload, endorser]))) };
}
