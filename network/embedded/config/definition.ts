import { type common, peer } from '@hyperledger/fabric-protos';

import { chaincodePolicy, type Collection, collections, type Topology } from '../../topology.js';
import { parsePolicy } from '../policy/expression.js';

/** A chaincode definition as an organisation approves it and a channel commits it. */
export interface ChaincodeDefinition {
  readonly sequence: number;
  readonly version: string;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Bytes of an `ApplicationPolicy`: the chaincode policy. */
  readonly validationParameter: Uint8Array;
  readonly initRequired: boolean;
  readonly collections: readonly CollectionDefinition[];
}

/** A private data collection (`peer.StaticCollectionConfig`). */
export interface CollectionDefinition {
  readonly name: string;
  readonly members: common.SignaturePolicyEnvelope;
  readonly requiredPeerCount: number;
  readonly maximumPeerCount: number;
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** Bytes of an `ApplicationPolicy`; null where the chaincode policy counts. */
  readonly endorsementPolicy: Uint8Array | null;
}

/** The programme's chaincode, with the policies and collections that follow from its organisations. */
export function programmeDefinition(
  topology: Topology,
  { sequence, version }: Pick<ChaincodeDefinition, 'sequence' | 'version'>,
): ChaincodeDefinition {
  return {
    sequence,
    version,
    endorsementPlugin: 'escc',
    validationPlugin: 'vscc',
    validationParameter: applicationPolicy(chaincodePolicy(topology)).serializeBinary(),
    initRequired: false,
    collections: collections(topology).map(collectionDefinition),
  };
}

export function encodeCollections(
  definitions: readonly CollectionDefinition[],
): peer.CollectionConfigPackage {
  const all = new peer.CollectionConfigPackage();
  all.setConfigList(definitions.map(encodeCollection));
  return all;
}

export function decodeCollections(all: peer.CollectionConfigPackage): CollectionDefinition[] {
  return all.getConfigList().flatMap((config) => {
    const held = config.getStaticCollectionConfig();
    const members = held?.getMemberOrgsPolicy()?.getSignaturePolicy();
    if (held === undefined || members === undefined) return [];
    return [
      {
        name: held.getName(),
        members,
        requiredPeerCount: held.getRequiredPeerCount(),
        maximumPeerCount: held.getMaximumPeerCount(),
        blockToLive: held.getBlockToLive(),
        memberOnlyRead: held.getMemberOnlyRead(),
        memberOnlyWrite: held.getMemberOnlyWrite(),
        endorsementPolicy: held.getEndorsementPolicy()?.serializeBinary() ?? null,
      },
    ];
  });
}

function collectionDefinition(collection: Collection): CollectionDefinition {
  return {
    name: collection.name,
    members: parsePolicy(collection.memberPolicy),
    requiredPeerCount: collection.requiredPeerCount,
    maximumPeerCount: collection.maxPeerCount,
    blockToLive: collection.blockToLive,
    memberOnlyRead: collection.memberOnlyRead,
    memberOnlyWrite: collection.memberOnlyWrite,
    endorsementPolicy: applicationPolicy(collection.endorsementPolicy).serializeBinary(),
  };
}

function encodeCollection(definition: CollectionDefinition): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(definition.members);
  const held = new peer.StaticCollectionConfig();
  held.setName(definition.name);
  held.setMemberOrgsPolicy(members);
  held.setRequiredPeerCount(definition.requiredPeerCount);
  held.setMaximumPeerCount(definition.maximumPeerCount);
  held.setBlockToLive(definition.blockToLive);
  held.setMemberOnlyRead(definition.memberOnlyRead);
  held.setMemberOnlyWrite(definition.memberOnlyWrite);
  if (definition.endorsementPolicy !== null) {
    held.setEndorsementPolicy(
      peer.ApplicationPolicy.deserializeBinary(definition.endorsementPolicy),
    );
  }
  const config = new peer.CollectionConfig();
  config.setStaticCollectionConfig(held);
  return config;
}

function applicationPolicy(expression: string): peer.ApplicationPolicy {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(parsePolicy(expression));
  return policy;
}
