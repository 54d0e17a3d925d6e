import { z } from 'zod';
import { Hex256, Id } from '../identifiers.js';
import { Instant } from '../instant.js';
import { zero, type Money } from '../money.js';
import { priority, type Claim as RankedClaim } from '../priority.js';
import { Refusal } from '../refusal.js';
import type { Claim } from './eligibility.js';

const NUMBER_MAX = 64;
export const SUBJECTS_MAX = 500;
export const HITS_MAX = 100;

/** A number of the registry (中登网), as it is printed on its certificate. */
const RegistryNumber = z.string().regex(new RegExp(`^[A-Za-z0-9-]{4,${NUMBER_MAX}}$`));

/** The registration of a pledge or an assignment at the registry. */
export const Registration = z.strictObject({
  number: RegistryNumber,
  /** Commitment of the registry's certificate. */
  document: Hex256,
});
export type Registration = z.output<typeof Registration>;

/** Something that the registry shows against one of the subjects. */
export const Hit = z.strictObject({
  number: RegistryNumber,
  kind: z.enum(['PLEDGE', 'ASSIGNMENT']),
  registeredAt: Instant,
  /** Its description covers one of these lots, or may. */
  covers: z.boolean(),
  /** Why it does not come before ours all the same, with the commitment of the document that says so. */
  cleared: z
    .strictObject({ by: z.enum(['RELEASED', 'SUBORDINATED']), document: Hex256 })
    .nullable(),
});
export type Hit = z.output<typeof Hit>;

/** The bank's search of the registry, made after its own registration (domain.md 2.8). */
export const Search = z.strictObject({
  /** Every holder on the title path. */
  subjects: z.array(Id('org')).min(1).max(SUBJECTS_MAX),
  searchedAt: Instant,
  hits: z.array(Hit).max(HITS_MAX),
  /** Commitment of the registry's answer. */
  document: Hex256,
});
export type Search = z.output<typeof Search>;

/** Our own registration, as it ranks. */
export interface Ours {
  readonly id: string;
  readonly kind: RankedClaim['kind'];
  readonly registeredAt: Instant;
  /** Its currency. */
  readonly currency: Money['currency'];
}

/**
 * The search that lets money move: after the registration, of everybody on the title path of the lots,
 * and with nothing before ours (民法典 768).
 * @throws Refusal SEARCH_TOO_EARLY unless it is later than the registration; SEARCH_INCOMPLETE with how
 *   many holders it leaves out; PRIOR_REGISTRATION with the number of hits that come before ours or share
 *   its second.
 */
export function requireClearSearch(search: Search, ours: Ours, claims: readonly Claim[]): void {
  const { registeredAt } = ours;
  if (search.searchedAt <= registeredAt) throw new Refusal('SEARCH_TOO_EARLY', { registeredAt });
  const holders = new Set(claims.flatMap(({ lot }) => lot.heldBy));
  const missing = [...holders].filter((holder) => !search.subjects.includes(holder));
  if (missing.length > 0) {
    throw new Refusal('SEARCH_INCOMPLETE', { missing: missing.length.toString() });
  }
  const before = hitsBefore(search.hits, ours);
  if (before > 0) throw new Refusal('PRIOR_REGISTRATION', { hits: before.toString() });
}

/** How many hits are paid before ours, or with it. */
function hitsBefore(hits: readonly Hit[], ours: Ours): number {
  const against = hits.filter(({ covers, cleared }) => covers && cleared === null);
  const none = { noticeArrivedAt: null, financed: zero(ours.currency) };
  const ranks = priority([
    { ...ours, ...none },
    ...against.map(({ number, kind, registeredAt }) => ({
      id: number,
      kind,
      registeredAt,
      ...none,
    })),
  ]);
  const at = ranks.findIndex(({ claims }) => claims.some(({ id }) => id === ours.id));
  return ranks.slice(0, at + 1).reduce((sum, { claims }) => sum + claims.length, 0) - 1;
}
