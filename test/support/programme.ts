import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import type { Block } from '../../network/embedded/blocks.js';
import { type ChannelConfig, channelConfigOf } from '../../network/embedded/config/bundle.js';
import { BATCH, genesisBlock } from '../../network/embedded/config/genesis.js';
import {
  Authority,
  generateKey,
  type NodeRole,
} from '../../network/embedded/identity/authority.js';
import { PROGRAMME } from '../../network/topology.js';
import { aPerson, type Person } from './organisation.js';

/** A channel's beginning, with an authority for each of its organisations. */
export interface Programme {
  readonly genesis: Block;
  readonly config: ChannelConfig;
  readonly createdAt: Date;
  authority(mspId: string): Authority;
  person(mspId: string, role: NodeRole): Promise<Person>;
}

/** The programme of the sandbox, its authorities founded under the directory. */
export async function aProgramme(directory: string): Promise<Programme> {
  const createdAt = new Date('2026-03-01T08:00:00.250Z');
  const authorities = new Map<string, Authority>();
  for (const { mspId } of PROGRAMME.organisations) {
    authorities.set(mspId, await Authority.open(join(directory, mspId), mspId, () => createdAt));
  }
  const authorityOf = (mspId: string): Authority => {
    const authority = authorities.get(mspId);
    if (authority === undefined) throw new Error(`no organisation ${mspId}`);
    return authority;
  };
  const { publicKey } = await generateKey();
  const tls = await authorityOf('OrdererMSP').issueTls(publicKey, ['127.0.0.1']);
  const configs = await Promise.all(
    [...authorities].map(
      async ([mspId, authority]) => [mspId, await authority.mspConfig()] as const,
    ),
  );
  const genesis = genesisBlock({
    topology: PROGRAMME,
    mspConfigs: new Map(configs),
    consenter: { host: '127.0.0.1', port: 7050, tlsCertificate: tls.pem },
    batch: BATCH,
    createdAt,
    nonce: randomBytes(24),
  });
  const config = channelConfigOf(genesis);
  if (config === null) throw new Error('a genesis holds a configuration');
  return {
    genesis,
    config,
    createdAt,
    authority: authorityOf,
    person: async (mspId, role) => await aPerson(authorityOf(mspId), role),
  };
}
