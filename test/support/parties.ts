import { aHash, anId, anOperator, aSigner, ORGANISATIONS } from './build.js';
import type { Actor, MemoryLedger } from './memory-ledger.js';

type Msp = (typeof ORGANISATIONS)[number]['mspId'];
type BankMsp = 'BankAMSP' | 'BankBMSP';

/** The party id of a founding organisation. */
export function partyOf(mspId: Msp): string {
  const words = ORGANISATIONS.find((each) => each.mspId === mspId)?.words;
  return anId('org', words ?? mspId);
}

/** A business key of a founding organisation, pinned by its operator; pinned once for the same words. */
export async function businessKey(
  ledger: MemoryLedger,
  mspId: Msp,
  { words = 'business', role = 'MAKER', limit = null }: KeyWish = {},
): Promise<Actor> {
  const actor = aSigner(mspId, `${mspId} ${words}`);
  if (ledger.record('key', [actor.key]) !== null) return actor;
  await ledger.submit(anOperator(mspId), 'party:addKey', {
    args: { party: partyOf(mspId), key: actor.key, role, limit, validTo: null },
  });
  return actor;
}

/** What {@link businessKey} is asked for; the limit as it travels. */
export interface KeyWish {
  readonly words?: string;
  readonly role?: 'OPERATOR' | 'MAKER' | 'CHECKER' | 'AUDITOR';
  readonly limit?: { readonly currency: string; readonly amount: string } | null;
}

/** A party and its first key, a MAKER without limit. */
export interface PartyWithKey {
  readonly id: string;
  readonly actor: Actor;
}

export interface PartyWish {
  readonly mspId?: 'AccessMSP' | 'CoreMSP';
  readonly bank?: BankMsp;
  readonly kind?: 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'FARM_COOPERATIVE';
  readonly size?: 'LARGE' | 'MEDIUM' | 'SMALL' | 'MICRO';
}

/** A supplier or dealer on `ledger`: invited, filed, checked by its bank, active. */
export async function anActiveParty(
  ledger: MemoryLedger,
  words: string,
  wish: PartyWish = {},
): Promise<PartyWithKey> {
  const party = await aVerifiedParty(ledger, words, wish);
  await ledger.submit(anOperator(wish.mspId ?? 'AccessMSP'), 'party:activate', {
    args: { party: party.id, key: party.actor.key },
  });
  return party;
}

/** As {@link anActiveParty}, one step before. */
export async function aVerifiedParty(
  ledger: MemoryLedger,
  words: string,
  wish: PartyWish = {},
): Promise<PartyWithKey> {
  const party = await anApplicant(ledger, words, wish);
  const bank = await businessKey(ledger, wish.bank ?? 'BankAMSP');
  await ledger.submit(bank, 'party:verify', {
    args: { party: party.id, key: party.actor.key },
    secret: aVerification(),
  });
  return party;
}

/** As {@link aVerifiedParty}, one step before. */
export async function anApplicant(
  ledger: MemoryLedger,
  words: string,
  wish: PartyWish = {},
): Promise<PartyWithKey> {
  const party = await anInvitedParty(ledger, words, wish);
  await ledger.submit(party.actor, 'party:apply', {
    args: { party: party.id, bank: partyOf(wish.bank ?? 'BankAMSP') },
    secret: { details: someDetails(words), seed: aHash(`seed of ${words}`) },
  });
  return party;
}

/** As {@link anApplicant}, one step before. */
export async function anInvitedParty(
  ledger: MemoryLedger,
  words: string,
  { mspId = 'AccessMSP', kind = 'ENTERPRISE', size = 'SMALL' }: PartyWish = {},
): Promise<PartyWithKey> {
  const id = anId('org', words);
  await ledger.submit(anOperator(mspId), 'party:invite', { args: { party: id, kind, size } });
  return { id, actor: aSigner(mspId, words) };
}

export function someDetails(words: string): Record<string, unknown> {
  return {
    name: `演示企业 ${words}`,
    identifiers: [{ scheme: 'USCC', value: '91990100M000100Y43' }],
    account: { scheme: 'CNAPS', bank: '999100000001', number: '6200000000000001' },
  };
}

export function aVerification(): Record<string, unknown> {
  return {
    kycFile: aHash('KYC file'),
    agreement: aHash('framework agreement'),
    screenedOn: '2026-03-02',
    accountVerified: true,
  };
}
