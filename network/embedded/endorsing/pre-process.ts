import type { Identity } from '../identity/identity.js';
import { HEADER_TYPE } from '../messages/common.js';
import { type Proposal, transactionId } from '../messages/proposal.js';
import type { Policy } from '../policy/policy.js';
import { type Membership, identityOf } from '../validation/examine.js';

export interface ProposalRules extends Membership {
  /** `/Channel/Application/Writers`. */
  readonly writers: Policy;
  readonly hasTransaction: (txId: string) => boolean;
  /** System chaincodes check rights by themselves. */
  readonly isSystemChaincode: (name: string) => boolean;
}

/** The creator of a proposal that is in order, or what is wrong with it. */
export type PreProcessed = { readonly creator: Identity } | { readonly refusal: string };

/**
 * The checks of a proposal that come before its simulation.
 * @see fabric core/endorser/msgvalidation.go `Validate`, endorser.go `preProcess`
 */
export async function preProcess(proposal: Proposal, rules: ProposalRules): Promise<PreProcessed> {
  const malformed = malformation(proposal);
  if (malformed !== null) return { refusal: `error validating proposal: ${malformed}` };
  const { channel, members, writers } = rules;
  const { signatureHeader, channelHeader } = proposal;
  const creator = identityOf(signatureHeader.creator, members);
  const denied = `error validating proposal: access denied: channel [${channel}] creator org`;
  if (creator === null) return { refusal: `${denied} unknown, creator is malformed` };
  if (!(await isAuthentic(creator, proposal))) return { refusal: `${denied} [${creator.mspId}]` };
  const { txId } = channelHeader;
  if (rules.hasTransaction(txId)) {
    const who = signatureHeader.creator.toString('hex');
    return { refusal: `duplicate transaction found [${txId}]. Creator [${who}]` };
  }
  const isAllowed = rules.isSystemChaincode(proposal.chaincode) || writers.isSatisfiedBy([creator]);
  if (isAllowed) return { creator };
  return { refusal: policyRefusal(channel, '/Channel/Application/Writers', 'Writers') };
}

/** What Fabric says when no organisation's policy lets the signer in. @see fabric core/policy/policy.go, implicitmeta.go */
export function policyRefusal(channel: string, path: string, subPolicy: string): string {
  return (
    `Failed evaluating policy on signed data during check policy on channel [${channel}] with policy [${path}]: ` +
    `[implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the ` +
    `'${subPolicy}' sub-policies to be satisfied]`
  );
}

async function isAuthentic(creator: Identity, { signed }: Proposal): Promise<boolean> {
  if (creator.invalidity !== null) return false;
  return await creator.verify(signed.proposalBytes, signed.signature);
}

function malformation({ channelHeader, signatureHeader, signed }: Proposal): string | null {
  const types: readonly number[] = [HEADER_TYPE.ENDORSER_TRANSACTION, HEADER_TYPE.CONFIG];
  if (!types.includes(channelHeader.type)) return `invalid header type ${channelHeader.type}`;
  if (channelHeader.epoch !== 0) return 'epoch is non-zero';
  if (signatureHeader.nonce.length === 0) return 'nonce is empty';
  if (signatureHeader.creator.length === 0) return 'creator is empty';
  const expected = transactionId(signatureHeader);
  if (channelHeader.txId !== expected) {
    return `incorrectly computed txid '${channelHeader.txId}' -- expected '${expected}'`;
  }
  return signed.signature.length === 0 ? 'empty signature bytes' : null;
}
