import { expect } from 'chai';
import * as fc from 'fast-check';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { money } from '../../chaincode/domain/money.js';
import type { Lot } from '../../chaincode/domain/receivable/lot.js';
import type { Pool, Receivable } from '../../chaincode/domain/receivable/receivable.js';
import { allocate, closed, registered } from '../../chaincode/domain/settlement/collection.js';
import { advance, type Instruction } from '../../chaincode/domain/settlement/instruction.js';
import { poolOf } from '../../chaincode/domain/settlement/pool.js';
import { redeemLot } from '../../chaincode/domain/settlement/redemption.js';
import { waive } from '../../chaincode/domain/settlement/waiver.js';
import { aClaim, aLot } from '../support/settlement.js';
import { aHash } from '../support/build.js';

const today = CalendarDate.parse('2026-09-01');
const cny = (minor: bigint): ReturnType<typeof money> => money('CNY', minor);

/** A receivable in memory with its lots and every instruction made, played by the pure rules alone. */
class Play {
  claim: Receivable;
  lots: Lot[];
  instructions: Instruction[] = [];
  #receipts = 0;

  constructor(sizes: readonly bigint[]) {
    const face = sizes.reduce((sum, size) => sum + size, 0n);
    this.claim = aClaim({ face: cny(face), state: 'DUE' });
    let from = 1n;
    this.lots = sizes.map((size) => {
      const lot = aLot({ receivable: this.claim.id, from, to: from + size - 1n });
      from += size;
      return lot;
    });
  }

  receive(minor: bigint, pool = 'MAIN'): void {
    this.#receipts += 1;
    const payment = {
      id: aHash(`receipt ${this.#receipts}`),
      amount: cny(minor),
      valueDate: today,
      fromDebtor: true,
    };
    const receipt = registered(payment, { today, distributableOn: today });
    const part = { receivable: this.claim.id, pool, amount: cny(minor), late: cny(0n) };
    const { receivables } = allocate(receipt, [this.claim], { allocations: [part], today });
    this.claim = receivables[0] ?? this.claim;
  }

  redeem(index: number): void {
    const lot = this.lots[index];
    if (lot === undefined || lot.state === 'REDEEMED') return;
    const pool = poolOf(this.claim, lot);
    const instructions = this.instructions.filter(({ from }) => from === lot.from);
    const redeemed = redeemLot({ lot, pool, instructions }, today);
    if (redeemed === null) return;
    this.lots[index] = redeemed.lot;
    this.instructions.push(...redeemed.created);
  }

  close(): void {
    this.claim = closed(this.claim, { pool: 'MAIN', evidence: aHash('evidence') }, today);
  }

  waive(index: number): void {
    const lot = this.lots[index];
    if (lot === undefined) return;
    const creditNote = aHash('credit note');
    const waived = waive(lot, this.claim, { today, creditNote });
    this.lots[index] = waived.lot;
    this.claim = waived.receivable;
  }

  /** The bank sends and pays everything that waits. */
  pay(): void {
    this.instructions = this.instructions.map((each) => {
      if (each.state !== 'CREATED') return each;
      const sent = advance(each, 'sent', { account: aHash('account'), today });
      return advance(sent, 'paid', { serial: aHash('serial'), paidOn: today, today });
    });
  }

  get main(): Pool | undefined {
    return this.claim.pools.find(({ id }) => id === 'MAIN');
  }

  instructed(): bigint[] {
    return this.lots.map(({ instructed }) => instructed.minor);
  }
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);

