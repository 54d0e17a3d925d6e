import { status } from '@grpc/grpc-js';
import type { Answer } from '../endorsing/answer.js';
import type { InterestCall } from '../endorsing/interest.js';
import type { Proposal } from '../messages/proposal.js';
import {
  type Call,
  type Descriptor,
  describeEndorsement,
  orderLayouts,
  requiredSets,
} from '../policy/layouts.js';
import { PolicyError, type Signer } from '../policy/policy.js';
import { RpcError } from '../rpc/rpc.js';
import { type Endpoint, Plan } from './plan.js';

/** A peer of the channel, as its gateways see it. */
export interface PeerNode extends Endpoint, Signer {
  hasChaincode(name: string): boolean;
  process(proposal: Proposal): Promise<Answer>;
}

/** What the committed definition of the chaincodes says to an interest. */
export interface ChaincodeDirectory {
  /** Grows when a definition may have changed. */
  readonly generation: number;
  /** The call with its policies. @throws PolicyError when there is no such chaincode */
  withPolicies(call: InterestCall): Call;
  /** Whether a peer belongs to all collections of the call. */
  isMember(peer: Signer, call: InterestCall): boolean;
}

const KNOWN_MAX = 1000;

/** Which peers there are and how they can satisfy policies. @see fabric internal/pkg/gateway/registry.go */
export class Registry {
  readonly #peers: readonly PeerNode[];
  readonly #directory: ChaincodeDirectory;
  readonly #random: () => number;
  readonly #known = new Map<string, Descriptor<PeerNode>>();
  #generation = -1;

  constructor(peers: readonly PeerNode[], directory: ChaincodeDirectory, random: () => number) {
    this.#peers = peers;
    this.#directory = directory;
    this.#random = random;
  }

  /** @throws RpcError FAILED_PRECONDITION when no layout can be filled */
  endorsementPlan(interest: readonly InterestCall[], first: PeerNode | null): Plan<PeerNode> {
    try {
      const { layouts, peersByGroup } = this.#descriptor(interest);
      const preferred = [...peersByGroup].find(
        ([, peers]) => first !== null && peers.includes(first),
      );
      return new Plan(orderLayouts(layouts, preferred?.[0] ?? null, this.#random), peersByGroup);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      throw new RpcError(
        status.FAILED_PRECONDITION,
        `no combination of peers can be derived which satisfy the endorsement policy: ${error.message}`,
      );
    }
  }

  /** Few interests occur, and each over and over: what satisfies one is worked out once a definition. */
  #descriptor(interest: readonly InterestCall[]): Descriptor<PeerNode> {
    if (this.#generation !== this.#directory.generation || this.#known.size >= KNOWN_MAX) {
      this.#generation = this.#directory.generation;
      this.#known.clear();
    }
    const key = JSON.stringify(interest.map(interestKey));
    const known = this.#known.get(key) ?? this.#describe(interest);
    this.#known.set(key, known);
    return known;
  }

  #describe(interest: readonly InterestCall[]): Descriptor<PeerNode> {
    const calls = interest.map((call) => this.#directory.withPolicies(call));
    const reads = interest.filter(
      ({ collections, noPrivateReads }) => collections.length > 0 && !noPrivateReads,
    );
    const able = this.#peers.filter(
      (peer) =>
        interest.every(({ chaincode }) => peer.hasChaincode(chaincode)) &&
        reads.every((call) => this.#directory.isMember(peer, call)),
    );
    return describeEndorsement(requiredSets(calls), able);
  }

  /** One peer of each organisation; the missing organisations instead when some have none. */
  planForOrganisations(
    chaincode: string,
    mspIds: readonly string[],
  ): Plan<PeerNode> | { readonly missing: readonly string[] } {
    const byOrganisation = mspIds.map((mspId) => [mspId, this.#of(mspId, chaincode)] as const);
    const missing = byOrganisation
      .filter(([, peers]) => peers.length === 0)
      .map(([mspId]) => mspId);
    if (missing.length > 0) return { missing };
    return new Plan([new Map(mspIds.map((mspId) => [mspId, 1]))], new Map(byOrganisation));
  }

  /** Peers that can evaluate, in the order to try them. */
  evaluators(
    chaincode: string,
    { local, targets }: { readonly local: string; readonly targets: readonly string[] },
  ): readonly PeerNode[] {
    const wanted = targets.length === 0 ? this.#peers.map(({ mspId }) => mspId) : targets;
    const able = this.#peers.filter(
      (peer) => wanted.includes(peer.mspId) && peer.hasChaincode(chaincode),
    );
    const own = able.filter(({ mspId }) => mspId === local);
    return [...own, ...able.filter(({ mspId }) => mspId !== local)];
  }

  #of(mspId: string, chaincode: string): readonly PeerNode[] {
    return this.#peers.filter((peer) => peer.mspId === mspId && peer.hasChaincode(chaincode));
  }
}

function interestKey(call: InterestCall): readonly unknown[] {
  const { chaincode, collections, noPrivateReads, disregardNamespacePolicy, keyPolicies } = call;
  const policies = keyPolicies.map((policy) =>
    Buffer.from(policy.serializeBinary()).toString('base64'),
  );
  return [chaincode, collections, noPrivateReads, disregardNamespacePolicy, policies];
}
