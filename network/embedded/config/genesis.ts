import { common, type msp, orderer, peer } from '@hyperledger/fabric-protos';

import {
  applicationAdminsPolicy,
  lifecyclePolicy,
  type Organisation,
  ordererOrganisations,
  peerOrganisations,
  type Topology,
} from '../../topology.js';
import { type Block, dataHash, SLOT, SLOT_COUNT, transactionId } from '../blocks.js';
import { capabilities, configGroup } from './group.js';
import { protobufTimestamp } from './timestamp.js';

/** What a channel starts from. */
export interface Genesis {
  readonly topology: Topology;
  /** Each organisation's `MSPConfig`, by MSP id. */
  readonly mspConfigs: ReadonlyMap<string, msp.MSPConfig>;
  /** The one Raft consenter, which a real orderer would have to be. */
  readonly consenter: Consenter;
  readonly batch: BatchLimits;
  readonly createdAt: Date;
  /** 24 random bytes. */
  readonly nonce: Uint8Array;
}

export interface Consenter {
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly tlsCertificate: string;
}

export interface BatchLimits {
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
  /** A Go duration, such as `200ms`. */
  readonly timeout: string;
}

/** As decided for the real network; fabric-notes and facts have the measurements. */
export const BATCH: BatchLimits = {
  maxMessageCount: 500,
  absoluteMaxBytes: 10 * 1024 * 1024,
  preferredMaxBytes: 2 * 1024 * 1024,
  timeout: '200ms',
};

const CONFIG_MESSAGE_VERSION = 1;

/**
 * Block 0 of a channel, as Fabric's configtxgen writes it (internal/configtxgen/encoder,
 * common/genesis): `configtxlator` decodes it and `osnadmin channel join` accepts it.
 */
export function genesisBlock(genesis: Genesis): Block {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(genesis));
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(header(genesis));
  payload.setData(configEnvelope.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const data = [envelope.serializeBinary()];
  return {
    number: 0,
    previousHash: new Uint8Array(),
    dataHash: dataHash(data),
    data,
    metadata: genesisMetadata(),
  };
}

function header({ topology, createdAt, nonce }: Genesis): common.Header {
  const channel = new common.ChannelHeader();
  channel.setType(common.HeaderType.CONFIG);
  channel.setVersion(CONFIG_MESSAGE_VERSION);
  channel.setTimestamp(protobufTimestamp(createdAt));
  channel.setChannelId(topology.channel);
  // Nobody signs a genesis: its transaction id is that of the nonce and an empty creator.
  channel.setTxId(transactionId(nonce, new Uint8Array()));
  const signature = new common.SignatureHeader();
  signature.setNonce(nonce);
  const made = new common.Header();
  made.setChannelHeader(channel.serializeBinary());
  made.setSignatureHeader(signature.serializeBinary());
  return made;
}

/** The last configuration is block 0 itself; there is no signature and no commit hash. */
function genesisMetadata(): Uint8Array[] {
  const last = new common.LastConfig();
  last.setIndex(0);
  const block = new common.OrdererBlockMetadata();
  block.setLastConfig(last);
  const slots: Uint8Array[] = Array.from({ length: SLOT_COUNT }, () => new Uint8Array());
  slots[SLOT.SIGNATURES] = metadata(block.serializeBinary());
  slots[SLOT.LAST_CONFIG] = metadata(last.serializeBinary());
  return slots;
}

function metadata(value: Uint8Array): Uint8Array {
  const slot = new common.Metadata();
  slot.setValue(value);
  return slot.serializeBinary();
}

function channelGroup(genesis: Genesis): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(2 ** 32 - 1);
  return configGroup({
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      Capabilities: capabilities('V3_0'),
    },
    policies: { Readers: 'ANY Readers', Writers: 'ANY Writers', Admins: 'ALL Admins' },
    groups: { Application: applicationGroup(genesis), Orderer: ordererGroup(genesis) },
  });
}

