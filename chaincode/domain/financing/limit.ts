import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { requireBank, type Act } from '../act.js';
import { Currency } from '../currency.js';
import { CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import { add, compare, money, Money, requireSameCurrency, subtract, zero } from '../money.js';
import type { Programme } from '../programme.js';
import { Refusal } from '../refusal.js';

/**
 * The seed of a bank's desk, given once. The keys of its limits are made from it, so that their hashes on
 * the ledger do not tell on whom the bank has one: a party's id is public, and could be tried.
 */
export const Desk = z.strictObject({ bank: Id('org'), seed: Hex256 });
export type Desk = z.output<typeof Desk>;

/** A debtor, or a group of debtors under the bank's own name for it. */
export const Subject = z.union([Id('org'), KeyAttribute.regex(/^group\.[A-Za-z0-9._-]{1,48}$/)]);

/** What a bank will lend on one debtor, or on a group of them, in one currency 授信额度. */
export const Limit = z.strictObject({
  ref: Hex256,
  bank: Id('org'),
  subject: Subject,
  currency: Currency,
  cap: Money,
  /** The group a debtor counts to; null for none, and for a group. */
  group: Subject.nullable(),
});
export type Limit = z.output<typeof Limit>;

/** What is used of a {@link Limit}. */
export const Exposure = z.strictObject({
  ref: Hex256,
  bank: Id('org'),
  subject: Subject,
  currency: Currency,
  /** What the bank carries on the subject elsewhere, as it told last. */
  outside: Money,
  outsideAsOf: CalendarDate.nullable(),
  /** Σ of what its offers and what became of them take up here. */
  reserved: Money,
});
export type Exposure = z.output<typeof Exposure>;

/** What one offer takes up, for as long as it or what became of it lasts. */
export const Reservation = z.strictObject({
  ref: Hex256,
  bank: Id('org'),
  offer: Id('ofr'),
  /** The debtor, and its group if it has one. */
  subjects: z.array(Subject).min(1).max(2),
  amount: Money,
  /** What bound the amount when the offer was made, and how much it left. */
  bound: z.enum(['ADVANCE', 'DEBTOR', 'GROUP']),
  most: Money,
});
export type Reservation = z.output<typeof Reservation>;

/** Which limit or exposure: one a subject and currency. */
export interface About {
  readonly subject: string;
  readonly currency: Currency;
}

/** The key of a limit or exposure. */
export function lineRef(desk: Desk, kind: 'limit' | 'exposure', about: About): string {
  return deskRef(desk, kind, `${about.subject} ${about.currency}`);
}

/** The key of what an offer takes up. */
export function reservationRef(desk: Desk, offer: string): string {
  return deskRef(desk, 'reservation', offer);
}

/** HMAC-SHA-256(seed, kind ‖ name), hex. */
function deskRef({ seed }: Desk, kind: string, name: string): string {
  return createHmac('sha256', Buffer.from(seed, 'hex')).update(`${kind}\n${name}`).digest('hex');
}

/** A bank's limit with what is used of it. */
export interface Line {
  readonly limit: Limit;
  readonly exposure: Exposure;
}

/** What a bank says of a limit. */
export type LimitTold = Pick<Limit, 'subject' | 'cap' | 'group'>;

/** Who acts, and in which programme. */
export interface Acting {
  readonly act: Act;
  readonly programme: Programme;
}

/**
 * Set what the bank will lend on a subject. Lowering it below what is used stops new offers and undoes
 * none.
 * @param line as it stands; null: there is none yet.
 * @throws Refusal ROLE_REQUIRED; LIMIT_GROUPED for a group within a group, or for another group while
 *   offers count to the one.
 */
export function setLimit(
  { desk, line }: { readonly desk: Desk; readonly line: Line | null },
  told: LimitTold,
  { act, programme }: Acting,
): Line {
  const bank = requireBank(act, programme);
  const { cap, subject, group } = told;
  const { currency } = cap;
  if (group !== null && (isGroup(subject) || !isGroup(group))) throw new Refusal('LIMIT_GROUPED');
  const about = { subject, currency };
  const exposure = line?.exposure ?? noExposure(desk, about);
  const moved = line !== null && line.limit.group !== group;
  if (moved && exposure.reserved.minor > 0n) throw new Refusal('LIMIT_GROUPED');
  const ref = lineRef(desk, 'limit', about);
  return { limit: { ref, bank, subject, currency, cap, group }, exposure };
}

/** Set what the bank carries elsewhere. @throws Refusal ROLE_REQUIRED, CURRENCY_MISMATCH */
export function setExposure(
  exposure: Exposure,
  told: { readonly outside: Money; readonly asOf: CalendarDate },
  { act, programme }: Acting,
): Exposure {
  requireBank(act, programme);
  requireSameCurrency(told.outside, exposure.outside);
  if (told.asOf > act.today) throw new Refusal('DATE_IN_FUTURE', { date: act.today });
  return { ...exposure, outside: told.outside, outsideAsOf: told.asOf };
}

/** What an offer asks of the bank's lines. */
export interface Asked {
  readonly ref: string;
  readonly offer: string;
  readonly amount: Money;
  /** A_max: what the terms allow on the lots themselves. */
  readonly advanceMax: Money;
}

/**
 * Reserve the amount of a binding offer: exposure(g) + A ≤ cap_g for the debtor and for its group, and
 * A ≤ A_max; what binds most is stored.
 * @param lines the debtor's line, then its group's.
 * @throws Refusal ADVANCE_EXCEEDED, LIMIT_EXCEEDED with what bound and how much it left.
 */
export function reserveLimit(
  lines: readonly Line[],
  asked: Asked,
  bank: string,
): { reservation: Reservation; exposures: readonly Exposure[] } {
  const { ref, offer, amount, advanceMax } = asked;
  const bounds = [{ by: 'ADVANCE' as const, most: advanceMax }, ...lines.map(headroom)];
  const tightest = bounds.reduce((a, b) => (compare(b.most, a.most) < 0 ? b : a));
  if (compare(amount, tightest.most) > 0) {
    const code = tightest.by === 'ADVANCE' ? 'ADVANCE_EXCEEDED' : 'LIMIT_EXCEEDED';
    throw new Refusal(code, { by: tightest.by, most: tightest.most.minor.toString() });
  }
  const subjects = lines.map(({ limit }) => limit.subject);
  return {
    reservation: { ref, bank, offer, subjects, amount, bound: tightest.by, most: tightest.most },
    exposures: lines.map(({ exposure }) => ({
      ...exposure,
      reserved: add(exposure.reserved, amount),
    })),
  };
}

/**
 * Give back what of a reservation is no longer taken up.
 * @param left what still is; nothing when the offer came to nothing or the loan has ended.
 * @throws Refusal AMOUNT_ABOVE_RESERVED, CURRENCY_MISMATCH
 */
export function restoreLimit(
  reservation: Reservation,
  exposures: readonly Exposure[],
  left: Money,
): { reservation: Reservation; exposures: readonly Exposure[] } {
  if (compare(left, reservation.amount) > 0) {
    throw new Refusal('AMOUNT_ABOVE_RESERVED', { reserved: reservation.amount.minor.toString() });
  }
  const back = subtract(reservation.amount, left);
  return {
    reservation: { ...reservation, amount: left },
    exposures: exposures.map((exposure) => ({
      ...exposure,
      reserved: subtract(exposure.reserved, back),
    })),
  };
}

function noExposure(desk: Desk, about: About): Exposure {
  const none = zero(about.currency);
  const ref = lineRef(desk, 'exposure', about);
  return { ...about, ref, bank: desk.bank, outside: none, outsideAsOf: null, reserved: none };
}

function headroom({ limit, exposure }: Line): { by: 'DEBTOR' | 'GROUP'; most: Money } {
  // In units, for two amounts within their digits may add up to more than an amount has.
  const used = exposure.outside.minor + exposure.reserved.minor;
  const left = used < limit.cap.minor ? limit.cap.minor - used : 0n;
  return {
    by: isGroup(limit.subject) ? 'GROUP' : 'DEBTOR',
    most: money(limit.currency, left),
  };
}

function isGroup(subject: string): boolean {
  return !subject.startsWith('org_');
}
