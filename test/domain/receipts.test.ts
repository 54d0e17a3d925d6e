import { expect } from 'chai';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { money } from '../../chaincode/domain/money.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { allocate, registered, reverse } from '../../chaincode/domain/settlement/collection.js';
import { reissueOf } from '../../chaincode/domain/settlement/instruction.js';
import { book, distributable, poolOf } from '../../chaincode/domain/settlement/pool.js';
import { redeemLot } from '../../chaincode/domain/settlement/redemption.js';
import { aHash, anId } from '../support/build.js';
import { aClaim, aLot } from '../support/settlement.js';

const today = CalendarDate.parse('2026-09-01');
const cny = (minor: bigint): ReturnType<typeof money> => money('CNY', minor);

describe('receipts', () => {
  const payment = { id: aHash('r'), amount: cny(500n), valueDate: today, fromDebtor: true };
  const later = CalendarDate.parse('2026-09-03');
  const part = (
    amount: bigint,
    late = 0n,
  ): Parameters<typeof allocate>[2]['allocations'][number] => ({
    receivable: aClaim({}).id,
    pool: 'MAIN',
    amount: cny(amount),
    late: cny(late),
  });
  const codeOf = (attempt: () => unknown): string => {
    try {
      attempt();
      return 'nothing refused';
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };

  it('count at once and are distributable after their review', () => {
    const receipt = registered(payment, { today, distributableOn: later });
    const claim = aClaim({ face: cny(1000n), state: 'DUE' });
    const booked = allocate(receipt, [claim], { allocations: [part(500n)], today });
    const pool = booked.receivables[0]?.pools[0];
    if (pool === undefined) throw new Error('no pool');
    expect(pool.received.minor).to.equal(500n);
    expect(distributable(pool, today).face).to.equal(0n);
    expect(distributable(pool, later).face).to.equal(500n);
  });

  it('are reversed before that, and reopen what they had settled', () => {
    const receipt = registered(payment, { today, distributableOn: later });
    const claim = aClaim({ face: cny(500n), state: 'DUE' });
    const booked = allocate(receipt, [claim], { allocations: [part(500n)], today });
    expect(booked.receivables[0]?.state).to.equal('SETTLED');
    const undone = reverse(booked.receipt, booked.receivables, today);
    expect(undone.receivables[0]?.state).to.equal('DUE');
    expect(undone.receivables[0]?.pools).to.deep.equal(claim.pools);
    expect(undone.receipt.state).to.equal('REVERSED');
  });

  it('stay once they are distributable', () => {
    const receipt = registered(payment, { today, distributableOn: today });
    expect(codeOf(() => reverse(receipt, [], today))).to.equal('RECEIPT_DISTRIBUTABLE');
  });

  const due = aClaim({ face: cny(400n), state: 'DUE' });
  const receipt = registered(payment, { today, distributableOn: today });
  const refused = [
    ['more than the receipt', [part(501n)], 'RECEIPT_OVERALLOCATED'],
    ['more than the face', [part(401n)], 'RECEIPT_EXCEEDS_CLAIM'],
    ['to a pool that is not there', [{ ...part(1n), pool: 'OTHER' }], 'POOL_UNKNOWN'],
  ] as const;
  for (const [what, allocations, code] of refused) {
    it(`are not allocated ${what}`, () => {
      expect(codeOf(() => allocate(receipt, [due], { allocations, today }))).to.equal(code);
    });
  }

  it('are not allocated late interest before the debtor is late', () => {
    const lastDay = { allocations: [part(100n, 1n)], today: CalendarDate.parse('2026-08-28') };
    expect(codeOf(() => allocate(receipt, [due], lastDay))).to.equal('LATE_INTEREST_NOT_DUE');
  });

  it('are allocated late interest once the debtor is late, whoever has said so', () => {
    const nextDay = { allocations: [part(100n, 1n)], today: CalendarDate.parse('2026-08-29') };
    expect(codeOf(() => allocate(receipt, [due], nextDay))).to.equal('nothing refused');
  });
});

describe('the value date of what is paid', () => {
  const day = (text: string): CalendarDate => CalendarDate.parse(text);
  const claim = { kind: 'LOAN', id: anId('loan', 'loan') } as const;
  const lot = { ...aLot({ receivable: aClaim({}).id, from: 1n, to: 100n }), claim };

  /** The main pool with 10 fen booked each time, and what a redemption on `on` then pays. */
  function paidOn(
    receipts: readonly { readonly valueDate: string; readonly until: string }[],
    on: string,
  ): readonly (string | null)[] {
    const pool = receipts.reduce(
      (sofar, { valueDate, until }, at) =>
        book(
          sofar,
          { receivable: lot.receivable, pool: 'MAIN', amount: cny(10n), late: cny(0n) },
          {
            receipt: aHash(`receipt ${at}`),
            valueDate: day(valueDate),
            until: day(until),
            today,
          },
        ),
      poolOf(aClaim({ face: cny(100n), state: 'DUE' }), lot),
    );
    const redeemed = redeemLot({ lot, pool, instructions: [] }, day(on));
    return redeemed?.created.map((made) => made.valueDate) ?? [];
  }

  const early = { valueDate: '2026-08-28', until: '2026-09-01' };
  const late = { valueDate: '2026-08-31', until: '2026-09-03' };

  it('is the latest of the receipts that may be distributed, in whatever order they came', () => {
    expect(paidOn([early], '2026-09-01')).to.deep.equal(['2026-08-28']);
    expect(paidOn([early, late], '2026-09-02')).to.deep.equal(['2026-08-28']);
    expect(paidOn([late, early], '2026-09-03')).to.deep.equal(['2026-08-31']);
    expect(paidOn([late], '2026-09-02')).to.deep.equal([]);
  });

  it('stays with the instruction, and so does what the lot was under', () => {
    const full = aClaim({ face: cny(100n), state: 'DUE', received: cny(100n) });
    const made = redeemLot({ lot, pool: poolOf(full, lot), instructions: [] }, today);
    const [first] = made?.created ?? [];
    if (first === undefined) throw new Error('nothing created');
    const { valueDate } = first;
    expect(reissueOf(first, today)).to.deep.include({ claim, valueDate });
  });
});

describe('an instruction that came back', () => {
  it('is made anew under the next number', () => {
    const lot = aLot({ receivable: aClaim({}).id, from: 1n, to: 100n });
    const claim = aClaim({ face: cny(100n), state: 'DUE', received: cny(100n) });
    const made = redeemLot({ lot, pool: poolOf(claim, lot), instructions: [] }, today);
    const [first] = made?.created ?? [];
    if (first === undefined) throw new Error('nothing created');
    const again = reissueOf(first, today);
    expect([again.n, reissueOf(again, today).n]).to.deep.equal(['1.1', '1.2']);
    expect(again.amount).to.deep.equal(first.amount);
  });
});
