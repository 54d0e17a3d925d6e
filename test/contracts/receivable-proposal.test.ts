import { expect } from 'chai';
import { aFoundedLedger, aHash, anId, attempt } from '../support/build.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import {
  anInvoice,
  aProposal,
  aQuota,
  aSupplier,
  someTerms,
  type ReceivableWish,
} from '../support/receivable.js';

const NOTHING = 'nothing refused';
const core = partyOf('CoreMSP');

/** What becomes of a proposal by supplier 1 to the core enterprise. */
async function proposing(ledger: MemoryLedger, wish: ReceivableWish = {}): Promise<string> {
  await aQuota(ledger, core);
  const by = (await aSupplier(ledger, 'supplier 1')).actor;
  const args = { debtor: core, ...someTerms(wish) };
  return attempt({ ledger, by }, 'receivable:propose', { args });
}

function usedOf(ledger: MemoryLedger, words = 'receivable 1'): unknown {
  return ledger.record('invoice', [aHash(`identity of ${words}`)]);
}

describe('proposing a receivable', () => {
  it('makes a draft and presents its invoices, using nothing yet', async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor, creditor } = await aProposal(ledger);
    expect(ledger.record('receivable', [id])).to.deep.include({
      state: 'DRAFT',
      origin: 'PROPOSED',
      debtor: debtor.id,
      creditor: creditor.id,
      issueDate: '2026-03-02',
      dueAdj: '2026-08-28',
      graceUntil: '2026-08-28',
      defaultsOn: '2026-11-26',
      confirmDueBy: '2026-04-01',
      policies: ['NETWORK:network:2026-03-02'],
      pools: [],
    });
    expect(usedOf(ledger)).to.deep.include({ used: { currency: 'CNY', amount: '0.00' } });
    expect(ledger.record('quota', [core, 'a'])).to.deep.include({ version: 1 });
  });

  const amount = '100000.00';
  const refused: [string, Partial<ReceivableWish>, string][] = [
    ['a term a day above policy', { dueDate: '2026-09-02' }, 'TENOR_EXCEEDED'],
    [
      'a face above its invoices',
      { face: '100000.01', terms: { invoices: [anInvoice('x', amount)] } },
      'FACE_ABOVE_INVOICES',
    ],
    ['an advance payment', { terms: { deliveredOn: null } }, 'PREPAYMENT_NOT_ELIGIBLE'],
    [
      'a delivery still to come',
      { terms: { deliveredOn: '2026-03-03' } },
      'PREPAYMENT_NOT_ELIGIBLE',
    ],
    ['a due date before the issue', { dueDate: '2026-03-01' }, 'DUE_BEFORE_ISSUE'],
    [
      'a term longer than the contract’s',
      { terms: { contractDueDate: '2026-08-27' } },
      'TERM_NOT_CONSENTED',
    ],
    [
      'more of an invoice than its amount',
      { terms: { invoices: [anInvoice('x', '100000.01', amount)] } },
      'INVOICE_OVERUSED',
    ],
    [
      'an unknown calendar',
      { terms: { convention: 'FOLLOWING', calendar: 'CN' } },
      'CALENDAR_MISSING',
    ],
    ['an unknown part of the quota', { terms: { quotaShard: 'z' } }, 'QUOTA_UNKNOWN'],
    ['more than the quota', { face: '10000000.01' }, 'QUOTA_EXCEEDED'],
    ['an unknown debtor', { terms: { debtor: anId('org', 'nobody') } }, 'PARTY_UNKNOWN'],
    ['oneself as debtor', { terms: { debtor: anId('org', 'supplier 1') } }, 'PARTIES_NOT_DISTINCT'],
    ['no amount', { face: '0.00' }, 'COMMAND_MALFORMED'],
    ['an unknown field', { terms: { note: 'x' } }, 'COMMAND_MALFORMED'],
  ];
  for (const [what, wish, code] of refused) {
    it(`refuses ${what}`, async () => {
      const ledger = await aFoundedLedger();
      expect(await proposing(ledger, wish)).to.equal(code);
      expect(ledger.records('receivable')).to.deep.equal([]);
    });
  }

  it('takes a longer term with a justification, and a later date with consent', async () => {
    const ledger = await aFoundedLedger();
    const justified = {
      words: 'r2',
      dueDate: '2027-03-03',
      terms: { tenorJustification: aHash('why') },
    };
    expect(await proposing(ledger, justified)).to.equal(NOTHING);
    expect(await proposing(ledger, { ...justified, words: 'r3', dueDate: '2027-03-04' })).to.equal(
      'TENOR_EXCEEDED',
    );
    const consented = { terms: { contractDueDate: '2026-08-27', termExtended: true } };
    expect(await proposing(ledger, consented)).to.equal(NOTHING);
    expect(ledger.record('receivable', [anId('rcv', 'receivable 1')])).to.include({
      termExtended: true,
      termLong: true,
    });
  });

  it('refuses the same invoice with one fen changed', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    const invoices = [anInvoice('receivable 1', '100000.00', '100000.01')];
    expect(await proposing(ledger, { words: 'again', terms: { invoices } })).to.equal(
      'INVOICE_CONTRADICTS',
    );
  });

  it('refuses an id that is taken', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    expect(await proposing(ledger)).to.equal('ALREADY_EXISTS');
  });

  it('is a maker’s act', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    const by = await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' });
    const args = { ...someTerms({ words: 'r2' }), debtor: anId('org', 'supplier 1') };
    expect(await attempt({ ledger, by }, 'receivable:propose', { args })).to.equal('ROLE_REQUIRED');
  });
});
