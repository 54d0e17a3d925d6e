import { expect } from 'chai';
import { aHash, anId, anOperator, attempt } from '../support/build.js';
import {
  aScene,
  aTransfer,
  anAcceptance,
  anOffer,
  storedLot,
  yuan,
  type LotScene,
} from '../support/lot.js';
import type { MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import { anInvoice, aSupplier } from '../support/receivable.js';

const NOTHING = 'nothing refused';

function offering(scene: LotScene, over: Record<string, unknown> = {}): Promise<string> {
  const { ledger, holder, tier2, lot } = scene;
  const args = { lot, ...anOffer(tier2.id), ...over };
  return attempt({ ledger, by: holder.actor }, 'lot:offerTransfer', { args });
}

function accepting(scene: LotScene, over: Record<string, unknown> = {}): Promise<string> {
  const { ledger, tier2, lot } = scene;
  const args = { ...anAcceptance(lot, '100000.00'), ...over };
  return attempt({ ledger, by: tier2.actor }, 'lot:acceptTransfer', { args });
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

describe('offering a lot', () => {
  it('reserves it for the recipient, with the invoices behind the hop taken up', async () => {
    const scene = await aScene();
    expect(await offering(scene)).to.equal(NOTHING);
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'OFFERED',
      holder: scene.holder.id,
      lapsesAfter: '2026-03-31',
    });
    expect(usedOf(scene.ledger)).to.deep.include({ used: yuan('100000.00') });
    expect(await splitting(scene, '50000.00', '50000.00')).to.equal('STATE_CONFLICT');
    expect(await offering(scene)).to.equal('STATE_CONFLICT');
  });

  const tier1 = anId('org', 'supplier 1');
  const refused: [string, Record<string, unknown>, string][] = [
    ['the debtor as recipient', { to: partyOf('CoreMSP') }, 'RECIPIENT_NOT_ELIGIBLE'],
    ['the holder as recipient', { to: tier1 }, 'RECIPIENT_NOT_ELIGIBLE'],
    ['a bank as recipient', { to: partyOf('BankAMSP') }, 'RECIPIENT_NOT_ELIGIBLE'],
    ['an unknown recipient', { to: anId('org', 'nobody') }, 'PARTY_UNKNOWN'],
    ['a date that has passed', { validUntil: '2026-03-01' }, 'DATE_PASSED'],
    ['invoices below the lot', { invoices: [anInvoice('x', '99999.99')] }, 'BASIS_BELOW_LOT'],
    [
      'an invoice of the certificate again',
      { invoices: [anInvoice('receivable 1', '100000.00')] },
      'INVOICE_CONTRADICTS',
    ],
    [
      'an invoice one fen off',
      { invoices: [anInvoice('receivable 1', '100000.00', '100000.01')] },
      'INVOICE_CONTRADICTS',
    ],
    ['no word on the underlying debt', { underlyingDebt: undefined }, 'COMMAND_MALFORMED'],
  ];
  for (const [what, over, code] of refused) {
    it(`refuses ${what}`, async () => {
      const scene = await aScene();
      const given = Object.fromEntries(
        Object.entries({ ...anOffer(scene.tier2.id), ...over }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      const args = { lot: scene.lot, ...given };
      const { ledger, holder } = scene;
      expect(await attempt({ ledger, by: holder.actor }, 'lot:offerTransfer', { args })).to.equal(
        code,
      );
    });
  }

  it('stops at the cut-off before the due date', async () => {
    const scene = await aScene();
    await setDate(scene.ledger, '2026-08-22');
    expect(await offering(scene, { validUntil: '2026-09-30' })).to.equal(NOTHING);
    expect(storedLot(scene.ledger, scene.lot)).to.include({ lapsesAfter: '2026-08-22' });
    const late = await aScene();
    await setDate(late.ledger, '2026-08-23');
    expect(await offering(late, { validUntil: '2026-09-30' })).to.equal('TRANSFER_CUT_OFF');
  });

  it('is not for a receivable that is not transferable', async () => {
    const scene = await aScene({}, { terms: { transferable: false } });
    expect(await offering(scene)).to.equal('RECEIVABLE_NOT_TRANSFERABLE');
  });

  it('counts the hops', async () => {
    const scene = await aScene({ hopsMax: 1 });
    const { ledger, holder, tier2, lot } = scene;
    await aTransfer(ledger, { lot, amount: '100000.00', from: holder, to: tier2 });
    const tier3 = await aSupplier(ledger, 'tier 3');
    const args = { lot, ...anOffer(tier3.id, { words: 'hop 2' }) };
    expect(await attempt({ ledger, by: tier2.actor }, 'lot:offerTransfer', { args })).to.equal(
      'HOPS_EXCEEDED',
    );
  });

  it('stands still once the lot’s pool has a receipt', async () => {
    const scene = await aScene();
    const clearing = await businessKey(scene.ledger, 'BankAMSP');
    await scene.ledger.submit(clearing, 'receipt:registerPayment', {
      args: {
        receipt: aHash('receipt'),
        amount: yuan('1.00'),
        valueDate: '2026-03-02',
        fromDebtor: true,
        allocations: [
          {
            receivable: anId('rcv', 'receivable 1'),
            pool: 'MAIN',
            amount: yuan('1.00'),
            late: yuan('0.00'),
          },
        ],
      },
    });
    expect(await offering(scene)).to.equal('POOL_HAS_RECEIPT');
    expect(await splitting(scene, '50000.00', '50000.00')).to.equal('POOL_HAS_RECEIPT');
  });
});

describe('accepting a lot', () => {
  it('makes the recipient its holder, one hop on', async () => {
    const scene = await aScene();
    await offering(scene);
    expect(await accepting(scene)).to.equal(NOTHING);
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'FREE',
      holder: scene.tier2.id,
      hop: 1,
      offer: null,
      lapsesAfter: null,
      version: 3,
    });
    expect(usedOf(scene.ledger)).to.deep.include({ used: yuan('100000.00') });
    expect(await splitting(scene, '50000.00', '50000.00')).to.equal('LOT_NOT_HELD');
  });

  const others: Record<string, unknown> = {
    amount: yuan('100000.01'),
    basis: aHash('another basis'),
    recourse: 'SELLER',
    underlyingDebt: 'DISCHARGED_ON_TRANSFER',
  };
  for (const [field, value] of Object.entries(others)) {
    it(`refuses a signature under another ${field}`, async () => {
      const scene = await aScene();
      await offering(scene);
      expect(await accepting(scene, { [field]: value })).to.equal('TERMS_DIFFER');
    });
  }

  it('is the recipient’s alone, while the offer lasts', async () => {
    const scene = await aScene();
    expect(await accepting(scene)).to.equal('STATE_CONFLICT');
    await offering(scene);
    const stranger = { ...scene, tier2: scene.holder };
    expect(await accepting(stranger)).to.equal('ROLE_REQUIRED');
    await setDate(scene.ledger, '2026-03-31');
    const late = await aScene();
    await offering(late);
    await setDate(late.ledger, '2026-04-01');
    expect(await accepting(late)).to.equal('STATE_CONFLICT');
    expect(await accepting(scene)).to.equal(NOTHING);
  });

  it('needs a holder in good standing', async () => {
    const scene = await aScene();
    await offering(scene);
    await scene.ledger.submit(anOperator('AccessMSP'), 'party:suspend', {
      args: { party: scene.holder.id },
    });
    expect(await accepting(scene)).to.equal('PARTY_NOT_ACTIVE');
  });
});
