import type { Chapter } from '../step.js';
import { words } from '../words.js';
import { dateComes } from './dates.js';
import { agreed, DEALER_ORDER, delivered } from './order.js';
import { confirmed, type Debt } from './receivable.js';

const SOLD: Debt = {
  name: 'dealer',
  direction: 'DOWNSTREAM',
  creditor: 'core-enterprise',
  debtor: 'dealer',
  face: '565000.00',
  invoice: '26991000000000000401',
  deliveredOn: '2026-03-08',
  dueDate: '2026-06-08',
  proposedOn: '2026-03-10',
  order: 'dealer',
};

export const DOWNSTREAM: Chapter = {
  title: words(
    'Downstream: the core enterprise is owed by its dealer',
    '下游：核心企业对经销商的应收账款',
  ),
  steps: [
    dateComes('2026-03-10'),
    ...agreed(DEALER_ORDER),
    ...delivered(DEALER_ORDER, { by: 'core-enterprise', amount: '565000.00', invoice: '401' }),
    ...confirmed(SOLD),
  ],
};
