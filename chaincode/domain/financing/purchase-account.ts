import { z } from 'zod';
import { BankReference } from '../bank-account.js';
import { CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import { Money, PositiveMoney } from '../money.js';
import { Share } from '../rate.js';
import { NearDuplicates, type Offer } from './offer.js';
import { Payment } from './payment.js';
import { Registration, Search } from './registration.js';
import { Surpluses } from './surplus.js';
import { PurchaseOffered, Quote } from './terms.js';

/** What bank and seller agreed: what the public commitment of the purchase opens to. */
export const PurchaseAgreed = z.strictObject({
  offered: PurchaseOffered,
  quote: Quote,
  dueAdj: CalendarDate,
  /** From when the bank may close it with a loss for lateness alone. */
  defaultsOn: CalendarDate,
  borrowerShare: Share,
});
export type PurchaseAgreed = z.output<typeof PurchaseAgreed>;

/** Why a seller takes back what it sold for good: what it warranted was not so. */
export const WarrantyGround = z.enum(['FICTITIOUS', 'DISPUTED', 'ASSIGNED_TWICE']);

/** A purchase without recourse between bank and seller: both endorse every change. */
export const PurchaseAccount = z.strictObject({
  id: Id('pur'),
  /** Salts the record's hash and makes the names of its postings. */
  seed: Hex256,
  bank: Id('org'),
  seller: Id('org'),
  agreed: PurchaseAgreed,
  nearDuplicates: NearDuplicates.nullable(),
  registration: Registration.nullable(),
  search: Search.nullable(),
  /** The payment that stands; null before it and after it came back. */
  payment: Payment.nullable(),
  /** Σ of the collections that the bank has booked: the seller's balance comes out of them. */
  collected: Money,
  /** Of the balance payable: due to the seller, not returned yet. */
  surpluses: Surpluses,
  /** Of the balance payable: returned, without interest for lateness. */
  returned: Money,
  repurchase: z
    .strictObject({
      ground: WarrantyGround,
      document: Hex256,
      reference: BankReference,
      valueDate: CalendarDate,
      amount: PositiveMoney,
    })
    .nullable(),
  /** Commitment of the evidence that no more will come. */
  lossEvidence: Hex256.nullable(),
  /** Commitment of the registry's word that the registration was cancelled. */
  registrationCancelled: Hex256.nullable(),
});
export type PurchaseAccount = z.output<typeof PurchaseAccount>;

/** What accepting a purchase's offer agrees to. */
export function purchaseAgreed(offer: Offer, offered: PurchaseOffered): PurchaseAgreed {
  const { quote, dueAdj, defaultsOn, borrowerShare } = offer;
  return { offered, quote, dueAdj, defaultsOn, borrowerShare };
}
