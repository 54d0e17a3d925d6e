import { expect } from 'chai';
import * as fc from 'fast-check';
import { advanceMax } from '../../chaincode/domain/advance.js';
import { CalendarDate, daysBetween } from '../../chaincode/domain/dates.js';
import {
  DayCount,
  divide,
  inAdvance,
  interest,
  penaltyRate,
} from '../../chaincode/domain/interest.js';
import { add, money, zero } from '../../chaincode/domain/money.js';
import { MILLION, Rate, Share } from '../../chaincode/domain/rate.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { floorDivide, roundHalfUp } from '../../chaincode/domain/rounding.js';
import { anAmount } from '../support/arbitrary.js';
import { amountOf, cny, digits } from '../support/money.js';

const rate = (percent: string): bigint => Rate.parse(percent);
const share = (percent: string): bigint => Share.parse(percent);
const days = (from: string, to: string): number =>
  daysBetween(CalendarDate.parse(from), CalendarDate.parse(to));
const everything = share('100.0000');

/** V3: 1,000,000.00 of face, 90 % of it lent for 120 days at 4.20 %. */
const v3 = { rate: rate('4.2000'), basis: 'ACT/360', days: 120 } as const;

describe('interest', () => {
  it('V1: is 5,458.33 on 1,000,000.00 for 75 days at 2.62 %', () => {
    const terms = {
      rate: rate('2.6200'),
      basis: 'ACT/360',
      days: days('2026-08-15', '2026-10-29'),
    } as const;
    expect(digits(interest(cny('1000000.00'), terms))).to.equal('5458.33');
  });

  it('V2: differs by its basis', () => {
    const terms = { rate: rate('4.3500'), days: days('2026-03-01', '2026-08-28') };
    const on = (basis: DayCount): string => digits(interest(cny('800000.00'), { ...terms, basis }));
    expect([on('ACT/360'), on('ACT/365F')]).to.deep.equal(['17400.00', '17161.64']);
  });

  it('is rounded once, half up', () => {
    const on = (minor: bigint): bigint =>
      interest(money('CNY', minor), { rate: 1_000_000n, basis: 'ACT/360', days: 180 }).minor;
    expect([on(0n), on(1n), on(2n), on(3n)]).to.deep.equal([0n, 1n, 1n, 2n]);
    const third = (minor: bigint): bigint =>
      interest(money('CNY', minor), { rate: 1_000_000n, basis: 'ACT/360', days: 120 }).minor;
    expect([third(1n), third(2n), third(3n)]).to.deep.equal([0n, 1n, 1n]);
  });

  it('is of the currency of the principal', () => {
    expect(interest(amountOf('JPY', '1000000'), { ...v3, days: 360 })).to.deep.equal(
      amountOf('JPY', '42000'),
    );
  });

  it('is within half a minor unit of the exact value, which is the formula of the design', () => {
    const aRate = fc.bigInt({ min: 0n, max: 500_000n });
    const someDays = fc.integer({ min: 0, max: 3660 });
    const basis = fc.constantFrom(...DayCount.options);
    const terms = fc.record({ rate: aRate, days: someDays, basis });
    fc.assert(
      fc.property(anAmount('CNY', { max: 10n ** 15n }), terms, (principal, of) => {
        const year = (of.basis === 'ACT/360' ? 360n : 365n) * 10n ** 6n;
        const exact = principal.minor * of.rate * BigInt(of.days);
        const { minor } = interest(principal, of);
        expect(minor).to.equal((exact * 2n + year) / (2n * year));
        expect(minor * year * 2n - exact * 2n <= year).to.equal(true);
        expect(exact * 2n - minor * year * 2n < year).to.equal(true);
      }),
    );
  });

  it('cannot run backwards', () => {
    expect(() => interest(cny('100.00'), { ...v3, days: -1 })).to.throw('invariant broken');
  });
});

