import type { Posting } from '../financing/posting.js';
import { type Words, words } from './invariant.js';

/** What the postings of one loan or purchase come to, minor units. */
export interface Booked {
  readonly principal: bigint;
  /** Became the borrower's or seller's, less what went back. */
  readonly surplus: bigint;
  /** Went back, without interest for lateness. */
  readonly returned: bigint;
  /** Came in by collection. */
  readonly collected: bigint;
}

export const NOTHING_BOOKED: Booked = {
  principal: 0n,
  surplus: 0n,
  returned: 0n,
  collected: 0n,
};

/** With one posting more. */
export function addBooked(sums: Booked, { act, amount, applied }: Posting): Booked {
  const surplus = applied.surplus.minor;
  if (act === 'SURPLUS_RETURNED') {
    return { ...sums, surplus: sums.surplus - surplus, returned: sums.returned + surplus };
  }
  return {
    ...sums,
    principal: sums.principal + applied.principal.minor,
    surplus: sums.surplus + surplus,
    collected: sums.collected + (act === 'COLLECTION' ? amount.minor : 0n),
  };
}

/** The parts of money booked on a loan add up to it. @returns null when they do */
export function postingFault({ of, act, amount, applied }: Posting): Words | null {
  const { costs, penalty, interest, principal, fee, rebate, surplus, late } = applied;
  const parts = [costs, penalty, interest, principal, fee, surplus, late];
  const total = parts.reduce((sum, { minor }) => sum + minor, 0n) - rebate.minor;
  // What a buyer collects beyond the seller's balance is its own, and is in no part.
  const own = of.startsWith('pur_') && act === 'COLLECTION';
  if (total === amount.minor || (own && total <= amount.minor)) return null;
  return words(
    `${amount.minor} was booked, its parts come to ${total}`,
    `入账 ${amount.minor}，各部分合计 ${total}`,
  );
}
