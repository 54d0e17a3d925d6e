import { expect } from 'chai';
import { aHash, anOperator, attempt } from '../support/build.js';
import { aScene, aTransfer, anOffer, storedLot, yuan, type LotScene } from '../support/lot.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey } from '../support/parties.js';
import { aSupplier } from '../support/receivable.js';

const NOTHING = 'nothing refused';

function offering(scene: LotScene, over: Record<string, unknown> = {}): Promise<string> {
  const { ledger, holder, tier2, lot } = scene;
  const args = { lot, ...anOffer(tier2.id), ...over };
  return attempt({ ledger, by: holder.actor }, 'lot:offerTransfer', { args });
}

async function setDate(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

function usedOf(ledger: MemoryLedger, words = 'hop 1'): unknown {
  return ledger.record('invoice', [aHash(`identity of ${words}`)]);
}

function splitting({ ledger, holder, lot }: LotScene, ...sizes: string[]): Promise<string> {
  return attempt({ ledger, by: holder.actor }, 'lot:split', {
    args: { lot, sizes: sizes.map(yuan) },
  });
}

describe('an offer that comes to nothing', () => {
  const ends: [string, 'holder' | 'tier2'][] = [
    ['lot:withdrawOffer', 'holder'],
    ['lot:rejectTransfer', 'tier2'],
  ];
  for (const [name, who] of ends) {
    it(`leaves lot and invoices free after ${name}`, async () => {
      const scene = await aScene();
      const { ledger, lot } = scene;
      await offering(scene);
      await ledger.submit(scene[who].actor, name, { args: { lot } });
      expect(storedLot(ledger, lot)).to.deep.include({
        state: 'FREE',
        offer: null,
        lapsesAfter: null,
      });
      expect(usedOf(ledger)).to.deep.include({ used: yuan('0.00') });
    });
  }

  it('lapses by its date, by anyone’s act', async () => {
    const scene = await aScene();
    const { ledger, lot } = scene;
    await offering(scene);
    const by = await businessKey(ledger, 'BankBMSP');
    const lapsing = (): Promise<string> => attempt({ ledger, by }, 'lot:lapse', { args: { lot } });
    expect(await lapsing()).to.equal('DATE_NOT_REACHED');
    await setDate(ledger, '2026-04-01');
    expect(await lapsing()).to.equal(NOTHING);
    expect(storedLot(ledger, lot)).to.include({ state: 'FREE', since: '2026-04-01' });
    expect(usedOf(ledger)).to.deep.include({ used: yuan('0.00') });
    expect(await lapsing()).to.equal('STATE_CONFLICT');
  });

  it('is over by its date even when nobody has said so', async () => {
    const scene = await aScene();
    await offering(scene);
    await setDate(scene.ledger, '2026-04-01');
    const again = { validUntil: '2026-04-30' };
    expect(await offering(scene, again)).to.equal(NOTHING);
    expect(usedOf(scene.ledger)).to.deep.include({ used: yuan('100000.00') });
    const other = await aScene();
    await offering(other);
    await setDate(other.ledger, '2026-04-01');
    expect(await splitting(other, '50000.00', '50000.00')).to.equal(NOTHING);
    expect(usedOf(other.ledger)).to.deep.include({ used: yuan('0.00') });
    expect(storedLot(other.ledger, other.lot)).to.deep.include({ state: 'FREE', offer: null });
  });
});

describe('notice of an assignment', () => {
  it('is acknowledged by the debtor, once a hop', async () => {
    const scene = await aScene();
    const { ledger, lot, debtor, holder, tier2 } = scene;
    const acknowledging = (by = debtor.actor): Promise<string> =>
      attempt({ ledger, by }, 'lot:acknowledgeNotice', { args: { lot } });
    await aTransfer(ledger, { lot, amount: '100000.00', from: holder, to: tier2 });
    expect(await acknowledging(holder.actor)).to.equal('ROLE_REQUIRED');
    expect(await acknowledging()).to.equal(NOTHING);
    expect(storedLot(ledger, lot)).to.include({ noticeArrivedAt: '2026-03-02' });
    expect(await acknowledging()).to.equal('NOTICE_ACKNOWLEDGED');
    const tier3 = await aSupplier(ledger, 'tier 3');
    await aTransfer(ledger, { lot, amount: '100000.00', from: tier2, to: tier3 });
    expect(storedLot(ledger, lot)).to.include({ noticeArrivedAt: null });
  });
});
