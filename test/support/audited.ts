import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contracts } from '../../chaincode/index.js';
import { LedgerClient, type LedgerIdentity } from '../../gateway-api/ledger/client.js';
import { generateKey, type NodeRole } from '../../network/embedded/identity/authority.js';
import { type EmbeddedNetwork, openEmbedded } from '../../network/embedded/open.js';
import type { ContractClass } from '../../network/embedded/execution/chaincode-host.js';
import { PROGRAMME } from '../../network/topology.js';
import { aFounding, aHash, anId, ORGANISATIONS } from './build.js';
import { aVerification, partyOf, someDetails } from './parties.js';
import { confirmation, someTerms } from './receivable.js';

/** Somebody who acts on a ledger of real peers. */
export type Act = (
  who: string,
  name: string,
  content: {
    readonly args: Readonly<Record<string, unknown>>;
    readonly secret?: Readonly<Record<string, unknown>>;
  },
) => Promise<string>;

/** A data directory of real peers, and the people who have acted on it. */
export interface PlayedLedger {
  readonly directory: string;
  readonly people: Map<string, LedgerIdentity>;
}

export const supplier = anId('org', 'supplier 1');
export const receivable = anId('rcv', 'receivable 1');

/** Open the peers of a directory, with the programme's contracts or others, and let people act. */
export async function withPeers<T>(
  { directory, people }: PlayedLedger,
  work: (act: Act, network: EmbeddedNetwork) => Promise<T>,
  classes: readonly ContractClass[] = contracts,
): Promise<T> {
  const network = await openEmbedded({ directory, topology: PROGRAMME, contracts: classes });
  const secrets = join(directory, 'gateway', 'secrets');
  await mkdir(secrets, { recursive: true });
  const client = new LedgerClient({
    channel: PROGRAMME.channel,
    chaincode: PROGRAMME.chaincode,
    peer: (mspId) => network.client(mspId),
    keepSecret: (txId, secret) => writeFile(join(secrets, `${txId}.json`), secret),
  });
  const act: Act = async (who, name, { args, secret }) => {
    const identity = people.get(who) ?? (await enrolled(network, who));
    people.set(who, identity);
    const clientRef = randomBytes(32).toString('hex');
    const salted = secret === undefined ? null : { salt: aHash(clientRef), ...secret };
    const command = { name, args: { ...args, clientRef }, secret: salted };
    return (await client.submit(identity, command)).txId;
  };
  try {
    return await work(act, network);
  } finally {
    client.close();
    await network.close();
  }
}

/**
 * Founded, a supplier admitted, a receivable of 100,000.00 proposed, confirmed and accepted, its lot cut in two:
 * public acts, private ones of three shapes.
 */
export async function playStory(ledger: PlayedLedger): Promise<void> {
  await withPeers(ledger, async (act, network) => {
    for (const { mspId } of ORGANISATIONS) {
      ledger.people.set(`${mspId} admin`, await enrolled(network, `${mspId} admin`));
    }
    for (const who of ['CoreMSP client', 'BankAMSP client', 'AccessMSP client']) {
      ledger.people.set(who, await enrolled(network, who));
    }
    const key = (who: string): string => keyOf(ledger, who);
    const organisations = ORGANISATIONS.map(({ mspId, kind, words }) => {
      return { mspId, kind, party: anId('org', words), operatorKey: key(`${mspId} admin`) };
    });
    await act('CoreMSP admin', 'programme:found', { args: { ...aFounding(), organisations } });
    for (const mspId of ['CoreMSP', 'BankAMSP'] as const) {
      const pinned = { role: 'MAKER', limit: null, validTo: null };
      const args = { party: partyOf(mspId), key: key(`${mspId} client`), ...pinned };
      await act(`${mspId} admin`, 'party:addKey', { args });
    }
    await admit(act, key('AccessMSP client'));
    await trade(act);
  });
}

async function admit(act: Act, key: string): Promise<void> {
  const party = { party: supplier };
  const details = { details: someDetails('supplier 1'), seed: aHash('seed of supplier 1') };
  const kind = { kind: 'ENTERPRISE', size: 'SMALL' };
  await act('AccessMSP admin', 'party:invite', { args: { ...party, ...kind } });
  await act('AccessMSP client', 'party:apply', {
    args: { ...party, bank: partyOf('BankAMSP') },
    secret: details,
  });
  await act('AccessMSP admin', 'party:fileDetails', { args: party, secret: details });
  const checked = { args: { ...party, key }, secret: aVerification() };
  await act('BankAMSP client', 'party:verify', checked);
  await act('AccessMSP admin', 'party:activate', { args: { ...party, key } });
}

async function trade(act: Act): Promise<void> {
  const cny = (amount: string): object => ({ currency: 'CNY', amount });
  const debtor = partyOf('CoreMSP');
  const quota = { debtor, shard: 'a', granted: cny('10000000.00') };
  await act('BankAMSP client', 'quota:set', { args: quota });
  await act('AccessMSP client', 'receivable:propose', { args: { ...someTerms(), debtor } });
  await act('CoreMSP client', 'receivable:confirm', { args: confirmation() });
  await act('AccessMSP client', 'receivable:accept', { args: { id: receivable } });
  const sizes = ['40000.00', '60000.00'].map(cny);
  await act('AccessMSP client', 'lot:split', { args: { lot: `${receivable}:1`, sizes } });
}

/** @param who `<mspId> <role>`, and anything after it to tell people apart */
async function enrolled(network: EmbeddedNetwork, who: string): Promise<LedgerIdentity> {
  const [mspId = '', role] = who.split(' ');
  const { privateKey, publicKey } = await generateKey();
  const wanted: NodeRole = role === 'admin' ? 'admin' : 'client';
  const { pem } = await network.authority(mspId).issue({ publicKey, role: wanted });
  return { mspId, certificate: pem, privateKey };
}

function keyOf({ people }: PlayedLedger, who: string): string {
  const person = people.get(who);
  if (person === undefined) throw new Error(`nobody is called ${who}`);
  const spki = createPublicKey(person.privateKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
