import { expect } from 'chai';
import { ApplicationOrder, isRepaid, ORDER_BY_LAW } from '../../chaincode/domain/loan-terms.js';
import { Share } from '../../chaincode/domain/rate.js';
import { payoff } from '../../chaincode/domain/repayment.js';
import { atMaturity, inAdvance, lent, on, pay, shown } from '../support/loan.js';
import { digits } from '../support/money.js';
import { verdict } from '../support/schema.js';

describe('the terms of a loan', () => {
  it('apply money in an order that names each part once', () => {
    expect(verdict(ApplicationOrder, ORDER_BY_LAW)).to.equal('accepted');
    expect(verdict(ApplicationOrder, [...ORDER_BY_LAW].reverse())).to.equal('accepted');
    for (const order of [
      [],
      ['COSTS', 'PENALTY', 'INTEREST'],
      ['COSTS', 'PENALTY', 'INTEREST', 'INTEREST'],
      ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL', 'PRINCIPAL'],
    ]) {
      expect(verdict(ApplicationOrder, order)).to.deep.equal(['APPLICATION_ORDER_MALFORMED']);
    }
  });
});

describe('the payoff with interest in advance', () => {
  it('is the principal on the due date, and through the days of grace', () => {
    for (const day of ['2026-06-30', '2026-07-01', '2026-07-03']) {
      expect(shown({ ...payoff(inAdvance, lent, on(day)) }), day).to.deep.equal({
        principal: '900000.00',
        total: '900000.00',
      });
    }
  });

  it('counts the penalty from the due date once grace is over', () => {
    expect(shown({ ...payoff(inAdvance, lent, on('2026-07-04')) })).to.deep.equal({
      penalty: '630.00',
      principal: '900000.00',
      total: '900630.00',
    });
  });

  it('gives back the interest not run when paid early', () => {
    expect(shown({ ...payoff(inAdvance, lent, on('2026-05-31')) })).to.deep.equal({
      principal: '900000.00',
      rebate: '3150.00',
      total: '896850.00',
    });
  });

  it('gives back only the agreed part of it, and to each who bore it', () => {
    const terms = {
      ...inAdvance,
      rebateFactor: Share.parse('50.0000'),
      borrowerShare: Share.parse('60.0000'),
    };
    const paid = pay(terms, lent, ['899055.00', on('2026-05-31')]);
    expect(digits(paid.rebate)).to.equal('945.00');
    expect(shown(paid.debtor)).to.deep.equal({ rebate: '630.00' });
    expect(isRepaid(paid.position)).to.equal(true);
  });

  it('takes a fee of the borrower’s own early money, not of a collection', () => {
    const terms = { ...inAdvance, prepaymentFee: Share.parse('0.1000') };
    expect(digits(payoff(terms, lent, on('2026-05-31')).fee)).to.equal('900.00');
    expect(digits(payoff(terms, lent, on('2026-05-31', 'COLLECTION')).fee)).to.equal('0.00');
    expect(digits(payoff(terms, lent, on('2026-06-30')).fee)).to.equal('0.00');
  });
});

describe('the payoff with interest at maturity', () => {
  it('adds the interest on the due date', () => {
    expect(shown({ ...payoff(atMaturity, lent, on('2026-06-30')) })).to.deep.equal({
      interest: '12600.00',
      principal: '900000.00',
      total: '912600.00',
    });
  });

  it('adds the interest to the day when paid early', () => {
    expect(shown({ ...payoff(atMaturity, lent, on('2026-05-31')) })).to.deep.equal({
      interest: '9450.00',
      principal: '900000.00',
      total: '909450.00',
    });
    expect(shown({ ...payoff(atMaturity, lent, on('2026-03-02')) })).to.deep.equal({
      principal: '900000.00',
      total: '900000.00',
    });
  });

  it('stops the interest at the due date: the penalty goes on from there', () => {
    const late = payoff(atMaturity, lent, on('2026-07-10'));
    expect(shown({ ...late })).to.deep.equal({
      penalty: '1575.00',
      interest: '12600.00',
      principal: '900000.00',
      total: '914175.00',
    });
  });

  it('charges the penalty on unpaid interest only where the product says so', () => {
    const compound = { ...atMaturity, compound: true };
    expect(digits(payoff(compound, lent, on('2026-07-10')).penalty)).to.equal('1597.05');
  });

  it('asks the borrower for its part of the interest only', () => {
    const terms = { ...atMaturity, borrowerShare: Share.parse('60.0000') };
    expect(digits(payoff(terms, lent, on('2026-06-30')).interest)).to.equal('7560.00');
    const { position, debtor } = pay(terms, lent, ['907560.00', on('2026-06-30')]);
    expect(isRepaid(position)).to.equal(true);
    expect(shown(debtor)).to.deep.equal({ interest: '5040.00' });
    const early = pay(terms, lent, ['905670.00', on('2026-05-31')]);
    expect(isRepaid(early.position)).to.equal(true);
    expect(shown(early.debtor)).to.deep.equal({ interest: '3780.00' });
  });
});
