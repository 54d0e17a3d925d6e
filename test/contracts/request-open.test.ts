import { expect } from 'chai';
import { aHash, anId, attempt, refusalOf } from '../support/build.js';
import {
  aFinanceScene,
  EXPIRES_ON,
  type Fields,
  type FinanceScene,
  moveTo,
  openRequest,
  REQUEST,
  requestArgs,
} from '../support/financing.js';
import { aTransfer, lotOf, storedLot, yuan } from '../support/lot.js';
import { anIssuedReceivable, aSupplier } from '../support/receivable.js';

function stored({ ledger }: FinanceScene): unknown {
  return ledger.record('request', [REQUEST]);
}

function opening(scene: FinanceScene, over: Fields = {}): Promise<string> {
  return refusalOf(openRequest(scene, over));
}

describe('opening a request', () => {
  it('reserves the lots until its last day', async () => {
    const scene = await aFinanceScene();
    await openRequest(scene);
    expect(stored(scene)).to.deep.include({
      state: 'OPEN',
      holder: scene.holder.id,
      holderMsp: 'AccessMSP',
      debtor: scene.debtor.id,
      lots: [{ receivable: scene.receivable, from: '1', to: '100000000' }],
      banks: [],
      outcome: null,
    });
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'RESERVED',
      claim: { kind: 'REQUEST', id: REQUEST },
      lapsesAfter: EXPIRES_ON,
    });
  });

  it('says nothing of the amount in public', async () => {
    const scene = await aFinanceScene();
    const { records } = await openRequest(scene);
    expect(JSON.stringify(records)).not.to.include('900000');
  });

  it('is the holder’s', async () => {
    const scene = await aFinanceScene();
    const { ledger, debtor } = scene;
    const args = requestArgs(scene);
    const code = await attempt({ ledger, by: debtor.actor }, 'request:open', { args });
    expect(code).to.equal('LOT_NOT_HELD');
  });

  it('takes no lot twice, and none that is not there', async () => {
    const scene = await aFinanceScene();
    const { lot, receivable } = scene;
    expect(await opening(scene, { lots: [lot, lot] })).to.equal('LOT_REPEATED');
    expect(await opening(scene, { lots: [lotOf(receivable, 2)] })).to.equal('LOT_UNKNOWN');
    expect(await opening(scene, { lots: [] })).to.equal('COMMAND_MALFORMED');
  });

  it('takes no lot that is reserved, and no id that is taken', async () => {
    const scene = await aFinanceScene();
    await openRequest(scene);
    const again = { id: anId('req', 'request 2') };
    expect(await opening(scene, again)).to.equal('LOT_ENCUMBERED');
    const other = await anIssuedReceivable(scene.ledger, {
      words: 'another',
      dueDate: '2026-06-30',
    });
    expect(await opening(scene, { lots: [lotOf(other.id)] })).to.equal('ALREADY_EXISTS');
  });

  it('lasts at least today, and ends before the cut-off of its lots', async () => {
    const scene = await aFinanceScene();
    expect(await opening(scene, { expiresOn: '2026-03-01' })).to.equal('DATE_PASSED');
    // Due on 30 June, and no transfer from five days before.
    expect(await opening(scene, { expiresOn: '2026-06-25' })).to.equal('REQUEST_TOO_LONG');
    expect(await opening(scene, { expiresOn: '2026-06-24' })).to.equal('nothing refused');
  });

  it('takes no lots together whose interest is divided otherwise', async () => {
    const scene = await aFinanceScene();
    const terms = { debtorBears: 1 };
    const other = await anIssuedReceivable(scene.ledger, { words: 'other', terms });
    const lots = [scene.lot, lotOf(other.id)];
    expect(await opening(scene, { lots })).to.equal('LOTS_MIXED');
  });

  it('takes lots of one due date only for a sale at one price', async () => {
    for (const [kind, code] of [
      ['SALE_WITHOUT_RECOURSE', 'LOTS_MIXED'],
      ['SALE_WITH_RECOURSE', 'nothing refused'],
    ] as const) {
      const scene = await aFinanceScene({ kind });
      const other = await anIssuedReceivable(scene.ledger, {
        words: 'other',
        dueDate: '2026-07-30',
      });
      expect(await opening(scene, { lots: [scene.lot, lotOf(other.id)] }), kind).to.equal(code);
    }
  });

  it('ends before the cut-off of the lot that is due first, wherever it stands', async () => {
    const scene = await aFinanceScene();
    const other = await anIssuedReceivable(scene.ledger, { words: 'other', dueDate: '2026-07-30' });
    const lots = [lotOf(other.id), scene.lot];
    expect(await opening(scene, { lots, expiresOn: '2026-06-25' })).to.equal('REQUEST_TOO_LONG');
    expect(await opening(scene, { lots, expiresOn: '2026-06-24' })).to.equal('nothing refused');
  });

  it('takes no lot of another holder beside one’s own', async () => {
    const scene = await aFinanceScene();
    const creditor = await aSupplier(scene.ledger, 'supplier 2');
    const other = await anIssuedReceivable(scene.ledger, { words: 'other', creditor });
    const lots = [scene.lot, lotOf(other.id)];
    expect(await opening(scene, { lots })).to.equal('LOT_NOT_HELD');
  });

  it('needs the debtor to know of a transfer', async () => {
    const scene = await aFinanceScene();
    const { ledger, lot, debtor } = scene;
    const to = await aSupplier(ledger, 'tier 2');
    await aTransfer(ledger, { lot, amount: '1000000.00', from: scene.holder, to });
    const tier2 = { ...scene, holder: to };
    expect(await opening(tier2)).to.equal('LOT_NO_LONGER_ELIGIBLE');
    await ledger.submit(debtor.actor, 'lot:acknowledgeNotice', { args: { lot } });
    expect(await opening(tier2)).to.equal('nothing refused');
  });

  it('needs the residual term that policy asks for', async () => {
    for (const [date, code] of [
      ['2026-06-24', 'LOT_NO_LONGER_ELIGIBLE'],
      ['2026-06-23', 'nothing refused'],
    ] as const) {
      const scene = await aFinanceScene({ rules: { transferCutoffDays: 0 } });
      await moveTo(scene.ledger, date);
      expect(await opening(scene, { expiresOn: date }), date).to.equal(code);
    }
  });

  it('takes a lot again once its offer to another has lapsed, and frees that hop’s invoices', async () => {
    const scene = await aFinanceScene();
    const { ledger, lot, holder } = scene;
    const to = await aSupplier(ledger, 'tier 2');
    const invoices = [
      {
        identity: aHash('identity of hop'),
        keyId: 'k1',
        content: aHash('content of hop'),
        amount: yuan('1000000.00'),
        use: yuan('1000000.00'),
      },
    ];
    await ledger.submit(holder.actor, 'lot:offerTransfer', {
      args: {
        lot,
        to: to.id,
        basis: aHash('basis'),
        invoices,
        recourse: 'NONE',
        underlyingDebt: 'DISCHARGED_ON_PAYMENT',
        validUntil: '2026-03-03',
      },
    });
    await moveTo(ledger, '2026-03-04');
    await openRequest(scene);
    expect(storedLot(ledger, lot)).to.include({ state: 'RESERVED', offer: null });
    expect(ledger.record('invoice', [aHash('identity of hop')])).to.deep.include({
      used: yuan('0.00'),
    });
  });
});
