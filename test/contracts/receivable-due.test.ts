import { expect } from 'chai';
import { addDays, CalendarDate } from '../../chaincode/domain/dates.js';
import { aFoundedLedger, aHash, anId, anOperator, attempt, refusalOf } from '../support/build.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import { aPayment } from '../support/payment.js';
import {
  aConfirmedReceivable,
  anIssuedReceivable,
  aProposal,
  confirmation,
} from '../support/receivable.js';

const NOTHING = 'nothing refused';

async function setDate(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

async function sending(ledger: MemoryLedger, act: string, id: string): Promise<string> {
  const by = await businessKey(ledger, 'BankBMSP');
  return attempt({ ledger, by }, `receivable:${act}`, { args: { id } });
}

describe('a receivable that is not paid', () => {
  it('falls due, is overdue after its grace, and in default after ninety days', async () => {
    const ledger = await aFoundedLedger({ graceDays: 3 });
    const { id } = await anIssuedReceivable(ledger);
    const steps: [string, string, string][] = [
      ['2026-08-28', 'mature', 'DUE'],
      ['2026-09-01', 'markOverdue', 'OVERDUE'],
      ['2026-11-26', 'default', 'DEFAULTED'],
    ];
    for (const [date, act, state] of steps) {
      const before = dayBefore(date);
      await setDate(ledger, before);
      expect(await sending(ledger, act, id), `${act} on ${before}`).to.equal('DATE_NOT_REACHED');
      await setDate(ledger, date);
      expect(await sending(ledger, act, id), `${act} on ${date}`).to.equal(NOTHING);
      expect(ledger.record('receivable', [id])).to.include({ state, since: date });
      expect(await sending(ledger, act, id)).to.equal('STATE_CONFLICT');
    }
  });

  for (const act of ['markOverdue', 'default']) {
    it(`blocks its debtor by ${act}, even when nothing was sent before`, async () => {
      const ledger = await aFoundedLedger();
      const { id, debtor } = await anIssuedReceivable(ledger);
      await aProposal(ledger, { words: 'open' });
      const confirmed = await aConfirmedReceivable(ledger, { words: 'confirmed' });
      // Whether or not it has been accepted in time, the block is what is tested here.
      await ledger.submit(confirmed.creditor.actor, 'receivable:decline', {
        args: { id: confirmed.id },
      });
      await setDate(ledger, '2026-11-26');
      expect(await sending(ledger, act, id)).to.equal(NOTHING);
      expect(ledger.record('party', [debtor.id])).to.include({ blockedSince: '2026-08-29' });
      const terms = { deliveredOn: '2026-11-20' };
      const wish = { words: 'new', dueDate: '2027-01-28', debtor, terms };
      expect(await refusalOf(aProposal(ledger, wish))).to.equal('DEBTOR_BLOCKED');
    });
  }

  it('blocks its debtor before another is accepted', async () => {
    const ledger = await aFoundedLedger();
    const short = await anIssuedReceivable(ledger, { words: 'short', dueDate: '2026-03-10' });
    const later = await aConfirmedReceivable(ledger, { words: 'later' });
    const draft = await aProposal(ledger, { words: 'draft' });
    await setDate(ledger, '2026-03-11');
    expect(await sending(ledger, 'markOverdue', short.id)).to.equal(NOTHING);
    const { debtor, creditor } = later;
    const args = { id: later.id };
    const accepting = attempt({ ledger, by: creditor.actor }, 'receivable:accept', { args });
    expect(await accepting).to.equal('DEBTOR_BLOCKED');
    const by = debtor.actor;
    const signed = confirmation({ words: 'draft' });
    expect(signed['id']).to.equal(draft.id);
    expect(await attempt({ ledger, by }, 'receivable:confirm', { args: signed })).to.equal(
      'DEBTOR_BLOCKED',
    );
  });

  it('is not overdue once it is paid', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await anIssuedReceivable(ledger);
    await setDate(ledger, '2026-08-28');
    await aPayment(ledger, id, '100000.00');
    await setDate(ledger, '2026-08-29');
    expect(await sending(ledger, 'markOverdue', id)).to.equal('STATE_CONFLICT');
    expect(ledger.record('party', [partyOf('CoreMSP')])).to.include({ blockedSince: null });
  });
});

describe('a blocked debtor', () => {
  it('issues again once a quorum has seen that it has paid', async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor } = await anIssuedReceivable(ledger, { dueDate: '2026-03-10' });
    const open = await anIssuedReceivable(ledger, { words: 'open' });
    await setDate(ledger, '2026-03-11');
    await sending(ledger, 'markOverdue', id);
    const [first, second, third] = ['CoreMSP', 'AccessMSP', 'BankAMSP'].map(anOperator);
    if (!first || !second || !third) throw new Error('three operators');
    const args = (...cured: string[]): Record<string, unknown> => ({
      party: debtor.id,
      document: aHash('evidence of the cure'),
      cured,
    });
    const asking = (...cured: string[]): Promise<string> =>
      attempt({ ledger, by: first }, 'party:unblock', { args: args(...cured) });
    expect(await asking(id)).to.equal('CURE_NOT_SHOWN');
    await aPayment(ledger, id, '100000.00');
    expect(await asking(id, open.id)).to.equal('CURE_NOT_SHOWN');
    expect(await asking(id, anId('rcv', 'nothing'))).to.equal('RECEIVABLE_UNKNOWN');
    expect(await asking(id)).to.equal('SIGNATURES_MISSING');
    const approval = { id: anId('apr', 'cure'), act: 'party:unblock', validUntil: '2026-03-31' };
    await ledger.submit(first, 'approval:open', { args: { ...approval, args: args(id) } });
    await ledger.submit(second, 'approval:sign', { args: { id: approval.id } });
    await ledger.submit(third, 'approval:sign', { args: { id: approval.id } });
    expect(ledger.record('party', [debtor.id])).to.include({ blockedSince: null });
    await aConfirmedReceivable(ledger, { words: 'new' });
    expect(await asking(id)).to.equal('STATE_CONFLICT');
  });
});

describe('the debtor’s advice', () => {
  it('is kept and changes no receipt', async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor, creditor } = await anIssuedReceivable(ledger);
    const advising = (amount: string, by = debtor.actor): Promise<string> => {
      const args = {
        id,
        amount: { currency: 'CNY', amount },
        payOn: '2026-08-28',
        reference: aHash('ref'),
      };
      return attempt({ ledger, by }, 'receivable:advise', { args });
    };
    expect(await advising('1.00', creditor.actor)).to.equal('ROLE_REQUIRED');
    expect(await advising('100000.01')).to.equal('ADVICE_ABOVE_UNPAID');
    expect(await advising('100000.00')).to.equal(NOTHING);
    expect(ledger.record('receivable', [id])).to.have.deep.nested.property('advice.amount', {
      currency: 'CNY',
      amount: '100000.00',
    });
    expect(ledger.record('receivable', [id])).to.have.deep.nested.property('pools[0].received', {
      currency: 'CNY',
      amount: '0.00',
    });
  });
});

function dayBefore(date: string): string {
  return addDays(CalendarDate.parse(date), -1);
}
