import { sign } from '../../crypto.js';
import {
  type Organisation,
  type Topology,
  endorsingOrganisations,
  ordererOrganisations,
  peerOrganisations,
} from '../../topology.js';
import { ConfigError } from '../config/error.js';
import { type Authority, type NodeRole, generateKey } from '../identity/authority.js';
import { serializeIdentity } from '../identity/msp-set.js';
import { decodePem } from '../identity/pem.js';
import { verifiedSignatures } from '../identity/verified.js';
import { parseCertificate } from '../identity/x509.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import type { Approver } from './define-chaincode.js';
import type { Authorities } from './genesis.js';

/** A peer of this process, not yet started. */
export interface Node {
  readonly organisation: Organisation;
  readonly signer: SigningIdentity;
}

export interface Nodes {
  readonly peers: readonly Node[];
  readonly orderer: SigningIdentity;
}

/**
 * Identities for the nodes of this process. Their keys live and die with it: nothing on disk can be stolen, and no
 * certificate runs out unnoticed.
 */
export async function makeNodes(topology: Topology, authorities: Authorities): Promise<Nodes> {
  const peers = await Promise.all(
    peerOrganisations(topology).map(async (organisation) => ({
      organisation,
      signer: await signingIdentity(authorityOf(organisation.mspId, authorities), 'peer'),
    })),
  );
  const [first] = ordererOrganisations(topology);
  const ordering = authorityOf(first?.mspId ?? '', authorities);
  return { peers, orderer: await signingIdentity(ordering, 'orderer') };
}

/** The organisations that define the chaincode, each with an administrator made for it. */
export async function approversOf(
  topology: Topology,
  { peers }: Nodes,
  authorities: Authorities,
): Promise<readonly Approver[]> {
  return await Promise.all(
    endorsingOrganisations(topology).map(async ({ mspId }) => {
      const node = peers.find(({ organisation }) => organisation.mspId === mspId);
      if (node === undefined) throw new ConfigError(`${mspId} has no peer`);
      const admin = await signingIdentity(authorityOf(mspId, authorities), 'admin');
      return { mspId, admin, peer: node.signer };
    }),
  );
}

/** @throws ConfigError when the organisation is none of the channel's */
export function authorityOf(mspId: string, authorities: Authorities): Authority {
  const authority = authorities.get(mspId);
  if (authority === undefined) throw new ConfigError(`${mspId} is no organisation of the channel`);
  return authority;
}

async function signingIdentity(authority: Authority, role: NodeRole): Promise<SigningIdentity> {
  const { privateKey, publicKey } = await generateKey();
  const { pem } = await authority.issue({ publicKey, role });
  const fingerprint = fingerprintOf(pem);
  return {
    serialized: serializeIdentity(authority.mspId, pem),
    sign: async (message) => {
      const signature = await sign(privateKey, message);
      // The validator will meet this very signature again, in this process.
      verifiedSignatures.add({ fingerprint, message, signature });
      return signature;
    },
  };
}

function fingerprintOf(pem: string): string {
  const block = decodePem(Buffer.from(pem));
  if (block === null) throw new ConfigError('the authority issued no PEM');
  return parseCertificate(block.der).fingerprint;
}
