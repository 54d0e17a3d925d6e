import type { ActStep, Chapter } from '../step.js';
import { words } from '../words.js';
import { dateComes } from './dates.js';
import { payableId, UNCLAIMED } from './payables.js';
import { arrived, paid, redeemed } from './payout.js';

/** A receivable that nobody financed: paid in full on its day, to whoever holds it. */
interface Whole {
  readonly receivable: string;
  readonly holder: string;
  readonly face: string;
}

const REDUCED: Whole = { receivable: 'reduced', holder: 'supplier-tier1', face: '300000.00' };
const CLAIMED: Whole = { receivable: 'claimed', holder: 'supplier-tier1', face: '600000.00' };
const TIER2: Whole = { receivable: 'claimed-tier2', holder: 'supplier-tier2', face: '128500.00' };
const DEALER: Whole = { receivable: 'dealer', holder: 'core-enterprise', face: '565000.00' };

export const PAID_ON_TIME: Chapter = {
  title: words('Paid on the day', '按期付款'),
  steps: [
    ...falling({ on: '2026-05-04', from: 'core-enterprise', amount: '300000.00', all: [REDUCED] }),
    ...falling({
      on: '2026-05-08',
      from: 'core-enterprise',
      amount: '728500.00',
      all: [CLAIMED, TIER2],
    }),
    dateComes('2026-05-12'),
    {
      who: 'operator',
      act: 'payable:expire',
      on: (play) => payableId(play, UNCLAIMED),
      says: () => words('ends the payable that nobody claimed', '无人申领的应付账款到期失效'),
      body: () => ({}),
    },
    ...falling({ on: '2026-06-08', from: 'dealer', amount: '565000.00', all: [DEALER] }),
  ],
};

interface Falling {
  readonly on: string;
  readonly from: string;
  readonly amount: string;
  readonly all: readonly Whole[];
}

/** One payment for all that falls due on a day. */
function falling({ on, from, amount, all }: Falling): readonly ActStep[] {
  const parts = all.map(({ receivable, face }) => ({ receivable, amount: face, late: '0.00' }));
  return [
    dateComes(on),
    ...all.map(({ receivable }) => matures(receivable)),
    arrived({ name: on, from, amount, on, parts }),
    ...all.flatMap(({ receivable, holder, face }) => {
      const lots = { receivable, lots: ['0.00'], upTo: face };
      return [
        redeemed(lots),
        ...paid({ receivable, before: '0.00', n: '1', payee: holder, amount: face, on }),
        redeemed({ ...lots, closing: true }),
      ];
    }),
  ];
}

export function matures(receivable: string): ActStep {
  return {
    who: 'operator',
    act: 'receivable:mature',
    on: (play) => play.id('rcv', receivable),
    says: () => words('the receivable falls due', '应收账款到期'),
    body: () => ({}),
  };
}
