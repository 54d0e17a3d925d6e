import { expect } from 'chai';
import * as fc from 'fast-check';
import { exponent } from '../../chaincode/domain/currency.js';
import { amountText } from '../../gateway-api/documents/amount.js';
import type { Import } from '../../gateway-api/documents/import.js';
import {
  aBill,
  bill,
  importOf,
  order,
  PLAIN,
  refusals,
  totalsOf,
  type StatedTotals,
} from './documents-support.js';

/** The rule that a person would look for first when only that total is wrong. */
const RULE_OF: Readonly<Record<keyof StatedTotals, string>> = {
  lineTotal: 'BR-CO-10',
  allowanceTotal: 'BR-CO-11',
  chargeTotal: 'BR-CO-12',
  withoutTax: 'BR-CO-13',
  tax: 'BR-CO-14',
  categoryTax: 'BR-CO-14',
  withTax: 'BR-CO-15',
  paid: 'BR-CO-16',
  rounding: 'BR-CO-16',
  payable: 'BR-CO-16',
};
const TOTALS = [
  'lineTotal',
  'allowanceTotal',
  'chargeTotal',
  'withoutTax',
  'tax',
  'categoryTax',
  'withTax',
  'paid',
  'rounding',
  'payable',
] as const satisfies readonly (keyof StatedTotals)[];

