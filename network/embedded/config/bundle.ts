import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';

import type { Block } from '../blocks.js';
import { Msp } from '../identity/msp.js';
import { MspSet } from '../identity/msp-set.js';
import { type Policy, PolicyError } from '../policy/policy.js';
import { entriesOf, type PolicyTree, policyTree, type ProtoMap } from '../policy/tree.js';
import { ConfigError } from './error.js';
import type { BatchLimits } from './genesis.js';

/** An organisation of the Application group. */
export interface ApplicationOrganisation {
  /** The group's name, which is part of policy paths. */
  readonly name: string;
  readonly mspId: string;
  readonly anchorPeers: readonly { readonly host: string; readonly port: number }[];
}

/** What a channel's configuration block says (common/channelconfig/bundle.go). Immutable. */
export interface ChannelConfig {
  readonly channelId: string;
  readonly sequence: number;
  /** The configuration itself, from which an update makes the next one. */
  readonly config: common.Config;
  readonly members: MspSet;
  readonly policies: PolicyTree;
  readonly organisations: readonly ApplicationOrganisation[];
  readonly batch: BatchLimits;
  /** `host:port` of the orderers, by MSP id of their organisation. */
  readonly ordererEndpoints: ReadonlyMap<string, readonly string[]>;
}

const CAPABILITIES = { channel: 'V3_0', orderer: 'V2_0', application: 'V2_5' } as const;

/** The configuration that a block holds; null if it holds other transactions. */
export function channelConfigOf(block: Block): ChannelConfig | null {
  const [first] = block.data;
  if (first === undefined) return null;
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(first).getPayload_asU8(),
  );
  const bytes = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
  const header = common.ChannelHeader.deserializeBinary(bytes);
  if (header.getType() !== common.HeaderType.CONFIG) return null;
  const envelope = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8());
  const config = envelope.getConfig();
  if (config === undefined) throw new ConfigError('a configuration block without configuration');
  return readChannelConfig(header.getChannelId(), config);
}

/** @throws ConfigError, CertificateError, PolicyError */
export function readChannelConfig(channelId: string, config: common.Config): ChannelConfig {
  const root = config.getChannelGroup();
  if (root === undefined) throw new ConfigError('config must contain a channel group');
  const application = groupOf(root, 'Application');
  const ordering = groupOf(root, 'Orderer');
  requireCapability(root, CAPABILITIES.channel);
  requireCapability(application, CAPABILITIES.application);
  requireCapability(ordering, CAPABILITIES.orderer);
  const hashing = common.HashingAlgorithm.deserializeBinary(valueOf(root, 'HashingAlgorithm'));
  if (hashing.getName() !== 'SHA256') throw new ConfigError('blocks are hashed by SHA256 only');
  const members = organisationsOf(application);
  const orderers = organisationsOf(ordering);
  return {
    channelId,
    sequence: config.getSequence(),
    config,
    members: new MspSet(distinct([...members, ...orderers]).map(({ trust }) => trust)),
    policies: policyTree(root, '/Channel'),
    organisations: members.map(({ name, trust, group }) => ({
      name,
      mspId: trust.id,
      anchorPeers: anchorPeersOf(group),
    })),
    batch: batchOf(ordering),
    ordererEndpoints: new Map(orderers.map(({ trust, group }) => [trust.id, endpointsOf(group)])),
  };
}

/** The policy at the absolute path. @throws PolicyError if the configuration has none there. */
export function policyAt({ policies }: ChannelConfig, path: string): Policy {
  const policy = policies.get(path);
  if (policy === undefined) throw new PolicyError(`no such policy: '${path}'`);
  return policy;
}

interface Org {
  readonly name: string;
  readonly group: common.ConfigGroup;
  readonly trust: Msp;
  readonly bytes: Buffer;
}

function organisationsOf(parent: common.ConfigGroup): Org[] {
  const groups: ProtoMap<common.ConfigGroup> = parent.getGroupsMap();
  return entriesOf(groups).map(([name, group]) => {
    const bytes = valueOf(group, 'MSP');
    const trust = new Msp(msp.MSPConfig.deserializeBinary(bytes));
    return { name, group, trust, bytes: Buffer.from(bytes) };
  });
}

/** An organisation may stand in both groups, if it is the same in both. */
function distinct(orgs: readonly Org[]): Org[] {
  const byId = new Map<string, Org>();
  for (const org of orgs) {
    const known = byId.get(org.trust.id);
    if (known !== undefined && !known.bytes.equals(org.bytes)) {
      throw new ConfigError(`two different versions of MSP ${org.trust.id}`);
    }
    byId.set(org.trust.id, known ?? org);
  }
  return [...byId.values()];
}

function anchorPeersOf(group: common.ConfigGroup): { host: string; port: number }[] {
  const bytes = findValue(group, 'AnchorPeers');
  if (bytes === null) return [];
  const anchors = peer.AnchorPeers.deserializeBinary(bytes).getAnchorPeersList();
  return anchors.map((anchor) => ({ host: anchor.getHost(), port: anchor.getPort() }));
}

function endpointsOf(group: common.ConfigGroup): string[] {
  return common.OrdererAddresses.deserializeBinary(valueOf(group, 'Endpoints')).getAddressesList();
}

function batchOf(ordering: common.ConfigGroup): BatchLimits {
  const size = orderer.BatchSize.deserializeBinary(valueOf(ordering, 'BatchSize'));
  const timeout = orderer.BatchTimeout.deserializeBinary(valueOf(ordering, 'BatchTimeout'));
  return {
    maxMessageCount: size.getMaxMessageCount(),
    absoluteMaxBytes: size.getAbsoluteMaxBytes(),
    preferredMaxBytes: size.getPreferredMaxBytes(),
    timeout: timeout.getTimeout(),
  };
}

/** A peer that does not know a capability must not take the channel's blocks: they would differ. */
function requireCapability(group: common.ConfigGroup, wanted: string): void {
  const content = common.Capabilities.deserializeBinary(valueOf(group, 'Capabilities'));
  const names = entriesOf<common.Capability>(content.getCapabilitiesMap()).map(([name]) => name);
  if (names.length !== 1 || names[0] !== wanted) {
    throw new ConfigError(`capabilities ${names.join(', ')} are not ${wanted}`);
  }
}

function groupOf(parent: common.ConfigGroup, name: string): common.ConfigGroup {
  const groups: ProtoMap<common.ConfigGroup> = parent.getGroupsMap();
  const group = groups.get(name);
  if (group === undefined) throw new ConfigError(`the configuration has no group ${name}`);
  return group;
}

function valueOf(group: common.ConfigGroup, name: string): Uint8Array {
  const bytes = findValue(group, name);
  if (bytes === null) throw new ConfigError(`the configuration has no value ${name}`);
  return bytes;
}

function findValue(group: common.ConfigGroup, name: string): Uint8Array | null {
  const values: ProtoMap<common.ConfigValue> = group.getValuesMap();
  return values.get(name)?.getValue_asU8() ?? null;
}
