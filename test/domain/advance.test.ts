import { expect } from 'chai';
import * as fc from 'fast-check';
import { advanceMax, drawable } from '../../chaincode/domain/advance.js';
import { zero } from '../../chaincode/domain/money.js';
import { MILLION, Share } from '../../chaincode/domain/rate.js';
import { anAmount } from '../support/arbitrary.js';
import { cny, digits } from '../support/money.js';

const share = (percent: string): bigint => Share.parse(percent);

describe('the most that is lent', () => {
  it('is one fraction of the sum, rounded down once', () => {
    const most = (unpaid: string, advance: string, reserve: string): string =>
      digits(
        advanceMax(cny(unpaid), { advanceRate: share(advance), dilutionReserve: share(reserve) }),
      );
    expect(most('1000000.00', '90.0000', '5.0000')).to.equal('855000.00');
    expect(most('0.03', '99.9999', '0.0000')).to.equal('0.02');
    expect(most('1000000.00', '100.0000', '100.0000')).to.equal('0.00');
    // ⌊⌊0.07 · 90 %⌋ · 95 %⌋ would be 0.05 as well, ⌊0.21 · 90 %⌋ · 95 % would not be 0.17.
    expect(most('0.21', '90.0000', '95.0000')).to.equal('0.00');
    expect(most('0.21', '90.0000', '5.0000')).to.equal('0.17');
  });

  it('never exceeds what is unpaid, and is less than one unit below the fraction', () => {
    const part = fc.bigInt({ min: 0n, max: MILLION });
    fc.assert(
      fc.property(anAmount(), part, part, (unpaid, advanceRate, dilutionReserve) => {
        const { minor } = advanceMax(unpaid, { advanceRate, dilutionReserve });
        const exact = unpaid.minor * advanceRate * (MILLION - dilutionReserve);
        expect(minor <= unpaid.minor).to.equal(true);
        expect(minor * MILLION ** 2n <= exact).to.equal(true);
        expect((minor + 1n) * MILLION ** 2n > exact).to.equal(true);
      }),
    );
  });
});

describe('what may be drawn on an order', () => {
  const none = zero('CNY');
  const order = {
    ordered: cny('1000000.00'),
    cancelled: none,
    advancePaid: none,
    takenOut: none,
    outstanding: none,
  };
  const rates = { advanceRate: share('70.0000'), stageShare: share('30.0000') };

  it('V19: is 300,000.00, and then nothing', () => {
    const drawn = drawable(order, rates);
    expect(digits(drawn)).to.equal('300000.00');
    expect(digits(drawable({ ...order, outstanding: drawn }, rates))).to.equal('0.00');
    const but = { ...order, outstanding: cny('299999.99') };
    expect(digits(drawable(but, rates))).to.equal('0.01');
  });

  it('is bounded by the advance rate once the stage allows more', () => {
    expect(digits(drawable(order, { ...rates, stageShare: share('80.0000') }))).to.equal(
      '700000.00',
    );
  });

  it('falls with what is cancelled, paid in advance and taken out, never below nothing', () => {
    const reduced = { ...order, cancelled: cny('100000.00'), advancePaid: cny('200000.00') };
    expect(digits(drawable({ ...reduced, takenOut: cny('300000.00') }, rates))).to.equal(
      '120000.00',
    );
    expect(digits(drawable({ ...reduced, takenOut: cny('900000.00') }, rates))).to.equal('0.00');
    const more = { ...reduced, outstanding: cny('500000.00') };
    expect(digits(drawable(more, rates))).to.equal('0.00');
  });
});
