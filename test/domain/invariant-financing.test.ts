import { aHash, anId } from '../support/build.js';
import { findsEach, lot, type Breakage } from '../support/breakages.js';
import type { WatchedLedger } from '../support/checks.js';
import { cny, half, open } from '../support/full-swing.js';
import { partyOf } from '../support/parties.js';

const loan = anId('loan', 'loan');
const purchase = anId('pur', 'purchase');
const request = anId('req', 'request');

const common = {
  version: 1,
  actedOn: '2026-03-02',
  since: '2026-03-02',
  debtor: partyOf('CoreMSP'),
  currency: 'CNY',
  lots: [{ receivable: open, from: '1', to: '10000000' }],
  policies: [],
};
const agreed = {
  ...common,
  request,
  offer: anId('ofr', 'offer'),
  bank: partyOf('BankAMSP'),
  bankMsp: 'BankAMSP',
  terms: aHash('terms'),
  registeredAt: '2026-03-02T08:00:00Z',
};

/** A pledge over the open lot, with its loan and request. */
function pledged(ledger: WatchedLedger, change: Readonly<Record<string, unknown>> = {}): void {
  ledger.plant('request', [request], {
    ...common,
    schema: 'request/1',
    id: request,
    state: 'ACCEPTED',
    holder: anId('org', 'supplier 1'),
    holderMsp: 'AccessMSP',
    productKind: 'RECEIVABLE_PLEDGE',
    content: aHash('content'),
    openedOn: '2026-03-02',
    expiresOn: '2026-03-31',
    banks: [partyOf('BankAMSP')],
    outcome: { kind: 'LOAN', id: loan },
  });
  ledger.plant('loan', [loan], {
    ...agreed,
    schema: 'loan/1',
    id: loan,
    state: 'ACTIVE',
    productKind: 'RECEIVABLE_PLEDGE',
    borrower: anId('org', 'supplier 1'),
    borrowerMsp: 'AccessMSP',
    disburseBy: '2026-03-31',
    securedMax: cny('100000.00'),
    ...change,
  });
  ledger.tamper('lot', lot(open), {
    state: 'PLEDGED',
    claim: { kind: 'LOAN', id: loan },
    bank: partyOf('BankAMSP'),
    registered: true,
    securedMax: cny('100000.00'),
  });
}

function alsoSold(ledger: WatchedLedger): void {
  ledger.plant('purchase', [purchase], {
    ...agreed,
    schema: 'purchase/1',
    id: purchase,
    state: 'PAID',
    bank: partyOf('BankBMSP'),
    bankMsp: 'BankBMSP',
    seller: anId('org', 'supplier 1'),
    sellerMsp: 'AccessMSP',
    payBy: '2026-03-31',
  });
}

const BREAKAGES: readonly Breakage[] = [
  { words: 'nothing where a pledge is as it should be', by: pledged, found: [] },
  {
    words: 'a loan that does not name the lot pledged to it',
    by: (ledger) => pledged(ledger, { lots: [{ receivable: half, from: '1', to: '10000000' }] }),
    found: [`C3b lot:${open}:1`],
  },
  {
    words: 'a loan that names only part of the lot pledged to it',
    by: (ledger) => pledged(ledger, { lots: [{ receivable: open, from: '1', to: '9999999' }] }),
    found: [`C3b lot:${open}:1`],
  },
  {
    words: 'a pledge that outlives its loan',
    by: (ledger) => pledged(ledger, { state: 'CLOSED' }),
    found: [`C3b lot:${open}:1`],
  },
  {
    words: 'two banks on one lot',
    by: (ledger) => {
      pledged(ledger);
      alsoSold(ledger);
    },
    found: [`C3b purchase:${purchase}`, `C3c purchase:${purchase}`],
  },
  {
    words: 'a sold lot that the bank does not hold',
    by: (ledger) => {
      pledged(ledger, { state: 'CLOSED' });
      alsoSold(ledger);
      const claim = { kind: 'PURCHASE', id: purchase };
      const bank = partyOf('BankBMSP');
      ledger.tamper('lot', lot(open), { state: 'SOLD', claim, bank, securedMax: null });
    },
    found: [`C3 lot:${open}:1`, `C3c purchase:${purchase}`],
  },
  {
    words: 'nothing where a commitment lapsed and nobody has said so',
    by: (ledger) => {
      pledged(ledger, { state: 'COMMITTED', registeredAt: null, securedMax: null });
      const lapsed = { state: 'COMMITTED', lapsesAfter: '2026-03-31', registered: false };
      ledger.tamper('lot', lot(open), { ...lapsed, securedMax: null });
    },
    found: [],
  },
];

describe('the invariants of financing', () => {
  findsEach(BREAKAGES);
});
