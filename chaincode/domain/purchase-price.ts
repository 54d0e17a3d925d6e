import { z } from 'zod';
import { daysInYear, interest, requireNet, type InterestTerms } from './interest.js';
import { compare, type Money, money, subtract } from './money.js';
import { MILLION } from './rate.js';
import { Refusal } from './refusal.js';
import { roundHalfUp } from './rounding.js';

/** How a sale without recourse is priced: (a) interest in advance, or (d) true discount (domain.md 2.4). */
export const Pricing = z.enum(['IN_ADVANCE', 'DISCOUNT']);
export type Pricing = z.output<typeof Pricing>;

export interface PurchaseTerms extends InterestTerms {
  readonly pricing: Pricing;
}

/**
 * What a buyer pays for the whole of `face`:
 * (a) F − round(F·r·d/B), or (d) round(F·B·10⁶ / (B·10⁶ + r·d)); HALF_UP.
 * @throws Refusal NET_NOT_POSITIVE when the discount takes it all.
 */
export function purchasePrice(face: Money, terms: PurchaseTerms): Money {
  switch (terms.pricing) {
    case 'IN_ADVANCE':
      return requireNet(face, interest(face, terms));
    case 'DISCOUNT':
      return discounted(face, terms);
  }
}

export interface PurchaseOffer {
  /** Unpaid face of the lots sold. */
  readonly face: Money;
  readonly price: Money;
  /** 尾款: due to the seller when the debtor has paid; nothing where the price is for all of the face. */
  readonly balancePayable: Money;
}

/**
 * Every unit of the face is paid for, now or on collection: the price is that of the face less the
 * balance, exactly. Otherwise the buyer would keep a surplus that nobody priced.
 * @throws Refusal SURPLUS_FORFEITED, NET_NOT_POSITIVE
 */
export function requireFullPrice(offer: PurchaseOffer, terms: PurchaseTerms): void {
  const { face, price, balancePayable } = offer;
  if (compare(balancePayable, face) >= 0) throw new Refusal('SURPLUS_FORFEITED');
  const due = purchasePrice(subtract(face, balancePayable), terms);
  if (compare(price, due) !== 0) throw new Refusal('SURPLUS_FORFEITED');
}

function discounted(face: Money, { rate, basis, days }: InterestTerms): Money {
  const year = daysInYear(basis) * MILLION;
  return money(face.currency, roundHalfUp(face.minor * year, year + rate * BigInt(days)));
}