describe('checking the arithmetic of an invoice', () => {
  it('reads every invoice whose amounts add up, with exactly those amounts', () => {
    fc.assert(
      fc.property(aBill, (change) => {
        const read = importOf(bill(change));
        const totals = totalsOf({ ...PLAIN, ...change });
        const [draft] = read.invoices;
        expect(refusals(read)).to.deep.equal([]);
        expect(draft?.payable.minor).to.equal(totals.payable);
        expect(draft?.amountWithTax.minor).to.equal(totals.withTax);
        expect(draft?.tax.minor).to.equal(totals.tax);
      }),
    );
  });

  it('refuses it by name when one stated total is off by one minor unit', () => {
    fc.assert(
      fc.property(
        aBill,
        fc.constantFrom(...TOTALS),
        fc.constantFrom(1n, -1n),
        (change, key, step) => {
          const totals = totalsOf({ ...PLAIN, ...change });
          const read = importOf(bill(change, { [key]: totals[key] + step }));
          expect(refusals(read)).to.include(`RULE_BROKEN ${RULE_OF[key]}`);
          expect(read.invoices).to.deep.equal([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses it when one line, allowance or charge is off by one minor unit', () => {
    fc.assert(
      fc.property(aBill, fc.constantFrom('lines', 'allowances', 'charges'), (change, key) => {
        const amounts = change[key] ?? [];
        fc.pre(amounts.length > 0);
        const totals = totalsOf({ ...PLAIN, ...change });
        const [first = 0n, ...rest] = amounts;
        const read = importOf(bill({ ...change, [key]: [first + 1n, ...rest] }, totals));
        const rule = { lines: 'BR-CO-10', allowances: 'BR-CO-11', charges: 'BR-CO-12' }[key];
        expect(refusals(read)).to.deep.equal([`RULE_BROKEN ${rule}`]);
      }),
    );
  });

  it('names the place and both values', () => {
    const { refused } = importOf(bill({ lines: [72_900n], rate: 0n }, { payable: 72_930n }));
    expect(refused).to.deep.equal([
      {
        file: 'a',
        pointer: '/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount',
        code: 'RULE_BROKEN',
        facts: { rule: 'BR-CO-16', stated: '729.30', computed: '729.00' },
        detail:
          'The stated amounts contradict each other (rule BR-CO-16, stated 729.30, computed 729.00)',
      },
    ]);
  });

  it('allows the tax of a category to be off by less than one unit of the currency', () => {
    const lines = [100_000n];
    const tax = (minor: bigint): readonly string[] =>
      refusals(
        importOf(
          bill(
            { lines },
            {
              tax: minor,
              categoryTax: minor,
              withTax: 100_000n + minor,
              payable: 100_000n + minor,
            },
          ),
        ),
      );
    expect(tax(13_099n)).to.deep.equal([]);
    expect(tax(12_901n)).to.deep.equal([]);
    expect(tax(13_100n)).to.deep.equal(['RULE_BROKEN BR-CO-17']);
    expect(tax(12_900n)).to.deep.equal(['RULE_BROKEN BR-CO-17']);
  });

  it('takes the rounding into the total with tax where only UBL is claimed', () => {
    const change = { lines: [1_000n], rate: 0n, rounding: 3n };
    const stated = { withTax: 1_003n, payable: 1_003n };
    const plain = importOf(bill({ ...change, specification: 'urn:example' }, stated));
    expect(plain.invoices.map(({ payable }) => payable.minor)).to.deep.equal([1_003n]);
    const peppol = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
    for (const specification of ['urn:cen.eu:en16931:2017', peppol]) {
      expect(refusals(importOf(bill({ ...change, specification }, stated)))).to.deep.equal([
        'RULE_BROKEN BR-CO-15',
        'RULE_BROKEN BR-CO-16',
      ]);
    }
  });

  it('reads fewer decimals than the currency has, and refuses more', () => {
    const stating = (amount: string): Import =>
      importOf(bill({ lines: [72_900n], rate: 0n }).replaceAll('>729.00<', `>${amount}<`));
    for (const same of ['729', '729.', '729.0', '729.000', '0729.00', '+729']) {
      expect(stating(same).invoices[0]?.payable.minor, same).to.equal(72_900n);
    }
    for (const [other, code] of [
      ['729.005', 'AMOUNT_INEXACT'],
      ['7.29e2', 'AMOUNT_INVALID'],
      ['729,00', 'AMOUNT_INVALID'],
      ['1e3', 'AMOUNT_INVALID'],
      ['0x2d9', 'AMOUNT_INVALID'],
      ['NaN', 'AMOUNT_INVALID'],
      ['INF', 'AMOUNT_INVALID'],
      ['-0', 'AMOUNT_INVALID'],
      ['1000000000000000', 'AMOUNT_INVALID'],
    ] as const) {
      expect(refusals(stating(other)), other).to.include(code);
    }
  });

  it('keeps each currency to its own digits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('JPY', 'EUR', 'KWD'),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (currency, minor) => {
          const read = importOf(bill({ currency, lines: [minor], rate: 0n }));
          expect(read.invoices[0]?.payable).to.deep.equal({ currency, minor });
          const finer = `${amountText(minor, currency)}${exponent(currency) === 0 ? '.' : ''}1`;
          const text = bill({ currency, lines: [minor], rate: 0n }).replaceAll(
            `>${amountText(minor, currency)}<`,
            `>${finer}<`,
          );
          expect(refusals(importOf(text))).to.include('AMOUNT_INEXACT');
        },
      ),
    );
  });
});

describe('reading an order', () => {
  it('takes the tax in the payable amount or beside it', () => {
    const ordered = (payable: bigint): bigint | undefined =>
      importOf(order({ payable })).orders[0]?.ordered.minor;
    expect([ordered(11_300n), ordered(10_000n)]).to.deep.equal([11_300n, 10_000n]);
  });

  it('takes it in when the order states a total with tax', () => {
    const stating = (payable: bigint): readonly string[] =>
      refusals(
        importOf(
          order({ payable }).replace(
            '<cbc:PayableAmount',
            '<cbc:TaxInclusiveAmount currencyID="SEK">113.00</cbc:TaxInclusiveAmount><cbc:PayableAmount',
          ),
        ),
      );
    expect(stating(11_300n)).to.deep.equal([]);
    expect(stating(10_000n)).to.deep.equal(['RULE_BROKEN BR-CO-16']);
  });

  it('refuses every other payable amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 20_000n }), (payable) => {
        fc.pre(payable !== 11_300n && payable !== 10_000n);
        expect(refusals(importOf(order({ payable })))).to.deep.equal(['RULE_BROKEN BR-CO-16']);
      }),
    );
  });

  it('refuses an order over nothing', () => {
    const read = importOf(order({ lines: [0n], tax: 0n, payable: 0n }));
    expect(refusals(read)).to.deep.equal(['AMOUNT_NOT_POSITIVE']);
  });
});
