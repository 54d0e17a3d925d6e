import { expect } from 'chai';
import * as fc from 'fast-check';
import { addDays, type CalendarDate } from '../../chaincode/domain/dates.js';
import type { Booked } from '../../chaincode/domain/financing/booking.js';
import { declareDefault, enforce } from '../../chaincode/domain/financing/loan-end.js';
import type { Posting } from '../../chaincode/domain/financing/posting.js';
import type { LoanDeal } from '../../chaincode/domain/financing/register.js';
import {
  applyCollection,
  prepay,
  repay,
  returnSurplus,
} from '../../chaincode/domain/financing/repay.js';
import { surplusOwed } from '../../chaincode/domain/financing/surplus.js';
import { money } from '../../chaincode/domain/money.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import type { Instruction } from '../../chaincode/domain/settlement/instruction.js';
import { anAct } from '../support/act.js';
import { aHash } from '../support/build.js';
import { financedUpTo } from '../support/financed.js';
import { dealOn } from '../support/loan-deal.js';

const ACTS = ['repay', 'prepay', 'collect', 'return', 'enforce', 'default'] as const;

interface Move {
  readonly act: (typeof ACTS)[number];
  /** Days that pass before it. */
  readonly days: number;
  /** How far its value date lies back. */
  readonly back: number;
  readonly fen: bigint;
}

const aMove: fc.Arbitrary<Move> = fc.record({
  act: fc.constantFrom(...ACTS),
  days: fc.integer({ min: 0, max: 40 }),
  back: fc.integer({ min: 0, max: 3 }),
  fen: fc.oneof(
    fc.bigInt({ min: 1n, max: 1_000n }),
    fc.bigInt({ min: 1n, max: 60_000_000n }),
    fc.constant(95_000_000n),
  ),
});

/** One loan under a sequence of acts; what is refused changes nothing. */
class Story {
  deal: LoanDeal;
  readonly postings: Posting[] = [];
  done = 0;
  #today: CalendarDate;
  #costs = 0n;

  constructor(start: LoanDeal) {
    this.deal = start;
    this.#today = start.loan.since;
  }

  play(move: Move): void {
    this.#today = addDays(this.#today, move.days);
    try {
      this.#perform(move);
      this.done += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    this.check();
  }

  #perform({ act, back, fen }: Move): void {
    const { bank, currency } = this.deal.loan;
    const today = this.#today;
    const by = { act: anAct({ party: bank }, { today }), rules: { valueDateBackDays: 3 } };
    const valueDate = addDays(today, -back);
    const amount = money(currency, fen);
    const named = {
      ref: aHash(`${this.postings.length}`),
      reference: `IN-${this.postings.length}`,
    };
    const paid = { ...named, valueDate, amount, returnBy: addDays(today, 2) };
    const enforcing = { costs: money(currency, fen % 100_000n), evidence: aHash('demand') };
    switch (act) {
      case 'repay':
        return this.#book(repay(this.deal, paid, by));
      case 'prepay':
        return this.#book(prepay(this.deal, paid, by));
      case 'collect': {
        const instruction = this.#instruction(valueDate, amount);
        return this.#book(applyCollection(this.deal, [{ ...paid, instruction }], by));
      }
      case 'return': {
        const owed = surplusOwed(currency, this.deal.account.surpluses, valueDate);
        const all = money(currency, owed.amount.minor + owed.late.minor);
        return this.#book(returnSurplus(this.deal, { ...paid, amount: all }, by));
      }
      case 'enforce':
        this.deal = enforce(this.deal, enforcing, by.act);
        this.#costs += enforcing.costs.minor;
        return undefined;
      case 'default':
        this.deal = declareDefault(this.deal, { ...enforcing, parties: [] }, by.act);
        this.#costs += enforcing.costs.minor;
        return undefined;
    }
  }

