import { aHash, anId } from './build.js';
import { bankActs, REGISTERED_AT, REGISTRATION } from './financed.js';
import { type Fields, type FinanceScene, LOAN } from './financing.js';
import { cast, onDay, todayOf, upTo } from './financing-matrix.js';
import { yuan } from './lot.js';
import { type Matrix, type Scene } from './matrix.js';
const one = (): Fields => ({ id: LOAN });
const money = (scene: Scene): Fields => ({
  reference: 'IN-1',
  valueDate: todayOf(scene),
  amount: yuan('1000.00'),
});
const enforcing = { costs: yuan('1.00'), evidence: aHash('evidence') };

const defaulted = async (made: FinanceScene): Promise<void> => {
  await onDay('2026-09-28')(made);
  await bankActs(made, 'default', { secret: enforcing });
};
const repaid = async (made: FinanceScene): Promise<void> => {
  await onDay('2026-06-30')(made);
  const secret = { reference: 'IN-0', valueDate: '2026-06-30', amount: yuan('900000.00') };
  await bankActs(made, 'repay', { secret });
};
const registrationCancelled = aHash('cancelled');

const OUT = ['ACTIVE', 'OVERDUE', 'OVERDUE, 90 days', 'DEFAULTED'];
const RUNNING = OUT.slice(0, 3);

export const loanMatrix: Matrix = {
  record: 'loan',
  states: {
    COMMITTED: cast(upTo('accept')),
    'COMMITTED, lapsed': cast(upTo('accept'), onDay('2026-03-28')),
    REGISTERED: cast(upTo('register')),
    SEARCHED: cast(upTo('search')),
    'SEARCHED, lapsed': cast(upTo('search'), onDay('2026-03-28')),
    ACTIVE: cast(upTo('pay')),
    OVERDUE: cast(upTo('pay'), onDay('2026-07-10')),
    'OVERDUE, 90 days': cast(upTo('pay'), onDay('2026-09-28')),
    DEFAULTED: cast(upTo('pay'), defaulted),
    REPAID: cast(upTo('pay'), repaid),
    CLOSED: cast(upTo('pay'), async (made) => {
      await repaid(made);
      await bankActs(made, 'close', { secret: { registrationCancelled } });
    }),
    CANCELLED: cast(upTo('accept'), (made) => bankActs(made, 'cancel')),
  },
  cells: {
    'loan:register': {
      args: () => ({ id: LOAN, registeredAt: REGISTERED_AT }),
      secret: REGISTRATION,
      by: ['BK'],
      from: ['COMMITTED'],
    },
    'loan:search': {
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
    'loan:cancel': {
      args: one,
      secret: {},
      by: ['BK', 'HOL'],
      from: ['COMMITTED', 'COMMITTED, lapsed', 'REGISTERED', 'SEARCHED', 'SEARCHED, lapsed'],
      // Once registered, the bank's payment may be on its way.
      yet: (state, actor) =>
        actor === 'HOL' && (state === 'REGISTERED' || state === 'SEARCHED')
          ? 'DATE_NOT_REACHED'
          : null,
    },
    'loan:lapse': { args: one, by: 'ANYONE', from: ['COMMITTED, lapsed', 'SEARCHED, lapsed'] },
    'loan:disburse': {
      args: one,
      secret: { reference: 'PAY-1', valueDate: '2026-03-02', net: yuan('887400.00') },
      by: ['BK'],
      from: ['REGISTERED', 'SEARCHED'],
      yet: { REGISTERED: 'SEARCH_MISSING' },
    },
    'loan:acknowledge': {
      args: one,
      secret: {},
      by: ['HOL'],
      from: RUNNING,
      yet: { OVERDUE: 'ANSWER_WINDOW_CLOSED', 'OVERDUE, 90 days': 'ANSWER_WINDOW_CLOSED' },
    },
    'loan:contest': {
      args: one,
      secret: { reason: aHash('nothing came') },
      by: ['HOL'],
      from: RUNNING,
      yet: { OVERDUE: 'ANSWER_WINDOW_CLOSED', 'OVERDUE, 90 days': 'ANSWER_WINDOW_CLOSED' },
    },
    'loan:disbursementReturned': { args: one, secret: {}, by: ['BK'], from: RUNNING },
    'loan:repay': {
      args: one,
      secret: money,
      by: ['BK'],
      from: OUT,
      yet: { ACTIVE: 'REPAYMENT_MISTIMED' },
    },
    'loan:prepay': {
      args: one,
      secret: money,
      by: ['BK'],
      from: RUNNING,
      yet: { OVERDUE: 'REPAYMENT_MISTIMED', 'OVERDUE, 90 days': 'REPAYMENT_MISTIMED' },
    },
    'loan:applyCollection': {
      args: () => ({ id: LOAN, instructions: [`${anId('rcv', 'receivable 1')}:1:1`] }),
      secret: {},
      by: ['BK'],
      from: [...OUT, 'REPAID', 'CLOSED'],
      yet: 'INSTRUCTION_UNKNOWN',
    },
    'loan:returnSurplus': {
      args: one,
      secret: money,
      by: ['BK'],
      from: [...OUT, 'REPAID', 'CLOSED'],
      yet: 'SURPLUS_NONE',
    },
    'loan:repurchase': {
      args: one,
      secret: money,
      by: ['BK'],
      from: OUT,
      yet: 'PRODUCT_MISMATCH',
    },
    'loan:enforce': {
      args: one,
      secret: enforcing,
      by: ['BK'],
      from: OUT,
      yet: { ACTIVE: 'LOAN_NOT_OVERDUE' },
    },
    'loan:default': {
      args: one,
      secret: enforcing,
      by: ['BK'],
      from: RUNNING,
      yet: { ACTIVE: 'DATE_NOT_REACHED', OVERDUE: 'DATE_NOT_REACHED' },
    },
    'loan:close': { args: one, secret: { registrationCancelled }, by: ['BK'], from: ['REPAID'] },
  },
};
