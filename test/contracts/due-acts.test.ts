import { expect } from 'chai';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { dueActs, type DueAct } from '../../chaincode/domain/due-acts.js';
import { aFoundedLedger, aHash, anId, refusalOf } from '../support/build.js';
import { recordsOf } from '../support/due.js';
import { financedUpTo } from '../support/financed.js';
import { moveTo } from '../support/financing.js';
import { anOffer, lotOf, storedLot, yuan } from '../support/lot.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import { aPublishedBatch } from '../support/payable.js';
import { aPayment, dateOf } from '../support/payment.js';
import { anIssuedReceivable, aProposal, aSupplier } from '../support/receivable.js';

function due(ledger: MemoryLedger): readonly DueAct[] {
  return dueActs(recordsOf(ledger), CalendarDate.parse(dateOf(ledger)));
}

/** Sends what is due until nothing is; none of it is refused. */
async function drain(ledger: MemoryLedger): Promise<string[]> {
  const by = await businessKey(ledger, 'BankBMSP');
  const sent: string[] = [];
  for (let acts = due(ledger); acts.length > 0; acts = due(ledger)) {
    for (const { transaction, args } of acts) {
      await ledger.submit(by, transaction, { args });
      sent.push(transaction);
    }
  }
  return sent.sort();
}

describe('the acts that dates bring', () => {
  it('are listed from their day on, until they are sent', async () => {
    const ledger = await aFoundedLedger();
    const issued = await anIssuedReceivable(ledger);
    await aProposal(ledger, { words: 'draft' });
    const tier2 = await aSupplier(ledger, 'tier 2');
    await ledger.submit(issued.creditor.actor, 'lot:offerTransfer', {
      args: { lot: lotOf(issued.id), ...anOffer(tier2.id) },
    });
    const other = await anIssuedReceivable(ledger, { words: 'second' });
    await ledger.submit(other.debtor.actor, 'approval:open', {
      args: {
        id: anId('apr', 'a'),
        act: 'receivable:cancel',
        args: { id: other.id, document: aHash('agreement') },
        validUntil: '2026-03-31',
      },
    });
    await moveTo(ledger, '2026-03-31');
    expect(due(ledger)).to.deep.equal([]);
    await moveTo(ledger, '2026-04-01');
    expect(due(ledger).map(({ transaction }) => transaction)).to.deep.equal([
      'lot:lapse',
      'approval:expire',
    ]);
    await moveTo(ledger, '2026-12-31');
    const twice = ['default', 'markOverdue', 'mature'].flatMap((act) => [
      `receivable:${act}`,
      `receivable:${act}`,
    ]);
    expect(await drain(ledger)).to.deep.equal(
      ['approval:expire', 'lot:lapse', 'receivable:expire', ...twice].sort(),
    );
  });

  it('end a request or a loan before its lots, which end with it', async () => {
    const asked = await financedUpTo('invite');
    await moveTo(asked.ledger, '2026-05-15');
    expect(await drain(asked.ledger)).to.deep.equal(['request:expire']);
    const pledged = await financedUpTo('search');
    await moveTo(pledged.ledger, '2026-05-15');
    expect(await drain(pledged.ledger)).to.deep.equal(['loan:lapse']);
    expect(storedLot(pledged.ledger, pledged.lot)).to.deep.include({ state: 'FREE', bank: null });
    const sold = await financedUpTo('search', { kind: 'SALE_WITHOUT_RECOURSE' });
    await moveTo(sold.ledger, '2026-05-15');
    expect(await drain(sold.ledger)).to.deep.equal(['purchase:lapse']);
  });

  it('end orders and payables that nobody answered', async () => {
    const ledger = await aFoundedLedger();
    const { creditor } = await aPublishedBatch(ledger);
    const amount = yuan('1000.00');
    const order = { id: anId('ord', 'order 1'), content: aHash('order 1'), ordered: amount };
    await ledger.submit(creditor.actor, 'order:record', {
      args: {
        ...order,
        advancePaid: yuan('0.00'),
        kind: 'PURCHASE',
        counterparty: partyOf('CoreMSP'),
      },
    });
    expect(due(ledger)).to.deep.equal([]);
    await moveTo(ledger, '2026-12-31');
    expect(await drain(ledger)).to.deep.equal(['order:expire', 'payable:expire']);
  });

  it('redeem what has been received, and nothing once it is instructed', async () => {
    const ledger = await aFoundedLedger();
    const { id, creditor } = await anIssuedReceivable(ledger);
    const sizes = ['30000.00', '70000.00'].map(yuan);
    await ledger.submit(creditor.actor, 'lot:split', { args: { lot: lotOf(id), sizes } });
    expect(due(ledger)).to.deep.equal([]);
    await aPayment(ledger, id, '50000.00');
    expect(due(ledger).map(({ args }) => args)).to.deep.equal([
      { receivable: id, lots: ['1', '3000001'], receiptsUpTo: yuan('50000.00') },
    ]);
    expect(await drain(ledger)).to.deep.equal(['receivable:redeem']);
    expect(ledger.records('instruction')).to.have.length(2);
  });
});

describe('a pledge for which no money went out', () => {
  it('collects nothing: it lapses, and its holder is paid', async () => {
    const { ledger, receivable, lot, holder, bank } = await financedUpTo('search');
    await moveTo(ledger, '2026-06-30');
    await aPayment(ledger, receivable, '1000000.00');
    const args = { receivable, lots: ['1'], receiptsUpTo: yuan('1000000.00') };
    const redeeming = ledger.submit(bank.actor, 'receivable:redeem', { args });
    expect(await refusalOf(redeeming)).to.equal('LOT_ENCUMBERED');
    expect(await drain(ledger)).to.deep.equal(['loan:lapse', 'receivable:redeem']);
    expect(storedLot(ledger, lot)).to.deep.include({ state: 'FREE', holder: holder.id });
    expect(ledger.record('instruction', [receivable, '000000000000000001', '1'])).to.deep.include({
      payee: holder.id,
      claim: null,
    });
  });
});
