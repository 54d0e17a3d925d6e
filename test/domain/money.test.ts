import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import { Currency, exponent } from '../../chaincode/domain/currency.js';
import {
  add,
  compare,
  lesser,
  Money,
  money,
  PositiveMoney,
  subtract,
  sum,
  WireMoney,
  zero,
} from '../../chaincode/domain/money.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { anAmount, anyString } from '../support/arbitrary.js';
import { amountOf, cny, digits, wire } from '../support/money.js';
import { verdict } from '../support/schema.js';

const aCurrency = fc.constantFrom(...Currency.options);

describe('an amount on the wire', () => {
  it('becomes minor units in memory', () => {
    expect(cny('1250000.00')).to.deep.equal({ currency: 'CNY', minor: 125000000n });
    expect(amountOf('JPY', '729')).to.deep.equal({ currency: 'JPY', minor: 729n });
    expect(amountOf('KWD', '0.001')).to.deep.equal({ currency: 'KWD', minor: 1n });
  });

  it('takes 15 integer digits and no more', () => {
    expect(cny('999999999999999.99').minor).to.equal(99999999999999999n);
    expect(verdict(Money, { currency: 'CNY', amount: '1000000000000000.00' })).to.deep.equal([
      'AMOUNT_MALFORMED',
    ]);
  });

  for (const amount of [
    '1e3',
    '-0',
    '-0.00',
    '-1.00',
    '+1.00',
    '01.00',
    '.50',
    '1.',
    '1,000.00',
    ' 1.00',
    '1.00 ',
    '1.00\n',
    '',
    '0x10',
    '１.00',
    'NaN',
    'Infinity',
    1,
    1.5,
    0n,
    null,
    undefined,
    ['1.00'],
    { amount: '1.00' },
  ]) {
    it(`refuses ${typeof amount} ${JSON.stringify(amount, (_, v) => (typeof v === 'bigint' ? `${v}n` : v))}`, () => {
      expect(verdict(Money, { currency: 'CNY', amount })).to.deep.equal(['AMOUNT_MALFORMED']);
    });
  }

  for (const [currency, amount] of [
    ['CNY', '1'],
    ['CNY', '1.0'],
    ['CNY', '1.000'],
    ['JPY', '1.00'],
    ['JPY', '1.0'],
    ['KWD', '1.00'],
  ]) {
    it(`refuses ${amount} in ${currency}: not the currency's digits`, () => {
      expect(verdict(Money, { currency, amount })).to.deep.equal(['AMOUNT_DIGITS_WRONG']);
    });
  }

  it('refuses a currency that nobody owes', () => {
    for (const currency of ['XAU', 'XTS', 'cny', 'RMB', '', 'toString', '__proto__', 156, null]) {
      expect(verdict(Money, { currency, amount: '1.00' })).to.deep.equal(['CURRENCY_UNKNOWN']);
    }
  });

  it('refuses further fields, `__proto__` among them', () => {
    const plain = '{"currency":"CNY","amount":"1.00"}';
    expect(verdict(Money, JSON.parse(plain))).to.equal('accepted');
    for (const field of ['"minor":1', '"__proto__":{}', '"constructor":1', '"toString":1']) {
      const json = plain.replace('}', `,${field}}`);
      expect(verdict(Money, JSON.parse(json)), field)
        .to.have.lengthOf(1)
        .and.not.equal('accepted');
    }
  });

  it('refuses what is no amount at all', () => {
    for (const value of [null, undefined, '1.00', 1, []]) {
      expect(verdict(Money, value)).not.to.equal('accepted');
    }
  });

  it('is refused as positive when it is nothing', () => {
    expect(verdict(PositiveMoney, { currency: 'CNY', amount: '0.00' })).to.deep.equal([
      'AMOUNT_NOT_POSITIVE',
    ]);
    expect(verdict(PositiveMoney, { currency: 'CNY', amount: '0.01' })).to.equal('accepted');
    expect(() => z.encode(PositiveMoney, zero('CNY'))).to.throw('AMOUNT_NOT_POSITIVE');
    expect(z.encode(PositiveMoney, cny('0.01')).amount).to.equal('0.01');
  });

  it('comes back as it was sent, for every currency and amount', () => {
    fc.assert(
      fc.property(aCurrency, fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), (currency, minor) => {
        const amount = money(currency, minor);
        expect(z.decode(Money, wire(amount))).to.deep.equal(amount);
      }),
    );
  });

  it('is written in exactly one way', () => {
    fc.assert(
      fc.property(aCurrency, anyString, (currency, amount) => {
        const parsed = WireMoney.safeParse({ currency, amount });
        if (parsed.success) expect(wire(z.decode(Money, parsed.data)).amount).to.equal(amount);
      }),
    );
  });

  it('has a JSON Schema with the pattern and the currencies', () => {
    const schema = z.toJSONSchema(Money, { io: 'input' });
    expect(schema.properties).to.have.nested.property(
      'amount.pattern',
      '^(0|[1-9][0-9]{0,14})(\\.[0-9]+)?$',
    );
    expect(schema.properties).to.have.nested.property('currency.enum').that.includes('CNY');
    expect(schema).to.include({ additionalProperties: false });
  });
});