describe('a division', () => {
  it('is never by nothing', () => {
    expect([floorDivide(5n, 1n), floorDivide(5n, 2n), roundHalfUp(5n, 2n)]).to.deep.equal([
      5n,
      2n,
      3n,
    ]);
    expect(() => floorDivide(1n, 0n)).to.throw('invariant broken');
    expect(() => roundHalfUp(1n, 0n)).to.throw('invariant broken');
    expect(() => roundHalfUp(-1n, 2n)).to.throw('invariant broken');
  });

  it('leaves nothing over between those who pay', () => {
    fc.assert(
      fc.property(anAmount(), fc.bigInt({ min: 0n, max: MILLION }), (amount, part) => {
        const { first, rest } = divide(amount, part);
        expect(add(first, rest)).to.deep.equal(amount);
      }),
    );
    expect(Object.values(divide(cny('0.01'), share('50.0000'))).map(digits)).to.deep.equal([
      '0.01',
      '0.00',
    ]);
  });
});

describe('interest in advance', () => {
  it('V3: pays out 887,400.00 of 900,000.00', () => {
    const advance = advanceMax(cny('1000000.00'), {
      advanceRate: share('90.0000'),
      dilutionReserve: 0n,
    });
    const paid = inAdvance(advance, { ...v3, borrowerShare: everything, fee: zero('CNY') });
    expect(digits(advance)).to.equal('900000.00');
    expect(digits(paid.interest)).to.equal('12600.00');
    expect(digits(paid.net)).to.equal('887400.00');
    expect(digits(paid.debtor)).to.equal('0.00');
  });

  it('V15: keeps only the borrower’s 60 % of the interest', () => {
    const terms = { ...v3, borrowerShare: share('60.0000'), fee: zero('CNY') };
    const paid = inAdvance(cny('900000.00'), terms);
    expect([paid.borrower, paid.debtor, paid.net].map(digits)).to.deep.equal([
      '7560.00',
      '5040.00',
      '892440.00',
    ]);
  });

  it('keeps the fee too', () => {
    const terms = { ...v3, borrowerShare: everything, fee: cny('100.00') };
    expect(digits(inAdvance(cny('900000.00'), terms).net)).to.equal('887300.00');
  });

  it('is refused when nothing would be paid out', () => {
    const pay = (fee: string): unknown =>
      inAdvance(cny('900000.00'), { ...v3, borrowerShare: everything, fee: cny(fee) });
    expect(pay('887399.99')).to.have.nested.property('net.minor', 1n);
    for (const fee of ['887400.00', '900000.00']) {
      expect(() => pay(fee))
        .to.throw(Refusal)
        .include({ code: 'NET_NOT_POSITIVE' });
    }
  });

  it('accounts for every minor unit', () => {
    const terms = fc.record({
      rate: fc.bigInt({ min: 0n, max: 240_000n }),
      days: fc.integer({ min: 0, max: 366 }),
      basis: fc.constantFrom(...DayCount.options),
      borrowerShare: fc.bigInt({ min: 0n, max: MILLION }),
    });
    fc.assert(
      fc.property(anAmount('CNY', { min: 1000n, max: 10n ** 15n }), terms, (amount, of) => {
        const paid = inAdvance(amount, { ...of, fee: cny('0.01') });
        expect(add(paid.borrower, paid.debtor)).to.deep.equal(paid.interest);
        expect(add(add(paid.net, paid.borrower), cny('0.01'))).to.deep.equal(amount);
      }),
    );
  });
});

describe('a penalty rate', () => {
  it('is the rate and its surcharge, to one millionth, half up', () => {
    expect(penaltyRate(rate('4.2000'), share('50.0000'))).to.equal(rate('6.3000'));
    expect(penaltyRate(rate('4.3500'), share('30.0000'))).to.equal(rate('5.6550'));
    expect(penaltyRate(rate('4.3501'), share('50.0000'))).to.equal(rate('6.5252'));
    expect(penaltyRate(1n, share('49.9999'))).to.equal(1n);
    expect(penaltyRate(1n, share('50.0000'))).to.equal(2n);
  });
});
