import type { common } from '@hyperledger/fabric-protos';

import type { Principal } from '../identity/principal.js';

/** A policy that cannot be read, or cannot be what is asked of it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** Whoever has signed: in the peer an `Identity` whose signature has been verified. */
export interface Signer {
  satisfies(principal: Principal): boolean;
}

/** A compiled policy (common/policies/policy.go). */
export interface Policy {
  /** Whether these signers, each of whom counts once, satisfy it. Their order may matter. */
  isSatisfiedBy(signers: readonly Signer[]): boolean;
  /** The policy as one signature policy, from which layouts follow. @throws PolicyError if it has none. */
  envelope(): common.SignaturePolicyEnvelope;
}
