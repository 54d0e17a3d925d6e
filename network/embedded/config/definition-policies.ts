import type { common } from '@hyperledger/fabric-protos';

import { decodePrincipal } from '../identity/principal.js';
import { applicationPolicyOf } from '../policy/application.js';
import { parsePolicy } from '../policy/expression.js';
import { type Policy, PolicyError, type Signer } from '../policy/policy.js';
import type { PolicyTree } from '../policy/tree.js';
import { signaturePolicy } from '../policy/evaluate.js';
import { type ChannelConfig, policyAt } from './bundle.js';
import type { ChaincodeDefinition } from './definition.js';
import { implicitCollectionOwner } from './lifecycle.js';

/** The policy that a public write needs where no key policy says otherwise. @throws PolicyError */
export function chaincodePolicyOf(definition: ChaincodeDefinition, policies: PolicyTree): Policy {
  return applicationPolicyOf(definition.validationParameter, policies);
}

/**
 * The policy that validation asks of a write into the collection: its own, else the chaincode's;
 * of an implicit collection, its organisation's Endorsement policy
 * (core/chaincode/lifecycle/deployedcc_infoprovider.go `CollectionValidationInfo`).
 * @throws PolicyError if there is no such collection, which makes a transaction invalid
 */
export function collectionPolicyOf(
  definition: ChaincodeDefinition,
  collection: string,
  config: ChannelConfig,
): Policy {
  const owner = implicitCollectionOwner(collection);
  if (owner !== null) return implicitPolicyOf(owner, config);
  const found = definition.collections.find(({ name }) => name === collection);
  if (found === undefined) throw new PolicyError(`no such collection '${collection}'`);
  const bytes = found.endorsementPolicy ?? definition.validationParameter;
  return applicationPolicyOf(bytes, config.policies);
}

/**
 * The policies that an endorsement plan has to satisfy for one call: those of the collections named,
 * each once, the chaincode's standing in for a collection without its own; the chaincode's alone
 * when no collection is named (discovery/support/chaincode/support.go `PoliciesByChaincode`).
 * @throws PolicyError
 */
export function callPolicies(
  definition: ChaincodeDefinition,
  collections: readonly string[],
  policies: PolicyTree,
): common.SignaturePolicyEnvelope[] {
  const chaincode = chaincodePolicyOf(definition, policies).envelope();
  if (collections.length === 0) return [chaincode];
  const distinct = new Map<string, common.SignaturePolicyEnvelope>();
  for (const collection of collections) {
    const envelope = planPolicyOf(definition, collection, policies) ?? chaincode;
    distinct.set(Buffer.from(envelope.serializeBinary()).toString('latin1'), envelope);
  }
  return [...distinct.values()];
}

/**
 * Whether the peer is a member of all the collections: it may endorse a call that reads them
 * (discovery/endorsement/collection.go).
 * @throws PolicyError if there is no such collection
 */
export function isMemberOfAll(
  definition: ChaincodeDefinition,
  collections: readonly string[],
  peer: Signer,
): boolean {
  return collections.every((collection) =>
    membersOf(definition, collection)
      .getIdentitiesList()
      .some((principal) => peer.satisfies(decodePrincipal(principal))),
  );
}

/** The policy of who may hold a collection's data. @throws PolicyError if there is none such */
export function memberPolicyOf(definition: ChaincodeDefinition, collection: string): Policy {
  return signaturePolicy(membersOf(definition, collection));
}

function membersOf(
  definition: ChaincodeDefinition,
  collection: string,
): common.SignaturePolicyEnvelope {
  const owner = implicitCollectionOwner(collection);
  if (owner !== null) return parsePolicy(`OR('${owner}.member')`);
  const found = definition.collections.find(({ name }) => name === collection);
  if (found === undefined) {
    throw new PolicyError(`collection ${collection} doesn't exist in collection config`);
  }
  return found.members;
}

/** Discovery takes any member's signature for an implicit collection, unlike validation. */
function planPolicyOf(
  definition: ChaincodeDefinition,
  collection: string,
  policies: PolicyTree,
): common.SignaturePolicyEnvelope | null {
  const owner = implicitCollectionOwner(collection);
  if (owner !== null) return parsePolicy(`OR('${owner}.member')`);
  const own = definition.collections.find(({ name }) => name === collection)?.endorsementPolicy;
  if (own === undefined || own === null) return null;
  return applicationPolicyOf(own, policies).envelope();
}

function implicitPolicyOf(mspId: string, config: ChannelConfig): Policy {
  const org = config.organisations.find((each) => each.mspId === mspId);
  if (org === undefined) throw new PolicyError(`no org found in channel with MSPID '${mspId}'`);
  const path = `/Channel/Application/${org.name}/Endorsement`;
  if (config.policies.has(path)) return policyAt(config, path);
  return signaturePolicy(parsePolicy(`OR('${mspId}.member')`));
}
