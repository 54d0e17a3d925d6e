import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, daysBetween } from '../../chaincode/domain/dates.js';
import type { Occasion } from '../../chaincode/domain/early-repayment.js';
import { DayCount, interest } from '../../chaincode/domain/interest.js';
import {
  Bucket,
  isRepaid,
  type LoanPosition,
  type LoanTerms,
  openPosition,
} from '../../chaincode/domain/loan-terms.js';
import { add, type Money, subtract, sum, zero } from '../../chaincode/domain/money.js';
import { MILLION } from '../../chaincode/domain/rate.js';
import { applyMoney, asOf, payoff } from '../../chaincode/domain/repayment.js';
import { anAmount } from '../support/arbitrary.js';
import { date } from '../support/loan.js';
import { cny, digits } from '../support/money.js';

const none = zero('CNY');

const someTerms = fc
  .record({
    mode: fc.constantFrom('IN_ADVANCE' as const, 'AT_MATURITY' as const),
    rate: fc.bigInt({ min: 0n, max: 240_000n }),
    basis: fc.constantFrom(...DayCount.options),
    tenor: fc.integer({ min: 0, max: 366 }),
    grace: fc.integer({ min: 0, max: 5 }),
    penaltyRate: fc.bigInt({ min: 0n, max: 480_000n }),
    compound: fc.boolean(),
    borrowerShare: fc.bigInt({ min: 0n, max: MILLION }),
    rebateFactor: fc.bigInt({ min: 0n, max: MILLION }),
    prepaymentFee: fc.bigInt({ min: 0n, max: 30_000n }),
    order: fc.shuffledSubarray([...Bucket.options], { minLength: 4 }),
  })
  .map(({ tenor, grace, ...terms }): LoanTerms => {
    const startDate = date('2026-03-02');
    const dueAdj = addDays(startDate, tenor);
    return { ...terms, startDate, dueAdj, graceUntil: addDays(dueAdj, grace) };
  });
const someLoan = fc.record({
  terms: someTerms,
  principal: anAmount('CNY', { min: 1n, max: 10n ** 12n }),
  costs: anAmount('CNY', { max: 10_000n }),
});
const somePayments = fc.array(
  fc.record({
    amount: anAmount('CNY', { min: 1n, max: 10n ** 12n }),
    after: fc.integer({ min: 0, max: 200 }),
    source: fc.constantFrom<Occasion['source']>('BORROWER', 'COLLECTION'),
  }),
  { minLength: 1, maxLength: 6 },
);

const opened = ({ principal, costs }: { principal: Money; costs: Money }): LoanPosition => ({
  ...openPosition(principal, date('2026-03-02')),
  costs,
});

describe('any story of payments', () => {
  it('accounts for every minor unit of every payment', () => {
    fc.assert(
      fc.property(someLoan, somePayments, (loan, payments) => {
        let position = opened(loan);
        let day = position.valueDate;
        let principalPaid = none;
        for (const { amount, after, source } of payments) {
          day = addDays(day, after);
          const before = asOf(loan.terms, position, day).position;
          const done = applyMoney({ terms: loan.terms, position }, amount, { date: day, source });
          const paid = sum('CNY', Object.values(done.paid));
          expect(add(paid, done.surplus)).to.deep.equal(add(amount, done.rebate));
          expect(add(done.position.principal, done.paid.PRINCIPAL)).to.deep.equal(before.principal);
          expect(add(done.position.penalty, done.paid.PENALTY)).to.deep.equal(before.penalty);
          expect(add(done.position.costs, done.paid.COSTS)).to.deep.equal(before.costs);
          const open = !isRepaid(done.position);
          expect(done.surplus.minor <= 2n || !open, digits(done.surplus)).to.equal(true);
          principalPaid = add(principalPaid, done.paid.PRINCIPAL);
          position = done.position;
        }
        expect(add(principalPaid, position.principal)).to.deep.equal(loan.principal);
      }),
      { numRuns: 300 },
    );
  });

  it('ends with exactly the payoff: no fen less does', () => {
    fc.assert(
      fc.property(someLoan, somePayments, ({ terms, ...loan }, payments) => {
        const [first, last] = [payments[0], payments.at(-1)];
        if (first === undefined || last === undefined) return;
        const early = addDays(terms.startDate, first.after);
        const occasion = { date: addDays(early, last.after), source: last.source };
        const { position } = applyMoney({ terms, position: opened(loan) }, first.amount, {
          date: early,
          source: first.source,
        });
        if (isRepaid(position)) return;
        const { total } = payoff(terms, position, occasion);
        const done = applyMoney({ terms, position }, total, occasion);
        expect(isRepaid(done.position)).to.equal(true);
        expect(digits(done.surplus)).to.equal('0.00');
        if (total.minor === 0n) return;
        const short = applyMoney({ terms, position }, subtract(total, cny('0.01')), occasion);
        expect(isRepaid(short.position)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it('costs the interest of the whole term at maturity, however the loan is posted', () => {
    fc.assert(
      fc.property(someLoan, ({ terms, principal }) => {
        const loan: LoanTerms = { ...terms, mode: 'AT_MATURITY', borrowerShare: MILLION };
        const start = openPosition(principal, loan.startDate);
        const days = daysBetween(loan.startDate, loan.dueAdj);
        const expected = add(principal, interest(principal, { ...loan, days }));
        const occasion = { date: loan.dueAdj, source: 'BORROWER' } as const;
        expect(payoff(loan, start, occasion).total).to.deep.equal(expected);
      }),
    );
  });

  it('is never cheaper the later it is paid, at maturity and after', () => {
    const wait = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(someLoan, wait, wait, ({ terms, ...loan }, one, other) => {
        const at = (days: number): bigint =>
          payoff({ ...terms, prepaymentFee: 0n, mode: 'AT_MATURITY' }, opened(loan), {
            date: addDays(terms.startDate, days),
            source: 'BORROWER',
          }).total.minor;
        expect(at(Math.min(one, other)) <= at(Math.max(one, other))).to.equal(true);
      }),
    );
  });
});
