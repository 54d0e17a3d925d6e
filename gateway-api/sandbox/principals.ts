import { createHash, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { idOf } from '../../chaincode/domain/identifiers.js';
import type { Principal, Principals } from '../identity.js';
import { PERSONAS, type Persona } from './personas.js';
import { privateKeyOf, type Entry, type Wallet } from './wallet.js';

/** Enrols a new key with an organisation's certificate authority. */
export type Enrol = (
  mspId: string,
  role: Persona['role'],
) => Promise<{ readonly certificate: string; readonly privateKey: KeyObject }>;

const TOKEN = 'sandbox.';

/** Everybody of the sandbox, with keys from the wallet; whoever is missing is enrolled. */
export async function sandboxPrincipals(
  wallet: Wallet,
  enrol: Enrol,
  clearingMsp: string,
): Promise<Principals> {
  const parties = new Map<string, string>();
  const made: Principal[] = [];
  for (const persona of PERSONAS) {
    const entry = (await wallet.get(persona.persona)) ?? (await enrolled(persona, parties, enrol));
    await wallet.put(entry);
    if (persona.party === 'organisation') parties.set(persona.mspId, entry.party);
    made.push(principal(persona, entry, clearingMsp));
  }
  const byName = new Map(made.map((each) => [each.persona, each]));
  return {
    all: () => made,
    byToken: (token) =>
      token.startsWith(TOKEN) ? (byName.get(token.slice(TOKEN.length)) ?? null) : null,
  };
}

/** An organisation's people share its party; a company is a party of its own. */
async function enrolled(
  { persona, mspId, party, role }: Persona,
  parties: ReadonlyMap<string, string>,
  enrol: Enrol,
): Promise<Entry> {
  const { certificate, privateKey } = await enrol(mspId, role);
  const own = party === 'organisation' ? parties.get(mspId) : undefined;
  return {
    persona,
    mspId,
    party: own ?? idOf('org', randomBytes(16)),
    certificate,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function principal(persona: Persona, entry: Entry, clearingMsp: string): Principal {
  const { mspId, organisation, name } = persona;
  return {
    persona: persona.persona,
    mspId,
    organisation,
    clears: mspId === clearingMsp,
    party: entry.party,
    name,
    identity: { mspId, certificate: entry.certificate, privateKey: privateKeyOf(entry) },
  };
}

/** How the ledger knows a key: SHA-256 of its SubjectPublicKeyInfo, hex. */
export function keyHash(certificate: string): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
