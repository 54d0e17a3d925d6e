import { digestOf } from '../../chaincode/state/ledger-record.js';
import { aHash, anId } from '../support/build.js';
import { findsEach, lot, type Breakage } from '../support/breakages.js';
import { ACCOUNT, cny, half, open, paid, waived } from '../support/full-swing.js';
import { anOrder } from '../support/order.js';
import { partyOf } from '../support/parties.js';

const QUOTA = `C4 quota:${partyOf('CoreMSP')}:a`;
function invoiceOf(words: string): string {
  return aHash(`identity of ${words}`);
}
const PLEDGED = {
  state: 'PLEDGED',
  claim: { kind: 'LOAN', id: anId('loan', 'loan') },
  bank: partyOf('BankAMSP'),
  registered: true,
  securedMax: cny('100000.00'),
};

const BREAKAGES: readonly Breakage[] = [
  {
    words: 'a free lot with a bank on it',
    by: (ledger) => ledger.tamper('lot', lot(open), { bank: partyOf('BankAMSP') }),
    found: [`C3 lot:${open}:1`],
  },
  {
    words: 'a pledge on a loan that is not there',
    by: (ledger) => ledger.tamper('lot', lot(open), PLEDGED),
    found: [`C3b lot:${open}:1`, `S3 lot:${open}:1`],
  },
  {
    words: 'more secured than the lot holds',
    by: (ledger) => ledger.tamper('lot', lot(open), { ...PLEDGED, securedMax: cny('100000.01') }),
    found: [`C3 lot:${open}:1`, `C3b lot:${open}:1`, `S3 lot:${open}:1`],
  },
  {
    words: 'a quota reserved for nothing',
    by: (ledger) => ledger.tamper('quota', [partyOf('CoreMSP'), 'a'], { reserved: cny('0.01') }),
    found: [QUOTA],
  },
  {
    words: 'a quota reserved beyond its grant',
    by: (ledger) => ledger.tamper('quota', [partyOf('CoreMSP'), 'a'], { granted: cny('0.01') }),
    found: [QUOTA],
  },
  {
    words: 'a lot handed on too often',
    by: (ledger) => ledger.tamper('lot', lot(open), { hop: 6 }),
    found: [`C4b lot:${open}:1`],
  },
  {
    words: 'a lot cut too often',
    by: (ledger) => ledger.tamper('lot', lot(open), { splitDepth: 7 }),
    found: [`C4b lot:${open}:1`],
  },
  {
    words: 'an invoice used beyond its amount',
    by: (ledger) => ledger.tamper('invoice', [invoiceOf('open')], { amount: cny('99999.99') }),
    found: [`C5 invoice:${invoiceOf('open')}`],
  },
  {
    words: 'an invoice used for less than stands on it',
    by: (ledger) => ledger.tamper('invoice', [invoiceOf('open')], { used: cny('99999.99') }),
    found: [`C5 invoice:${invoiceOf('open')}`],
  },
  {
    words: 'an invoice used for what was undone',
    by: (ledger) => ledger.tamper('invoice', [invoiceOf('revoked')], { used: cny('0.01') }),
    found: [`C5 invoice:${invoiceOf('revoked')}`],
  },
  {
    words: 'an invoice that a published payable stands on, given back',
    by: (ledger) => ledger.tamper('invoice', [invoiceOf('row 2')], { used: cny('0.00') }),
    found: [`C5 invoice:${invoiceOf('row 2')}`],
  },
  {
    words: 'an invoice in use that is not there',
    by: (ledger) => ledger.state.delete(`|\u0000invoice\u0000${invoiceOf('open')}\u0000`),
    found: [`C5 invoice:${invoiceOf('open')}`],
  },
  {
    words: 'a receivable settled while money is awaited',
    by: (ledger) => ledger.tamper('receivable', [half], { state: 'SETTLED' }),
    found: [`C8 receivable:${half}`],
  },
  {
    words: 'a receivable that awaits money when all has come',
    by: (ledger) => ledger.tamper('receivable', [paid], { state: 'DUE' }),
    found: [`C8 receivable:${paid}`],
  },
  {
    words: 'a record acted on tomorrow',
    by: (ledger) => ledger.tamper('receivable', [open], { actedOn: '2026-08-29' }),
    found: [`C10 receivable:${open}`],
  },
  {
    words: 'a state that began after it was acted on',
    by: (ledger) => ledger.tamper('lot', lot(open), { since: '2026-03-03' }),
    found: [`C10 lot:${open}:1`],
  },
  {
    words: 'an account number in public',
    by: (ledger) => ledger.tamper('receivable', [open], { quotaShard: ACCOUNT }),
    found: [QUOTA, `C4 quota:${partyOf('CoreMSP')}:${ACCOUNT}`, `C11 receivable:${open}`],
  },
  {
    words: 'the hash of an account number, without salt',
    by: (ledger) => {
      const serial = aHash(ACCOUNT);
      ledger.tamper('instruction', [...lot(paid), '1'], { serial });
    },
    found: [`C11 instruction:${paid}:1:1`],
  },
  {
    words: 'the hash of a whole private part, without salt',
    by: (ledger) => {
      const { details } = Object(
        ledger.record('party', [anId('org', 'supplier 1')], 'deal_BankAMSP_AccessMSP'),
      );
      ledger.tamper('instruction', [...lot(paid), '1'], { serial: digestOf(details.account) });
    },
    found: [`C11 instruction:${paid}:1:1`],
  },
  {
    words: 'a seed in public',
    by: (ledger) => {
      const { seed } = Object(
        ledger.record('party', [anId('org', 'supplier 1')], 'deal_BankAMSP_AccessMSP'),
      );
      ledger.tamper('instruction', [...lot(paid), '1'], { serial: seed });
    },
    found: [`C11 instruction:${paid}:1:1`],
  },
  {
    words: 'a record that is not of its shape',
    by: (ledger) => ledger.tamper('lot', lot(waived), { colour: 'blue' }),
    found: [`C1 receivable:${waived}`, `S1 lot:${waived}:1`],
  },
  {
    words: 'a record under the key of another',
    by: (ledger) => {
      const stored = Object(ledger.record('invoice', [invoiceOf('open')]));
      ledger.plant('invoice', [aHash('another')], stored);
    },
    found: [`S1 invoice:${aHash('another')}`],
  },
  {
    words: 'an offer without an end',
    by: (ledger) =>
      ledger.tamper('lot', lot(open), { state: 'COMMITTED', lapsesAfter: '2026-08-28' }),
    found: [`C3 lot:${open}:1`, `C12 lot:${open}:1`],
  },
  {
    words: 'a confirmation that waits for ever',
    by: (ledger) => ledger.tamper('receivable', [anId('rcv', 'confirmed')], { acceptBy: null }),
    found: [`C12 receivable:${anId('rcv', 'confirmed')}`],
  },
  {
    words: 'a holder whom nobody knows',
    by: (ledger) => ledger.tamper('lot', lot(open), { holder: anId('org', 'nobody') }),
    found: [`S3 lot:${open}:1`],
  },
  {
    words: 'more shipped than was ordered',
    by: (ledger) => {
      const order = anOrder();
      const parties = { buyer: partyOf('CoreMSP'), seller: anId('org', 'supplier 1') };
      const amounts = { ordered: cny('1.00'), shipped: cny('0.60'), cancelled: cny('0.50') };
      const none = { advancePaid: cny('0.00'), invoiced: cny('0.00'), takenOut: cny('0.00') };
      const stamp = { schema: 'order/1', version: 1, actedOn: '2026-03-02', state: 'CONFIRMED' };
      ledger.plant('order', [order.id], { ...order, ...parties, ...amounts, ...none, ...stamp });
    },
    found: [`C4c order:${anId('ord', 'order')}`],
  },
];

describe('the invariants of records', () => {
  findsEach(BREAKAGES);
});
