import type { ActStep, Chapter } from '../step.js';
import { words } from '../words.js';
import { applied, balancePaid, ended, surplusReturned } from './collection.js';
import { dateComes } from './dates.js';
import { PLEDGE, RECOURSE, SALE } from './deals.js';
import { matures } from './paid-on-time.js';
import { arrived, cameBack, paid, redeemed, type Payout } from './payout.js';

const DUE = '2026-06-30';
const LATE = '2026-07-01';
const SETTLED = '2026-07-06';
const CURED = '2026-07-07';

/** A third of the face, which three lots cannot share to the fen: 0.02 wait for the rest. */
const PARTIAL = '333333.33';
const REST = '666666.67';
/** By law five per ten thousand of the unpaid amount a day, for six days. */
const LATE_INTEREST = '2000.00';
const FACE = '1000000.00';

const TIER1 = { receivable: 'main', before: '0.00' } as const;
const TIER2 = { receivable: 'main', before: '600000.00' } as const;
const TIER3 = { receivable: 'main', before: '850000.00' } as const;

function payout(
  { receivable, before }: { readonly receivable: string; readonly before: string },
  [n, payee, amount, on]: readonly [string, string, string, string],
): Payout {
  return { receivable, before, n, payee, amount, on };
}

const FIRST = {
  tier1: payout(TIER1, ['1', 'bank-a', '199999.99', DUE]),
  tier2: payout(TIER2, ['1', 'bank-b', '83333.33', DUE]),
  tier3: payout(TIER3, ['1', 'bank-a', '49999.99', DUE]),
};

const SECOND = {
  pledgee: payout(TIER1, ['2', 'bank-a', '355000.01', SETTLED]),
  holder: payout(TIER1, ['3', 'supplier-tier1', '45000.00', SETTLED]),
  holderLate: payout(TIER1, ['4', 'supplier-tier1', '1200.00', SETTLED]),
  tier2: payout(TIER2, ['2', 'bank-b', '166666.67', SETTLED]),
  tier2Late: payout(TIER2, ['3', 'bank-b', '500.00', SETTLED]),
  tier3: payout(TIER3, ['2', 'bank-a', '100000.01', SETTLED]),
  tier3Late: payout(TIER3, ['3', 'bank-a', '300.00', SETTLED]),
};

/** Lots of one pledgee or of none: those under bank A, and that under bank B. */
const OF_BANK_A = ['0.00', '850000.00'];
const OF_BANK_B = ['600000.00'];

export const PARTLY_PAID: Chapter = {
  title: words('Due, and paid in part', '到期，部分回款'),
  steps: [
    dateComes(DUE),
    matures('main'),
    arrived({
      name: 'partial',
      from: 'core-enterprise',
      amount: PARTIAL,
      on: DUE,
      parts: [{ receivable: 'main', amount: PARTIAL, late: '0.00' }],
    }),
    ...[OF_BANK_A, OF_BANK_B].map((lots) => redeemed({ receivable: 'main', lots, upTo: PARTIAL })),
    ...[FIRST.tier1, FIRST.tier2, FIRST.tier3].flatMap(paid),
    applied(PLEDGE, [FIRST.tier1]),
    applied(RECOURSE, [FIRST.tier2]),
  ],
};

export const OVERDUE: Chapter = {
  title: words('Overdue, then settled in full', '逾期，随后全额结清'),
  steps: [
    dateComes(LATE),
    {
      who: 'operator',
      act: 'receivable:markOverdue',
      on: (play) => play.id('rcv', 'main'),
      says: () =>
        words('marks it overdue: its debtor issues nothing more', '标记逾期，暂停债务人新开立'),
      body: () => ({}),
    },
    dateComes(SETTLED),
    arrived({
      name: 'rest',
      from: 'core-enterprise',
      amount: '668666.67',
      on: SETTLED,
      parts: [{ receivable: 'main', amount: REST, late: LATE_INTEREST }],
    }),
    ...[OF_BANK_A, OF_BANK_B].map((lots) => redeemed({ receivable: 'main', lots, upTo: FACE })),
    ...paid(SECOND.pledgee),
    ...cameBack(SECOND.holder),
    ...[SECOND.holderLate, SECOND.tier2, SECOND.tier2Late, SECOND.tier3, SECOND.tier3Late].flatMap(
      paid,
    ),
  ],
};

export const REPAID: Chapter = {
  title: words(
    'Loans repaid, surplus returned, pledge released, lots redeemed',
    '融资结清、余款返还、解除质押、全额兑付',
  ),
  steps: [
    applied(PLEDGE, [SECOND.pledgee]),
    surplusReturned(PLEDGE, SETTLED),
    applied(RECOURSE, [SECOND.tier2, SECOND.tier2Late]),
    surplusReturned(RECOURSE, SETTLED),
    balancePaid(SALE, [FIRST.tier3, SECOND.tier3, SECOND.tier3Late]),
    ...[['0.00', '600000.00'], ['850000.00']].map((lots) =>
      redeemed({ receivable: 'main', lots, upTo: FACE, closing: true }),
    ),
    ...[PLEDGE, RECOURSE, SALE].flatMap(ended),
    dateComes(CURED),
    ...unblocked(),
  ],
};

/** The debtor has paid: a quorum lets it issue again, on evidence. */
function unblocked(): readonly ActStep[] {
  const signing = ['operator-bank-a', 'operator-bank-b'].map((who): ActStep => ({
    who,
    act: 'approval:sign',
    on: (play) => play.id('apr', 'unblock'),
    says: () => words('signs', '会签'),
    body: () => ({}),
  }));
  return [
    {
      who: 'operator',
      act: 'approval:open',
      says: () =>
        words(
          'puts the lifting of the debtor’s block to a quorum, with proof of payment',
          '凭清偿证明发起解除债务人开立限制的会签',
        ),
      body: async (play) => ({
        id: play.id('apr', 'unblock'),
        act: 'party:unblock',
        args: {
          party: play.party('core-enterprise'),
          cured: [play.id('rcv', 'main')],
          document: await play.seal('operator', {
            name: 'proof of payment',
            content: { paid: play.yuan(FACE), receivable: play.id('rcv', 'main') },
          }),
        },
        validUntil: play.on('2026-07-20'),
      }),
    },
    ...signing,
  ];
}
