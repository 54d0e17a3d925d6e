import { expect } from 'chai';
import * as fc from 'fast-check';
import { Instant, instantOf } from '../../chaincode/domain/instant.js';
import { verdict } from '../support/schema.js';

describe('an instant', () => {
  it('is UTC to the second', () => {
    expect(verdict(Instant, '2026-03-01T15:59:59Z')).to.equal('accepted');
    for (const text of [
      '2026-03-01T24:00:00Z',
      '2026-03-01T15:60:00Z',
      '2026-03-01T15:59:60Z',
      '2026-02-29T00:00:00Z',
      '2026-03-01T15:59:59.000Z',
      '2026-03-01T15:59:59+08:00',
      '2026-03-01 15:59:59Z',
      '2026-03-01',
      'now',
      0,
    ]) {
      expect(verdict(Instant, text), String(text)).to.deep.equal(['INSTANT_MALFORMED']);
    }
  });

  it("is a timestamp's, as the runtime writes it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32_503_679_999 }), (seconds) => {
        const written = new Date(seconds * 1000).toISOString().replace('.000', '');
        expect(instantOf(BigInt(seconds))).to.equal(written);
        expect(verdict(Instant, written)).to.equal('accepted');
      }),
    );
    expect(() => instantOf(10n ** 12n)).to.throw('invariant broken');
  });

  it('sorts as time runs', () => {
    const moment = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(instantOf(BigInt(a)) < instantOf(BigInt(b))).to.equal(a < b);
      }),
    );
  });
});