describe('an amount in memory', () => {
  it('is never negative and never beyond what the wire can carry', () => {
    expect(money('CNY', 10n ** 17n - 1n).minor).to.equal(99999999999999999n);
    for (const minor of [-1n, 10n ** 17n]) {
      expect(() => money('CNY', minor)).to.throw('invariant broken');
    }
    expect(() => money('JPY', 10n ** 15n)).to.throw('invariant broken');
    expect(money('KWD', 10n ** 18n - 1n).minor).to.equal(999999999999999999n);
  });

  it('is checked again on its way out', () => {
    const forged: unknown = { currency: 'CNY', minor: -1n };
    const encode = (value: unknown): unknown => Money.encode(z.custom<Money>().parse(value));
    for (const value of [forged, { currency: 'CNY', minor: 1 }, { minor: 1n }, null]) {
      expect(() => encode(value)).to.throw('MONEY_MALFORMED');
    }
  });

  it('adds up and comes apart again', () => {
    const half = { max: 10n ** 16n };
    fc.assert(
      fc.property(anAmount('CNY', half), anAmount('CNY', half), (a, b) => {
        expect(subtract(add(a, b), b)).to.deep.equal(a);
        expect(add(a, b)).to.deep.equal(add(b, a));
        expect(sum('CNY', [a, b, a])).to.deep.equal(add(add(a, b), a));
      }),
    );
    expect(sum('CNY', [])).to.deep.equal(zero('CNY'));
  });

  it('compares', () => {
    const [less, more] = [cny('9.99'), cny('10.00')];
    expect([compare(less, more), compare(more, less), compare(more, more)]).to.deep.equal([
      -1, 1, 0,
    ]);
    expect([lesser(less, more), lesser(more, less)].map(digits)).to.deep.equal(['9.99', '9.99']);
  });

  it('does not go below nothing', () => {
    expect(() => subtract(cny('0.01'), cny('0.02'))).to.throw('invariant broken');
  });

  it('refuses to meet another currency', () => {
    const [a, b] = [cny('1.00'), amountOf('EUR', '1.00')];
    for (const meet of [add, subtract, compare, lesser]) {
      expect(() => meet(a, b))
        .to.throw(Refusal)
        .include({ code: 'CURRENCY_MISMATCH' })
        .and.have.deep.property('facts', { currency: 'CNY', other: 'EUR' });
    }
    expect(() => sum('CNY', [b])).to.throw(Refusal, 'CURRENCY_MISMATCH');
  });
});

describe('the currencies', () => {
  it('have the minor digits of ISO 4217', () => {
    const digitsOf = (code: string): number => exponent(Currency.parse(code));
    for (const code of ['CNY', 'EUR', 'USD', 'NOK', 'DKK', 'SEK', 'GBP', 'HKD', 'HUF', 'IDR']) {
      expect(digitsOf(code), code).to.equal(2);
    }
    for (const code of ['JPY', 'KRW', 'CLP', 'ISK', 'VND'])
      expect(digitsOf(code), code).to.equal(0);
    for (const code of ['KWD', 'BHD', 'IQD', 'TND']) expect(digitsOf(code), code).to.equal(3);
  });

  it('are known to the Unicode data of the runtime, but for the second Venezuelan one', () => {
    const known = new Set(Intl.supportedValuesOf('currency'));
    expect(Currency.options.filter((code) => !known.has(code) && code !== 'XCG')).to.deep.equal([
      'VED',
    ]);
    expect(new Set(Currency.options).size).to.equal(Currency.options.length);
  });
});
