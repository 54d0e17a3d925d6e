import { requireBank, requireOperator, requireParty, type Act } from './act.js';
import { next } from './lifecycle.js';
import { partyLifecycle, type Key, type Party } from './party.js';
import type { PartyDeal, PartyDetails, PartyFile, Verification } from './party-details.js';
import { mspIds, type Programme } from './programme.js';
import { invariant, Refusal } from './refusal.js';

/** How a party is admitted: invited, its details filed, its application, its check, its first key. */

export interface Invitation {
  readonly party: string;
  readonly kind: 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'FARM_COOPERATIVE';
  readonly size: NonNullable<Party['size']>;
}

/**
 * A new party in the signer's own organisation, the core enterprise's or the access organisation's.
 * @throws Refusal ROLE_REQUIRED
 */
export function invite(invitation: Invitation, act: Act, programme: Programme): Party {
  requireOperator(act);
  requireDirectory(act, programme);
  const { party: id, kind, size } = invitation;
  return {
    id,
    kind,
    size,
    state: 'INVITED',
    since: act.today,
    mspId: act.signer.mspId,
    details: null,
    firstKey: null,
    verifiedBy: null,
    secondPerson: false,
    blockedSince: null,
    document: null,
    successor: null,
  };
}

export interface Filing {
  readonly party: Party;
  readonly details: PartyDetails;
  readonly seed: string;
  /** Commitment of `details` under `seed`. */
  readonly committed: string;
}

/**
 * The entry of a party in the directory, by the party or its organisation's operator. Once it has
 * applied, only what it applied with is filed, so that directory and bank know the same party.
 * @throws Refusal ROLE_REQUIRED, DETAILS_MISMATCH
 */
export function fileDetails(filing: Filing, act: Act, programme: Programme): PartyFile {
  const { party, details, seed, committed } = filing;
  requireDirectory(act, programme);
  const operator = act.signer.role === 'OPERATOR' && act.signer.mspId === party.mspId;
  if (!operator) requireParty(act, party.id, 'PARTY');
  if (party.details !== null && party.details !== committed) throw new Refusal('DETAILS_MISMATCH');
  const keepers = programme.organisations.filter(
    ({ kind }) => kind === 'CORE' || kind === 'ACCESS',
  );
  return { id: party.id, seed, details, shownTo: keepers.map(({ party }) => party) };
}

/**
 * The party asks the bank to check it, and to have the signing key pinned.
 * @throws Refusal ROLE_REQUIRED for a certificate of another organisation, BANK_UNKNOWN, ALREADY_EXISTS
 *   when the key is pinned, STATE_CONFLICT
 */
export function apply(
  application: Filing & { readonly bank: string; readonly pinned: Key | null },
  act: Act,
  programme: Programme,
): { party: Party; deal: PartyDeal } {
  const { party, bank, pinned, details, seed, committed } = application;
  if (act.signer.mspId !== party.mspId) throw new Refusal('ROLE_REQUIRED', { role: 'PARTY' });
  bankMsp(programme, bank);
  if (pinned !== null) throw new Refusal('ALREADY_EXISTS', { id: pinned.spki });
  const state = next(partyLifecycle, party, 'apply');
  return {
    party: { ...party, state, since: act.today, details: committed, firstKey: act.signer.key },
    deal: { id: party.id, bank, seed, details, verification: null },
  };
}

/**
 * The MSP of a bank of the programme.
 * @throws Refusal BANK_UNKNOWN
 */
export function bankMsp({ organisations }: Programme, bank: string): string {
  const found = organisations.find(({ kind, party }) => kind === 'BANK' && party === bank);
  if (found === undefined) throw new Refusal('BANK_UNKNOWN', { id: bank });
  return found.mspId;
}

/** What {@link verify} and {@link activate} name: the key is signed for by bank and operator alike. */
interface Checked {
  readonly party: Party;
  readonly key: string;
}

/**
 * The bank has checked the party, its account and that `key` is its own.
 * @param checked with `deal` the application as the bank has it; null: none was made to it.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, PARTY_UNKNOWN, KEY_NOT_APPLIED, DATE_IN_FUTURE
 */
export function verify(
  checked: Checked & { deal: PartyDeal | null; verification: Omit<Verification, 'verifiedOn'> },
  act: Act,
  programme: Programme,
): { party: Party; deal: PartyDeal } {
  const { party, deal, verification } = checked;
  const bank = requireBank(act, programme);
  const state = next(partyLifecycle, party, 'verify');
  if (deal === null) throw new Refusal('PARTY_UNKNOWN', { id: party.id });
  requireApplied(checked);
  if (verification.screenedOn > act.today) {
    throw new Refusal('DATE_IN_FUTURE', { date: verification.screenedOn });
  }
  return {
    party: { ...party, state, since: act.today, verifiedBy: bank },
    deal: { ...deal, verification: { ...verification, verifiedOn: act.today } },
  };
}

/**
 * The party is in: the key it applied with is pinned. The operator is of another organisation than the
 * bank that checked, so that no organisation alone makes a party.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, KEY_NOT_APPLIED
 */
export function activate(checked: Checked, act: Act): { party: Party; key: Key } {
  const { party, key } = checked;
  requireOperator(act);
  if (act.signer.party === party.verifiedBy) throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
  const state = next(partyLifecycle, party, 'activate');
  requireApplied(checked);
  return {
    party: { ...party, state, since: act.today },
    key: {
      spki: key,
      party: party.id,
      role: 'MAKER',
      limit: null,
      validFrom: act.today,
      validTo: null,
      revokedOn: null,
      addedBy: null,
    },
  };
}

function requireApplied({ party, key }: Checked): void {
  invariant(party.firstKey !== null, 'a party past INVITED has applied with a key');
  if (party.firstKey !== key) throw new Refusal('KEY_NOT_APPLIED');
}

/** Parties live with the organisations that keep the directory. */
function requireDirectory(act: Act, programme: Programme): void {
  const keepers = [...mspIds(programme, 'CORE'), ...mspIds(programme, 'ACCESS')];
  if (!keepers.includes(act.signer.mspId)) throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
}
