import { expect } from 'chai';
import { WatchedLedger, brokenIn } from '../support/checks.js';
import { aHash } from '../support/build.js';
import { cut, findsEach, lot, pool, units, type Breakage } from '../support/breakages.js';
import { aLedgerInFullSwing, cny, half, open } from '../support/full-swing.js';
import { partyOf } from '../support/parties.js';

const QUOTA = `C4 quota:${partyOf('CoreMSP')}:a`;
function invoiceOf(words: string): string {
  return aHash(`identity of ${words}`);
}

const BREAKAGES: readonly Breakage[] = [
  {
    words: 'a gap between two lots',
    by: (ledger) => cut(ledger, { to: 4_000_000n, from: 4_000_002n }),
    found: [`C1 lot:${open}:4000002`],
  },
  {
    words: 'a fresh lot over units of another',
    by: (ledger) => cut(ledger, { to: 4_000_000n, from: 3_999_999n }),
    found: [`C1 lot:${open}:3999999`],
  },
  {
    words: 'units that nobody holds at the end',
    by: (ledger) => cut(ledger, { end: 9_999_999n }),
    found: [`C1 receivable:${open}`],
  },
  {
    words: 'a lot beyond the face',
    by: (ledger) => cut(ledger, { end: 10_000_001n }),
    found: [`C1 lot:${open}:4000001`, `C1 lot:${open}:4000001`],
  },
  {
    words: 'a lot that was cut from nothing',
    by: (ledger) => {
      cut(ledger);
      ledger.tamper('lot', [open, units(4_000_001n)], { cutFrom: null });
    },
    found: [`C1 lot:${open}:4000001`],
  },
  {
    words: 'lots of what was never accepted',
    by: (ledger) =>
      ledger.tamper('receivable', [open], { state: 'CONFIRMED', acceptBy: '2026-08-28' }),
    found: [`C1 lot:${open}:1`],
  },
  {
    words: 'a lot without its receivable',
    by: (ledger) => ledger.state.delete(`|\u0000receivable\u0000${open}\u0000`),
    found: [`C1 lot:${open}:1`, QUOTA, `C5 invoice:${invoiceOf('open')}`, `S3 lot:${open}:1`],
  },
  {
    words: 'pools that leave units out',
    by: (ledger) => pool(ledger, open, { intervals: [['1', '9999999']], face: cny('99999.99') }),
    found: [`C1 receivable:${open}`, `C1 lot:${open}:1`, QUOTA],
  },
  {
    words: 'a pool whose face is not its units',
    by: (ledger) => pool(ledger, half, { face: cny('99999.99') }),
    found: [`C1 receivable:${half}`, `C2 receivable:${half}`, QUOTA],
  },
  {
    words: 'a burned lot that is paid like any other',
    by: (ledger) => ledger.tamper('lot', lot(open), { state: 'BURNED' }),
    found: [`C1 lot:${open}:1`],
  },
  {
    words: 'more instructed than received',
    by: (ledger) => ledger.tamper('lot', lot(half), { instructed: cny('50000.01') }),
    found: [`C2 receivable:${half}`, `C2 lot:${half}:1`, `C2 lot:${half}:1`],
  },
  {
    words: 'more late interest instructed than received',
    by: (ledger) => ledger.tamper('lot', lot(half), { lateInstructed: cny('0.01') }),
    found: [`C2 receivable:${half}`, `C2 lot:${half}:1`, `C2 lot:${half}:1`],
  },
  {
    words: 'a lot redeemed that was not paid',
    by: (ledger) => ledger.tamper('lot', lot(half), { state: 'REDEEMED' }),
    found: [`C2 lot:${half}:1`],
  },
  {
    words: 'a payment that the bank never made',
    by: (ledger) => ledger.tamper('lot', lot(half), { paid: cny('0.01') }),
    found: [`C2 lot:${half}:1`],
  },
  {
    words: 'an instruction larger than its lot knows',
    by: (ledger) => ledger.tamper('instruction', [...lot(half), '1'], { amount: cny('50000.01') }),
    found: [`C2 lot:${half}:1`],
  },
  {
    words: 'an instruction that no lot knows',
    by: (ledger) => {
      const made = ledger.record('instruction', [...lot(half), '1']);
      ledger.plant('instruction', [half, units(7n), '1'], { ...Object(made), from: '7' });
    },
    found: [`C2 instruction:${half}:7:1`],
  },
  {
    words: 'more under review than was received',
    by: (ledger) => {
      const [review] = [{ receipt: aHash('r'), amount: cny('0.01'), late: cny('0.00') }];
      const dates = { valueDate: '2026-08-28', until: '2026-08-29' };
      pool(ledger, open, { reviewing: [{ ...review, ...dates }] });
    },
    found: [`C2 receivable:${open}`],
  },
  {
    words: 'a pool that received what no receipt brought',
    by: (ledger) => pool(ledger, half, { received: cny('50000.01') }),
    found: [`C2b receivable:${half}`, QUOTA],
  },
  {
    words: 'a receipt allocated beyond itself',
    by: (ledger) =>
      ledger.tamper('receipt', [aHash(`receipt ${half} 50000.00`)], {
        unallocated: cny('50000.01'),
      }),
    found: [`C2b receipt:${aHash(`receipt ${half} 50000.00`)}`],
  },
  {
    words: 'money left when every lot is redeemed',
    by: (ledger) => {
      ledger.tamper('lot', lot(half), { state: 'REDEEMED', instructed: cny('49999.99') });
      pool(ledger, half, { closed: true, evidence: aHash('evidence') });
    },
    found: [
      `C2 receivable:${half}`,
      `C2 lot:${half}:1`,
      `C2 lot:${half}:1`,
      `C8 receivable:${half}`,
    ],
  },
  {
    words: 'a receipt for a pool that is not there',
    by: (ledger) => pool(ledger, half, { id: 'OTHER' }),
    found: [`C2b receivable:${half}`, `C2b receivable:${half}`],
  },
];

describe('the invariants of lots and money', () => {
  it('hold on a ledger that the contracts made', async () => {
    const ledger = await aLedgerInFullSwing();
    expect(brokenIn(ledger)).to.deep.equal([]);
  });

  it('hold when a lot is cut as it should be', async () => {
    const ledger = WatchedLedger.of(await aLedgerInFullSwing());
    cut(ledger);
    expect(brokenIn(ledger)).to.deep.equal([]);
  });

  findsEach(BREAKAGES);
});
