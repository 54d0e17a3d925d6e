import type { z } from 'zod';
import type { CalendarDate } from './dates.js';
import type { Key, Party } from './party.js';
import type { Policy, PolicyRules } from './policy.js';
import type { Organisation, OrganisationKind, PolicyRef, Programme } from './programme.js';
import { Refusal } from './refusal.js';

export interface Founding extends Pick<
  Programme,
  'mode' | 'date' | 'clearingMsp' | 'debtorSees' | 'quorum'
> {
  readonly organisations: readonly (z.output<typeof Organisation> & { operatorKey: string })[];
  readonly policy: {
    readonly id: string;
    readonly from: CalendarDate;
    readonly rules: PolicyRules;
  };
}

/**
 * The programme and what it starts with: a party and an operator key for each organisation, and the
 * NETWORK policy.
 * @throws Refusal FOUNDING_INCOMPLETE unless there are a core enterprise, an access organisation and a
 *   clearing bank, ids and keys are distinct, the quorum is more than half of the organisations and not
 *   more than all, the policy is in force, and a date is given exactly in DECLARED mode.
 */
export function foundProgramme(
  founding: Founding,
  today: CalendarDate,
): { programme: Programme; policy: Policy; parties: readonly Party[]; keys: readonly Key[] } {
  const { mode, date, clearingMsp, debtorSees, quorum, organisations, policy } = founding;
  const start = date ?? today;
  requireComplete(founding, start);
  const ref: PolicyRef = { scope: 'NETWORK', id: policy.id, from: policy.from, owner: null };
  return {
    programme: {
      mode,
      date,
      organisations: organisations.map(({ mspId, kind, party }) => ({ mspId, kind, party })),
      clearingMsp,
      debtorSees,
      quorum,
      policies: [ref],
    },
    policy: { ...ref, setOn: start, rules: policy.rules },
    parties: organisations.map((organisation) => partyOf(organisation, start)),
    keys: organisations.map((organisation) => operatorKeyOf(organisation, start)),
  };
}

type FoundingOrganisation = Founding['organisations'][number];

function partyOf({ mspId, kind, party }: FoundingOrganisation, since: CalendarDate): Party {
  return {
    id: party,
    state: 'ACTIVE',
    since,
    kind: PARTY_KIND[kind],
    size: null,
    mspId,
    details: null,
    firstKey: null,
    verifiedBy: null,
    secondPerson: false,
    blockedSince: null,
    document: null,
    successor: null,
  };
}

function operatorKeyOf({ party, operatorKey }: FoundingOrganisation, from: CalendarDate): Key {
  return {
    spki: operatorKey,
    party,
    role: 'OPERATOR',
    limit: null,
    validFrom: from,
    validTo: null,
    revokedOn: null,
    addedBy: null,
  };
}

const PARTY_KIND = {
  CORE: 'ENTERPRISE',
  ACCESS: 'SERVICE',
  BANK: 'BANK',
  REGULATOR: 'REGULATOR',
} as const satisfies Record<z.output<typeof OrganisationKind>, Party['kind']>;

function requireComplete(founding: Founding, start: CalendarDate): void {
  const { mode, date, organisations, clearingMsp, quorum, policy } = founding;
  const count = (kind: string): number => organisations.filter((each) => each.kind === kind).length;
  const distinct = (of: (each: Founding['organisations'][number]) => string): boolean =>
    new Set(organisations.map(of)).size === organisations.length;
  const complete = {
    core: count('CORE') === 1,
    access: count('ACCESS') === 1,
    clearing: organisations.some((each) => each.kind === 'BANK' && each.mspId === clearingMsp),
    mspIds: distinct((each) => each.mspId),
    parties: distinct((each) => each.party),
    keys: distinct((each) => each.operatorKey),
    quorum: quorum * 2 > organisations.length && quorum <= organisations.length,
    policy: policy.from <= start,
    date: (mode === 'DECLARED') === (date !== null),
  };
  const lacking = Object.entries(complete).find(([, holds]) => !holds);
  if (lacking !== undefined) throw new Refusal('FOUNDING_INCOMPLETE', { lacking: lacking[0] });
}

/** @throws Refusal CLOCK_NOT_DECLARED, DATE_NOT_FORWARD. */
export function moveDate<P extends Programme>(programme: P, date: CalendarDate): P {
  if (programme.mode !== 'DECLARED' || programme.date === null) {
    throw new Refusal('CLOCK_NOT_DECLARED');
  }
  if (date <= programme.date) throw new Refusal('DATE_NOT_FORWARD', { date: programme.date });
  return { ...programme, date };
}
