import { expect } from 'chai';
import * as fc from 'fast-check';
import { saleCost } from '../../chaincode/domain/cost.js';
import { interest } from '../../chaincode/domain/interest.js';
import { add, zero } from '../../chaincode/domain/money.js';
import { purchasePrice, requireFullPrice } from '../../chaincode/domain/purchase-price.js';
import { Rate } from '../../chaincode/domain/rate.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { anAmount } from '../support/arbitrary.js';
import { cny, digits } from '../support/money.js';

const rate = (percent: string): bigint => Rate.parse(percent);
/** V3: 120 days at 4.20 %. */
const v3 = { rate: Rate.parse('4.2000'), basis: 'ACT/360', days: 120 } as const;

describe('the price of a purchase', () => {
  const face = cny('1000000.00');
  const discount = { ...v3, pricing: 'DISCOUNT' } as const;
  const advance = { ...v3, pricing: 'IN_ADVANCE' } as const;

  it('V4: is 986,193.29 by true discount', () => {
    expect(digits(purchasePrice(face, discount))).to.equal('986193.29');
  });

  it('is the face less its interest in advance', () => {
    expect(digits(purchasePrice(face, advance))).to.equal('986000.00');
  });

  it('is refused when the discount takes it all', () => {
    const terms = { ...advance, rate: rate('300.0000') };
    expect(() => purchasePrice(face, terms)).to.throw(Refusal, 'NET_NOT_POSITIVE');
  });

  it('V16: is refused on the terms of an advance of 90 %', () => {
    const sale = { face, price: cny('887400.00'), balancePayable: zero('CNY') };
    const yearly = saleCost({ ...sale, firstPayment: sale.price, days: 120 });
    expect(yearly).to.equal(380_663n);
    for (const terms of [advance, discount]) {
      expect(() => requireFullPrice(sale, terms))
        .to.throw(Refusal)
        .include({ code: 'SURPLUS_FORFEITED' });
    }
  });

  it('is taken with the balance due to the seller on collection', () => {
    const sale = { face, price: cny('887400.00'), balancePayable: cny('100000.00') };
    expect(() => requireFullPrice(sale, advance)).not.to.throw();
    expect(saleCost({ ...sale, firstPayment: sale.price, days: 120 })).to.equal(42_596n);
  });

  it('is exact: one fen off is refused either way', () => {
    const none = zero('CNY');
    expect(() =>
      requireFullPrice({ face, price: cny('986193.29'), balancePayable: none }, discount),
    ).not.to.throw();
    for (const price of ['986193.28', '986193.30']) {
      expect(() =>
        requireFullPrice({ face, price: cny(price), balancePayable: none }, discount),
      ).to.throw(Refusal, 'SURPLUS_FORFEITED');
    }
  });

  it('is refused when the balance is the whole face or more', () => {
    for (const balance of ['1000000.00', '1000000.01']) {
      const sale = { face, price: zero('CNY'), balancePayable: cny(balance) };
      expect(() => requireFullPrice(sale, discount)).to.throw(Refusal, 'SURPLUS_FORFEITED');
    }
  });

  it('by discount never falls to nothing, and grows back to the face', () => {
    const aRate = fc.bigInt({ min: 0n, max: 240_000n });
    const someDays = fc.integer({ min: 0, max: 366 });
    const amount = anAmount('CNY', { min: 10_000n, max: 10n ** 15n });
    fc.assert(
      fc.property(amount, aRate, someDays, (whole, r, d) => {
        const terms = { rate: r, days: d, basis: 'ACT/360' } as const;
        const price = purchasePrice(whole, { ...terms, pricing: 'DISCOUNT' });
        const atDue = add(price, interest(price, terms));
        const gap = atDue.minor - whole.minor;
        expect(gap >= -2n && gap <= 2n, `${gap}`).to.equal(true);
        const inAdvance = purchasePrice(whole, { ...terms, pricing: 'IN_ADVANCE' });
        expect(price.minor >= inAdvance.minor).to.equal(true);
      }),
    );
  });
});
