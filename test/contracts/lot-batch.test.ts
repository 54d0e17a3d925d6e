import { expect } from 'chai';
import { attempt } from '../support/build.js';
import {
  aScene,
  anAcceptance,
  anOffer,
  lotOf,
  storedLot,
  yuan,
  type LotScene,
} from '../support/lot.js';
import { moveTo } from '../support/financing.js';
import type { PartyWithKey } from '../support/parties.js';
import { anInvoice } from '../support/receivable.js';

const NOTHING = 'nothing refused';

/** 200 lots of 1,000.00 in the holder's hand. */
async function aHundredTwice(): Promise<{ scene: LotScene; lots: readonly string[] }> {
  const scene = await aScene({}, { face: '200000.00' });
  const { ledger, holder, lot } = scene;
  const [receivable = ''] = lot.split(':');
  const quarters = Array.from({ length: 4 }, () => yuan('50000.00'));
  await ledger.submit(holder.actor, 'lot:split', { args: { lot, sizes: quarters } });
  for (const from of [1, 5_000_001, 10_000_001, 15_000_001]) {
    const sizes = Array.from({ length: 50 }, () => yuan('1000.00'));
    const args = { lot: lotOf(receivable, from), sizes };
    await ledger.submit(holder.actor, 'lot:split', { args });
  }
  const lots = Array.from({ length: 200 }, (_, at) => lotOf(receivable, at * 100_000 + 1));
  return { scene, lots };
}

function offers(
  { tier2 }: LotScene,
  lots: readonly string[],
  invoice: (lot: string) => Record<string, unknown>,
): Record<string, unknown> {
  const items = lots.map((lot) => ({
    lot,
    ...anOffer(tier2.id, { over: { invoices: [invoice(lot)] } }),
  }));
  return { batch: { act: 'offerTransfer', items } };
}

describe('a batch of acts on lots', () => {
  it('does two hundred at once, and all of them', async () => {
    const { scene, lots } = await aHundredTwice();
    const { ledger, holder, tier2 } = scene;
    const args = offers(scene, lots, (lot) => anInvoice(lot, '1000.00'));
    await ledger.submit(holder.actor, 'lot:batch', { args });
    const items = lots.map((lot) => anAcceptance(lot, '1000.00'));
    await ledger.submit(tier2.actor, 'lot:batch', {
      args: { batch: { act: 'acceptTransfer', items } },
    });
    const held = ledger.records('lot');
    expect(held).to.have.length(200);
    for (const lot of held) expect(lot).to.include({ holder: tier2.id, hop: 1, state: 'FREE' });
  });

  it('decides over one set: an invoice is used once, whichever lots name it', async () => {
    const { scene, lots } = await aHundredTwice();
    const { ledger, holder } = scene;
    const shared = (amount: string) => () => anInvoice('shared', '1000.00', amount);
    const by = holder.actor;
    const sending = (amount: string): Promise<string> =>
      attempt({ ledger, by }, 'lot:batch', {
        args: offers(scene, lots.slice(0, 3), shared(amount)),
      });
    expect(await sending('2999.99')).to.equal('INVOICE_OVERUSED');
    expect(ledger.records('lot').some((lot) => JSON.stringify(lot).includes('OFFERED'))).to.equal(
      false,
    );
    expect(ledger.records('invoice')).to.have.length(1);
    const fresh = (): Record<string, unknown> => anInvoice('fresh', '1000.00', '3000.00');
    const args = offers(scene, lots.slice(0, 3), fresh);
    expect(await attempt({ ledger, by }, 'lot:batch', { args })).to.equal(NOTHING);
  });

  it('rejects, acknowledges, withdraws and lapses as one act does', async () => {
    const { scene, lots } = await aHundredTwice();
    const { ledger, holder, tier2, debtor } = scene;
    const some = lots.slice(0, 3);
    const offer = offers(scene, some, (lot) => anInvoice(lot, '1000.00'));
    const batch = (by: PartyWithKey, act: string): Promise<unknown> => {
      const items = some.map((lot) => ({ lot }));
      return ledger.submit(by.actor, 'lot:batch', { args: { batch: { act, items } } });
    };
    await ledger.submit(holder.actor, 'lot:batch', { args: offer });
    await batch(debtor, 'acknowledgeNotice');
    await batch(tier2, 'rejectTransfer');
    for (const lot of some) {
      expect(storedLot(ledger, lot)).to.include({ state: 'FREE', noticeArrivedAt: '2026-03-02' });
    }
    await ledger.submit(holder.actor, 'lot:batch', { args: offer });
    await batch(holder, 'withdrawOffer');
    await ledger.submit(holder.actor, 'lot:batch', { args: offer });
    await moveTo(ledger, '2026-04-01');
    await batch(tier2, 'lapse');
    for (const lot of some) expect(storedLot(ledger, lot)).to.include({ state: 'FREE', hop: 0 });
  });

  it('says which item is refused', async () => {
    const { scene, lots } = await aHundredTwice();
    const { ledger, tier2 } = scene;
    const items = lots.slice(0, 2).map((lot) => ({ lot }));
    const sent = ledger.submit(tier2.actor, 'lot:batch', {
      args: { batch: { act: 'withdrawOffer', items } },
    });
    await sent.then(
      () => expect.fail('it should have been refused'),
      (error: unknown) =>
        expect(error).to.deep.include({
          code: 'LOT_NOT_HELD',
          facts: { lotId: lots[0], item: '1' },
        }),
    );
  });

  it('refuses a lot named twice, and more than two hundred', async () => {
    const { scene, lots } = await aHundredTwice();
    const { ledger, holder } = scene;
    const by = holder.actor;
    const sending = (items: readonly unknown[]): Promise<string> =>
      attempt({ ledger, by }, 'lot:batch', { args: { batch: { act: 'withdrawOffer', items } } });
    const [lot] = lots;
    expect(await sending([{ lot }, { lot }])).to.equal('LOT_REPEATED');
    expect(await sending(Array.from({ length: 201 }, () => ({ lot })))).to.equal(
      'COMMAND_MALFORMED',
    );
  });
});
