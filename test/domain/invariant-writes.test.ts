import { expect } from 'chai';
import { WatchedLedger, brokenIn } from '../support/checks.js';
import { aHash, anId } from '../support/build.js';
import { findsEach, lot, type Breakage } from '../support/breakages.js';
import { aLedgerInFullSwing, cny, half, open, paid } from '../support/full-swing.js';

function invoiceOf(words: string): string {
  return aHash(`identity of ${words}`);
}

const BREAKAGES: readonly Breakage[] = [
  {
    words: 'a change of state that no act brings',
    by: (ledger) => ledger.slip('instruction', [...lot(half), '1'], { state: 'PAID', version: 2 }),
    found: [`C6 instruction:${half}:1:1`],
  },
  {
    words: 'a record made in a state of later',
    by: (ledger) => {
      const stored = Object(ledger.record('receivable', [paid]));
      const id = anId('rcv', 'from nowhere');
      ledger.slip('receivable', [id], { ...stored, id, state: 'VOID', pools: [], version: 1 });
    },
    found: [`C6 receivable:${anId('rcv', 'from nowhere')}`],
  },
  {
    words: 'a write that was not counted',
    by: (ledger) => ledger.slip('receivable', [open], {}),
    found: [`S2 receivable:${open}`],
  },
  {
    words: 'a date that goes back',
    by: (ledger) => ledger.slip('lot', lot(half), { actedOn: '2026-08-27', version: 3 }),
    found: [`C10 lot:${half}:1`],
  },
  {
    words: 'a lot offered after all was paid',
    by: (ledger) => {
      const offer = {
        to: anId('org', 'supplier 1'),
        basis: aHash('basis'),
        invoices: [{ identity: invoiceOf('paid'), use: cny('0.00') }],
        recourse: 'NONE',
        underlyingDebt: 'DISCHARGED_ON_PAYMENT',
        validUntil: '2026-08-28',
      };
      const offered = { state: 'OFFERED', offer, lapsesAfter: '2026-08-01', version: 4 };
      ledger.slip('lot', lot(paid), offered);
    },
    found: [`C6 lot:${paid}:1`, `C8 lot:${paid}:1`],
  },
];

describe('the invariants of writes', () => {
  findsEach(BREAKAGES);

  it('name a business date that goes back, and all that was done on the later one', async () => {
    const ledger = WatchedLedger.of(await aLedgerInFullSwing());
    const { version } = Object(ledger.record('programme', []));
    ledger.slip('programme', [], { date: '2026-08-27', version: version + 1 });
    expect(brokenIn(ledger)).to.include.members(['C10 programme', `C10 lot:${half}:1`]);
  });
});
