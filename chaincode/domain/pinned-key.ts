import { requireParty, type Act } from './act.js';
import type { CalendarDate } from './dates.js';
import type { Money } from './money.js';
import type { Key, Party } from './party.js';
import type { Programme } from './programme.js';
import { Refusal } from './refusal.js';

/** True when what `key` signs on `today` binds its party. */
export function inForceOn(key: Key, today: CalendarDate): boolean {
  const begun = key.validFrom <= today;
  const ended = key.validTo !== null && key.validTo < today;
  return begun && !ended && key.revokedOn === null;
}

export interface NewKey {
  readonly key: string;
  readonly role: Key['role'];
  readonly limit: Money | null;
  readonly validTo: CalendarDate | null;
}

/**
 * One more key of the signer's party. An organisation's operator pins its people's keys; a party that an
 * organisation brought in does so itself, by a key without limit, and by two persons as soon as it has a
 * CHECKER (a maker could otherwise make its own checker).
 * @returns the key, and the party as it stands with it.
 * @throws Refusal ROLE_REQUIRED, SIGNATURES_MISSING, DATE_PASSED
 */
export function addKey(
  from: { readonly party: Party; readonly added: NewKey },
  act: Act,
  programme: Programme,
): { party: Party; key: Key } {
  const { party, added } = from;
  requireKeyKeeper(party, act, programme);
  const { key: spki, role, limit, validTo } = added;
  const operated = isOrganisation(party, programme);
  if (role === 'OPERATOR' && !operated) throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
  if (validTo !== null && validTo < act.today) throw new Refusal('DATE_PASSED', { date: validTo });
  return {
    party: { ...party, secondPerson: party.secondPerson || (!operated && role === 'CHECKER') },
    key: {
      spki,
      party: party.id,
      role,
      limit,
      validFrom: act.today,
      validTo,
      revokedOn: null,
      addedBy: act.signer.key,
    },
  };
}

/**
 * A key of the signer's party, out of force at once and for ever. No key revokes itself, so that one
 * always remains.
 * @throws Refusal ROLE_REQUIRED, SIGNATURES_MISSING, KEY_UNKNOWN for another party's key too,
 *   KEY_REVOKES_ITSELF, STATE_CONFLICT
 */
export function revokeKey(
  from: { readonly party: Party; readonly key: Key | null },
  act: Act,
  programme: Programme,
): Key {
  const { party, key } = from;
  requireKeyKeeper(party, act, programme);
  if (key?.party !== party.id) throw new Refusal('KEY_UNKNOWN');
  if (key.spki === act.signer.key) throw new Refusal('KEY_REVOKES_ITSELF');
  if (key.revokedOn !== null) {
    throw new Refusal('STATE_CONFLICT', {
      state: 'REVOKED',
      since: key.revokedOn,
      act: 'revokeKey',
    });
  }
  return { ...key, revokedOn: act.today };
}

function requireKeyKeeper(party: Party, act: Act, programme: Programme): void {
  if (isOrganisation(party, programme)) {
    const operator = act.signer.party === party.id && act.signer.role === 'OPERATOR';
    if (!operator) throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
    return;
  }
  requireParty(act, party.id, 'PARTY');
  if (act.signer.limit !== null) throw new Refusal('ROLE_REQUIRED', { role: 'PARTY' });
  if (party.secondPerson) {
    act.requireSignatures([{ party: party.id, roles: ['CHECKER'], otherThan: act.signer.key }]);
  }
}

function isOrganisation(party: Party, { organisations }: Programme): boolean {
  return organisations.some((each) => each.party === party.id);
}
