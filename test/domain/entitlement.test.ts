import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  closingAmount,
  entitlement,
  type Interval,
  lateEntitlement,
  rank,
  size,
  undistributed,
} from '../../chaincode/domain/entitlement.js';
import { aTiling } from '../support/arbitrary.js';

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);
const units = ([from, to]: Interval): bigint => to - from + 1n;

/** Lots that tile a receivable, some of them in the pool, and receipts up to its face. */
const aPool = fc
  .tuple(aTiling(), fc.infiniteStream(fc.boolean()), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([tiling, inside, paid]) => {
    const some = tiling.filter(() => inside.next().value === true);
    const lots = some.length === 0 ? tiling : some;
    const face = size(lots);
    const received = (face * BigInt(Math.round(paid * 1e6))) / 1_000_000n;
    return { lots, pool: { face, received, intervals: lots } };
  });

describe('the entitlement of a lot', () => {
  it('V9: three lots of 1.00 share 1.00 and leave 0.01, until the pool is closed', () => {
    const lots: readonly Interval[] = [
      [1n, 100n],
      [101n, 200n],
      [201n, 300n],
    ];
    const pool = { received: 100n, face: 300n, intervals: [[1n, 300n]] as const };
    expect(lots.map((lot) => entitlement(units(lot), pool))).to.deep.equal([33n, 33n, 33n]);
    expect(undistributed(lots.map(units), pool)).to.equal(1n);
    expect(lots.map((lot) => closingAmount(lot, pool))).to.deep.equal([33n, 33n, 34n]);
  });

  it('V10: ten lots of 100,000.00 are paid 33,333.33 each, and one fen more pays none of them', () => {
    const lots = Array.from({ length: 10 }, () => 10_000_000n);
    for (const [received, left] of [
      [33_333_333n, 3n],
      [33_333_334n, 4n],
    ] as const) {
      const pool = { received, face: 100_000_000n };
      expect(new Set(lots.map((lot) => entitlement(lot, pool)))).to.deep.equal(
        new Set([3_333_333n]),
      );
      expect(undistributed(lots, pool)).to.equal(left);
    }
  });

  it('V17: lots of 1.00 on both sides of a burnt one are paid 1.00 from 2.00', () => {
    const pool = {
      received: 200n,
      face: 200n,
      intervals: [
        [1n, 100n],
        [201n, 300n],
      ] as const,
    };
    expect(entitlement(100n, pool)).to.equal(100n);
    expect(closingAmount([1n, 100n], pool)).to.equal(100n);
    expect(closingAmount([201n, 300n], pool)).to.equal(100n);
  });

  it('never exceeds the lot, nor all together the receipts; fewer units are left than lots', () => {
    fc.assert(
      fc.property(aPool, ({ lots, pool }) => {
        const paid = lots.map((lot) => entitlement(units(lot), pool));
        for (const [at, lot] of lots.entries()) {
          expect((paid[at] ?? 0n) <= units(lot)).to.equal(true);
        }
        const left = undistributed(lots.map(units), pool);
        expect(sumOf(paid) + left).to.equal(pool.received);
        expect(left >= 0n && left < BigInt(lots.length)).to.equal(true);
      }),
    );
  });

  it('is the lot when the pool is paid in full', () => {
    fc.assert(
      fc.property(aPool, ({ lots, pool }) => {
        const full = { ...pool, received: pool.face };
        for (const lot of lots) {
          expect(entitlement(units(lot), full)).to.equal(units(lot));
          expect(closingAmount(lot, full)).to.equal(units(lot));
        }
        expect(undistributed(lots.map(units), full)).to.equal(0n);
      }),
    );
  });

  it('never falls as money comes in', () => {
    fc.assert(
      fc.property(aPool, fc.bigInt({ min: 0n, max: 10n ** 13n }), ({ lots, pool }, more) => {
        const later = pool.received + more < pool.face ? pool.received + more : pool.face;
        for (const lot of lots) {
          const before = entitlement(units(lot), pool);
          expect(entitlement(units(lot), { ...pool, received: later }) >= before).to.equal(true);
        }
      }),
    );
  });

  it('is not changed by more than the rounding when a lot is cut', () => {
    fc.assert(
      fc.property(aPool, fc.bigInt({ min: 1n, max: 10n ** 12n }), ({ lots: [lot], pool }, at) => {
        if (lot === undefined || units(lot) < 2n) return;
        const cut = (at % (units(lot) - 1n)) + 1n;
        const whole = entitlement(units(lot), pool);
        const parts = entitlement(cut, pool) + entitlement(units(lot) - cut, pool);
        expect(whole - parts === 0n || whole - parts === 1n).to.equal(true);
      }),
    );
  });

  it('is of a pool that received no more than its face', () => {
    expect(() => entitlement(1n, { received: 101n, face: 100n })).to.throw('invariant broken');
  });
});

describe('a closed pool', () => {
  it('pays its receipts out exactly, and no lot less than before', () => {
    fc.assert(
      fc.property(aPool, ({ lots, pool }) => {
        const closed = lots.map((lot) => closingAmount(lot, pool));
        expect(sumOf(closed)).to.equal(pool.received);
        for (const [at, lot] of lots.entries()) {
          const amount = closed[at] ?? -1n;
          const before = entitlement(units(lot), pool);
          expect(amount === before || amount === before + 1n).to.equal(true);
          expect(amount <= units(lot)).to.equal(true);
        }
      }),
    );
  });

  it('pays the same over any cut of its lots', () => {
    fc.assert(
      fc.property(aPool, ({ lots, pool }) => {
        for (const [from, to] of lots) {
          if (from === to) continue;
          const middle = (from + to) / 2n;
          const parts =
            closingAmount([from, middle], pool) + closingAmount([middle + 1n, to], pool);
          expect(parts).to.equal(closingAmount([from, to], pool));
        }
      }),
    );
  });

  it('has no lot that is not wholly its own, and no face but its units', () => {
    const pool = { received: 10n, face: 100n, intervals: [[101n, 200n]] as const };
    expect(() => closingAmount([1n, 100n], pool)).to.throw('invariant broken');
    expect(() => closingAmount([100n, 101n], pool)).to.throw('invariant broken');
    expect(() => closingAmount([101n, 200n], { ...pool, face: 99n })).to.throw('invariant broken');
  });
});

describe('late interest', () => {
  it('is divided as a receipt is, even beyond the face', () => {
    expect(lateEntitlement(100n, { lateReceived: 100n, face: 300n })).to.equal(33n);
    expect(lateEntitlement(100n, { lateReceived: 400n, face: 300n })).to.equal(133n);
  });
});

describe('the rank of a unit', () => {
  it('counts the units of the pool up to it', () => {
    const intervals = [
      [3n, 5n],
      [8n, 9n],
    ] as const;
    const ranks = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n].map((unit) =>
      rank(intervals, unit),
    );
    expect(ranks).to.deep.equal([0n, 0n, 0n, 1n, 2n, 3n, 3n, 3n, 4n, 5n, 5n]);
    expect(size(intervals)).to.equal(5n);
    expect(size([])).to.equal(0n);
  });
});
