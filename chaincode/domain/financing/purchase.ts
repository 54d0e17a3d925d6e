import { z } from 'zod';
import { Currency } from '../currency.js';
import { addDays, CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import { Instant } from '../instant.js';
import type { Lifecycle } from '../lifecycle.js';
import { PolicyIds } from '../policy.js';
import { FinancedLots } from './product.js';

export const PurchaseState = z.enum([
  'COMMITTED',
  'REGISTERED',
  'PAID',
  'CLOSED',
  'LOSS',
  'REPURCHASED',
  'ASSIGNED',
  'CANCELLED',
]);
export type PurchaseState = z.output<typeof PurchaseState>;
export type PurchaseAct =
  | 'register'
  | 'search'
  | 'cancel'
  | 'lapse'
  | 'pay'
  | 'paymentReturned'
  | 'returnSurplus'
  | 'repurchase'
  | 'close'
  | 'closeWithLoss';

/** domain.md 3.4: a sale without recourse is a purchase, not a loan. `close` is with all collected. */
export const purchaseLifecycle: Lifecycle<PurchaseState, PurchaseAct> = {
  COMMITTED: { register: 'REGISTERED', cancel: 'CANCELLED', lapse: 'CANCELLED' },
  REGISTERED: { search: 'REGISTERED', cancel: 'CANCELLED', lapse: 'CANCELLED', pay: 'PAID' },
  PAID: {
    paymentReturned: 'REGISTERED',
    returnSurplus: 'PAID',
    repurchase: 'REPURCHASED',
    close: 'CLOSED',
    closeWithLoss: 'LOSS',
  },
  CLOSED: {},
  // The debtor may still pay: what the seller is due of it is returned as before.
  LOSS: { returnSurplus: 'LOSS' },
  REPURCHASED: {},
  ASSIGNED: {},
  CANCELLED: {},
};

/** A purchase as the public sees it; the price is between the two (domain.md 2.16). */
export const Purchase = z.strictObject({
  id: Id('pur'),
  state: PurchaseState,
  since: CalendarDate,
  request: Id('req'),
  offer: Id('ofr'),
  bank: Id('org'),
  bankMsp: KeyAttribute,
  seller: Id('org'),
  sellerMsp: KeyAttribute,
  debtor: Id('org'),
  currency: Currency,
  lots: FinancedLots,
  /** Commitment of the terms that both signed. */
  terms: Hex256,
  /** The last day on which the price may be paid; after it the purchase lapses. */
  payBy: CalendarDate,
  /** The registry's time (中登网), to the second; null until registered. */
  registeredAt: Instant.nullable(),
  policies: PolicyIds,
});
export type Purchase = z.output<typeof Purchase>;

/** The purchase as dates alone leave it on `today`: not paid by `payBy` it is no more. */
export function effectivePurchase<P extends Pick<Purchase, 'state' | 'since' | 'payBy'>>(
  purchase: P,
  today: CalendarDate,
): P {
  const waiting = purchase.state === 'COMMITTED' || purchase.state === 'REGISTERED';
  if (!waiting || today <= purchase.payBy) return purchase;
  return { ...purchase, state: 'CANCELLED', since: addDays(purchase.payBy, 1) };
}
