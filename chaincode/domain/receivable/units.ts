import { z } from 'zod';

/** Highest unit of a receivable: 15 integer digits and two decimals. */
const UNITS_DIGITS = 18;

/**
 * A count or position of minor units, 1-based. A string of plain digits in JSON (it outgrows a JSON
 * number), bigint in memory.
 */
export const Units = z.codec(z.string().regex(/^(0|[1-9][0-9]{0,17})$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (units) => units.toString(),
});

/** Zero-padded, so that keys sort as numbers do. */
export function unitsKey(units: bigint): string {
  return units.toString().padStart(UNITS_DIGITS, '0');
}
