import { aHash, anId } from './build.js';
import { collect } from './collecting.js';
import { bankActs, REGISTERED_AT, REGISTRATION, type StoryWish } from './financed.js';
import { FACE, type Fields, PURCHASE } from './financing.js';
import { cast, onDay, todayOf, upTo } from './financing-matrix.js';
import { yuan } from './lot.js';
import { type Matrix } from './matrix.js';
const SALE: StoryWish = { kind: 'SALE_WITHOUT_RECOURSE', rules: { valueDateBackDays: 30 } };
const one = (): Fields => ({ id: PURCHASE });
const registrationCancelled = aHash('cancelled');
const loss = { registrationCancelled, lossEvidence: aHash('loss') };
const warranty = {
  ground: 'DISPUTED',
  document: aHash('claim'),
  reference: 'IN-1',
  amount: yuan('1.00'),
};

export const purchaseMatrix: Matrix = {
  record: 'purchase',
  states: {
    COMMITTED: cast(upTo('accept', SALE)),
    'COMMITTED, lapsed': cast(upTo('accept', SALE), onDay('2026-03-28')),
    REGISTERED: cast(upTo('register', SALE)),
    SEARCHED: cast(upTo('search', SALE)),
    'SEARCHED, lapsed': cast(upTo('search', SALE), onDay('2026-03-28')),
    PAID: cast(upTo('pay', SALE)),
    'PAID, 90 days late': cast(upTo('pay', SALE), onDay('2026-09-28')),
    LOSS: cast(upTo('pay', SALE), async (made) => {
      await onDay('2026-09-28')(made);
      await bankActs(made, 'close', { secret: loss });
    }),
    CLOSED: cast(upTo('pay', SALE), async (made) => {
      await collect(made, { amount: FACE, valueDate: '2026-03-02' });
      await bankActs(made, 'close', { secret: { registrationCancelled, lossEvidence: null } });
    }),
    REPURCHASED: cast(upTo('pay', SALE), (made) =>
      bankActs(made, 'repurchase', { secret: { ...warranty, valueDate: '2026-03-02' } }),
    ),
    CANCELLED: cast(upTo('accept', SALE), (made) => bankActs(made, 'cancel')),
  },
  cells: {
    'purchase:register': {
      args: () => ({ id: PURCHASE, registeredAt: REGISTERED_AT }),
      secret: REGISTRATION,
      by: ['BK'],
      from: ['COMMITTED'],
    },
    'purchase:search': {
      args: one,
      secret: {
        subjects: [anId('org', 'supplier 1')],
        searchedAt: '2026-03-02T02:00:01Z',
        hits: [],
        document: aHash('answer'),
      },
      by: ['BK'],
      from: ['REGISTERED', 'SEARCHED'],
    },
    'purchase:cancel': {
      args: one,
      secret: {},
      by: ['BK', 'HOL'],
      from: ['COMMITTED', 'COMMITTED, lapsed', 'REGISTERED', 'SEARCHED', 'SEARCHED, lapsed'],
      yet: (state, actor) =>
        actor === 'HOL' && (state === 'REGISTERED' || state === 'SEARCHED')
          ? 'DATE_NOT_REACHED'
          : null,
    },
    'purchase:lapse': { args: one, by: 'ANYONE', from: ['COMMITTED, lapsed', 'SEARCHED, lapsed'] },
    'purchase:pay': {
      args: one,
      secret: { reference: 'PAY-1', valueDate: '2026-03-02', net: yuan('986193.29') },
      by: ['BK'],
      from: ['REGISTERED', 'SEARCHED'],
      yet: { REGISTERED: 'SEARCH_MISSING' },
    },
    'purchase:paymentReturned': {
      args: one,
      secret: {},
      by: ['BK'],
      from: ['PAID', 'PAID, 90 days late'],
    },
    'purchase:returnSurplus': {
      args: () => ({ id: PURCHASE, instructions: [] }),
      secret: (scene) => ({
        reference: 'OUT-1',
        valueDate: todayOf(scene),
        amount: yuan('1.00'),
      }),
      by: ['BK'],
      from: ['PAID', 'PAID, 90 days late', 'LOSS'],
      yet: 'SURPLUS_NONE',
    },
    'purchase:repurchase': {
      args: one,
      secret: (scene) => ({ ...warranty, valueDate: todayOf(scene) }),
      by: ['BK'],
      from: ['PAID', 'PAID, 90 days late'],
    },
    'purchase:close': {
      args: one,
      secret: loss,
      by: ['BK'],
      from: ['PAID', 'PAID, 90 days late'],
      yet: { PAID: 'DATE_NOT_REACHED' },
    },
  },
};
