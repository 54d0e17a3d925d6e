import type { Deal } from '../deal.js';
import { marksOf, payableDraft, rowUse, shownTo } from '../papers.js';
import type { Play } from '../play.js';
import type { Chapter, OwnStep } from '../step.js';
import { words } from '../words.js';
import { MAIN } from './confirmation.js';
import { dateComes } from './dates.js';
import { asked, closed, offers } from './financing.js';

const identity = async (play: Play): Promise<string> =>
  (await marksOf(play, MAIN.creditor, MAIN.invoice)).identity;

const IN_MARCH = {
  receivable: MAIN.name,
  invoice: '101',
  identity,
  askedOn: '2026-03-18',
  expiresOn: '2026-03-27',
  paidOn: '2026-03-20',
  payBy: '2026-04-03',
  dueDate: MAIN.dueDate,
} as const;

export const PLEDGE: Deal = {
  ...IN_MARCH,
  name: 'pledge',
  amount: ({ figures }) => figures.pledge.asked,
  kind: 'RECEIVABLE_PLEDGE',
  what: words('a loan against a pledge', '质押融资'),
  holder: 'supplier-tier1',
  before: '0.00',
  face: '600000.00',
  holders: ['supplier-tier1'],
  winner: 'bank-a',
  rival: 'bank-b',
  banks: ['bank-a', 'bank-b'],
};

export const RECOURSE: Deal = {
  ...IN_MARCH,
  name: 'recourse',
  amount: ({ figures }) => figures.recourse.asked,
  kind: 'SALE_WITH_RECOURSE',
  what: words('a sale with recourse', '有追索权保理'),
  holder: 'supplier-tier2',
  before: '600000.00',
  face: '250000.00',
  holders: ['supplier-tier2', 'supplier-tier1'],
  winner: 'bank-b',
  rival: 'bank-a',
  banks: ['bank-b', 'bank-a'],
};

export const SALE: Deal = {
  ...IN_MARCH,
  name: 'purchase',
  amount: () => '150000.00',
  kind: 'SALE_WITHOUT_RECOURSE',
  what: words('a sale without recourse', '无追索权保理'),
  holder: 'supplier-tier3',
  before: '850000.00',
  face: '150000.00',
  holders: ['supplier-tier3', 'supplier-tier2', 'supplier-tier1'],
  winner: 'bank-a',
  rival: 'bank-b',
  banks: ['bank-a', 'bank-b'],
};

/** Of a payable claimed earlier, when all else is paid: what must fail is tried around it. */
export const LAST: Deal = {
  name: 'last',
  amount: ({ figures }) => figures.last.asked,
  kind: 'RECEIVABLE_PLEDGE',
  what: words('a loan against a pledge', '质押融资'),
  holder: 'supplier-tier1',
  receivable: 'late',
  before: '0.00',
  face: '100000.00',
  holders: ['supplier-tier1'],
  invoice: '105',
  identity: async (play) =>
    (await rowUse(play, await payableDraft(play, 'AP-2026-03-0002'))).identity,
  winner: 'bank-a',
  rival: 'bank-b',
  banks: ['bank-a', 'bank-b'],
  askedOn: '2026-07-08',
  expiresOn: '2026-07-10',
  paidOn: '2026-07-08',
  payBy: '2026-07-15',
  dueDate: '2026-07-31',
};

const THREE = [PLEDGE, RECOURSE, SALE];

export const REQUESTS: Chapter = {
  title: words('Three ask for money, two banks offer in private', '三家申请融资，两家银行私下报价'),
  steps: [
    dateComes(IN_MARCH.askedOn),
    paperShown('bank-a'),
    paperShown('bank-b'),
    ...THREE.flatMap((deal) => [...asked(deal), ...offers(deal)]),
  ],
};

export const MONEY: Chapter = {
  title: words('Accepted, registered, searched, paid', '接受、登记、查询、放款'),
  steps: [dateComes(IN_MARCH.paidOn), ...THREE.flatMap(closed)],
};

function paperShown(bank: string): OwnStep {
  return {
    who: bank,
    says: () =>
      words(
        'reads the invoice and finds it to be the one on the ledger',
        '查阅发票原件，与链上登记一致',
      ),
    does: async (play) => await shownTo(play, bank, { by: MAIN.creditor, number: MAIN.invoice }),
  };
}
