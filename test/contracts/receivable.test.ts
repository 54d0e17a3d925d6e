import { expect } from 'chai';
import { aFoundedLedger, aHash, anId, anOperator, attempt } from '../support/build.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import {
  aConfirmedReceivable,
  anInvoice,
  anIssuedReceivable,
  aProposal,
  aQuota,
  aSupplier,
  confirmation,
  someTerms,
  theCoreEnterprise,
  type ReceivableOf,
} from '../support/receivable.js';

const NOTHING = 'nothing refused';
const core = partyOf('CoreMSP');

async function confirming(
  ledger: MemoryLedger,
  over: Record<string, unknown> = {},
): Promise<string> {
  const by = await businessKey(ledger, 'CoreMSP');
  return attempt({ ledger, by }, 'receivable:confirm', { args: { ...confirmation(), ...over } });
}

async function setDate(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

function usedOf(ledger: MemoryLedger, words = 'receivable 1'): unknown {
  return ledger.record('invoice', [aHash(`identity of ${words}`)]);
}

describe('confirming a receivable', () => {
  it('locks quota and invoices by the debtor’s signature', async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor } = await aConfirmedReceivable(ledger);
    expect(ledger.record('receivable', [id])).to.deep.include({
      state: 'CONFIRMED',
      confirmedOn: '2026-03-02',
      confirmedBy: debtor.actor.key,
      acceptBy: '2026-04-01',
    });
    expect(usedOf(ledger)).to.deep.include({ used: { currency: 'CNY', amount: '100000.00' } });
    expect(ledger.record('quota', [core, 'a'])).to.deep.include({
      reserved: { currency: 'CNY', amount: '100000.00' },
    });
  });

  it('is the debtor’s alone', async () => {
    const ledger = await aFoundedLedger();
    const { creditor } = await aProposal(ledger);
    const args = confirmation();
    expect(await attempt({ ledger, by: creditor.actor }, 'receivable:confirm', { args })).to.equal(
      'ROLE_REQUIRED',
    );
  });

  const others: Record<string, unknown> = {
    face: { currency: 'CNY', amount: '100000.01' },
    dueDate: '2026-08-27',
    promise: aHash('another promise'),
  };
  for (const [field, value] of Object.entries(others)) {
    it(`refuses a signature under another ${field}`, async () => {
      const ledger = await aFoundedLedger();
      await aProposal(ledger);
      expect(await confirming(ledger, { [field]: value })).to.equal('TERMS_DIFFER');
    });
  }

  it('is possible on the last day and not after', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    await setDate(ledger, '2026-04-02');
    expect(await confirming(ledger)).to.equal('STATE_CONFLICT');
    const again = await aFoundedLedger();
    await aProposal(again);
    await setDate(again, '2026-04-01');
    expect(await confirming(again)).to.equal(NOTHING);
  });

  it('refuses an invoice that another certificate has used up', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    await aProposal(ledger, {
      words: 'twin',
      terms: { invoices: [anInvoice('receivable 1', '100000.00')] },
    });
    expect(await confirming(ledger)).to.equal(NOTHING);
    expect(await confirming(ledger, { id: anId('rcv', 'twin') })).to.equal('INVOICE_OVERUSED');
  });

  it('needs invoices verified with the tax source where the policy says so', async () => {
    const ledger = await aFoundedLedger({ verifyInvoiceAtConfirmation: true });
    await aProposal(ledger);
    expect(await confirming(ledger)).to.equal('INVOICE_NOT_VERIFIED');
  });

  it('refuses when the quota is used up', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger, { words: 'large', face: '9900000.01' });
    await aProposal(ledger);
    expect(await confirming(ledger)).to.equal(NOTHING);
    const large = { ...confirmation({ words: 'large', face: '9900000.01' }) };
    expect(await confirming(ledger, large)).to.equal('QUOTA_EXCEEDED');
  });

  it('takes a second person above the policy’s amount, and above the key’s limit', async () => {
    const ledger = await aFoundedLedger({ secondPersonAbove: '99999.99' });
    await aProposal(ledger);
    expect(await confirming(ledger)).to.equal('SIGNATURES_MISSING');
    const limited = await aFoundedLedger({ secondPersonAbove: '100000.00' });
    await aProposal(limited);
    const confirmer = async (amount: string): Promise<string> => {
      const wish = { words: amount, limit: { currency: 'CNY', amount } };
      const by = await businessKey(limited, 'CoreMSP', wish);
      return attempt({ ledger: limited, by }, 'receivable:confirm', { args: confirmation() });
    };
    expect(await confirmer('99999.99')).to.equal('SIGNATURES_MISSING');
    expect(await confirmer('100000.00')).to.equal(NOTHING);
  });
});

