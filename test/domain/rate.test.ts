import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import { DailyRate, MILLION, Rate, Share } from '../../chaincode/domain/rate.js';
import { verdict } from '../support/schema.js';

describe('a yearly rate', () => {
  it('is per cent with four decimals outside and millionths inside', () => {
    expect(Rate.parse('4.3500')).to.equal(43_500n);
    expect(z.encode(Rate, 43_500n)).to.equal('4.3500');
    expect(z.encode(Rate, 1n)).to.equal('0.0001');
    expect(Rate.parse('100.0000')).to.equal(MILLION);
    expect(Rate.parse('9999.9999')).to.equal(99_999_999n);
  });

  it('is refused in any other form', () => {
    for (const text of [
      '4.35',
      '4.35000',
      '04.3500',
      '-1.0000',
      '4.3500%',
      '1e1',
      '10000.0000',
      4.35,
    ]) {
      expect(verdict(Rate, text), String(text)).to.deep.equal(['RATE_MALFORMED']);
    }
    expect(() => z.encode(Rate, -1n)).to.throw('RATE_MALFORMED');
    expect(() => z.encode(Rate, 100_000_000n)).to.throw('RATE_MALFORMED');
  });

  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999n }), (rate) => {
        expect(z.decode(Rate, z.encode(Rate, rate))).to.equal(rate);
      }),
    );
  });
});

describe('a share', () => {
  it('is at most the whole', () => {
    expect(Share.parse('100.0000')).to.equal(MILLION);
    expect(Share.parse('60.0000')).to.equal(600_000n);
    expect(Share.parse('0.0000')).to.equal(0n);
    for (const text of ['100.0001', '101.0000', '200.0000', '60', '00.0000']) {
      expect(verdict(Share, text), text).to.deep.equal(['RATE_MALFORMED']);
    }
    expect(() => z.encode(Share, MILLION + 1n)).to.throw('RATE_MALFORMED');
  });

  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MILLION }), (share) => {
        expect(z.decode(Share, z.encode(Share, share))).to.equal(share);
      }),
    );
  });
});

describe('a daily rate', () => {
  it('is a fraction with six decimals outside and millionths inside', () => {
    expect(DailyRate.parse('0.000500')).to.equal(500n);
    expect(z.encode(DailyRate, 500n)).to.equal('0.000500');
    for (const text of ['0.0005', '0.0500%', '1.000000', '-0.000500', '.000500', 0.0005]) {
      expect(verdict(DailyRate, text), String(text)).to.deep.equal(['RATE_MALFORMED']);
    }
    expect(() => z.encode(DailyRate, MILLION)).to.throw('RATE_MALFORMED');
  });

  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MILLION - 1n }), (rate) => {
        expect(z.decode(DailyRate, z.encode(DailyRate, rate))).to.equal(rate);
      }),
    );
  });
});
