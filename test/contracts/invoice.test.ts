import { expect } from 'chai';
import { aFoundedLedger, aHash, anId, anOperator, attempt, moveTo } from '../support/build.js';
import type { Actor, MemoryLedger } from '../support/memory-ledger.js';
import { anActiveParty, businessKey, partyOf } from '../support/parties.js';
import { aConfirmedReceivable, anInvoice, aProposal, someTerms } from '../support/receivable.js';

const identity = aHash('identity of receivable 1');
const core = partyOf('CoreMSP');

function aCheck(over: Record<string, unknown> = {}): Record<string, unknown> {
  const evidence = aHash('answer of the tax source');
  return { identity, status: 'NORMAL', checkedAt: '2026-03-02', evidence, found: null, ...over };
}

function verifying(
  ledger: MemoryLedger,
  by: Actor,
  over: Record<string, unknown> = {},
): Promise<string> {
  return attempt({ ledger, by }, 'invoice:verify', { args: aCheck(over) });
}

describe('verifying an invoice', () => {
  it('records what the tax source says, for buyer, bank and source of attestations', async () => {
    for (const mspId of ['CoreMSP', 'BankBMSP', 'RegulatorMSP'] as const) {
      const ledger = await aFoundedLedger();
      await aProposal(ledger);
      const by = await businessKey(ledger, mspId);
      expect(await verifying(ledger, by), mspId).to.equal('nothing refused');
      expect(ledger.record('invoice', [identity])).to.include({
        verifiedOn: '2026-03-02',
        checkedOn: '2026-03-02',
        evidence: aHash('answer of the tax source'),
        status: 'NORMAL',
      });
    }
  });

  it('is not for the seller, a stranger or an operator', async () => {
    const ledger = await aFoundedLedger();
    const { creditor } = await aProposal(ledger);
    const stranger = await anActiveParty(ledger, 'stranger');
    const access = await businessKey(ledger, 'AccessMSP');
    const operators = [anOperator('CoreMSP'), anOperator('BankAMSP')];
    for (const by of [creditor.actor, stranger.actor, access, ...operators]) {
      expect(await verifying(ledger, by)).to.equal('ROLE_REQUIRED');
    }
  });

  it('is of an invoice that was presented', async () => {
    const ledger = await aFoundedLedger();
    const by = await businessKey(ledger, 'BankAMSP');
    expect(await verifying(ledger, by)).to.equal('INVOICE_UNKNOWN');
  });

  it('keeps the latest answer', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    const by = await businessKey(ledger, 'BankAMSP');
    expect(await verifying(ledger, by, { checkedAt: '2026-03-03' })).to.equal('DATE_IN_FUTURE');
    expect(await verifying(ledger, by)).to.equal('nothing refused');
    const older = { checkedAt: '2026-03-01', status: 'VOID' };
    expect(await verifying(ledger, by, older)).to.equal('INVOICE_CHECK_OUTDATED');
    expect(await verifying(ledger, by, { status: 'VOID' })).to.equal('nothing refused');
    expect(ledger.record('invoice', [identity])).to.include({ status: 'VOID', verifiedOn: null });
  });

  it('stops a confirmation when the invoice was red-lettered, until a bank finds it normal', async () => {
    const ledger = await aFoundedLedger();
    const { debtor } = await aProposal(ledger);
    const bank = await businessKey(ledger, 'BankAMSP');
    const { id, face, dueDate, promise, quotaShard } = someTerms();
    const confirming = (): Promise<string> =>
      attempt({ ledger, by: debtor.actor }, 'receivable:confirm', {
        args: { id, face, dueDate, promise, quotaShard },
      });
    await verifying(ledger, debtor.actor, { status: 'RED_LETTERED' });
    expect(await confirming()).to.equal('INVOICE_NOT_NORMAL');
    expect(await verifying(ledger, debtor.actor)).to.equal('INVOICE_NOT_NORMAL');
    const again = { status: 'RED_LETTERED' };
    expect(await verifying(ledger, debtor.actor, again)).to.equal('nothing refused');
    expect(await verifying(ledger, bank)).to.equal('nothing refused');
    expect(await confirming()).to.equal('nothing refused');
  });

  it('counts for as long as the policy says', async () => {
    const rules = { verifyInvoiceAtConfirmation: true, invoiceVerifiedWithinDays: 5 };
    const ledger = await aFoundedLedger(rules);
    const { debtor } = await aProposal(ledger);
    const { id, face, dueDate, promise, quotaShard } = someTerms();
    const confirming = (): Promise<string> =>
      attempt({ ledger, by: debtor.actor }, 'receivable:confirm', {
        args: { id, face, dueDate, promise, quotaShard },
      });
    expect(await confirming()).to.equal('INVOICE_NOT_VERIFIED');
    await verifying(ledger, debtor.actor);
    await moveTo(ledger, '2026-03-08');
    expect(await confirming()).to.equal('INVOICE_NOT_VERIFIED');
    await verifying(ledger, debtor.actor, { checkedAt: '2026-03-03' });
    expect(await confirming()).to.equal('nothing refused');
  });
});

describe('an invoice that the tax source knows otherwise', () => {
  const found = {
    keyId: 'k1',
    content: aHash('true content'),
    amount: { currency: 'EUR', amount: '5.00' },
    seller: anId('org', 'rightful seller'),
    buyer: core,
  };

  it('is corrected by a bank, so that a false first presentation keeps nobody out', async () => {
    const ledger = await aFoundedLedger();
    await aProposal(ledger);
    const rightful = await anActiveParty(ledger, 'rightful seller');
    const { keyId, content, amount } = found;
    const invoice = { identity, keyId, content, amount, use: amount };
    const terms = someTerms({ words: 'rightful' });
    const args = {
      ...terms,
      face: amount,
      invoices: [invoice],
      debtor: core,
      quotaShard: 'euro',
    };
    await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'quota:set', {
      args: { debtor: core, shard: 'euro', granted: { currency: 'EUR', amount: '1000.00' } },
    });
    const proposing = (): Promise<string> =>
      attempt({ ledger, by: rightful.actor }, 'receivable:propose', { args });
    expect(await proposing()).to.equal('INVOICE_CONTRADICTS');
    const bank = await businessKey(ledger, 'BankAMSP');
    expect(await verifying(ledger, bank, { found })).to.equal('nothing refused');
    expect(ledger.record('invoice', [identity])).to.deep.include({
      ...found,
      used: { currency: 'EUR', amount: '0.00' },
    });
    expect(await proposing()).to.equal('nothing refused');
  });

  it('is not corrected by its buyer', async () => {
    const ledger = await aFoundedLedger();
    const { debtor } = await aProposal(ledger);
    expect(await verifying(ledger, debtor.actor, { found })).to.equal('ROLE_REQUIRED');
  });

  it('is not corrected while a certificate stands on it', async () => {
    const ledger = await aFoundedLedger();
    await aConfirmedReceivable(ledger);
    const bank = await businessKey(ledger, 'BankAMSP');
    expect(await verifying(ledger, bank, { found })).to.equal('INVOICE_IN_USE');
    const { keyId, content, amount } = anInvoice('receivable 1', '100000.00');
    const same = { keyId, content, amount, seller: anId('org', 'supplier 1'), buyer: core };
    expect(await verifying(ledger, bank, { found: same })).to.equal('nothing refused');
  });
});
