import type { common } from '@hyperledger/fabric-protos';

import {
  isComparable,
  mergePrincipalSets,
  type PrincipalSet,
  principalSets,
} from './principal-sets.js';
import { PolicyError, type Signer } from './policy.js';

/** How many endorsements each group has to give; a group is all peers that satisfy one principal. */
export type Layout = ReadonlyMap<string, number>;

/** What a gateway can ask of whom (discovery/endorsement/endorsement.go). */
export interface Descriptor<P extends Signer> {
  readonly layouts: readonly Layout[];
  readonly peersByGroup: ReadonlyMap<string, readonly P[]>;
}

/** One chaincode call of an interest, with its policies looked up (`peer.ChaincodeCall`). */
export interface Call {
  readonly chaincode: string;
  /** The chaincode's policy, or those of the collections: `callPolicies` of the definition. */
  readonly policies: readonly common.SignaturePolicyEnvelope[];
  /** Of the written keys that have one. */
  readonly keyPolicies: readonly common.SignaturePolicyEnvelope[];
  /** Every written key has a policy of its own, so the first of `policies` does not count. */
  readonly disregardNamespacePolicy: boolean;
}

/**
 * The ways to satisfy all that the calls need, before it is known which peers there are.
 * @throws PolicyError with Fabric's words when there is none
 */
export function requiredSets(calls: readonly Call[]): PrincipalSet[] {
  const policies = calls
    .flatMap(effectivePolicies)
    .map((policy) => waysOf(policy, 'endorsement policy'));
  const keyed = calls
    .flatMap((call) => call.keyPolicies)
    .map((policy) => waysOf(policy, 'state based endorsement policy'));
  const all = keyed.length === 0 ? policies : [...policies, mergePrincipalSets(keyed)];
  if (all.length === 0) throw new PolicyError('no principal sets remained after filtering');
  return mergePrincipalSets(all);
}

/**
 * The layouts that the peers can fill, and the peers of each group.
 * @param peers live peers of the channel with the chaincode, members of all collections read.
 * @throws PolicyError with Fabric's words when they can fill none
 */
export function describeEndorsement<P extends Signer>(
  sets: readonly PrincipalSet[],
  peers: readonly P[],
): Descriptor<P> {
  const peersByGroup = new Map<string, readonly P[]>();
  for (const { key, principal } of sets.flat()) {
    if (peersByGroup.has(key)) continue;
    peersByGroup.set(
      key,
      peers.filter((peer) => peer.satisfies(principal)),
    );
  }
  const fits = (layout: Layout): boolean =>
    [...layout].every(([group, count]) => (peersByGroup.get(group)?.length ?? 0) >= count);
  const layouts = sets.map(layoutOf).filter(fits);
  if (layouts.length === 0) {
    throw new PolicyError('no peer combination can satisfy the endorsement policy');
  }
  return { layouts, peersByGroup };
}

/**
 * The gateway's order of layouts: those that use the preferred group first, each part shuffled
 * (internal/pkg/gateway/registry.go `endorsementPlan`).
 */
export function orderLayouts(
  layouts: readonly Layout[],
  preferredGroup: string | null,
  random: () => number,
): Layout[] {
  const prefers = (layout: Layout): boolean =>
    preferredGroup !== null && layout.has(preferredGroup);
  return [
    ...shuffled(layouts.filter(prefers), random),
    ...shuffled(
      layouts.filter((layout) => !prefers(layout)),
      random,
    ),
  ];
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). For choosing peers, not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in another order, every order equally likely (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return result;
}

function waysOf(policy: common.SignaturePolicyEnvelope, what: string): PrincipalSet[] {
  const sets = principalSets(policy);
  if (sets.length === 0) throw new PolicyError(`${what} cannot be satisfied`);
  if (!sets.flat().every(({ principal }) => isComparable(principal))) {
    throw new PolicyError('failed creating a comparable principal set');
  }
  return sets;
}

function effectivePolicies(call: Call): readonly common.SignaturePolicyEnvelope[] {
  const { policies, keyPolicies, disregardNamespacePolicy } = call;
  if (policies.length === 0) throw new PolicyError('policy not found');
  if (!disregardNamespacePolicy) return policies;
  if (policies.length === 1 && keyPolicies.length === 0) {
    throw new PolicyError(
      `requested to disregard chaincode ${call.chaincode}'s policy but key and collection policies are missing, either disable DisregardNamespacePolicy or specify at least one key policy or at least one collection policy`,
    );
  }
  return policies.slice(1);
}

function layoutOf(set: PrincipalSet): Layout {
  const layout = new Map<string, number>();
  for (const { key } of set) layout.set(key, (layout.get(key) ?? 0) + 1);
  return layout;
}
