import { aHash, anId } from '../support/build.js';
import { findsEach, type Breakage } from '../support/breakages.js';
import { collect } from '../support/collecting.js';
import { bankActs, financedUpTo } from '../support/financed.js';
import { FACE, LOAN, moveTo, OFFER, PURCHASE, REQUEST } from '../support/financing.js';
import { yuan } from '../support/lot.js';
import type { WatchedLedger } from '../support/checks.js';
import type { MemoryLedger } from '../support/memory-ledger.js';

const RECEIVABLE = anId('rcv', 'receivable 1');
const DUE_DAY = '2026-06-30';
const DEAL = 'deal_BankAMSP_AccessMSP';
const RULES = { valueDateBackDays: 30 };
/** 900,000.00 of the face paid for at once, 100,000.00 on collection. */
const BALANCE = {
  pricing: 'IN_ADVANCE',
  price: yuan('887400.00'),
  balancePayable: yuan('100000.00'),
};

/** A loan of 900,000.00, partly repaid, then collected with 49,000.00 too much. */
async function aLoanCollected(): Promise<MemoryLedger> {
  const scene = await financedUpTo('pay', { rules: RULES });
  await moveTo(scene.ledger, '2026-05-04');
  const paid = { reference: 'IN-1', valueDate: '2026-05-04', amount: yuan('10000.00') };
  await bankActs(scene, 'prepay', { secret: paid });
  await moveTo(scene.ledger, DUE_DAY);
  const [toBank = ''] = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
  await bankActs(scene, 'applyCollection', { args: { instructions: [toBank] } });
  return scene.ledger;
}

/** A purchase collected to the end, half of whose balance went to the seller. */
async function aPurchaseCollected(): Promise<MemoryLedger> {
  const wish = { kind: 'SALE_WITHOUT_RECOURSE', terms: BALANCE, rules: RULES } as const;
  const scene = await financedUpTo('pay', wish);
  await moveTo(scene.ledger, DUE_DAY);
  const some = await collect(scene, { amount: '950000.00', valueDate: DUE_DAY });
  const back = { reference: 'OUT-1', valueDate: DUE_DAY, amount: yuan('50000.00') };
  await bankActs(scene, 'returnSurplus', { args: { instructions: some }, secret: back });
  return scene.ledger;
}

const loanAccount = `${DEAL} loan:${LOAN}`;
const purchaseAccount = `${DEAL} purchase:${PURCHASE}`;

function postingOf(ledger: WatchedLedger, act: string): { of: string; ref: string } {
  const found = ledger.records('posting', DEAL).find((each) => Object(each).act === act);
  return Object(found);
}

