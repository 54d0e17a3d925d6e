import { expect } from 'chai';
import { addDays } from '../../chaincode/domain/dates.js';
import {
  ineligible,
  type Claim,
  type Ground,
} from '../../chaincode/domain/financing/eligibility.js';
import { mspIds } from '../../chaincode/domain/programme.js';
import { money } from '../../chaincode/domain/money.js';
import type { Party } from '../../chaincode/domain/party.js';
import { PolicyRules } from '../../chaincode/domain/policy.js';
import { aProgramme } from '../support/act.js';
import { aHash, anId, NETWORK_RULES } from '../support/build.js';
import { date } from '../support/loan.js';
import { aClaim, aLot } from '../support/settlement.js';

const rules = PolicyRules.parse({
  ...NETWORK_RULES,
  financeTenorDaysMin: 7,
  financeTenorDaysMax: 180,
});
const today = date('2026-03-02');
const debtor: Party = {
  id: anId('org', 'debtor'),
  state: 'ACTIVE',
  since: today,
  kind: 'ENTERPRISE',
  size: 'LARGE',
  mspId: mspIds(aProgramme(), 'CORE')[0] ?? '',
  details: null,
  firstKey: null,
  verifiedBy: null,
  secondPerson: false,
  blockedSince: null,
  document: null,
  successor: null,
};

const receivable = aClaim({ face: money('CNY', 1000n) });
const lot = aLot({ receivable: receivable.id, from: 1n, to: 1000n });
const invoice = {
  identity: aHash('invoice'),
  status: 'NORMAL',
} as const;

function aFinanced(over: Partial<Claim> = {}): Claim {
  return { lot, receivable, debtor, invoices: [], ...over };
}

const [main] = receivable.pools;
if (main === undefined) throw new Error('a claim has its pool');
const pool = (over: object): Partial<Claim> => ({
  receivable: { ...receivable, pools: [{ ...main, ...over }] },
});
const onReceivable = (over: object): Partial<Claim> => ({ receivable: { ...receivable, ...over } });
const onLot = (over: object): Partial<Claim> => ({ lot: { ...lot, ...over } });
const onDebtor = (over: object): Partial<Claim> => ({ debtor: { ...debtor, ...over } });
/** 2026-08-28. */
const due = receivable.dueAdj;
const fen = money('CNY', 1n);

describe('whether a lot can be financed', () => {
  const cases: readonly [string, Partial<Claim>, string, Ground | null][] = [
    ['issued and quiet', {}, today, null],
    [
      'not issued',
      onReceivable({ state: 'CONFIRMED', acceptBy: due }),
      today,
      'RECEIVABLE_NOT_ISSUED',
    ],
    ['due today', {}, due, 'RECEIVABLE_NOT_ISSUED'],
    ['frozen today', onReceivable({ frozenUntil: today }), today, 'RECEIVABLE_FROZEN'],
    ['frozen until yesterday', onReceivable({ frozenUntil: addDays(today, -1) }), today, null],
    ['not transferable', onReceivable({ transferable: false }), today, 'NOT_TRANSFERABLE'],
    ['of a suspended debtor', onDebtor({ state: 'SUSPENDED' }), today, 'DEBTOR_NOT_ACTIVE'],
    ['of a debtor blocked today', onDebtor({ blockedSince: today }), today, 'DEBTOR_BLOCKED'],
    ['of one blocked later', onDebtor({ blockedSince: addDays(today, 1) }), today, null],
    ['disputed', pool({ kind: 'DISPUTED' }), today, 'POOL_NOT_MAIN'],
    ['of a pool with money', pool({ received: fen }), today, 'POOL_HAS_RECEIPT'],
    ['of a pool with late interest', pool({ lateReceived: fen }), today, 'POOL_HAS_RECEIPT'],
    ['seven days before it is due', {}, addDays(due, -7), null],
    ['six days before it is due', {}, addDays(due, -6), 'TENOR_TOO_SHORT'],
    ['180 days before it is due', {}, addDays(due, -180), null],
    ['181 days before it is due', {}, addDays(due, -181), 'TENOR_TOO_LONG'],
    ['of five hops, told of', onLot({ hop: 5, noticeArrivedAt: today }), today, null],
    ['of six hops', onLot({ hop: 6, noticeArrivedAt: today }), today, 'HOPS_TOO_MANY'],
    ['of two financings', onLot({ financeHop: 2 }), today, null],
    ['of three financings', onLot({ financeHop: 3 }), today, 'HOPS_TOO_MANY'],
    ['handed on untold', onLot({ hop: 1 }), today, 'NOTICE_MISSING'],
  ];
  for (const [what, over, on, ground] of cases) {
    it(`${what}: ${ground ?? 'yes'}`, () => {
      expect(ineligible(aFinanced(over), rules, date(on))).to.equal(ground);
    });
  }

  for (const [status, ground] of [
    ['NORMAL', null],
    ['RED_LETTERED', 'INVOICE_NOT_NORMAL'],
    ['VOID', 'INVOICE_NOT_NORMAL'],
  ] as const) {
    it(`on an invoice ${status}: ${ground ?? 'yes'}`, () => {
      const claim = aFinanced({ invoices: [{ status: 'NORMAL' }, { ...invoice, status }] });
      expect(ineligible(claim, rules, today)).to.equal(ground);
    });
  }
});
