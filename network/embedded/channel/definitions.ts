import {
  callPolicies,
  chaincodePolicyOf,
  collectionPolicyOf,
  isMemberOfAll,
  memberPolicyOf,
} from '../config/definition-policies.js';
import { type ChannelConfig, policyAt } from '../config/bundle.js';
import type { ChaincodeDefinition } from '../config/definition.js';
import {
  LIFECYCLE_NAMESPACE,
  LIFECYCLE_POLICY_PATH,
  committedDefinition,
  implicitCollection,
  implicitCollectionOwner,
  simulationReads,
} from '../config/lifecycle.js';
import type { InterestCall } from '../endorsing/interest.js';
import type { CollectionAccess, Permission } from '../execution/access.js';
import type { ChaincodeDirectory } from '../gateway/discovery.js';
import type { Call } from '../policy/layouts.js';
import { type Policy, PolicyError, type Signer } from '../policy/policy.js';
import type { StateReader } from '../store/types.js';
import type { NamespacePolicies } from '../validation/policies.js';

/** A committed chaincode definition with what follows from it, found out once. */
export interface CommittedChaincode {
  readonly name: string;
  readonly definition: ChaincodeDefinition;
  /** The `_lifecycle` key that every simulation reads. */
  readonly sequenceKey: string;
  readonly policies: NamespacePolicies;
  readonly access: (creator: Signer) => CollectionAccess;
  /** Whether an identity belongs to a collection. */
  readonly isMember: (collection: string, who: Signer) => boolean;
}

const EVERYBODY: Permission = { read: true, write: true };

/**
 * The chaincode definitions that are committed on a channel, as the state has them. `forget` must be called when a block
 * has written to `_lifecycle`. @see fabric core/chaincode/lifecycle/deployedcc_infoprovider.go
 */
export class Definitions implements ChaincodeDirectory {
  readonly #config: ChannelConfig;
  readonly #state: StateReader;
  readonly #known = new Map<string, CommittedChaincode | null>();
  readonly #lifecycle: NamespacePolicies;
  #generation = 0;

  constructor(config: ChannelConfig, state: StateReader) {
    this.#config = config;
    this.#state = state;
    this.#lifecycle = lifecyclePolicies(config);
  }

  /** How often definitions have been forgotten. */
  get generation(): number {
    return this.#generation;
  }

  forget(): void {
    this.#known.clear();
    this.#generation += 1;
  }

  /** Null when no chaincode of this name is committed. */
  find(name: string): CommittedChaincode | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const definition = committedDefinition(
      name,
      (key) => this.#state.get(LIFECYCLE_NAMESPACE, key)?.value ?? null,
    );
    const found = definition === null ? null : committed(name, definition, this.#config);
    this.#known.set(name, found);
    return found;
  }

  /** What validation asks of writes to a namespace; null when nothing is defined for it. */
  policies(namespace: string): NamespacePolicies | null {
    if (namespace === LIFECYCLE_NAMESPACE) return this.#lifecycle;
    return this.find(namespace)?.policies ?? null;
  }

  withPolicies(call: InterestCall): Call {
    const { chaincode, collections, keyPolicies, disregardNamespacePolicy } = call;
    const { definition } = this.#required(chaincode);
    const policies = callPolicies(definition, collections, this.#config.policies);
    return { chaincode, policies, keyPolicies, disregardNamespacePolicy };
  }

  isMember(peer: Signer, { chaincode, collections }: InterestCall): boolean {
    return isMemberOfAll(this.#required(chaincode).definition, collections, peer);
  }

  #required(name: string): CommittedChaincode {
    const found = this.find(name);
    if (found !== null) return found;
    const { channelId } = this.#config;
    throw new PolicyError(`No metadata was found for chaincode ${name} in channel ${channelId}`);
  }
}

function committed(
  name: string,
  definition: ChaincodeDefinition,
  config: ChannelConfig,
): CommittedChaincode {
  const explicit = new Map(definition.collections.map((each) => [each.name, each]));
  const implicit = new Set(config.organisations.map(({ mspId }) => implicitCollection(mspId)));
  const members = remembered((collection) => memberPolicyOf(definition, collection));
  const exists = (collection: string): boolean =>
    explicit.has(collection) || implicit.has(collection);
  const isMember = (collection: string, who: Signer): boolean =>
    members(collection)?.isSatisfiedBy([who]) === true;
  const permission = (collection: string, creator: Signer): Permission | null => {
    if (implicitCollectionOwner(collection) !== null) return EVERYBODY;
    const found = explicit.get(collection);
    if (found === undefined) return null;
    if (isMember(collection, creator)) return EVERYBODY;
    return { read: !found.memberOnlyRead, write: !found.memberOnlyWrite };
  };
  return {
    name,
    definition,
    sequenceKey: simulationReads(name, false)[0] ?? '',
    policies: {
      chaincode: chaincodePolicyOf(definition, config.policies),
      collection: remembered((collection) => collectionPolicyOf(definition, collection, config)),
    },
    access: (creator) => ({
      definitionKeys: simulationReads(name, true),
      exists,
      permission: (collection) => permission(collection, creator),
    }),
    isMember,
  };
}

/** Definitions change by a channel policy; what an organisation approves lies in its own implicit collection. */
function lifecyclePolicies(config: ChannelConfig): NamespacePolicies {
  const nothing = { collections: [], validationParameter: new Uint8Array(0) };
  const lifecycle = { ...LIFECYCLE_DEFINITION, ...nothing };
  return {
    chaincode: policyAt(config, LIFECYCLE_POLICY_PATH),
    collection: remembered((collection) => collectionPolicyOf(lifecycle, collection, config)),
  };
}

const LIFECYCLE_DEFINITION = {
  sequence: 1,
  version: 'syscc',
  endorsementPlugin: 'escc',
  validationPlugin: 'vscc',
  initRequired: false,
} as const;

/** Look policies up once; null for a collection that is not there. */
function remembered(find: (collection: string) => Policy): (collection: string) => Policy | null {
  const known = new Map<string, Policy | null>();
  return (collection) => {
    let policy = known.get(collection);
    if (policy === undefined) {
      policy = orNull(() => find(collection));
      known.set(collection, policy);
    }
    return policy;
  };
}

function orNull(find: () => Policy): Policy | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof PolicyError) return null;
    throw error;
  }
}