const OF_LOANS: readonly Breakage[] = [
  {
    words: 'nothing where a loan was repaid, collected and closed',
    by: () => undefined,
    found: [],
  },
  {
    words: 'more repaid than was lent',
    by: (ledger) => ledger.tamper(`${DEAL} loan`, [LOAN], { repaid: yuan('900000.01') }),
    found: [`C7 ${loanAccount}`],
  },
  {
    words: 'a repayment that no posting made',
    by: (ledger) => {
      const { of, ref } = postingOf(ledger, 'PREPAY');
      ledger.state.delete(`${DEAL}|\u0000posting\u0000${of}\u0000${ref}\u0000`);
    },
    found: [`C7 ${loanAccount}`],
  },
  {
    words: 'money booked whose parts do not add up',
    by: (ledger) => {
      const { of, ref } = postingOf(ledger, 'PREPAY');
      ledger.tamper(`${DEAL} posting`, [of, ref], { amount: yuan('10000.01') });
    },
    found: [`C7 ${DEAL} posting:*`],
  },
  {
    words: 'a surplus that was kept',
    by: (ledger) => ledger.tamper(`${DEAL} loan`, [LOAN], { surpluses: [] }),
    found: [`C7 ${loanAccount}`],
  },
  {
    words: 'a loan that still runs with nothing owed',
    by: (ledger) => ledger.tamper('loan', [LOAN], { state: 'ACTIVE' }),
    found: [`C7 ${loanAccount}`],
  },
  {
    words: 'a loan that waits for the money it has paid out',
    by: (ledger) => ledger.tamper('loan', [LOAN], { state: 'REGISTERED' }),
    found: [`C7 ${loanAccount}`],
  },
  {
    words: 'an account of no loan',
    by: (ledger) => ledger.state.delete(`|\u0000loan\u0000${LOAN}\u0000`),
    found: [
      `C3b lot:${RECEIVABLE}:1`,
      `C3c request:${REQUEST}`,
      `C7 ${loanAccount}`,
      `S3 ${loanAccount}`,
    ],
  },
  {
    words: 'terms other than those committed to',
    by: (ledger) => ledger.tamper('loan', [LOAN], { terms: aHash('other terms') }),
    found: [`S4 loan:${LOAN}`],
  },
  {
    words: 'another content of a request than the one committed to',
    by: (ledger) => ledger.tamper('request', [REQUEST], { content: aHash('other content') }),
    found: [`S4 request:${REQUEST}`],
  },
  {
    words: 'an account paid to that was not committed to',
    by: (ledger) => {
      const [instruction] = ledger.records('instruction');
      const { receivable, from, n } = Object(instruction);
      const account = aHash('another account');
      ledger.tamper('instruction', [receivable, from.padStart(18, '0'), n], { account });
    },
    found: [`S4 instruction:${RECEIVABLE}:1:1`],
  },
  {
    words: 'a limit used for nothing',
    by: (ledger) => {
      const [exposure] = ledger.records('exposure', 'desk_BankAMSP');
      const reserved = yuan('0.00');
      ledger.tamper('desk_BankAMSP exposure', [Object(exposure).ref], { reserved });
    },
    found: [`C4d desk_BankAMSP exposure:*`],
  },
  {
    words: 'a request that became another loan',
    by: (ledger) => {
      const outcome = { kind: 'LOAN', id: anId('loan', 'another') };
      ledger.tamper('request', [REQUEST], { outcome });
    },
    found: [`C3c loan:${LOAN}`, `C3c request:${REQUEST}`, `S3 request:${REQUEST}`],
  },
  {
    words: 'an offer accepted that was withdrawn',
    by: (ledger) => {
      const offers = 'offers_BankAMSP_AccessMSP';
      const { version } = Object(ledger.record('offer', [OFFER], offers));
      const withdrawn = { state: 'WITHDRAWN', version: version + 1 };
      ledger.slip(`${offers} offer`, [OFFER], withdrawn);
      ledger.slip(`${offers} offer`, [OFFER], { state: 'ACCEPTED', version: version + 2 });
    },
    found: [`C6 offers_BankAMSP_AccessMSP offer:${OFFER}`],
  },
];

const OF_PURCHASES: readonly Breakage[] = [
  { words: 'nothing where a balance was collected and returned', by: () => undefined, found: [] },
  {
    words: 'a balance returned that no posting has',
    by: (ledger) => ledger.tamper(`${DEAL} purchase`, [PURCHASE], { returned: yuan('50000.01') }),
    found: [`C7b ${purchaseAccount}`],
  },
  {
    words: 'more collected than was booked',
    by: (ledger) => ledger.tamper(`${DEAL} purchase`, [PURCHASE], { collected: yuan('950000.01') }),
    found: [`C7b ${purchaseAccount}`],
  },
  {
    words: 'a purchase that waits for the price it has paid',
    by: (ledger) => ledger.tamper('purchase', [PURCHASE], { state: 'REGISTERED' }),
    found: [`C3b lot:${RECEIVABLE}:1`, `C7b ${purchaseAccount}`],
  },
  {
    words: 'an account of no purchase',
    by: (ledger) => ledger.state.delete(`|\u0000purchase\u0000${PURCHASE}\u0000`),
    found: [
      `C3b lot:${RECEIVABLE}:1`,
      `C3c request:${REQUEST}`,
      `C7b ${purchaseAccount}`,
      `S3 ${purchaseAccount}`,
    ],
  },
  {
    words: 'terms of a purchase other than those committed to',
    by: (ledger) => ledger.tamper('purchase', [PURCHASE], { terms: aHash('other terms') }),
    found: [`S4 purchase:${PURCHASE}`],
  },
];

describe('the invariants of loans', () => {
  findsEach(OF_LOANS, aLoanCollected);
});

describe('the invariants of purchases', () => {
  findsEach(OF_PURCHASES, aPurchaseCollected);
});
