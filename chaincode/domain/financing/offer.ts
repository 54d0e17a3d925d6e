import { z } from 'zod';
import { addDays, CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import type { Lifecycle } from '../lifecycle.js';
import { PolicyIds } from '../policy.js';
import { Share } from '../rate.js';
import { ProductKind } from './product.js';
import { Offered, Quote } from './terms.js';

export const OfferState = z.enum(['OFFERED', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'EXPIRED']);
export type OfferState = z.output<typeof OfferState>;
export type OfferAct = 'accept' | 'reject' | 'withdraw' | 'expire';

/**
 * domain.md 3.4. The offer lives in its bank's collection, so that only the bank's acts write it:
 * acceptance shows in the loan or purchase and rejection in the request's private part, until the bank
 * restores its limit and notes what became of the offer.
 */
export const offerLifecycle: Lifecycle<OfferState, OfferAct> = {
  OFFERED: {
    accept: 'ACCEPTED',
    reject: 'REJECTED',
    withdraw: 'WITHDRAWN',
    expire: 'EXPIRED',
  },
  ACCEPTED: {},
  REJECTED: {},
  WITHDRAWN: {},
  EXPIRED: {},
};

/** What the bank found of invoices that look alike, as of a block (domain.md 2.1 G1). */
export const NearDuplicates = z.strictObject({
  asOfBlock: z.int().min(0),
  hits: z.int().min(0),
});

/** A bank's offer on a request: between that bank and the holder, its hash on the ledger its commitment. */
export const Offer = z.strictObject({
  id: Id('ofr'),
  /** Salts the record's hash; the loan's or purchase's commitment is made from it. */
  seed: Hex256,
  state: OfferState,
  since: CalendarDate,
  bank: Id('org'),
  holder: Id('org'),
  request: Id('req'),
  productKind: ProductKind,
  offered: Offered,
  /** The due date on a business day. */
  dueAdj: CalendarDate,
  graceUntil: CalendarDate,
  defaultsOn: CalendarDate,
  /** Of interest or discount, what the borrower or seller bears; the debtor signed for the rest. */
  borrowerShare: Share,
  quote: Quote,
  madeOn: CalendarDate,
  validUntil: CalendarDate,
  /** A binding offer cannot be withdrawn while it is valid. */
  binding: z.boolean(),
  /** null: the bank did not look. */
  nearDuplicates: NearDuplicates.nullable(),
  policies: PolicyIds,
});
export type Offer = z.output<typeof Offer>;

/** The offer as dates alone leave it on `today`. */
export function effectiveOffer<O extends Pick<Offer, 'state' | 'since' | 'validUntil'>>(
  offer: O,
  today: CalendarDate,
): O {
  if (offer.state !== 'OFFERED' || today <= offer.validUntil) return offer;
  return { ...offer, state: 'EXPIRED', since: addDays(offer.validUntil, 1) };
}
