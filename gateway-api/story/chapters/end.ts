import type { ActStep, Chapter } from '../step.js';
import { words } from '../words.js';
import { applied, ended, surplusReturned } from './collection.js';
import { dateComes } from './dates.js';
import { LAST } from './deals.js';
import { matures } from './paid-on-time.js';
import { arrived, paid, redeemed, type Payout } from './payout.js';

const DUE = '2026-07-31';
const FACE = '245800.60';
const FIRST = { receivable: 'late', before: '0.00', on: DUE };
const SECOND = { receivable: 'late', before: '100000.00', on: DUE };

const TO_PLEDGEE: Payout = { ...FIRST, n: '1', payee: 'bank-a', amount: '92000.00' };
const TO_HOLDER: Payout = { ...FIRST, n: '2', payee: 'supplier-tier1', amount: '8000.00' };
const SECOND_LOT: Payout = { ...SECOND, n: '1', payee: 'supplier-tier1', amount: '145800.60' };

export const END: Chapter = {
  title: words('The last one is paid; the books are closed', '最后一笔到期付款，全部结清'),
  steps: [
    dateComes(DUE),
    matures('late'),
    arrived({
      name: 'last',
      from: 'core-enterprise',
      amount: FACE,
      on: DUE,
      parts: [{ receivable: 'late', amount: FACE, late: '0.00' }],
    }),
    ...[['0.00'], ['100000.00']].map((lots) => redeemed({ receivable: 'late', lots, upTo: FACE })),
    ...[TO_PLEDGEE, TO_HOLDER, SECOND_LOT].flatMap(paid),
    applied(LAST, [TO_PLEDGEE]),
    surplusReturned(LAST, DUE),
    redeemed({ receivable: 'late', lots: ['0.00', '100000.00'], upTo: FACE, closing: true }),
    ...ended(LAST),
    ...['purchase', 'dealer'].map(completed),
  ],
};

function completed(order: string): ActStep {
  return {
    who: 'core-enterprise',
    act: 'order:complete',
    on: (play) => play.id('ord', order),
    says: () => words('closes the order: all was delivered', '订单完结：全部交付'),
    body: () => ({}),
  };
}
