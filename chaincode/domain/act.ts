import type { CalendarDate } from './dates.js';
import type { Money } from './money.js';
import type { Key } from './party.js';
import type { Programme } from './programme.js';
import { Refusal } from './refusal.js';

/** Who signed: a pinned key in force and the active party it belongs to. */
export interface Signer {
  readonly party: string;
  readonly mspId: string;
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly key: string;
  readonly role: Key['role'];
  /** What the key may bind its party to alone; null: anything. */
  readonly limit: Key['limit'];
}

/** A party's signature, by a key of one of `roles`, and not by `otherThan`. */
export interface PartyNeed {
  readonly party: string;
  readonly roles: readonly Key['role'][];
  /** A second person: this key's own signature does not count. */
  readonly otherThan?: string;
  /** The key may bind its party to this amount alone. */
  readonly covering?: Money;
}

/** Signatures of `count` different parties out of `parties`, each by a key of one of `roles`. */
export interface QuorumNeed {
  readonly parties: readonly string[];
  readonly count: number;
  readonly roles: readonly Key['role'][];
}

/** What an act needs signed. */
export type SignatureNeed = PartyNeed | QuorumNeed;

/** What a rule may know of the transaction it runs in; time and caller come in as arguments. */
export interface Act {
  readonly txId: string;
  /** Seconds since 1970 of the transaction's timestamp: the client's choice within 15 minutes. */
  readonly timestamp: bigint;
  /** The business date: decisions on time are taken on it alone. */
  readonly today: CalendarDate;
  readonly signer: Signer;
  /** Refuses with SIGNATURES_MISSING unless each is there; inside an approval the earlier ones count. */
  readonly requireSignatures: (needs: readonly SignatureNeed[]) => void;
}

/** @throws Refusal ROLE_REQUIRED unless `party` signed, by a key that acts for it in business. */
export function requireParty(act: Act, party: string, role: string): void {
  if (act.signer.party !== party || act.signer.role !== 'MAKER') {
    throw new Refusal('ROLE_REQUIRED', { role });
  }
}

/**
 * A second person of the signer's party signs too when `amount` is above the limit of the signer's key
 * or above `above` (minor units, a policy's threshold; null: there is none).
 * @throws Refusal SIGNATURES_MISSING
 */
export function requireSecondPerson(act: Act, amount: Money, above: bigint | null = null): void {
  const { party, key } = act.signer;
  if (covers(act.signer, amount) && (above === null || amount.minor <= above)) return;
  act.requireSignatures([{ party, roles: ['MAKER', 'CHECKER'], otherThan: key }]);
}

/** The signer's key may bind its party to `amount` alone. */
function covers({ limit }: Signer, amount: Money): boolean {
  if (limit === null) return true;
  return limit.currency === amount.currency && amount.minor <= limit.minor;
}

/** @throws Refusal ROLE_REQUIRED unless an organisation's operator signed. */
export function requireOperator(act: Act): void {
  if (act.signer.role !== 'OPERATOR') throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
}

/**
 * The bank that signs, acting in business.
 * @throws Refusal ROLE_REQUIRED
 */
export function requireBank(act: Act, programme: Programme): string {
  const bank = programme.organisations.find(
    ({ kind, party }) => kind === 'BANK' && party === act.signer.party,
  );
  requireParty(act, bank?.party ?? '', 'BK');
  return act.signer.party;
}

/** @throws Refusal ROLE_REQUIRED, SIGNATURES_MISSING unless operators of a quorum of organisations signed. */
export function requireQuorum(act: Act, { organisations, quorum }: Programme): void {
  requireOperator(act);
  const parties = organisations.map(({ party }) => party);
  act.requireSignatures([{ parties, count: quorum, roles: ['OPERATOR'] }]);
}

/** True when `signers` answer `need`. */
export function answers(need: SignatureNeed, signers: readonly Signer[]): boolean {
  const ofRole = signers.filter(({ role }) => need.roles.includes(role));
  if ('party' in need) {
    const { covering } = need;
    return ofRole
      .filter(({ party, key }) => party === need.party && key !== need.otherThan)
      .some((signer) => covering === undefined || covers(signer, covering));
  }
  const signed = need.parties.filter((each) => ofRole.some(({ party }) => party === each));
  return new Set(signed).size >= need.count;
}
