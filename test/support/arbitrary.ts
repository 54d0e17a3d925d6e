import * as fc from 'fast-check';
import type { Currency } from '../../chaincode/domain/currency.js';
import { addDays, CalendarDate } from '../../chaincode/domain/dates.js';
import { money, type Money } from '../../chaincode/domain/money.js';

/** Amounts of one currency, small ones as often as large ones. */
export function anAmount(
  currency: Currency = 'CNY',
  { min = 0n, max = 10n ** 17n - 1n }: { min?: bigint; max?: bigint } = {},
): fc.Arbitrary<Money> {
  return fc.bigInt({ min, max }).map((minor) => money(currency, minor));
}

const FIRST = CalendarDate.parse('1900-01-01');
const DAYS = 401_767;

/** Any date that the ledger takes from outside: 1900-01-01 to 2999-12-31. */
export const aDate: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: 0, max: DAYS - 1 })
  .map((days) => addDays(FIRST, days));

/** Any UTF-16 string, well formed or not. */
export const anyString: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0x10000, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
      fc.integer({ min: 0x20, max: 0x7e }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Lots that tile [1, face]: their last units, in order, each at least one unit long. */
export function aTiling(
  max = 12,
  faceMax = 10n ** 12n,
): fc.Arbitrary<readonly (readonly [bigint, bigint])[]> {
  return fc
    .array(fc.bigInt({ min: 1n, max: faceMax }), { minLength: 1, maxLength: max })
    .map((sizes) => {
      let from = 1n;
      return sizes.map((size) => {
        const lot = [from, from + size - 1n] as const;
        from += size;
        return lot;
      });
    });
}