describe('issuing a receivable', () => {
  it('is propose and confirm in one act of the debtor', async () => {
    const ledger = await aFoundedLedger();
    const { actor } = await theCoreEnterprise(ledger);
    const creditor = await aSupplier(ledger, 'supplier 1');
    await aQuota(ledger, core);
    const args = { ...someTerms(), creditor: creditor.id };
    await ledger.submit(actor, 'receivable:issue', { args });
    expect(ledger.record('receivable', [anId('rcv', 'receivable 1')])).to.include({
      state: 'CONFIRMED',
      origin: 'ISSUED',
    });
    expect(usedOf(ledger)).to.deep.include({ used: { currency: 'CNY', amount: '100000.00' } });
    const by = actor;
    expect(await attempt({ ledger, by }, 'receivable:issue', { args })).to.equal(
      'INVOICE_OVERUSED',
    );
  });
});

describe('accepting a receivable', () => {
  it('issues it as one lot of all its units in the creditor’s hand', async () => {
    const ledger = await aFoundedLedger();
    const { id, creditor } = await anIssuedReceivable(ledger);
    expect(ledger.record('receivable', [id])).to.include({
      state: 'ISSUED',
      acceptedOn: '2026-03-02',
    });
    expect(ledger.records('lot')).to.have.length(1);
    expect(ledger.records('lot')[0]).to.include({
      receivable: id,
      from: '1',
      to: '10000000',
      state: 'FREE',
      holder: creditor.id,
      hop: 0,
    });
    expect(ledger.record('receivable', [id])).to.have.deep.nested.property('pools[0].intervals', [
      ['1', '10000000'],
    ]);
  });

  it('is the creditor’s, once, and in time', async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor, creditor } = await aConfirmedReceivable(ledger);
    const accepting = (by = creditor.actor): Promise<string> =>
      attempt({ ledger, by }, 'receivable:accept', { args: { id } });
    expect(await accepting(debtor.actor)).to.equal('ROLE_REQUIRED');
    await setDate(ledger, '2026-04-02');
    expect(await accepting()).to.equal('STATE_CONFLICT');
    const issued = await aFoundedLedger();
    await anIssuedReceivable(issued);
    expect(
      await attempt({ ledger: issued, by: creditor.actor }, 'receivable:accept', { args: { id } }),
    ).to.equal('STATE_CONFLICT');
  });
});

describe('what was locked', () => {
  const ends: [string, (of: ReceivableOf) => ReceivableOf['debtor']][] = [
    ['decline', (of) => of.creditor],
    ['revoke', (of) => of.debtor],
  ];
  const free = (ledger: MemoryLedger): void => {
    expect(usedOf(ledger)).to.deep.include({ used: { currency: 'CNY', amount: '0.00' } });
    expect(ledger.record('quota', [core, 'a'])).to.deep.include({
      reserved: { currency: 'CNY', amount: '0.00' },
    });
  };
  for (const [act, who] of ends) {
    it(`is free again after ${act}`, async () => {
      const ledger = await aFoundedLedger();
      const receivable = await aConfirmedReceivable(ledger);
      await ledger.submit(who(receivable).actor, `receivable:${act}`, {
        args: { id: receivable.id },
      });
      free(ledger);
    });
  }

  it('is free again after expiry, by anyone, once the day has passed', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await aConfirmedReceivable(ledger);
    const anyone = await businessKey(ledger, 'BankBMSP');
    const expiring = (): Promise<string> =>
      attempt({ ledger, by: anyone }, 'receivable:expire', { args: { id } });
    await setDate(ledger, '2026-04-01');
    expect(await expiring()).to.equal('DATE_NOT_REACHED');
    await setDate(ledger, '2026-04-02');
    expect(await expiring()).to.equal(NOTHING);
    free(ledger);
    expect(ledger.record('receivable', [id])).to.include({ state: 'EXPIRED', since: '2026-04-02' });
    expect(await expiring()).to.equal('STATE_CONFLICT');
  });
});

describe('ending a draft', () => {
  it('is withdrawal by its proposer or rejection by the debtor, with a reason', async () => {
    const ledger = await aFoundedLedger();
    const one = await aProposal(ledger);
    const two = await aProposal(ledger, { words: 'two' });
    await ledger.submit(one.creditor.actor, 'receivable:withdraw', { args: { id: one.id } });
    await ledger.submit(two.debtor.actor, 'receivable:reject', {
      args: { id: two.id, reason: 'TRADE_UNKNOWN' },
    });
    expect(ledger.record('receivable', [one.id])).to.include({ state: 'VOID' });
    expect(ledger.record('receivable', [two.id])).to.include({
      state: 'REJECTED',
      rejection: 'TRADE_UNKNOWN',
    });
    expect(await confirming(ledger)).to.equal('STATE_CONFLICT');
  });
});
