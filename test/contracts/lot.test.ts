import { expect } from 'chai';
import { moveTo } from '../support/financing.js';
import { anId, attempt, refusalOf } from '../support/build.js';
import { aScene, anOffer, lotOf, yuan, type LotScene } from '../support/lot.js';
import { businessKey, type PartyWithKey } from '../support/parties.js';
import { anInvoice, anIssuedReceivable, aSupplier } from '../support/receivable.js';

const NOTHING = 'nothing refused';

function splitting({ ledger, holder, lot }: LotScene, ...sizes: string[]): Promise<string> {
  return attempt({ ledger, by: holder.actor }, 'lot:split', {
    args: { lot, sizes: sizes.map(yuan) },
  });
}

describe('splitting a lot', () => {
  it('cuts it into adjoining parts that tile it', async () => {
    const scene = await aScene();
    expect(await splitting(scene, '30000.00', '60000.00', '10000.00')).to.equal(NOTHING);
    const lots = scene.ledger.records('lot');
    expect(lots).to.have.length(3);
    expect(lots[0]).to.include({ from: '1', to: '3000000', cutFrom: null, splitDepth: 1 });
    expect(lots[1]).to.include({ from: '3000001', to: '9000000', cutFrom: '1', splitDepth: 1 });
    expect(lots[2]).to.include({ from: '9000001', to: '10000000', cutFrom: '1', version: 1 });
  });

  const refused: [string, string[], string][] = [
    ['parts a fen short', ['50000.00', '49999.99'], 'SPLIT_UNBALANCED'],
    ['parts a fen over', ['50000.00', '50000.01'], 'SPLIT_UNBALANCED'],
    ['a part below the minimum', ['99000.01', '999.99'], 'LOT_BELOW_MINIMUM'],
    ['one part', ['100000.00'], 'COMMAND_MALFORMED'],
    ['more parts than fit', Array.from({ length: 51 }, () => '1000.00'), 'COMMAND_MALFORMED'],
  ];
  for (const [what, sizes, code] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await splitting(await aScene(), ...sizes)).to.equal(code);
    });
  }

  it('takes fifty parts, and parts at the minimum', async () => {
    const sizes = [...Array.from({ length: 49 }, () => '1000.00'), '51000.00'];
    expect(await splitting(await aScene(), ...sizes)).to.equal(NOTHING);
  });

  it('refuses another currency, a stranger, and a lot that is not there', async () => {
    const scene = await aScene();
    const euro = { currency: 'EUR', amount: '50000.00' };
    const by = scene.holder.actor;
    const { ledger, lot } = scene;
    const send = (args: Record<string, unknown>, actor = by): Promise<string> =>
      attempt({ ledger, by: actor }, 'lot:split', { args });
    expect(await send({ lot, sizes: [euro, euro] })).to.equal('CURRENCY_MISMATCH');
    const sizes = [yuan('50000.00'), yuan('50000.00')];
    expect(await send({ lot, sizes }, scene.tier2.actor)).to.equal('LOT_NOT_HELD');
    expect(await send({ lot: lotOf(anId('rcv', 'receivable 1'), 2), sizes })).to.equal(
      'LOT_UNKNOWN',
    );
  });

  it('is over once the receivable falls due', async () => {
    const scene = await aScene();
    await moveTo(scene.ledger, '2026-08-27');
    expect(await splitting(scene, '50000.00', '50000.00')).to.equal(NOTHING);
    await moveTo(scene.ledger, '2026-08-28');
    expect(await splitting(scene, '25000.00', '25000.00')).to.equal('STATE_CONFLICT');
  });

  it('counts the depth of each lineage', async () => {
    const scene = await aScene({ splitDepthMax: 1 });
    expect(await splitting(scene, '50000.00', '50000.00')).to.equal(NOTHING);
    expect(await splitting(scene, '25000.00', '25000.00')).to.equal('SPLIT_DEPTH_EXCEEDED');
  });
});

describe('splitting and offering in one act', () => {
  it('offers parts to many and keeps the rest', async () => {
    const scene = await aScene();
    const { ledger, lot, holder, tier2 } = scene;
    const tier3 = await aSupplier(ledger, 'tier 3');
    const part = (size: string, to: PartyWithKey | null): unknown => ({
      size: yuan(size),
      offer: to === null ? null : anOffer(to.id, { words: `to ${to.id}`, use: size }),
    });
    const parts = [part('20000.00', tier2), part('50000.00', null), part('30000.00', tier3)];
    await ledger.submit(holder.actor, 'lot:splitTransfer', { args: { lot, parts } });
    const states = ledger.records('lot');
    expect(states).to.have.length(3);
    expect(states[0]).to.include({ from: '1', to: '2000000', state: 'OFFERED' });
    expect(states[1]).to.include({ from: '2000001', to: '7000000', state: 'FREE' });
    expect(states[2]).to.include({ from: '7000001', to: '10000000', state: 'OFFERED' });
  });

  it('takes no more of one invoice over all parts than it has', async () => {
    const scene = await aScene();
    const { ledger, lot, holder, tier2 } = scene;
    const offer = anOffer(tier2.id, {
      over: { invoices: [anInvoice('shared', '50000.00', '99999.99')] },
    });
    const parts = [
      { size: yuan('50000.00'), offer },
      { size: yuan('50000.00'), offer },
    ];
    const sent = ledger.submit(holder.actor, 'lot:splitTransfer', { args: { lot, parts } });
    expect(await refusalOf(sent)).to.equal('INVOICE_OVERUSED');
  });

  it('needs a second person when all that goes away is above the key’s limit', async () => {
    const scene = await aScene();
    const { ledger, tier2, debtor } = scene;
    const limit = yuan('99999.99');
    const limited = await businessKey(ledger, 'CoreMSP', { words: 'limited', limit });
    const mine = await anIssuedReceivable(ledger, {
      words: 'down',
      debtor: scene.holder,
      creditor: debtor,
    });
    const lot = lotOf(mine.id);
    const offer = (words: string): unknown => anOffer(tier2.id, { words, use: '50000.00' });
    const parts = [
      { size: yuan('50000.00'), offer: offer('a') },
      { size: yuan('50000.00'), offer: offer('b') },
    ];
    const by = limited;
    expect(await attempt({ ledger, by }, 'lot:splitTransfer', { args: { lot, parts } })).to.equal(
      'SIGNATURES_MISSING',
    );
    const kept = [parts[0], { size: yuan('50000.00'), offer: null }];
    expect(
      await attempt({ ledger, by }, 'lot:splitTransfer', { args: { lot, parts: kept } }),
    ).to.equal(NOTHING);
  });
});
