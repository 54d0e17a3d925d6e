import { expect } from 'chai';
import { PAYABLE_ROWS_MAX } from '../../chaincode/domain/identifiers.js';
import { aFoundedLedger, aHash, anId, anOperator, attempt, moveTo } from '../support/build.js';
import type { Actor } from '../support/memory-ledger.js';
import { aBatch, aPublishedBatch, aRow, payableSides } from '../support/payable.js';
import { anActiveParty, businessKey, partyOf } from '../support/parties.js';
import { anInvoice, aProposal } from '../support/receivable.js';

const core = partyOf('CoreMSP');
const batch = anId('pay', 'batch 1');
const first = `${batch}:1`;
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });

type Args = Record<string, unknown>;

async function publishing(rows: Args[], terms: Args = {}): Promise<string> {
  const ledger = await aFoundedLedger();
  const { debtor } = await payableSides(ledger);
  const args = aBatch(rows, terms);
  const code = await attempt({ ledger, by: debtor.actor }, 'payable:publish', { args });
  if (code !== 'nothing refused') {
    expect(ledger.records('payable')).to.deep.equal([]);
    expect(ledger.records('invoice')).to.deep.equal([]);
  }
  return code;
}

describe('publishing payables', () => {
  it('makes a record of each row and locks its invoices', async () => {
    const ledger = await aFoundedLedger();
    const rows = [aRow(), aRow({ words: 'row 2', face: '5.00' })];
    const { debtor, creditor } = await aPublishedBatch(ledger, aBatch(rows));
    expect(ledger.records('payable')).to.have.length(2);
    expect(ledger.record('payable', [batch, '2'])).to.deep.include({
      state: 'PUBLISHED',
      debtor: debtor.id,
      creditor: creditor.id,
      face: cny('5.00'),
      publishedBy: debtor.actor.key,
      lapsesAfter: '2026-08-28',
      receivable: null,
    });
    expect(ledger.record('invoice', [aHash('identity of row 2')])).to.deep.include({
      used: cny('5.00'),
      seller: creditor.id,
      buyer: core,
    });
  });

  it('takes two hundred rows in one transaction', async () => {
    const rows = Array.from({ length: PAYABLE_ROWS_MAX }, (_, at) => aRow({ words: `row ${at}` }));
    expect(await publishing(rows)).to.equal('nothing refused');
    expect(await publishing([...rows, aRow({ words: 'more' })])).to.equal('COMMAND_MALFORMED');
    expect(await publishing([])).to.equal('COMMAND_MALFORMED');
  });

  it('lets rows share an invoice up to its amount', async () => {
    const half = (words: string, use: string): Args =>
      aRow({ words, face: use, over: { invoices: [anInvoice('shared', use, '100.00')] } });
    expect(await publishing([half('a', '60.00'), half('b', '40.00')])).to.equal('nothing refused');
    expect(await publishing([half('a', '60.00'), half('b', '40.01')])).to.equal('INVOICE_OVERUSED');
    const other = { ...anInvoice('shared', '40.00', '100.00'), content: aHash('other') };
    const contradicting = aRow({ words: 'b', face: '40.00', over: { invoices: [other] } });
    expect(await publishing([half('a', '60.00'), contradicting])).to.equal('INVOICE_CONTRADICTS');
  });

  const refused: Readonly<Record<string, [Args, string]>> = {
    'an unknown creditor': [{ creditor: anId('org', 'nobody') }, 'PARTY_UNKNOWN'],
    'itself as creditor': [{ creditor: core }, 'PARTIES_NOT_DISTINCT'],
    'goods still to be delivered': [{ deliveredOn: '2026-03-03' }, 'PREPAYMENT_NOT_ELIGIBLE'],
    'no delivery': [{ deliveredOn: null }, 'PREPAYMENT_NOT_ELIGIBLE'],
    'a date that is past': [{ dueDate: '2026-03-01' }, 'DUE_BEFORE_ISSUE'],
    'a term beyond the policy': [{ dueDate: '2026-09-02' }, 'TENOR_EXCEEDED'],
    'less invoiced than owed': [{ face: cny('1000.01') }, 'FACE_ABOVE_INVOICES'],
    'an unknown order': [{ order: anId('ord', 'none') }, 'ORDER_UNKNOWN'],
    'an unknown field': [{ note: 'x' }, 'COMMAND_MALFORMED'],
  };
  for (const [what, [over, code]] of Object.entries(refused)) {
    it(`refuses the whole batch for one row with ${what}`, async () => {
      expect(await publishing([aRow(), aRow({ words: 'row 2', over })])).to.equal(code);
    });
  }

  it('refuses a calendar that is not recorded, rows in two currencies, and a sum beyond amounts', async () => {
    const following = { convention: 'FOLLOWING', calendar: 'CN' };
    expect(await publishing([aRow()], following)).to.equal('CALENDAR_MISSING');
    const amount = { currency: 'EUR', amount: '1.00' };
    const invoices = [{ ...anInvoice('euro', '1.00'), amount, use: amount }];
    const euro = aRow({ words: 'euro', over: { face: amount, invoices } });
    expect(await publishing([aRow(), euro])).to.equal('CURRENCY_MISMATCH');
    const huge = ['a', 'b'].map((words) => aRow({ words, face: '999999999999999.99' }));
    expect(await publishing(huge)).to.equal('BATCH_TOO_LARGE');
  });

  it('needs a second person when the rows together pass the policy’s or the key’s limit', async () => {
    const rows = [aRow(), aRow({ words: 'row 2' })];
    const sent = { args: aBatch(rows) };
    const above = await aFoundedLedger({ secondPersonAbove: '1999.99' });
    const { debtor } = await payableSides(above);
    const over = { ledger: above, by: debtor.actor };
    expect(await attempt(over, 'payable:publish', sent)).to.equal('SIGNATURES_MISSING');
    const ledger = await aFoundedLedger({ secondPersonAbove: '2000.00' });
    await payableSides(ledger);
    const limit = { currency: 'CNY', amount: '1999.99' };
    const by = await businessKey(ledger, 'CoreMSP', { words: 'limited', limit });
    expect(await attempt({ ledger, by }, 'payable:publish', sent)).to.equal('SIGNATURES_MISSING');
    const whole = await businessKey(ledger, 'CoreMSP');
    const within = { ledger, by: whole };
    expect(await attempt(within, 'payable:publish', sent)).to.equal('nothing refused');
    expect(await attempt(within, 'payable:publish', sent)).to.equal('INVOICE_OVERUSED');
    const again = { args: aBatch([aRow({ words: 'row 3' })]) };
    expect(await attempt(within, 'payable:publish', again)).to.equal('ALREADY_EXISTS');
  });

  it('lets a row name the order it came from, between the same two', async () => {
    const ledger = await aFoundedLedger();
    const { debtor, creditor } = await payableSides(ledger);
    const id = anId('ord', 'order 1');
    const signed = { id, ordered: cny('1.00'), advancePaid: cny('0.00'), content: aHash('order') };
    const args = { ...signed, kind: 'PURCHASE', counterparty: core };
    await ledger.submit(creditor.actor, 'order:record', { args });
    const sent = { args: aBatch([aRow({ over: { order: id } })]) };
    const by = debtor.actor;
    expect(await attempt({ ledger, by }, 'payable:publish', sent)).to.equal('ORDER_NOT_FITTING');
    await ledger.submit(by, 'order:confirm', { args: signed });
    expect(await attempt({ ledger, by }, 'payable:publish', sent)).to.equal('nothing refused');
  });

  it('is no operator’s act, and the invoice is the debtor’s own', async () => {
    const ledger = await aFoundedLedger();
    const { debtor } = await payableSides(ledger);
    await aProposal(ledger);
    const args = aBatch([aRow({ over: { invoices: [anInvoice('receivable 1', '100000.00')] } })]);
    const tried = (by: Actor): Promise<string> =>
      attempt({ ledger, by }, 'payable:publish', { args });
    expect(await tried(anOperator('CoreMSP'))).to.equal('ROLE_REQUIRED');
    const dealer = await anActiveParty(ledger, 'dealer');
    expect(await tried(dealer.actor)).to.equal('INVOICE_CONTRADICTS');
    expect(await tried(debtor.actor)).to.equal('nothing refused');
  });
});

