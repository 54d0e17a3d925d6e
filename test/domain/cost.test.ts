import { expect } from 'chai';
import { loanCost, withinCostCap } from '../../chaincode/domain/cost.js';
import { LATE_RATE_BY_LAW, lateInterest } from '../../chaincode/domain/late-interest.js';
import { zero } from '../../chaincode/domain/money.js';
import { Rate } from '../../chaincode/domain/rate.js';
import { cny, digits } from '../support/money.js';

const rate = (percent: string): bigint => Rate.parse(percent);

describe('the yearly cost', () => {
  it('of V3 is the interest over the net, simple', () => {
    const loan = { interest: cny('12600.00'), fees: zero('CNY'), net: cny('887400.00'), days: 120 };
    expect(loanCost(loan)).to.equal(42_596n);
    expect(loanCost({ ...loan, fees: cny('887.40') })).to.equal(45_596n);
  });

  it('is not stated for no day or no money', () => {
    const loan = { interest: cny('1.00'), fees: zero('CNY'), net: cny('887400.00'), days: 0 };
    expect(loanCost(loan)).to.equal(null);
    expect(loanCost({ ...loan, days: 1 })).to.equal(406n);
    expect(loanCost({ ...loan, net: zero('CNY'), days: 120 })).to.equal(null);
  });

  it('is held to the cap without rounding', () => {
    const loan = {
      principal: cny('1000000.00'),
      days: 90,
      basis: 'ACT/360',
      cap: rate('24.0000'),
    } as const;
    expect(withinCostCap(cny('60000.00'), loan)).to.equal(true);
    expect(withinCostCap(cny('60000.01'), loan)).to.equal(false);
    expect(withinCostCap(cny('59178.08'), { ...loan, basis: 'ACT/365F' })).to.equal(true);
    expect(withinCostCap(cny('59178.09'), { ...loan, basis: 'ACT/365F' })).to.equal(false);
  });
});

describe("the debtor's late interest", () => {
  const spans = [
    { unpaid: cny('1000000.00'), days: 10 },
    { unpaid: cny('400000.00'), days: 5 },
  ];

  it('is five per ten thousand a day where nothing was agreed', () => {
    expect(digits(lateInterest('CNY', spans, LATE_RATE_BY_LAW))).to.equal('6000.00');
  });

  it('is at the agreed yearly rate otherwise', () => {
    const agreed = { per: 'YEAR', millionths: rate('3.6000'), basis: 'ACT/360' } as const;
    expect(digits(lateInterest('CNY', spans, agreed))).to.equal('1200.00');
  });

  it('is rounded once over all spans', () => {
    const span = { unpaid: cny('0.01'), days: 500 };
    const almost = { ...span, days: 999 };
    expect(digits(lateInterest('CNY', [almost], LATE_RATE_BY_LAW))).to.equal('0.00');
    expect(digits(lateInterest('CNY', [span], LATE_RATE_BY_LAW))).to.equal('0.00');
    expect(digits(lateInterest('CNY', [span, span], LATE_RATE_BY_LAW))).to.equal('0.01');
    expect(digits(lateInterest('CNY', [], LATE_RATE_BY_LAW))).to.equal('0.00');
  });
});
