import { expect } from 'chai';
import { isRepaid, type LoanPosition, type LoanTerms } from '../../chaincode/domain/loan-terms.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { applyMoney, asOf, payoff } from '../../chaincode/domain/repayment.js';
import { atMaturity, date, inAdvance, lent, on, pay, shown } from '../support/loan.js';
import { amountOf, cny, digits } from '../support/money.js';

describe('applying money to a loan', () => {
  it('goes to costs, penalty, interest and principal, in this order', () => {
    const owing = { ...lent, costs: cny('100.00') };
    const day = on('2026-07-10');
    const steps = ['50.00', '100.00', '1000.00', '1000.00', '900000.00'];
    let position: LoanPosition = owing;
    const seen = steps.map((amount) => {
      const paid = pay(atMaturity, position, [amount, day]);
      position = paid.position;
      return shown(paid.paid);
    });
    expect(seen).to.deep.equal([
      { COSTS: '50.00' },
      { COSTS: '50.00', PENALTY: '50.00' },
      { PENALTY: '1000.00' },
      { PENALTY: '525.00', INTEREST: '475.00' },
      { INTEREST: '12125.00', PRINCIPAL: '887875.00' },
    ]);
    expect(digits(position.principal)).to.equal('12125.00');
  });

  it('follows another order where one is agreed', () => {
    const terms: LoanTerms = {
      ...atMaturity,
      order: ['PRINCIPAL', 'INTEREST', 'PENALTY', 'COSTS'],
    };
    const owing = { ...lent, costs: cny('100.00') };
    const paid = pay(terms, owing, ['912700.00', on('2026-07-10')]);
    expect(shown(paid.paid)).to.deep.equal({
      PENALTY: '100.00',
      INTEREST: '12600.00',
      PRINCIPAL: '900000.00',
    });
    expect(shown({ penalty: paid.position.penalty, costs: paid.position.costs })).to.deep.equal({
      penalty: '1475.00',
      costs: '100.00',
    });
  });

  it('counts the penalty on what was left after a payment in grace, from the due date', () => {
    const half = pay(inAdvance, lent, ['450000.00', on('2026-07-03')]);
    expect(digits(half.position.penalty)).to.equal('0.00');
    expect(digits(payoff(inAdvance, half.position, on('2026-07-10')).penalty)).to.equal('787.50');
  });

  it('counts the penalty after a late payment from that payment', () => {
    const half = pay(inAdvance, lent, ['451575.00', on('2026-07-10')]);
    expect(shown(half.paid)).to.deep.equal({ PENALTY: '1575.00', PRINCIPAL: '450000.00' });
    expect(digits(payoff(inAdvance, half.position, on('2026-07-20')).penalty)).to.equal('787.50');
  });

  it('posts the interest of maturity once', () => {
    const first = pay(atMaturity, lent, ['600.00', on('2026-06-30')]);
    const second = pay(atMaturity, first.position, ['1000.00', on('2026-07-01')]);
    expect(digits(second.position.interest)).to.equal('11000.00');
    expect(digits(second.position.principal)).to.equal('900000.00');
  });

  it('charges the rest of the interest at maturity after an early part of the principal', () => {
    const early = pay(atMaturity, lent, ['303150.00', on('2026-05-31')]);
    expect(shown(early.paid)).to.deep.equal({ INTEREST: '3150.00', PRINCIPAL: '300000.00' });
    expect(shown({ ...payoff(atMaturity, early.position, on('2026-06-30')) })).to.deep.equal({
      interest: '8400.00',
      principal: '600000.00',
      total: '608400.00',
    });
  });

  it('buys as much principal as the rebate allows when part is paid early', () => {
    const early = pay(inAdvance, lent, ['298950.00', on('2026-05-31')]);
    expect(digits(early.paid.PRINCIPAL)).to.equal('300000.00');
    expect(digits(early.rebate)).to.equal('1050.00');
    expect(digits(early.surplus)).to.equal('0.00');
  });

  it('returns what exceeds the payoff', () => {
    const paid = pay(inAdvance, lent, ['1000000.00', on('2026-06-30', 'COLLECTION')]);
    expect(digits(paid.surplus)).to.equal('100000.00');
    expect(isRepaid(paid.position)).to.equal(true);
  });

  it('refuses a value date before the latest one', () => {
    const { position } = pay(inAdvance, lent, ['1.00', on('2026-07-10')]);
    for (const act of [
      () => pay(inAdvance, position, ['1.00', on('2026-07-09')]),
      () => payoff(inAdvance, position, on('2026-07-09')),
      () => asOf(inAdvance, lent, date('2026-03-01')),
    ]) {
      expect(act).to.throw(Refusal).include({ code: 'VALUE_DATE_PASSED' });
    }
    expect(() => pay(inAdvance, position, ['1.00', on('2026-07-10')])).not.to.throw();
  });

  it('refuses another currency', () => {
    expect(() =>
      applyMoney({ terms: inAdvance, position: lent }, amountOf('EUR', '1.00'), on('2026-07-10')),
    ).to.throw(Refusal, 'CURRENCY_MISMATCH');
  });
});