  #instruction(valueDate: CalendarDate, amount: ReturnType<typeof money>): Instruction {
    const [lot] = this.deal.lots;
    if (lot === undefined) throw new Error('the loan has its lot');
    return {
      receivable: lot.receivable,
      from: lot.from,
      n: `${this.postings.length + 1}`,
      state: 'PAID',
      since: valueDate,
      payee: this.deal.loan.bank,
      purpose: 'CLAIM',
      amount,
      valueDate,
      claim: { kind: 'LOAN', id: this.deal.loan.id },
      account: null,
      serial: null,
      paidOn: valueDate,
      reason: null,
      reissuedAs: null,
    };
  }

  #book({ deal, postings }: Booked): void {
    this.deal = deal;
    this.postings.push(...postings);
  }

  /** C7, and that every fen of every posting is somewhere. */
  check(): void {
    const { account, loan } = this.deal;
    const { position, repaid, writtenOff, agreed } = account;
    if (position === null) throw new Error('the money is out');
    const principal = position.principal.minor + repaid.minor + writtenOff.minor;
    expect(principal, 'disbursed = repaid + outstanding').to.equal(agreed.offered.principal.minor);
    for (const { act, amount, applied } of this.postings) {
      const { costs, penalty, interest, principal: paid, fee, rebate, surplus, late } = applied;
      const parts = [costs, penalty, interest, paid, fee, surplus, late];
      const whole = parts.reduce((sum, { minor }) => sum + minor, 0n);
      expect(whole, act).to.equal(amount.minor + rebate.minor);
    }
    const kept = this.#sum('surplus', (act) => act !== 'SURPLUS_RETURNED');
    const returned = this.#sum('surplus', (act) => act === 'SURPLUS_RETURNED');
    const held = account.surpluses.reduce((sum, { amount }) => sum + amount.minor, 0n);
    expect(held, 'what is kept is owed').to.equal(kept - returned);
    expect(this.#sum('costs') + position.costs.minor, 'costs').to.equal(this.#costs);
    const owed = [position.costs, position.penalty, position.interest, position.principal];
    const over = owed.every(({ minor }) => minor === 0n);
    expect(loan.state === 'REPAID', 'repaid when nothing is owed').to.equal(over);
    const free = this.deal.lots.every(({ state }) => state === 'FREE');
    expect(free, 'the security ends with the debt').to.equal(over);
  }

  #sum(part: 'surplus' | 'costs', of: (act: Posting['act']) => boolean = () => true): bigint {
    return this.postings
      .filter(({ act }) => of(act))
      .reduce((sum, { applied }) => sum + applied[part].minor, 0n);
  }
}

/** As the law has it, and the other way round, as parties may agree. */
const ORDER = {
  IN_ADVANCE: ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
  AT_MATURITY: ['PRINCIPAL', 'INTEREST', 'PENALTY', 'COSTS'],
} as const;

describe('a loan under any sequence of acts', () => {
  for (const kind of ['RECEIVABLE_PLEDGE', 'SALE_WITH_RECOURSE'] as const) {
    for (const mode of ['IN_ADVANCE', 'AT_MATURITY'] as const) {
      it(`loses no fen: ${kind}, ${mode}`, async () => {
        const late = mode === 'AT_MATURITY';
        const terms = { mode, compound: late, prepaymentFee: '0.3000', order: ORDER[mode] };
        const start = dealOn(await financedUpTo('pay', { kind, terms }));
        let done = 0;
        let repaid = 0;
        fc.assert(
          fc.property(fc.array(aMove, { minLength: 8, maxLength: 25 }), (moves) => {
            const story = new Story(start);
            for (const move of moves) story.play(move);
            done += story.done;
            if (story.deal.loan.state === 'REPAID') repaid += 1;
          }),
          { numRuns: 150 },
        );
        expect(done, 'acts that were not refused').to.be.above(500);
        expect(repaid, 'loans that came to their end').to.be.above(10);
      });
    }
  }
});
