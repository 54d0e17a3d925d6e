import { expect } from 'chai';
import { aFoundedLedger, aHash, anId, anOperator, attempt, moveTo } from '../support/build.js';
import type { Actor } from '../support/memory-ledger.js';
import { aBatch, aClaim, aPublishedBatch, aRow, payableSides } from '../support/payable.js';
import { anActiveParty, businessKey, partyOf } from '../support/parties.js';

const core = partyOf('CoreMSP');
const batch = anId('pay', 'batch 1');
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });

type Args = Record<string, unknown>;

describe('claiming a payable', () => {
  it('makes a confirmed receivable on the debtor’s published terms', async () => {
    const ledger = await aFoundedLedger();
    const { debtor, creditor } = await aPublishedBatch(ledger);
    await moveTo(ledger, '2026-03-05');
    await ledger.submit(creditor.actor, 'payable:claim', { args: aClaim() });
    const receivable = anId('rcv', 'of row 1');
    expect(ledger.record('payable', [batch, '1'])).to.include({ state: 'CLAIMED', receivable });
    expect(ledger.record('receivable', [receivable])).to.deep.include({
      state: 'CONFIRMED',
      origin: 'CLAIMED',
      debtor: debtor.id,
      creditor: creditor.id,
      face: cny('1000.00'),
      issueDate: '2026-03-05',
      confirmedBy: debtor.actor.key,
      confirmedOn: '2026-03-05',
      acceptBy: '2026-04-04',
      quotaShard: 'a',
      promise: aHash('promise'),
    });
    expect(ledger.record('quota', [core, 'a'])).to.deep.include({ reserved: cny('1000.00') });
    expect(ledger.record('invoice', [aHash('identity of row 1')])).to.deep.include({
      used: cny('1000.00'),
    });
  });

  it('ends in an issued certificate once accepted, and frees everything when declined', async () => {
    for (const act of ['receivable:accept', 'receivable:decline']) {
      const ledger = await aFoundedLedger();
      const { creditor } = await aPublishedBatch(ledger);
      await ledger.submit(creditor.actor, 'payable:claim', { args: aClaim() });
      await ledger.submit(creditor.actor, act, { args: { id: anId('rcv', 'of row 1') } });
      const kept = act === 'receivable:accept' ? '1000.00' : '0.00';
      expect(ledger.record('quota', [core, 'a'])).to.deep.include({ reserved: cny(kept) });
      const used = { used: cny(kept) };
      expect(ledger.record('invoice', [aHash('identity of row 1')])).to.deep.include(used);
    }
  });

  it('is the creditor’s, once, before it lapses', async () => {
    const ledger = await aFoundedLedger();
    const { debtor, creditor } = await aPublishedBatch(ledger);
    const claiming = (by: Actor, args = aClaim()): Promise<string> =>
      attempt({ ledger, by }, 'payable:claim', { args });
    expect(await claiming(debtor.actor)).to.equal('ROLE_REQUIRED');
    expect(await claiming(creditor.actor, aClaim(2))).to.equal('PAYABLE_UNKNOWN');
    expect(await claiming(creditor.actor, aClaim(201))).to.equal('COMMAND_MALFORMED');
    expect(await claiming(creditor.actor)).to.equal('nothing refused');
    expect(await claiming(creditor.actor)).to.equal('STATE_CONFLICT');
    const late = await aFoundedLedger();
    await aPublishedBatch(late);
    await moveTo(late, '2026-08-29');
    const sent = { args: aClaim() };
    const code = await attempt({ ledger: late, by: creditor.actor }, 'payable:claim', sent);
    expect(code).to.equal('STATE_CONFLICT');
  });

  it('consents to a due date later than the contract’s', async () => {
    const ledger = await aFoundedLedger();
    const row = aRow({ over: { contractDueDate: '2026-08-01' } });
    const { creditor } = await aPublishedBatch(ledger, aBatch([row]));
    const claiming = (termExtended: boolean): Promise<string> =>
      attempt({ ledger, by: creditor.actor }, 'payable:claim', {
        args: aClaim(1, { termExtended }),
      });
    expect(await claiming(false)).to.equal('TERM_NOT_CONSENTED');
    expect(await claiming(true)).to.equal('nothing refused');
    const receivable = ledger.record('receivable', [anId('rcv', 'of row 1')]);
    expect(receivable).to.include({ termExtended: true });
  });

  it('takes quota, and invoices that are still good', async () => {
    const ledger = await aFoundedLedger({ verifyInvoiceAtConfirmation: true });
    const { debtor, creditor } = await aPublishedBatch(ledger);
    const claiming = (over: Args = {}): Promise<string> =>
      attempt({ ledger, by: creditor.actor }, 'payable:claim', { args: aClaim(1, over) });
    const verify = async (status: string): Promise<void> => {
      const identity = aHash('identity of row 1');
      const check = { identity, checkedAt: '2026-03-02', evidence: aHash('answer'), found: null };
      const by = await businessKey(ledger, 'BankAMSP');
      await ledger.submit(by, 'invoice:verify', { args: { ...check, status } });
    };
    expect(await claiming()).to.equal('INVOICE_NOT_VERIFIED');
    await verify('RED_LETTERED');
    expect(await claiming()).to.equal('INVOICE_NOT_NORMAL');
    await verify('NORMAL');
    expect(await claiming({ quotaShard: 'z' })).to.equal('QUOTA_UNKNOWN');
    const little = { debtor: debtor.id, shard: 'little', granted: cny('999.99') };
    await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'quota:set', { args: little });
    expect(await claiming({ quotaShard: 'little' })).to.equal('QUOTA_EXCEEDED');
    expect(await claiming()).to.equal('nothing refused');
  });

  it('needs both parties active', async () => {
    const ledger = await aFoundedLedger();
    const dealer = await anActiveParty(ledger, 'dealer');
    await payableSides(ledger);
    const args = aBatch();
    await ledger.submit(dealer.actor, 'payable:publish', { args });
    await ledger.submit(anOperator('AccessMSP'), 'party:suspend', { args: { party: dealer.id } });
    const { actor: by } = (await payableSides(ledger)).creditor;
    const code = await attempt({ ledger, by }, 'payable:claim', { args: aClaim() });
    expect(code).to.equal('PARTY_NOT_ACTIVE');
  });
});
