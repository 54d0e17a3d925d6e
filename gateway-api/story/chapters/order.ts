import { orderDraft } from '../papers.js';
import type { Play } from '../play.js';
import type { ActStep, Chapter } from '../step.js';
import { told, words } from '../words.js';
import { dateComes } from './dates.js';

/** An order between two of the demo's companies, as its paper says. */
interface Ordered {
  /** Of this story. */
  readonly name: string;
  readonly number: string;
  readonly kind: 'PURCHASE' | 'DEALER';
  readonly amount: string;
  /** Who records it: the seller of a purchase order, the dealer of its own. */
  readonly by: string;
  /** Who confirms it. */
  readonly to: string;
}

const PURCHASE: Ordered = {
  name: 'purchase',
  number: 'PO-2026-0001',
  kind: 'PURCHASE',
  amount: '1333333.33',
  by: 'supplier-tier1',
  to: 'core-enterprise',
};

export const DEALER_ORDER: Ordered = {
  name: 'dealer',
  number: 'DPO-2026-0007',
  kind: 'DEALER',
  amount: '565000.00',
  by: 'dealer',
  to: 'core-enterprise',
};

export const ORDER: Chapter = {
  title: words('Order, delivery, invoice', '订单、交付、开票'),
  steps: [
    dateComes('2026-02-17'),
    ...agreed(PURCHASE),
    dateComes('2026-03-02'),
    ...delivered(PURCHASE, { by: 'supplier-tier1', amount: '1000000.00', invoice: '101' }),
  ],
};

/** Recorded by one side and confirmed by the other, on the same paper. */
export function agreed(order: Ordered): readonly ActStep[] {
  const { name, number, kind, amount, by, to } = order;
  const body = async (play: Play): Promise<Record<string, unknown>> => ({
    ordered: play.yuan(amount),
    advancePaid: play.yuan('0.00'),
    content: await contentOf(play, order),
  });
  return [
    {
      who: by,
      act: 'order:record',
      says: ({ cny }) => {
        const sum = told(cny(amount));
        return words(`records order ${number} for ${sum}`, `登记订单 ${number}，金额 ${sum}`);
      },
      body: async (play) => ({
        ...(await body(play)),
        id: play.id('ord', name),
        kind,
        counterparty: play.party(to),
      }),
    },
    {
      who: to,
      act: 'order:confirm',
      on: (play) => play.id('ord', name),
      says: () => words(`confirms order ${number}`, `确认订单 ${number}`),
      body,
    },
  ];
}

/** The order's paper is a document: its commitment alone is on the ledger. */
async function contentOf(play: Play, { name, number, by, to }: Ordered): Promise<string> {
  const { paper } = await orderDraft(play, by, number);
  return await play.seal(by, { name: `order ${name}`, content: { number, paper }, to: [to] });
}

interface Delivered {
  readonly by: string;
  readonly amount: string;
  /** The last digits of the invoice's number. */
  readonly invoice: string;
}

/** Goods went out and were invoiced, on an order. */
export function delivered({ name, by, to }: Ordered, delivery: Delivered): readonly ActStep[] {
  const buyer = delivery.by === by ? to : by;
  const evidence = async (play: Play, what: string): Promise<string> =>
    await play.seal(delivery.by, {
      name: `${what} ${delivery.invoice}`,
      content: { what, invoice: play.numbered(delivery.invoice), order: play.id('ord', name) },
      to: [buyer],
    });
  const step = (act: string, what: string, says: ActStep['says']): ActStep => ({
    who: delivery.by,
    act,
    on: (play) => play.id('ord', name),
    says,
    body: async (play) => ({
      amount: play.yuan(delivery.amount),
      evidence: await evidence(play, what),
    }),
  });
  return [
    step('order:ship', 'delivery note', ({ cny }) => {
      const sum = told(cny(delivery.amount));
      return words(`delivers goods of ${sum}`, `交付货物 ${sum}`);
    }),
    step('order:invoice', 'invoice', ({ cny }) => {
      const sum = told(cny(delivery.amount));
      const { invoice } = delivery;
      return words(`invoices ${sum}, invoice …${invoice}`, `开具发票 …${invoice}，金额 ${sum}`);
    }),
  ];
}

export { PURCHASE };
