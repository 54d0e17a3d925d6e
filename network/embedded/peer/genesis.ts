import { randomBytes } from 'node:crypto';
import { type Topology, ordererOrganisations } from '../../topology.js';
import type { Block } from '../blocks.js';
import { type ChannelConfig, channelConfigOf } from '../config/bundle.js';
import { ConfigError } from '../config/error.js';
import { type BatchLimits, type Consenter, genesisBlock } from '../config/genesis.js';
import { type Authority, generateKey } from '../identity/authority.js';
import type { LedgerStore } from '../store/ledger.js';
import { emptyBatch } from '../store/update-batch.js';

/** Each organisation's authority, by MSP id. */
export type Authorities = ReadonlyMap<string, Authority>;

export interface ConfigInForce {
  readonly config: ChannelConfig;
  /** The block that it is in. */
  readonly block: number;
}

const NONCE_BYTES = 24;

/**
 * The configuration in force, from the chain; a chain that has not begun begins with it.
 * @throws ConfigError when the chain is another channel's or other organisations'
 */
export async function configInForce(
  store: LedgerStore,
  wanted: { readonly topology: Topology; readonly batch: BatchLimits },
  authorities: Authorities,
): Promise<ConfigInForce> {
  if (store.height === 0) {
    const block = await genesis(wanted, authorities);
    const nothing = { byMsp: new Map(), missing: [] };
    await store.commit({ block, batch: emptyBatch(), private: nothing });
  }
  // Configuration transactions are not admitted yet, so the first block's configuration is the one.
  const config = channelConfigOf(await store.block(0));
  if (config === null) throw new ConfigError('the first block holds no configuration');
  requireSame(config, wanted.topology);
  return { config, block: 0 };
}

async function genesis(
  { topology, batch }: { readonly topology: Topology; readonly batch: BatchLimits },
  authorities: Authorities,
): Promise<Block> {
  const configs = await Promise.all(
    [...authorities].map(
      async ([mspId, authority]) => [mspId, await authority.mspConfig()] as const,
    ),
  );
  const block = genesisBlock({
    topology,
    mspConfigs: new Map(configs),
    consenter: await consenter(topology, authorities),
    batch,
    createdAt: new Date(),
    nonce: randomBytes(NONCE_BYTES),
  });
  // A peer keeps the genesis transaction's flag like any other's.
  return { ...block, metadata: block.metadata.with(FLAGS_SLOT, Uint8Array.of(0)) };
}

const FLAGS_SLOT = 2;

async function consenter(topology: Topology, authorities: Authorities): Promise<Consenter> {
  const [first] = ordererOrganisations(topology);
  const authority = authorities.get(first?.mspId ?? '');
  if (first === undefined || authority === undefined)
    throw new ConfigError('nobody is the orderer');
  const { publicKey } = await generateKey();
  const { pem } = await authority.issueTls(publicKey, [first.host]);
  return { host: first.host, port: first.port, tlsCertificate: pem };
}

function requireSame(config: ChannelConfig, topology: Topology): void {
  if (config.channelId !== topology.channel) {
    throw new ConfigError(`the chain is channel ${config.channelId}, not ${topology.channel}`);
  }
  const wanted = topology.organisations.map(({ mspId }) => mspId).sort();
  const found = config.members.ids.sort();
  if (wanted.join() !== found.join()) {
    throw new ConfigError(`the channel is of ${found.join(', ')}, not of ${wanted.join(', ')}`);
  }
}