function applicationGroup(genesis: Genesis): common.ConfigGroup {
  const { topology } = genesis;
  return configGroup({
    values: { Capabilities: capabilities('V2_5') },
    policies: {
      Readers: 'ANY Readers',
      Writers: 'ANY Writers',
      Admins: applicationAdminsPolicy(topology),
      LifecycleEndorsement: lifecyclePolicy(topology),
      Endorsement: lifecyclePolicy(topology),
    },
    groups: Object.fromEntries(
      peerOrganisations(topology).map((org) => [org.mspId, peerGroup(org, genesis)]),
    ),
  });
}

function peerGroup(org: Organisation, genesis: Genesis): common.ConfigGroup {
  const { mspId, host, port, kind } = org;
  const anchor = new peer.AnchorPeer();
  anchor.setHost(host);
  anchor.setPort(port);
  const anchors = new peer.AnchorPeers();
  anchors.addAnchorPeers(anchor);
  // The regulator endorses nothing, so it has no policy to do so by.
  const endorsement = kind === 'regulator' ? {} : { Endorsement: `OR('${mspId}.peer')` };
  return configGroup({
    values: { MSP: mspConfigOf(mspId, genesis), AnchorPeers: anchors },
    policies: {
      Readers: `OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`,
      Writers: `OR('${mspId}.admin', '${mspId}.client')`,
      Admins: `OR('${mspId}.admin')`,
      ...endorsement,
    },
  });
}

function ordererGroup(genesis: Genesis): common.ConfigGroup {
  const { topology, batch, consenter } = genesis;
  const orgs = ordererOrganisations(topology);
  const signers = orgs.map(({ mspId }) => `'${mspId}.orderer'`);
  return configGroup({
    values: {
      ConsensusType: consensusType(consenter),
      BatchSize: batchSize(batch),
      BatchTimeout: batchTimeout(batch),
      ChannelRestrictions: new orderer.ChannelRestrictions(),
      Capabilities: capabilities('V2_0'),
    },
    policies: {
      Readers: 'ANY Readers',
      Writers: 'ANY Writers',
      Admins: 'ALL Admins',
      BlockValidation: `OR(${signers.join(', ')})`,
    },
    groups: Object.fromEntries(orgs.map((org) => [org.mspId, ordererOrgGroup(org, genesis)])),
  });
}

function ordererOrgGroup(org: Organisation, genesis: Genesis): common.ConfigGroup {
  const { mspId, host, port } = org;
  const endpoints = new common.OrdererAddresses();
  endpoints.addAddresses(`${host}:${port}`);
  return configGroup({
    values: { MSP: mspConfigOf(mspId, genesis), Endpoints: endpoints },
    policies: {
      Readers: `OR('${mspId}.member')`,
      Writers: `OR('${mspId}.member')`,
      Admins: `OR('${mspId}.admin')`,
    },
  });
}

function consensusType({ host, port, tlsCertificate }: Consenter): orderer.ConsensusType {
  const certificate = Buffer.from(tlsCertificate);
  const consenter = new orderer.etcdraft.Consenter();
  consenter.setHost(host);
  consenter.setPort(port);
  consenter.setClientTlsCert(certificate);
  consenter.setServerTlsCert(certificate);
  const options = new orderer.etcdraft.Options();
  options.setTickInterval('100ms');
  options.setElectionTick(10);
  options.setHeartbeatTick(1);
  options.setMaxInflightBlocks(5);
  options.setSnapshotIntervalSize(16 * 1024 * 1024);
  const content = new orderer.etcdraft.ConfigMetadata();
  content.setConsentersList([consenter]);
  content.setOptions(options);
  const consensus = new orderer.ConsensusType();
  consensus.setType('etcdraft');
  consensus.setMetadata(content.serializeBinary());
  return consensus;
}

function batchSize(batch: BatchLimits): orderer.BatchSize {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(batch.maxMessageCount);
  size.setAbsoluteMaxBytes(batch.absoluteMaxBytes);
  size.setPreferredMaxBytes(batch.preferredMaxBytes);
  return size;
}

function batchTimeout({ timeout }: BatchLimits): orderer.BatchTimeout {
  const value = new orderer.BatchTimeout();
  value.setTimeout(timeout);
  return value;
}

function mspConfigOf(mspId: string, { mspConfigs }: Genesis): msp.MSPConfig {
  const config = mspConfigs.get(mspId);
  if (config === undefined) throw new Error(`no MSP configuration for ${mspId}`);
  return config;
}
