import { z } from 'zod';
import { addDays, CalendarDate } from './dates.js';
import { Hex256, Id } from './identifiers.js';
import { next, type Lifecycle } from './lifecycle.js';
import { Money, requireSameCurrency } from './money.js';
import { PolicyIds } from './policy.js';
import { Refusal } from './refusal.js';

export const OrderState = z.enum([
  'DRAFT',
  'CONFIRMED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'COMPLETED',
  'CANCELLED',
]);
export type OrderState = z.output<typeof OrderState>;
export type OrderAct =
  | 'confirm'
  | 'reject'
  | 'withdraw'
  | 'expire'
  | 'ship'
  | 'invoice'
  | 'change'
  | 'cancel'
  | 'complete';

/** domain.md 3.3. Shipping, invoicing and financing are amounts, not states. */
export const orderLifecycle: Lifecycle<OrderState, OrderAct> = {
  DRAFT: { confirm: 'CONFIRMED', reject: 'REJECTED', withdraw: 'WITHDRAWN', expire: 'EXPIRED' },
  CONFIRMED: {
    ship: 'CONFIRMED',
    invoice: 'CONFIRMED',
    change: 'CONFIRMED',
    cancel: 'CANCELLED',
    complete: 'COMPLETED',
  },
  REJECTED: {},
  WITHDRAWN: {},
  EXPIRED: {},
  COMPLETED: {},
  CANCELLED: {},
};

export const OrderRejection = z.enum([
  'ORDER_UNKNOWN',
  'QUANTITY_WRONG',
  'PRICE_WRONG',
  'DELIVERY_DATE_WRONG',
  'OTHER',
]);

/** One order; all its amounts are in the currency of `ordered`. Lines, prices and papers are documents. */
export const Order = z.strictObject({
  id: Id('ord'),
  /** A PURCHASE order is confirmed by the buyer, a DEALER's (销售订单) by the seller; the other records it. */
  kind: z.enum(['PURCHASE', 'DEALER']),
  state: OrderState,
  since: CalendarDate,
  buyer: Id('org'),
  seller: Id('org'),
  ordered: Money,
  /** What both have agreed will not be delivered. */
  cancelled: Money,
  /** What the buyer has paid before delivery. */
  advancePaid: Money,
  shipped: Money,
  invoiced: Money,
  /** What receivables of this order have taken over of its financing; grows with their conversion. */
  takenOut: Money,
  /** Salted commitment of lines, prices and papers, as both last agreed. */
  content: Hex256,
  confirmDueBy: CalendarDate,
  recordedOn: CalendarDate,
  confirmedOn: CalendarDate.nullable(),
  /** The key that confirmed; its signature is in the block. */
  confirmedBy: Hex256.nullable(),
  rejection: OrderRejection.nullable(),
  policies: PolicyIds,
});
export type Order = z.output<typeof Order>;

/** `order` in the state that `today` makes of it: a draft that nobody answered has expired. */
export function effectiveOrder(order: Order, today: CalendarDate): Order {
  const { state, confirmDueBy } = order;
  if (state !== 'DRAFT' || today <= confirmDueBy) return order;
  return { ...order, state: 'EXPIRED', since: addDays(confirmDueBy, 1) };
}

/**
 * `order` after `act`, tested against its effective state.
 * @throws Refusal STATE_CONFLICT
 */
export function orderAfter(order: Order, act: OrderAct, today: CalendarDate): Order {
  const state = next(orderLifecycle, effectiveOrder(order, today), act);
  return state === order.state ? order : { ...order, state, since: today };
}

/**
 * The date-driven end of a draft, from the day after `confirmDueBy`.
 * @throws Refusal DATE_NOT_REACHED, STATE_CONFLICT when it is no draft.
 */
export function expireOrder(order: Order, today: CalendarDate): Order {
  next(orderLifecycle, order, 'expire');
  const expired = effectiveOrder(order, today);
  if (expired === order) {
    throw new Refusal('DATE_NOT_REACHED', { date: addDays(order.confirmDueBy, 1) });
  }
  return expired;
}

/** What is to be delivered: ordered − cancelled, minor units. */
export function deliverable({ ordered, cancelled }: Pick<Order, 'ordered' | 'cancelled'>): bigint {
  return ordered.minor - cancelled.minor;
}

/**
 * What is cancelled is within what was ordered; what is shipped, what is invoiced, and what is paid or
 * taken out already, each within what is to be delivered.
 * @throws Refusal CURRENCY_MISMATCH, ORDER_EXCEEDED with the field and the most it can be, minor units.
 */
export function requireWithin(order: Order): void {
  const { ordered, cancelled, advancePaid, shipped, invoiced, takenOut } = order;
  for (const amount of [cancelled, advancePaid, shipped, invoiced]) {
    requireSameCurrency(ordered, amount);
  }
  requireAtMost('cancelled', cancelled.minor, ordered.minor);
  const most = deliverable(order);
  requireAtMost('shipped', shipped.minor, most);
  requireAtMost('invoiced', invoiced.minor, most);
  requireAtMost('advancePaid', advancePaid.minor + takenOut.minor, most);
}

/** @throws Refusal ORDER_EXCEEDED */
export function requireAtMost(field: string, amount: bigint, most: bigint): void {
  if (amount > most) throw new Refusal('ORDER_EXCEEDED', { field, most: most.toString() });
}

/**
 * A receivable may name `order`: confirmed, between the same two, in the same currency.
 * @throws Refusal ORDER_NOT_FITTING with the field.
 */
export function requireOrderFits(
  order: Order,
  claim: { readonly debtor: string; readonly creditor: string; readonly face: Money },
): void {
  const fitting = {
    state: order.state === 'CONFIRMED' || order.state === 'COMPLETED',
    debtor: order.buyer === claim.debtor,
    creditor: order.seller === claim.creditor,
    currency: order.ordered.currency === claim.face.currency,
  };
  const field = Object.entries(fitting).find(([, fits]) => !fits);
  if (field !== undefined) throw new Refusal('ORDER_NOT_FITTING', { field: field[0] });
}
