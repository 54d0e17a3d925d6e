import type { Endorsement, Response } from '../messages/transaction.js';
import type { InterestCall } from './interest.js';

/** What an endorsing peer says to a proposal (protos.Endorser/ProcessProposal). */
export type Answer =
  /** Refused before the endorser itself saw it, so that to a gateway the peer looks gone. */
  | { readonly kind: 'turned away'; readonly message: string }
  /** The proposal itself is not in order. */
  | { readonly kind: 'rejected'; readonly message: string }
  | Processed;

export interface Processed {
  readonly kind: 'processed';
  readonly response: Response;
  /** The ProposalResponsePayload that was signed; null when the peer, and not the chaincode, refused. */
  readonly payload: Buffer | null;
  /** Null when the response is an error. */
  readonly endorsement: Endorsement | null;
  readonly interest: readonly InterestCall[];
}

/** The peer could not simulate: no payload, which is how the gateway tells this from a chaincode's refusal. */
export function failed(message: string): Processed {
  const response = { status: 500, message, payload: Buffer.alloc(0) };
  return { kind: 'processed', response, payload: null, endorsement: null, interest: [] };
}
