import { z } from 'zod';
import { Hex256, Id } from '../domain/identifiers.js';
import { Money, PositiveMoney } from '../domain/money.js';
import { Order, OrderRejection } from '../domain/order.js';
import { publicCommand } from './command.js';

const Only = z.strictObject({ id: Id('ord') });
const Signed = z.strictObject({
  id: Id('ord'),
  ordered: PositiveMoney,
  advancePaid: Money,
  content: Hex256,
});
/** A delivery, or an invoice, of which the papers are documents. */
const Delivery = z.strictObject({ id: Id('ord'), amount: PositiveMoney, evidence: Hex256 });

const agreeing = {
  'order:record': publicCommand({
    who: ['SEL', 'BUY'],
    summary: {
      en: 'Record an order for the other side to confirm.',
      zh: '登记订单，由对方确认。',
    },
    on: null,
    first: true,
    args: z.strictObject({ ...Signed.shape, kind: Order.shape.kind, counterparty: Id('org') }),
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'PARTIES_NOT_DISTINCT',
      'PARTY_NOT_ACTIVE',
      'CURRENCY_MISMATCH',
      'ORDER_EXCEEDED',
      'SIGNATURES_MISSING',
      'ALREADY_EXISTS',
    ],
  }),
  'order:confirm': publicCommand({
    who: ['BUY', 'SEL'],
    summary: {
      en: 'Confirm an order that the other side recorded.',
      zh: '确认对方登记的订单。',
    },
    on: 'id',
    args: Signed,
    refusals: [
      'ORDER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'TERMS_DIFFER',
      'PARTY_NOT_ACTIVE',
      'SIGNATURES_MISSING',
    ],
  }),
  'order:reject': publicCommand({
    who: ['BUY', 'SEL'],
    summary: { en: 'Reject an order that the other side recorded.', zh: '拒绝对方登记的订单。' },
    on: 'id',
    args: z.strictObject({ id: Id('ord'), reason: OrderRejection }),
    refusals: ['ORDER_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'order:withdraw': publicCommand({
    who: ['PROPOSER'],
    summary: { en: 'Withdraw an order before it is confirmed.', zh: '确认前撤回订单。' },
    on: 'id',
    args: Only,
    refusals: ['ORDER_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'order:expire': publicCommand({
    who: ['ANY'],
    summary: { en: 'End an order that nobody confirmed in time.', zh: '逾期未确认的订单失效。' },
    on: 'id',
    args: Only,
    refusals: ['ORDER_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
};

const performing = {
  'order:ship': publicCommand({
    who: ['SEL'],
    summary: { en: 'Record a shipment on an order.', zh: '登记订单发货。' },
    on: 'id',
    args: Delivery,
    refusals: [
      'ORDER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'CURRENCY_MISMATCH',
      'ORDER_EXCEEDED',
    ],
  }),
  'order:invoice': publicCommand({
    who: ['SEL'],
    summary: { en: 'Record what was invoiced on an order.', zh: '登记订单开票。' },
    on: 'id',
    args: Delivery,
    refusals: [
      'ORDER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'CURRENCY_MISMATCH',
      'ORDER_EXCEEDED',
    ],
  }),
  'order:change': publicCommand({
    who: ['BUY', 'SEL'],
    summary: {
      en: 'Agree what an order is from now on; both sides sign.',
      zh: '变更订单，须双方签署。',
    },
    on: 'id',
    args: z.strictObject({
      ...Signed.shape,
      cancelled: Money,
      shipped: Money,
      invoiced: Money,
    }),
    refusals: [
      'ORDER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'CURRENCY_MISMATCH',
      'ORDER_EXCEEDED',
      'SIGNATURES_MISSING',
    ],
  }),
  'order:cancel': publicCommand({
    who: ['BUY', 'SEL'],
    summary: {
      en: 'Give up what has not been delivered of an order; both sides sign.',
      zh: '取消订单未交付部分，须双方签署。',
    },
    on: 'id',
    args: Only,
    refusals: [
      'ORDER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'ORDER_EXCEEDED',
      'SIGNATURES_MISSING',
    ],
  }),
  'order:complete': publicCommand({
    who: ['BUY', 'SEL'],
    summary: { en: 'Close an order that was delivered.', zh: '完结已交付的订单。' },
    on: 'id',
    args: Only,
    refusals: ['ORDER_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT', 'ORDER_INCOMPLETE'],
  }),
};

export const orderCommands = { ...agreeing, ...performing };
