import type { Instant } from './instant.js';
import type { Money } from './money.js';

/** A claim to the same receivable, ours or one found outside (externalClaim). */
export interface Claim {
  readonly id: string;
  /** ASSIGNMENT also stands for an ordinary transferee, who ranks by notice. */
  readonly kind: 'PLEDGE' | 'ASSIGNMENT';
  /** The registry's time, to the second; null: not registered. */
  readonly registeredAt: Instant | null;
  /** When the notice reached the debtor; null: not yet. */
  readonly noticeArrivedAt: Instant | null;
  /** What was paid for or lent on it: the measure among equals. */
  readonly financed: Money;
}

/** Claims that are paid together: one alone, or several pro rata by `financed`. */
export interface Rank {
  readonly by: 'REGISTRATION' | 'NOTICE' | 'AMOUNT';
  readonly claims: readonly Claim[];
}

/**
 * Who is paid before whom (民法典 768, for pledges 445): registered before unregistered, the earlier
 * registration first; then the one whose notice reached the debtor first; the rest share pro rata by
 * what they financed, and so do equals at one second. A pledge that is not registered does not exist.
 * The order in which the claims are given does not matter.
 */
export function priority(claims: readonly Claim[]): readonly Rank[] {
  const registered = claims.filter(({ registeredAt }) => registeredAt !== null);
  const others = claims.filter(
    ({ registeredAt, kind }) => registeredAt === null && kind === 'ASSIGNMENT',
  );
  const noticed = others.filter(({ noticeArrivedAt }) => noticeArrivedAt !== null);
  const rest = others.filter(({ noticeArrivedAt }) => noticeArrivedAt === null);
  return [
    ...ranks('REGISTRATION', registered, ({ registeredAt }) => registeredAt),
    ...ranks('NOTICE', noticed, ({ noticeArrivedAt }) => noticeArrivedAt),
    ...ranks('AMOUNT', rest, () => null),
  ];
}

/** One rank for each moment, the earlier first; within it by id, which decides nothing. */
function ranks(
  by: Rank['by'],
  claims: readonly Claim[],
  at: (claim: Claim) => Instant | null,
): Rank[] {
  const moments = new Map<string, Claim[]>();
  for (const claim of claims.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const moment = at(claim) ?? '';
    moments.set(moment, [...(moments.get(moment) ?? []), claim]);
  }
  return [...moments]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, equals]) => ({ by, claims: equals }));
}
