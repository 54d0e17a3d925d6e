import { aHash } from './build.js';
import { DUE_IN_120, type Fields, type FinanceScene, OFFER, PAY_BY, REQUEST } from './financing.js';
import { yuan } from './lot.js';
import { type Answer } from './memory-ledger.js';
import { type PartyWithKey } from './parties.js';
const COMMON_TERMS = {
  rate: '4.2000',
  basis: 'ACT/360',
  fee: yuan('0.00'),
  dueDate: DUE_IN_120,
  convention: 'NONE',
  calendar: 'CN',
  quotedFor: '2026-03-02',
  payBy: PAY_BY,
  contract: aHash('contract of the financing'),
};

/** V3: 90 % of 1,000,000.00 at 4.20 % for 120 days, interest in advance: 887,400.00 net. */
export function loanTerms(scene: Pick<FinanceScene, 'kind'>, over: Fields = {}): Fields {
  return {
    kind: 'LOAN',
    ...COMMON_TERMS,
    principal: yuan('900000.00'),
    advanceRate: '90.0000',
    dilutionReserve: '0.0000',
    mode: 'IN_ADVANCE',
    penaltySurcharge: '50.0000',
    compound: false,
    rebateFactor: '100.0000',
    prepaymentFee: '0.0000',
    order: ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    securedMax: scene.kind === 'RECEIVABLE_PLEDGE' ? yuan('950000.00') : null,
    ...over,
  };
}

/** V4: 1,000,000.00 at 4.20 % for 120 days, true discount: 986,193.29. */
export function purchaseTerms(over: Fields = {}): Fields {
  return {
    kind: 'PURCHASE',
    ...COMMON_TERMS,
    pricing: 'DISCOUNT',
    price: yuan('986193.29'),
    balancePayable: yuan('0.00'),
    ...over,
  };
}

export interface OfferWish {
  readonly id?: string;
  readonly by?: PartyWithKey;
  /** Over the offer's own fields. */
  readonly over?: Fields;
  /** Over its terms. */
  readonly terms?: Fields;
}

/** What a bank says with its offer. */
export function offerSecret(
  scene: FinanceScene,
  { over = {}, terms = {} }: OfferWish = {},
): Fields {
  const sale = scene.kind === 'SALE_WITHOUT_RECOURSE';
  return {
    request: REQUEST,
    offered: sale ? purchaseTerms(terms) : loanTerms(scene, terms),
    validUntil: '2026-03-13',
    binding: false,
    nearDuplicates: null,
    ...over,
  };
}

export async function makeOffer(scene: FinanceScene, wish: OfferWish = {}): Promise<Answer> {
  return scene.ledger.submit((wish.by ?? scene.bank).actor, 'offer:make', {
    args: { id: wish.id ?? OFFER },
    secret: offerSecret(scene, wish),
  });
}
