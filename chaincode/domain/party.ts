import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { Hex256, Id, KeyAttribute } from './identifiers.js';
import type { Lifecycle } from './lifecycle.js';
import { Money } from './money.js';

export const PartyState = z.enum([
  'INVITED',
  'APPLIED',
  'VERIFIED',
  'ACTIVE',
  'SUSPENDED',
  'INSOLVENT',
  'SUCCEEDED',
  'DISSOLVED',
]);
export type PartyState = z.output<typeof PartyState>;
export type PartyAct =
  | 'apply'
  | 'verify'
  | 'activate'
  | 'suspend'
  | 'reinstate'
  | 'declareInsolvent'
  | 'succeed'
  | 'dissolve';

/** domain.md 3.9. */
export const partyLifecycle: Lifecycle<PartyState, PartyAct> = {
  INVITED: { apply: 'APPLIED', dissolve: 'DISSOLVED' },
  APPLIED: { verify: 'VERIFIED', dissolve: 'DISSOLVED' },
  VERIFIED: { activate: 'ACTIVE', dissolve: 'DISSOLVED' },
  ACTIVE: {
    suspend: 'SUSPENDED',
    declareInsolvent: 'INSOLVENT',
    succeed: 'SUCCEEDED',
    dissolve: 'DISSOLVED',
  },
  SUSPENDED: {
    reinstate: 'ACTIVE',
    declareInsolvent: 'INSOLVENT',
    succeed: 'SUCCEEDED',
    dissolve: 'DISSOLVED',
  },
  INSOLVENT: { reinstate: 'ACTIVE', succeed: 'SUCCEEDED', dissolve: 'DISSOLVED' },
  SUCCEEDED: {},
  DISSOLVED: {},
};

/** A party as the public sees it: a random id, never a name (domain.md 2.16). */
export const Party = z.strictObject({
  id: Id('org'),
  state: PartyState,
  since: CalendarDate,
  kind: z.enum([
    'ENTERPRISE',
    'INDIVIDUAL_BUSINESS',
    'FARM_COOPERATIVE',
    'BANK',
    'SERVICE',
    'REGULATOR',
  ]),
  /** Declared at contract date; null for those it does not concern. */
  size: z.enum(['LARGE', 'MEDIUM', 'SMALL', 'MICRO']).nullable(),
  mspId: KeyAttribute,
  /** Salted commitment of the {@link PartyDetails} it applied with; null until then. */
  details: Hex256.nullable(),
  /** The key that `apply` asked to pin, pinned by `activate`. */
  firstKey: Hex256.nullable(),
  /** The bank that verified the party. */
  verifiedBy: Id('org').nullable(),
  /** True once it has pinned a CHECKER key: from then on its keys change by two persons' signatures. */
  secondPerson: z.boolean(),
  /** From when new certificates of this debtor are refused (domain.md 2.1 G3); null when it may issue. */
  blockedSince: CalendarDate.nullable(),
  /** Commitment of the document behind its insolvency or dissolution. */
  document: Hex256.nullable(),
  successor: Id('org').nullable(),
});
export type Party = z.output<typeof Party>;

/**
 * A key pinned to a party: what it signs binds that party.
 * OPERATOR keys keep identities and policies and do no business act; MAKER keys act, alone up to
 * `limit` (null: without limit); CHECKER keys give the second signature.
 */
export const Key = z.strictObject({
  spki: Hex256,
  party: Id('org'),
  role: z.enum(['OPERATOR', 'MAKER', 'CHECKER', 'AUDITOR']),
  limit: Money.nullable(),
  validFrom: CalendarDate,
  /** The last day it is in force. */
  validTo: CalendarDate.nullable(),
  /** Out of force from this day on, whatever its dates say, and for ever. */
  revokedOn: CalendarDate.nullable(),
  /** The pinned key that added it; null at the founding and for a first key. */
  addedBy: Hex256.nullable(),
});
export type Key = z.output<typeof Key>;
