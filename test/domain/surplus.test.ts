import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays } from '../../chaincode/domain/dates.js';
import {
  surplusOwed,
  SURPLUSES_MAX,
  withSurplus,
  type Surplus,
} from '../../chaincode/domain/financing/surplus.js';
import { money } from '../../chaincode/domain/money.js';
import { date } from '../support/loan.js';
import { cny, digits } from '../support/money.js';

const day = date('2026-07-02');

describe('what a bank holds of its borrower’s', () => {
  it('is one sum for one day', () => {
    const one = withSurplus([], cny('10.00'), day);
    expect(withSurplus(one, cny('5.00'), day)).to.deep.equal([
      { amount: cny('15.00'), returnBy: day },
    ]);
    expect(withSurplus(one, cny('0.00'), day)).to.deep.equal(one);
    expect(withSurplus(one, cny('5.00'), addDays(day, 1))).to.have.length(2);
  });

  it('earns five per ten thousand a day after its day, rounded once', () => {
    const two: Surplus[] = [
      { amount: cny('10.00'), returnBy: day },
      { amount: cny('10.00'), returnBy: addDays(day, 1) },
    ];
    const late = (after: number): string =>
      digits(surplusOwed('CNY', two, addDays(day, after)).late);
    // 0.005 a day each: one day of the first; two of it and one of the other; 3 + 2.
    expect([late(0), late(1), late(2), late(3)]).to.deep.equal(['0.00', '0.01', '0.02', '0.03']);
  });

  it('keeps every fen however many days there are', () => {
    const days = fc.array(
      fc.record({
        fen: fc.bigInt({ min: 0n, max: 10_000n }),
        after: fc.integer({ min: 0, max: 200 }),
      }),
      { maxLength: 150 },
    );
    fc.assert(
      fc.property(days, (arriving) => {
        const held = arriving.reduce<Surplus[]>(
          (sofar, { fen, after }) => withSurplus(sofar, money('CNY', fen), addDays(day, after)),
          [],
        );
        const total = arriving.reduce((sum, { fen }) => sum + fen, 0n);
        expect(surplusOwed('CNY', held, day).amount.minor).to.equal(total);
        expect(held.length).to.be.at.most(SURPLUSES_MAX);
      }),
    );
  });
});
