import { orderCommands } from '../commands/order.js';
import { expireOrder } from '../domain/order.js';
import {
  cancelOrder,
  changeOrder,
  completeOrder,
  confirmOrder,
  deliver,
  proposerOf,
  recordOrder,
  rejectOrder,
  withdrawOrder,
} from '../domain/order-acts.js';
import { orders, parties } from '../state/kinds.js';
import { bind } from './bind.js';
import { policyInForce } from './policy-in-force.js';

const commands = orderCommands;

const agreeing = {
  'order:record': bind(commands['order:record'], async ({ args, act, work, programme }) => {
    const { counterparty, ...terms } = args;
    const other = await work.get(parties, { id: counterparty });
    const debtor = terms.kind === 'PURCHASE' ? counterparty : act.signer.party;
    const policy = await policyInForce({ work, programme, date: act.today }, { debtor });
    await work.create(orders, recordOrder(terms, { other, policy }, act));
  }),
  'order:confirm': bind(commands['order:confirm'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    const proposer = await work.get(parties, { id: proposerOf(order) });
    work.save(orders, confirmOrder({ order, signed: args, proposer }, act));
  }),
  'order:reject': bind(commands['order:reject'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, rejectOrder(order, args.reason, act));
  }),
  'order:withdraw': bind(commands['order:withdraw'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, withdrawOrder(order, act));
  }),
  'order:expire': bind(commands['order:expire'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, expireOrder(order, act.today));
  }),
};

const performing = {
  'order:ship': bind(commands['order:ship'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, deliver(order, { what: 'ship', amount: args.amount }, act));
  }),
  'order:invoice': bind(commands['order:invoice'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, deliver(order, { what: 'invoice', amount: args.amount }, act));
  }),
  'order:change': bind(commands['order:change'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, changeOrder(order, args, act));
  }),
  'order:cancel': bind(commands['order:cancel'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, cancelOrder(order, act));
  }),
  'order:complete': bind(commands['order:complete'], async ({ args, act, work }) => {
    const order = await work.get(orders, args);
    work.save(orders, completeOrder(order, act));
  }),
};

export const orderTransactions = { ...agreeing, ...performing };
