import { join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import type { Topology } from '../topology.js';
import { endorsingOrganisations } from '../topology.js';
import type { BlockFeed } from './channel/block-feed.js';
import { Channel } from './channel/channel.js';
import type { ChannelConfig } from './config/bundle.js';
import { type ChaincodeDefinition, programmeDefinition } from './config/definition.js';
import { ConfigError } from './config/error.js';
import { BATCH, type BatchLimits } from './config/genesis.js';
import { ChaincodeHost, type ContractClass } from './execution/chaincode-host.js';
import { Authority } from './identity/authority.js';
import type { Identity } from './identity/identity.js';
import type { SigningIdentity } from './ordering/block-writer.js';
import { GATHER_MS } from './ordering/orderer.js';
import { defineChaincode } from './peer/define-chaincode.js';
import { type Authorities, configInForce } from './peer/genesis.js';
import { type Node, approversOf, authorityOf, makeNodes } from './peer/nodes.js';
import { Peer, ProposalChecks } from './peer/peer.js';
import { connectPeers } from './peer/services.js';
import type { LedgerStore } from './store/ledger.js';
import { identityOf } from './validation/examine.js';
import { type OpenReport, openLedger } from './store/open-ledger.js';

export interface EmbeddedOptions {
  /** The data directory: `ca/` and `ledger/<channel>/` are kept in it. */
  readonly directory: string;
  readonly topology: Topology;
  /** The contract classes, which every endorsing organisation runs in an instance of its own. */
  readonly contracts: readonly ContractClass[];
  /** For a channel that does not exist yet; the programme's when left out. */
  readonly definition?: ChaincodeDefinition;
  /** For a channel that does not exist yet. */
  readonly batch?: BatchLimits;
  /** Milliseconds that the first transaction of a block waits for others when nothing else is going on. */
  readonly gatherMs?: number;
  /** Numbers in [0, 1), which choose among equally good endorsers. */
  readonly random?: () => number;
}

/** The peers of all organisations of a channel, in this process. */
export interface EmbeddedNetwork {
  /** What opening the ledger had to do. */
  readonly report: OpenReport;
  /** Number of committed blocks. */
  readonly height: number;
  /** Blocks from any number on, as they are committed. */
  readonly blocks: BlockFeed;
  /** Why nothing is committed any more; null while all is well. */
  readonly failure: Error | null;
  /** A connection to an organisation's own peer, for fabric-gateway's `connect`. @throws ConfigError */
  client(mspId: string): Client;
  /** An organisation's certificate authority. @throws ConfigError */
  authority(mspId: string): Authority;
  /** SHA-256 in hex over the public state and the private hashes, without versions. */
  stateHash(): Promise<string>;
  /** Commit what has been submitted, then close the ledger. */
  close(): Promise<void>;
}

/**
 * Open the peers of a channel on a directory. On a new one the authorities, the genesis and the chaincode definition
 * are made first; on one that is there the ledger is verified and recovered.
 * @throws LedgerLocked, LedgerDamaged, ConfigError
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedNetwork> {
  const { channel } = options.topology;
  const place = { directory: join(options.directory, 'ledger', channel), channel };
  const { store, report } = await openLedger(place);
  try {
    return await start(store, report, options);
  } catch (error) {
    // Why it could not be opened is what matters, not what else fails on the way out.
    await store.close().catch(() => undefined);
    throw error;
  }
}

async function start(
  store: LedgerStore,
  report: OpenReport,
  options: EmbeddedOptions,
): Promise<EmbeddedNetwork> {
  const { directory, topology, batch = BATCH } = options;
  const authorities = await openAuthorities(directory, topology, store.height === 0);
  const { config, block } = await configInForce(store, { topology, batch }, authorities);
  const nodes = await makeNodes(topology, authorities);
  const holders = nodes.peers.map((node) => {
    const { mspId } = node.organisation;
    const identity = trusted(mspId, node.signer, config);
    return { mspId, satisfies: identity.satisfies.bind(identity) };
  });
  trusted('the orderer', nodes.orderer, config);
  const channel = new Channel({
    store,
    config,
    configBlock: block,
    orderer: nodes.orderer,
    holders,
    gatherMs: options.gatherMs ?? GATHER_MS,
  });
  const approvers = await approversOf(topology, nodes, authorities);
  await defineChaincode(definitionOf(options), approvers, channel);
  const peers = startPeers(channel, nodes.peers, options);
  const clients = connectPeers(channel, peers, options.random ?? Math.random);
  return embeddedNetwork({ report, channel, authorities, clients });
}

interface Running {
  readonly report: OpenReport;
  readonly channel: Channel;
  readonly authorities: Authorities;
  readonly clients: ReadonlyMap<string, Client>;
}

function embeddedNetwork({ report, channel, authorities, clients }: Running): EmbeddedNetwork {
  return {
    report,
    get height() {
      return channel.store.height;
    },
    blocks: channel.feed,
    get failure() {
      return channel.failure;
    },
    client: (mspId) => clients.get(mspId) ?? unknownOrganisation(mspId),
    authority: (mspId) => authorityOf(mspId, authorities),
    stateHash: async () => await channel.store.state.stateHash(),
    close: async () => {
      for (const client of clients.values()) client.close();
      await channel.close();
    },
  };
}

/** A chain trusts the authorities that it began with: where one is gone, a new one would be a stranger. */
async function openAuthorities(
  directory: string,
  topology: Topology,
  isNew: boolean,
): Promise<Authorities> {
  const opened = new Map<string, Authority>();
  const clock = (): Date => new Date();
  for (const { mspId } of topology.organisations) {
    const place = join(directory, 'ca', mspId);
    const authority = isNew
      ? await Authority.open(place, mspId, clock)
      : await Authority.load(place, mspId, clock);
    if (authority === null) {
      throw new ConfigError(`${place} is gone, and with it the authority of ${mspId}: put it back`);
    }
    opened.set(mspId, authority);
  }
  return opened;
}

function startPeers(
  channel: Channel,
  nodes: readonly Node[],
  { topology, contracts }: EmbeddedOptions,
): readonly Peer[] {
  const proposals = new ProposalChecks(channel);
  const endorsing = new Set(endorsingOrganisations(topology).map(({ mspId }) => mspId));
  return nodes.map((node) => {
    const { mspId, host, port } = node.organisation;
    return new Peer({
      mspId,
      address: `${host}:${port}`,
      identity: trusted(mspId, node.signer, channel.config),
      signer: node.signer,
      installed: endorsing.has(mspId)
        ? { name: topology.chaincode, host: new ChaincodeHost(contracts) }
        : null,
      channel,
      proposals,
    });
  });
}

/** @throws ConfigError when the node's authority is not the one that the channel knows */
function trusted(owner: string, { serialized }: SigningIdentity, config: ChannelConfig): Identity {
  const identity = identityOf(serialized, config.members);
  const flaw = identity === null ? 'its authority is another one' : identity.invalidity;
  if (identity !== null && flaw === null) return identity;
  throw new ConfigError(`the channel does not trust the node of ${owner}: ${flaw}`);
}

function definitionOf({
  topology,
  definition,
}: EmbeddedOptions): Parameters<typeof defineChaincode>[0] {
  const wanted = definition ?? programmeDefinition(topology, { sequence: 1, version: '1.0' });
  return {
    chaincode: topology.chaincode,
    definition: wanted,
    packageId: `${topology.chaincode}_${wanted.version}:in-process`,
  };
}

function unknownOrganisation(mspId: string): never {
  throw new ConfigError(`${mspId} has no peer on the channel`);
}
