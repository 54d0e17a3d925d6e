import { words } from '../words.js';
import type { Chapter } from '../step.js';
import { PURCHASE, delivered } from './order.js';
import { dateComes } from './dates.js';
import { confirmed, type Debt } from './receivable.js';

/** The great one, that is split, passed on and financed. */
export const MAIN: Debt = {
  name: 'main',
  direction: 'UPSTREAM',
  creditor: 'supplier-tier1',
  debtor: 'core-enterprise',
  face: '1000000.00',
  invoice: '26991000000000000101',
  deliveredOn: '2026-02-27',
  dueDate: '2026-06-30',
  proposedOn: '2026-03-02',
  order: 'purchase',
};

/** Its invoice is of 333,333.33; the credit note leaves 300,000.00 of it. */
export const REDUCED: Debt = {
  name: 'reduced',
  direction: 'UPSTREAM',
  creditor: 'supplier-tier1',
  debtor: 'core-enterprise',
  face: '300000.00',
  invoice: '26991000000000000102',
  deliveredOn: '2026-03-05',
  dueDate: '2026-05-04',
  proposedOn: '2026-03-16',
  order: 'purchase',
};

export const CONFIRMATION: Chapter = {
  title: words('Proposed, confirmed, accepted', '提出、确权、签收'),
  steps: confirmed(MAIN),
};

export const REDUCTION: Chapter = {
  title: words(
    'A credit note reduced the second invoice: 300,000.00 of 333,333.33 are left',
    '贷记单冲减第二张发票：333,333.33 元余 300,000.00 元可用',
  ),
  steps: [
    dateComes('2026-03-16'),
    ...delivered(PURCHASE, { by: 'supplier-tier1', amount: '333333.33', invoice: '102' }),
    ...confirmed(REDUCED),
  ],
};
