import { using } from '../papers.js';
import type { Play } from '../play.js';
import type { ActStep, Chapter } from '../step.js';
import { told, words } from '../words.js';
import { dateComes } from './dates.js';

/** One hop down the chain: part of a lot for an invoice that the holder owes. */
interface Hop {
  readonly from: string;
  readonly to: string;
  /** Σ of the lots before the one that is split. */
  readonly before: string;
  readonly kept: string;
  readonly passed: string;
  /** Σ of the lots before the one that is passed on. */
  readonly passedBefore: string;
  /** The trade it stands on. */
  readonly invoice: string;
}

const HOPS: readonly Hop[] = [
  {
    from: 'supplier-tier1',
    to: 'supplier-tier2',
    before: '0.00',
    kept: '600000.00',
    passed: '400000.00',
    passedBefore: '600000.00',
    invoice: '26991000000000000201',
  },
  {
    from: 'supplier-tier2',
    to: 'supplier-tier3',
    before: '600000.00',
    kept: '250000.00',
    passed: '150000.00',
    passedBefore: '850000.00',
    invoice: '26991000000000000301',
  },
];

export const TRANSFER: Chapter = {
  title: words('Split and passed on, tier by tier', '拆分流转至二级、三级供应商'),
  steps: [dateComes('2026-03-05'), ...HOPS.flatMap(hop)],
};

const VALID_UNTIL = '2026-03-15';

function hop(of: Hop): readonly ActStep[] {
  const { from, to, before, kept, passed, passedBefore, invoice } = of;
  return [
    {
      who: from,
      act: 'lot:splitTransfer',
      on: (play) => play.lot('main', before),
      says: ({ cny }) => {
        const [stays, goes] = [told(cny(kept)), told(cny(passed))];
        return words(
          `keeps ${stays} and offers ${goes} for invoice …${invoice.slice(-3)}`,
          `保留 ${stays}，以发票 …${invoice.slice(-3)} 为基础要约转让 ${goes}`,
        );
      },
      body: async (play) => ({
        parts: [
          { size: play.yuan(kept), offer: null },
          { size: play.yuan(passed), offer: await offer(play, of) },
        ],
      }),
    },
    {
      who: to,
      act: 'lot:acceptTransfer',
      on: (play) => play.lot('main', passedBefore),
      says: ({ cny }) => words(`accepts ${told(cny(passed))}`, `签收 ${told(cny(passed))}`),
      body: async (play) => {
        const { basis, recourse, underlyingDebt } = await offer(play, of);
        return { amount: play.yuan(passed), basis, recourse, underlyingDebt };
      },
    },
    {
      who: 'core-enterprise',
      act: 'lot:acknowledgeNotice',
      on: (play) => play.lot('main', passedBefore),
      says: () => words('acknowledges the notice of assignment', '确认收到债权转让通知'),
      body: () => ({}),
    },
  ];
}

/** The basis of the hop, in a paper that the recipient gets; its invoice on the ledger. */
async function offer(play: Play, { from, to, passed, invoice }: Hop): Promise<Offer> {
  const use = await using(play, from, { number: invoice, use: passed });
  const content = { invoice: use.identity, amount: use.use, goods: '见发票 (as invoiced)' };
  return {
    to: play.party(to),
    basis: await play.seal(from, { name: `basis ${invoice}`, content, to: [to] }),
    invoices: [use],
    recourse: 'NONE',
    underlyingDebt: 'DISCHARGED_ON_TRANSFER',
    validUntil: play.on(VALID_UNTIL),
  };
}

interface Offer extends Record<string, unknown> {
  readonly basis: string;
  readonly recourse: 'NONE';
  readonly underlyingDebt: 'DISCHARGED_ON_TRANSFER';
}
