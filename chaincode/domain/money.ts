import { z } from 'zod';
import { Currency, exponent } from './currency.js';
import { invariant, Refusal } from './refusal.js';

/** A count of a currency's smallest unit, 0 to 15 integer digits' worth: never a `number`, never negative. */
export type Minor = bigint & z.core.$brand<'Minor'>;

/** An amount: CNY 1,250,000.00 is `{ currency: 'CNY', minor: 125000000n }`. Made by {@link money} alone. */
export interface Money {
  readonly currency: Currency;
  readonly minor: Minor;
}

const INTEGER_DIGITS_MAX = 15;
const AMOUNT = /^(0|[1-9][0-9]{0,14})(\.[0-9]+)?$/;

/**
 * Money on every wire, in state and in files: `{"currency":"CNY","amount":"1250000.00"}`.
 * Refuses with CURRENCY_UNKNOWN, AMOUNT_MALFORMED (a number, a sign, an exponent, a leading zero, more
 * than 15 integer digits) or AMOUNT_DIGITS_WRONG (not exactly the currency's minor digits).
 */
export const WireMoney = z
  .strictObject({
    currency: Currency,
    amount: z
      .string({ error: 'AMOUNT_MALFORMED' })
      .regex(AMOUNT, { error: 'AMOUNT_MALFORMED', abort: true }),
  })
  .refine(({ currency, amount }) => digitsAfterPoint(amount) === exponent(currency), {
    error: 'AMOUNT_DIGITS_WRONG',
    path: ['amount'],
  });
export type WireMoney = z.output<typeof WireMoney>;

/** {@link WireMoney} that is more than nothing; else AMOUNT_NOT_POSITIVE. */
export const PositiveWireMoney = WireMoney.refine(({ amount }) => /[1-9]/.test(amount), {
  error: 'AMOUNT_NOT_POSITIVE',
  path: ['amount'],
});

const inMemory = z.custom<Money>(isMoney, 'MONEY_MALFORMED');

const between = {
  decode: ({ currency, amount }: WireMoney) => money(currency, BigInt(amount.replace('.', ''))),
  encode: ({ currency, minor }: Money) => ({
    currency,
    amount: decimal(minor, exponent(currency)),
  }),
};

/** The one codec of amounts. Its wire side gives the JSON Schema (`io: 'input'`). */
export const Money = z.codec(WireMoney, inMemory, between);

/** {@link Money} of more than nothing, on both sides. */
export const PositiveMoney = z.codec(PositiveWireMoney, inMemory, between);

/**
 * `minor` units of `currency`. Rules use it to name a result; text from outside goes through the codec.
 * @throws Error when negative or beyond 15 integer digits: a rule refuses before it computes such a thing.
 */
export function money(currency: Currency, minor: bigint): Money {
  invariant(
    isMinor(minor, currency),
    'an amount is not negative and has at most 15 integer digits',
  );
  return { currency, minor };
}

export function zero(currency: Currency): Money {
  return money(currency, 0n);
}

/** @throws Refusal CURRENCY_MISMATCH */
export function add(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  return money(a.currency, a.minor + b.minor);
}

/**
 * a − b.
 * @throws Refusal CURRENCY_MISMATCH
 * @throws Error when b is more than a: compare first.
 */
export function subtract(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  return money(a.currency, a.minor - b.minor);
}

/**
 * Σ of `amounts`, all in `currency`; nothing adds up to zero.
 * @throws Refusal CURRENCY_MISMATCH
 */
export function sum(currency: Currency, amounts: readonly Money[]): Money {
  return amounts.reduce(add, zero(currency));
}

/**
 * Below 0, 0 or above 0 as a is less than, equal to or more than b: `compare(a, b) <= 0`.
 * @throws Refusal CURRENCY_MISMATCH
 */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  requireSameCurrency(a, b);
  if (a.minor === b.minor) return 0;
  return a.minor < b.minor ? -1 : 1;
}

/**
 * The lesser of two amounts.
 * @throws Refusal CURRENCY_MISMATCH
 */
export function lesser(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

/** @throws Refusal CURRENCY_MISMATCH */
export function requireSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new Refusal('CURRENCY_MISMATCH', { currency: a.currency, other: b.currency });
  }
}

/** `minor` units with `digits` after the point: `decimal(5n, 2)` is `0.05`. */
export function decimal(minor: bigint, digits: number): string {
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function digitsAfterPoint(amount: string): number {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
}

/** True for what an amount of `currency` can be. */
export function isMinor(minor: bigint, currency: Currency): minor is Minor {
  return minor >= 0n && minor < 10n ** BigInt(INTEGER_DIGITS_MAX + exponent(currency));
}

function isMoney(value: unknown): value is Money {
  const { success, data } = Unchecked.safeParse(value);
  return success && isMinor(data.minor, data.currency);
}

const Unchecked = z.strictObject({ currency: Currency, minor: z.bigint() });