describe('a payable that is not claimed', () => {
  it('is withdrawn by the debtor, with a reason, and its invoices are free', async () => {
    const ledger = await aFoundedLedger();
    const { debtor, creditor } = await aPublishedBatch(ledger);
    const withdrawing = (by: Actor): Promise<string> =>
      attempt({ ledger, by }, 'payable:withdraw', {
        args: { payable: first, reason: 'PAID_OTHERWISE' },
      });
    expect(await withdrawing(creditor.actor)).to.equal('ROLE_REQUIRED');
    expect(await withdrawing(debtor.actor)).to.equal('nothing refused');
    expect(await withdrawing(debtor.actor)).to.equal('STATE_CONFLICT');
    const withdrawal = { state: 'WITHDRAWN', withdrawal: 'PAID_OTHERWISE' };
    expect(ledger.record('payable', [batch, '1'])).to.include(withdrawal);
    const used = { used: cny('0.00') };
    expect(ledger.record('invoice', [aHash('identity of row 1')])).to.deep.include(used);
  });

  it('expires the day after it fell due, whoever says so, and its invoices are free', async () => {
    const ledger = await aFoundedLedger();
    const { debtor } = await aPublishedBatch(ledger);
    const by = anOperator('RegulatorMSP');
    const expiring = (): Promise<string> =>
      attempt({ ledger, by }, 'payable:expire', { args: { payable: first } });
    await moveTo(ledger, '2026-08-28');
    expect(await expiring()).to.equal('DATE_NOT_REACHED');
    await moveTo(ledger, '2026-08-30');
    const args = { payable: first, reason: 'OTHER' };
    const late = await attempt({ ledger, by: debtor.actor }, 'payable:withdraw', { args });
    expect(late).to.equal('STATE_CONFLICT');
    expect(await expiring()).to.equal('nothing refused');
    expect(await expiring()).to.equal('STATE_CONFLICT');
    const expired = { state: 'EXPIRED', since: '2026-08-29' };
    expect(ledger.record('payable', [batch, '1'])).to.include(expired);
    const used = { used: cny('0.00') };
    expect(ledger.record('invoice', [aHash('identity of row 1')])).to.deep.include(used);
  });

  it('lapses with the earlier of its contract’s date and its own', async () => {
    const ledger = await aFoundedLedger();
    const row = aRow({ over: { dueDate: '2026-06-01' } });
    await aPublishedBatch(ledger, aBatch([row]));
    expect(ledger.record('payable', [batch, '1'])).to.include({ lapsesAfter: '2026-06-01' });
  });
});
