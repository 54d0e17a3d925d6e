import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { Id, KeyAttribute } from './identifiers.js';

/** An organisation's place in the programme; its peers endorse accordingly (decisions.md 1). */
export const OrganisationKind = z.enum(['CORE', 'ACCESS', 'BANK', 'REGULATOR']);

export const Organisation = z.strictObject({
  mspId: KeyAttribute,
  kind: OrganisationKind,
  /** The organisation's own party, active from the founding. */
  party: Id('org'),
});

/**
 * A policy record by name: the act that needs it reads it by key, never by a range. NETWORK binds all;
 * PROGRAMME what the core enterprise owes or is owed, PRODUCT what a bank finances: each under the id of
 * the party it belongs to.
 */
export const PolicyRef = z.strictObject({
  scope: z.enum(['NETWORK', 'PROGRAMME', 'PRODUCT']),
  id: KeyAttribute,
  from: CalendarDate,
  /** null for NETWORK. */
  owner: Id('org').nullable(),
});
export type PolicyRef = z.output<typeof PolicyRef>;

/**
 * The one record that every act reads: who is in, and what day it is.
 * `date` is the business date of a DECLARED (sandbox) programme; a CLOCK programme takes the Shanghai
 * date of the transaction's timestamp.
 */
export const Programme = z.strictObject({
  mode: z.enum(['CLOCK', 'DECLARED']),
  date: CalendarDate.nullable(),
  organisations: z.array(Organisation),
  /** The bank whose peers and people receive and send money. */
  clearingMsp: KeyAttribute,
  /** What a debtor's people see of the holders; the gateway enforces it. */
  debtorSees: z.enum(['PAYEE_AT_MATURITY', 'HOLDERS', 'FULL']),
  /** How many organisations' operators decide what concerns all: more than half of them. */
  quorum: z.int().min(1),
  /** Those in force and to come; what has been followed by another is no longer listed. */
  policies: z.array(PolicyRef),
});
export type Programme = z.output<typeof Programme>;

/** MSP ids of one kind of organisation, in founding order. */
export function mspIds(programme: Programme, kind: z.output<typeof OrganisationKind>): string[] {
  return programme.organisations.filter((each) => each.kind === kind).map((each) => each.mspId);
}