describe('dividing what was received', () => {
  it('leaves the odd fen with the clearing bank until the pool is closed (V9)', () => {
    const play = new Play([100n, 100n, 100n]);
    play.receive(100n);
    [0, 1, 2].forEach((each) => play.redeem(each));
    expect(play.instructed()).to.deep.equal([33n, 33n, 33n]);
    play.close();
    [0, 1, 2].forEach((each) => play.redeem(each));
    expect(play.instructed()).to.deep.equal([33n, 33n, 34n]);
    expect(play.claim.state).to.equal('SETTLED');
  });

  it('keeps adding up over receipts that do not divide (V10)', () => {
    const play = new Play(Array.from({ length: 10 }, () => 10_000_000n));
    const all = Array.from({ length: 10 }, (_, at) => at);
    play.receive(33_333_333n);
    all.forEach((each) => play.redeem(each));
    expect(new Set(play.instructed())).to.deep.equal(new Set([3_333_333n]));
    play.receive(1n);
    all.forEach((each) => play.redeem(each));
    expect(new Set(play.instructed())).to.deep.equal(new Set([3_333_333n]));
    expect(33_333_334n - total(play.instructed())).to.equal(4n);
  });

  it('pays the others in full when one lot is burnt (V17)', () => {
    const play = new Play([100n, 100n, 100n]);
    play.waive(1);
    play.receive(200n);
    [0, 2].forEach((each) => play.redeem(each));
    expect(play.instructed()).to.deep.equal([100n, 0n, 100n]);
    expect(play.claim.state).to.equal('SETTLED');
    expect(play.lots[1]?.state).to.equal('BURNED');
  });

  it('never instructs more than was received, in any order, and all of it in the end', () => {
    const sizes = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 12 });
    const step = fc.oneof(
      fc.record({ receive: fc.integer({ min: 1, max: 1000 }) }),
      fc.record({ redeem: fc.nat(11) }),
      fc.constant({ pay: true }),
    );
    fc.assert(
      fc.property(sizes, fc.array(step, { maxLength: 60 }), (faces, steps) => {
        const play = new Play(faces);
        for (const each of steps) {
          if ('pay' in each) play.pay();
          else if ('redeem' in each) play.redeem(each.redeem % faces.length);
          else receiveShare(play, each.receive);
          expect(total(play.instructed()) <= (play.main?.received.minor ?? 0n)).to.equal(true);
        }
        finish(play);
      }),
      { numRuns: 200 },
    );
  });
});

/** A thousandth-wise part of what is still open, at least one fen. */
function receiveShare(play: Play, thousandths: number): void {
  const { main } = play;
  if (main === undefined) return;
  const open = main.face.minor - main.received.minor;
  if (open > 0n) play.receive(1n + ((open - 1n) * BigInt(thousandths)) / 1000n);
}

/** Close when money lacks; redeem all, pay all, redeem again: every lot is then REDEEMED. */
function finish(play: Play): void {
  const { main } = play;
  if (main !== undefined && main.received.minor < main.face.minor) play.close();
  for (let round = 0; round < 2; round += 1) {
    play.lots.forEach((_, each) => play.redeem(each));
    play.pay();
  }
  expect(total(play.instructed())).to.equal(play.main?.received.minor);
  const made = play.instructions.map(({ amount }) => amount.minor);
  expect(total(made)).to.equal(play.main?.received.minor);
  const open = play.lots.filter(
    ({ state, paid, instructed }) =>
      state !== 'REDEEMED' && (paid.minor > 0n || instructed.minor > 0n),
  );
  expect(open).to.deep.equal([]);
}

describe('who is paid', () => {
  const claim = aClaim({ face: cny(1000n), state: 'DUE', received: cny(1000n) });

  it('is the pledgee up to what is secured, then the holder', () => {
    const lot = aLot({
      receivable: claim.id,
      from: 1n,
      to: 1000n,
      state: 'PLEDGED',
      securedMax: cny(700n),
    });
    const redeemed = redeemLot({ lot, pool: poolOf(claim, lot), instructions: [] }, today);
    const paid = redeemed?.created.map(({ payee, amount }) => [payee, amount.minor]);
    expect(paid).to.deep.equal([
      [lot.bank, 700n],
      [lot.holder, 300n],
    ]);
  });

  it('counts what the pledgee got before', () => {
    const half = aClaim({ face: cny(1000n), state: 'DUE', received: cny(800n) });
    const lot = aLot({
      receivable: half.id,
      from: 1n,
      to: 1000n,
      state: 'PLEDGED',
      securedMax: cny(700n),
      instructed: cny(500n),
    });
    const redeemed = redeemLot({ lot, pool: poolOf(half, lot), instructions: [] }, today);
    expect(redeemed?.created.map(({ amount }) => amount.minor)).to.deep.equal([200n, 100n]);
  });
});
