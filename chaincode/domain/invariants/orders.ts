import { deliverable, type Order } from '../order.js';
import { type Invariant, words } from './invariant.js';

/** C4, of orders: what was delivered, paid and taken out lies within what was ordered. */
export const orderAmounts: Invariant = {
  id: 'C4c',
  code: 'ORDER_EXCEEDED',
  title: words(
    'Nothing beyond what was ordered is shipped, invoiced or paid',
    '发货、开票与付款不超过订单金额',
  ),
  start: (findings) => ({
    record: ({ kind, name, value }) => {
      if (kind !== 'order') return;
      findings.looked();
      const field = exceeded(value);
      if (field === null) return;
      findings.fault(name, words(`more ${field} than was ordered`, `字段 ${field} 超过订单金额`));
    },
  }),
};

function exceeded(order: Order): string | null {
  const { ordered, cancelled, advancePaid, shipped, invoiced, takenOut } = order;
  const most = deliverable(order);
  const beyond = {
    cancelled: cancelled.minor > ordered.minor,
    shipped: shipped.minor > most,
    invoiced: invoiced.minor > most,
    advancePaid: advancePaid.minor + takenOut.minor > most,
  };
  return Object.entries(beyond).find(([, is]) => is)?.[0] ?? null;
}
