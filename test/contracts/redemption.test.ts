import { expect } from 'chai';
import { aHash, anOperator, refusalOf } from '../support/build.js';
import type { Fields } from '../support/financing.js';
import { anOffer, aScene, storedLot, yuan, type LotScene } from '../support/lot.js';
import { businessKey } from '../support/parties.js';
import { DUE } from '../support/receivable.js';

/** A receivable of 100,000.00, due on DUE. */
const scene = (): Promise<LotScene> => aScene();

const receivableOf = ({ lot }: LotScene): string => lot.split(':')[0] ?? '';

async function pay(at: LotScene, amount: string, late = '0.00'): Promise<string> {
  const by = await businessKey(at.ledger, 'BankAMSP');
  const parts = { pool: 'MAIN', amount: yuan(amount), late: yuan(late) };
  const args = {
    receipt: aHash(`receipt of ${amount} and ${late}`),
    amount: yuan('200000.00'),
    valueDate: today(at),
    fromDebtor: true,
    allocations: [{ receivable: receivableOf(at), ...parts }],
  };
  return refusalOf(at.ledger.submit(by, 'receipt:registerPayment', { args }));
}

function today({ ledger }: LotScene): unknown {
  return Object(ledger.record('programme', [])).date;
}

async function moveTo({ ledger }: LotScene, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

async function redeem(at: LotScene): Promise<string> {
  const args = { receivable: receivableOf(at), lots: ['1'], receiptsUpTo: yuan('0.00') };
  return refusalOf(at.ledger.submit(at.tier2.actor, 'receivable:redeem', { args }));
}

async function offer(at: LotScene, over: Fields = {}): Promise<void> {
  const args = { lot: at.lot, ...anOffer(at.tier2.id, { over }) };
  await at.ledger.submit(at.holder.actor, 'lot:offerTransfer', { args });
}

describe('redeeming a lot that was offered', () => {
  it('waits while the offer stands', async () => {
    const at = await scene();
    await offer(at, { validUntil: '2026-03-10' });
    await pay(at, '100000.00');
    await moveTo(at, '2026-03-10');
    expect(await redeem(at)).to.equal('STATE_CONFLICT');
  });

  it('pays the holder once the offer has lapsed, whether or not anybody has said so', async () => {
    const at = await scene();
    await offer(at, { validUntil: '2026-03-10' });
    await pay(at, '100000.00');
    await moveTo(at, '2026-03-11');
    expect(await redeem(at)).to.equal('nothing refused');
    expect(storedLot(at.ledger, at.lot)).to.include({ state: 'FREE', offer: null });
    const [instruction] = at.ledger.records('instruction');
    expect(instruction).to.include({ payee: at.holder.id });
  });

  it('gives back what the lapsed offer used of its invoices', async () => {
    const at = await scene();
    await offer(at, { validUntil: '2026-03-10' });
    await pay(at, '100000.00');
    await moveTo(at, '2026-03-11');
    await redeem(at);
    const invoice = at.ledger.record('invoice', [aHash('identity of hop 1')]);
    expect(invoice).to.deep.include({ used: yuan('0.00') });
  });

  it('leaves the offer to its lapse when there is nothing to pay', async () => {
    const at = await scene();
    await offer(at, { validUntil: '2026-03-10' });
    await moveTo(at, '2026-03-11');
    expect(await redeem(at)).to.equal('nothing refused');
    expect(storedLot(at.ledger, at.lot)).to.include({ state: 'OFFERED' });
    const invoice = at.ledger.record('invoice', [aHash('identity of hop 1')]);
    expect(invoice).to.deep.include({ used: yuan('100000.00') });
  });
});

describe('late interest', () => {
  it('is not taken on the last day of the term', async () => {
    const at = await scene();
    await moveTo(at, DUE);
    expect(await pay(at, '1.00', '1.00')).to.equal('LATE_INTEREST_NOT_DUE');
  });

  it('is taken from the day after, though nobody has marked the receivable', async () => {
    const at = await scene();
    await moveTo(at, '2026-08-29');
    expect(await pay(at, '1.00', '1.00')).to.equal('nothing refused');
  });
});
