import { z } from 'zod';
import { decimal } from './money.js';

/** One whole, in millionths: 100 %. */
export const MILLION = 1_000_000n;

/** Four digits after the point of a percentage are millionths of the whole. */
const PERCENT_DIGITS = 4;
const FRACTION_DIGITS = 6;

const Millionths = z.bigint().min(0n, 'RATE_MALFORMED');

/**
 * A yearly rate, or a share of a whole: percent with four decimals on the wire, integer millionths in
 * memory. `"4.3500"` is 43 500 millionths. Refuses with RATE_MALFORMED; the highest is `"9999.9999"`.
 */
export const Rate = z.codec(percent(/^(0|[1-9][0-9]{0,3})\.[0-9]{4}$/), Millionths, {
  decode: fromDecimal,
  encode: (millionths) => decimal(millionths, PERCENT_DIGITS),
});

/** A share of one whole, from `"0.0000"` to `"100.0000"` per cent; millionths in memory. */
export const Share = z.codec(
  percent(/^((0|[1-9][0-9]?)\.[0-9]{4}|100\.0000)$/),
  Millionths.max(MILLION, 'RATE_MALFORMED'),
  { decode: fromDecimal, encode: (millionths) => decimal(millionths, PERCENT_DIGITS) },
);

/**
 * A rate for each day, as a fraction with six decimals (not per cent): `"0.000500"`, which is five per
 * ten thousand a day, is 500 millionths. Below one; refuses with RATE_MALFORMED.
 */
export const DailyRate = z.codec(
  percent(/^0\.[0-9]{6}$/),
  Millionths.max(MILLION - 1n, 'RATE_MALFORMED'),
  { decode: fromDecimal, encode: (millionths) => decimal(millionths, FRACTION_DIGITS) },
);

function percent(pattern: RegExp): z.ZodString {
  return z.string({ error: 'RATE_MALFORMED' }).regex(pattern, 'RATE_MALFORMED');
}

function fromDecimal(text: string): bigint {
  return BigInt(text.replace('.', ''));
}
