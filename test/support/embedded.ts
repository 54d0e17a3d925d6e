import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Contract,
  type Gateway,
  type ProposalOptions,
  type Transaction,
  connect,
  hash,
} from '@hyperledger/fabric-gateway';
import { sign } from '../../network/crypto.js';
import { generateKey } from '../../network/embedded/identity/authority.js';
import {
  type EmbeddedNetwork,
  type EmbeddedOptions,
  openEmbedded,
} from '../../network/embedded/open.js';
import type { SigningIdentity } from '../../network/embedded/ordering/block-writer.js';
import { serializeIdentity } from '../../network/embedded/identity/msp-set.js';
import type { NodeRole } from '../../network/embedded/identity/authority.js';
import { PROGRAMME } from '../../network/topology.js';
import { TrialContract } from './trial-contract.js';

export const CHANNEL = PROGRAMME.channel;
export const CHAINCODE = PROGRAMME.chaincode;

/** Somebody who signs, connected to its own organisation's peer. */
export interface User extends SigningIdentity {
  readonly mspId: string;
  readonly gateway: Gateway;
  readonly contract: Contract;
}

export async function temporaryDirectory(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'embedded-'));
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** The programme's peers with the trial contract in place of the programme's. */
export async function openTrial(
  directory: string,
  options: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedNetwork> {
  return await openEmbedded({
    directory,
    topology: PROGRAMME,
    contracts: [TrialContract],
    ...options,
  });
}

const CALL_MS = 10_000;

/** Enrol somebody and connect to its organisation's peer, as fabric-gateway's users do. */
export async function enrol(
  network: EmbeddedNetwork,
  mspId: string,
  role: NodeRole = 'client',
): Promise<User> {
  const { privateKey, publicKey } = await generateKey();
  const { pem } = await network.authority(mspId).issue({ publicKey, role });
  const within = (): { deadline: number } => ({ deadline: Date.now() + CALL_MS });
  const signer = async (message: Uint8Array): Promise<Uint8Array> =>
    await sign(privateKey, message);
  const gateway = connect({
    client: network.client(mspId),
    identity: { mspId, credentials: Buffer.from(pem) },
    hash: hash.none,
    signer,
    evaluateOptions: within,
    endorseOptions: within,
    submitOptions: within,
    commitStatusOptions: within,
  });
  const contract = gateway.getNetwork(CHANNEL).getContract(CHAINCODE);
  return { mspId, gateway, contract, serialized: serializeIdentity(mspId, pem), sign: signer };
}

/** What a transaction answered, as text. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

/** An endorsed transaction, not yet submitted. */
export async function endorsed(
  { contract }: User,
  name: string,
  options: ProposalOptions | readonly string[],
): Promise<Transaction> {
  const all = 'length' in options ? { arguments: [...options] } : options;
  return await contract.newProposal(name, all).endorse();
}

/** The validation code that a transaction is committed with. */
export async function committed(transaction: Transaction): Promise<number> {
  const commit = await transaction.submit();
  return (await commit.getStatus()).code;
}
