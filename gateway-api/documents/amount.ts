/** Foreign decimals into the ledger's minor units: exact, or refused. */
import { z } from 'zod';
import { Currency, exponent } from '../../chaincode/domain/currency.js';
import { decimal } from '../../chaincode/domain/money.js';

/** `unscaled` / 10^`scale`. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

const WHOLE_DIGITS_MAX = 15;

/** The lexical space of xs:decimal (XML Schema 1.0 part 2, §3.2.3.1), bounded. */
const LEXICAL =
  /^(?<sign>[+-]?)(?:(?<whole>[0-9]{1,40})(?:\.(?<fraction>[0-9]{0,20}))?|\.(?<bare>[0-9]{1,20}))$/;

/** @returns null when the text is no decimal, has more than 15 digits before the point, or is a minus zero. */
export function readDecimal(text: string): Decimal | null {
  const groups = LEXICAL.exec(text)?.groups;
  if (groups === undefined) return null;
  const whole = (groups['whole'] ?? '0').replace(/^0+(?=[0-9])/, '');
  const fraction = groups['fraction'] ?? groups['bare'] ?? '';
  if (whole.length > WHOLE_DIGITS_MAX) return null;
  const unsigned = BigInt(whole + fraction);
  const negative = groups['sign'] === '-';
  if (negative && unsigned === 0n) return null;
  return { unscaled: negative ? -unsigned : unsigned, scale: fraction.length };
}

/** @returns minor units of the currency, or null when digits would be lost: `729` EUR is 72900n, `729.005` null. */
export function toMinor({ unscaled, scale }: Decimal, currency: Currency): bigint | null {
  const shift = exponent(currency) - scale;
  if (shift >= 0) return unscaled * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return unscaled % divisor === 0n ? unscaled / divisor : null;
}

/** An amount that may be below zero: what a document says of a returned good or a rounding difference. Nobody owes it. */
export interface SignedMoney {
  readonly currency: Currency;
  readonly minor: bigint;
}

const WireSignedMoney = z.strictObject({
  currency: Currency,
  amount: z.string().regex(/^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$/, 'AMOUNT_MALFORMED'),
});

/** `{"currency":"NOK","amount":"-25.00"}` on the wire. */
export const SignedMoney = z.codec(
  WireSignedMoney,
  z.custom<SignedMoney>((value) => InMemory.safeParse(value).success),
  {
    decode: ({ currency, amount }) => ({ currency, minor: BigInt(amount.replace('.', '')) }),
    encode: ({ currency, minor }) => ({ currency, amount: amountText(minor, currency) }),
  },
);
const InMemory = z.strictObject({ currency: Currency, minor: z.bigint() });

/** Minor units as text with the currency's digits, with a minus when below zero. */
export function amountText(minor: bigint, currency: Currency): string {
  const digits = exponent(currency);
  return minor < 0n ? `-${decimal(-minor, digits)}` : decimal(minor, digits);
}

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
