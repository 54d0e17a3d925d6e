import { expect } from 'chai';
import { refusalOf } from '../support/build.js';
import {
  acceptOffer,
  aSearch,
  bankActs,
  financedUpTo,
  payOut,
  privatePart,
  publicPart,
  quoteOf,
  REGISTERED_AT,
  REGISTRATION,
} from '../support/financed.js';
import {
  aFinanceScene,
  CONTENT,
  contentOf,
  FACE,
  type Fields,
  type FinanceScene,
  inviteBank,
  moveTo,
  openRequest,
  REQUEST,
  setLimit,
  verifyInvoice,
} from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';
import { makeOffer } from '../support/offers.js';
import { businessKey, partyOf } from '../support/parties.js';
import { anInvoice } from '../support/receivable.js';

const KINDS = ['RECEIVABLE_PLEDGE', 'SALE_WITH_RECOURSE', 'SALE_WITHOUT_RECOURSE'] as const;

function paying(scene: FinanceScene, over: Fields = {}): Promise<string> {
  return refusalOf(payOut(scene, over));
}

describe('paying out', () => {
  it('starts a loan at the net for the value date (V3)', async () => {
    const scene = await financedUpTo('pay');
    expect(publicPart(scene)).to.include({ state: 'ACTIVE' });
    expect(privatePart(scene)).to.deep.include({
      position: {
        principal: yuan('900000.00'),
        costs: yuan('0.00'),
        penalty: yuan('0.00'),
        interest: yuan('0.00'),
        valueDate: '2026-03-02',
      },
      repaid: yuan('0.00'),
    });
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'PLEDGED',
      holder: scene.holder.id,
      lapsesAfter: null,
    });
  });

  for (const kind of ['SALE_WITH_RECOURSE', 'SALE_WITHOUT_RECOURSE'] as const) {
    it(`passes title to the bank: ${kind}`, async () => {
      const scene = await financedUpTo('pay', { kind });
      expect(storedLot(scene.ledger, scene.lot)).to.include({
        state: 'SOLD',
        holder: scene.bank.id,
        bank: scene.bank.id,
        financeHop: 1,
        lapsesAfter: null,
      });
    });
  }

  for (const kind of KINDS) {
    it(`waits for registration and search: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      expect(await paying(scene)).to.equal('STATE_CONFLICT');
      const submission = { args: { registeredAt: REGISTERED_AT }, secret: REGISTRATION };
      await bankActs(scene, 'register', submission);
      expect(await paying(scene)).to.equal('SEARCH_MISSING');
      await bankActs(scene, 'search', { secret: aSearch(scene) });
      const { net } = quoteOf(scene);
      expect(await paying({ ...scene, bank: scene.holder }, { net })).to.equal('ROLE_REQUIRED');
      expect(await paying(scene)).to.equal('nothing refused');
      expect(await paying(scene)).to.equal('STATE_CONFLICT');
    });

    it(`is of the net to the fen, for the day the money went out: ${kind}`, async () => {
      const scene = await financedUpTo('search', { kind });
      await verifyInvoice(scene.ledger);
      const { net } = quoteOf(scene);
      const near = { currency: 'CNY', amount: net.amount.replace(/.$/u, '1') };
      expect(await paying(scene, { net: near })).to.equal('NET_MISMATCH');
      expect(await paying(scene, { net: { ...net, currency: 'EUR' } })).to.equal('NET_MISMATCH');
      await moveTo(scene.ledger, '2026-03-12');
      // Ten days less of interest, or of discount.
      const later = {
        RECEIVABLE_PLEDGE: '888450.00',
        SALE_WITH_RECOURSE: '888450.00',
        SALE_WITHOUT_RECOURSE: '987329.27',
      };
      expect(await paying(scene, { valueDate: '2026-03-12' })).to.equal('NET_MISMATCH');
      const paid = { valueDate: '2026-03-12', net: yuan(later[kind]) };
      expect(await paying(scene, paid)).to.equal('nothing refused');
    });

    it(`has a value date that policy, search and clock allow: ${kind}`, async () => {
      const rules = { valueDateBackDays: 3 };
      const scene = await financedUpTo('register', { kind, rules });
      await moveTo(scene.ledger, '2026-03-06');
      const searchedAt = '2026-03-04T16:00:00Z';
      await bankActs(scene, 'search', { secret: aSearch(scene, { searchedAt }) });
      const on = (valueDate: string): Promise<string> => paying(scene, { valueDate });
      expect(await on('2026-03-02')).to.equal('VALUE_DATE_OUT_OF_RANGE');
      expect(await on('2026-03-07')).to.equal('VALUE_DATE_OUT_OF_RANGE');
      // Midnight in Shanghai of the fifth.
      expect(await on('2026-03-04')).to.equal('MONEY_BEFORE_SEARCH');
      expect(await on('2026-03-05')).to.equal('NET_MISMATCH');
    });

    it(`is on eligible lots and verified invoices: ${kind}`, async () => {
      const scene = await financedUpTo('search', { kind, rules: { invoiceVerifiedWithinDays: 5 } });
      await moveTo(scene.ledger, '2026-03-08');
      const paid = { valueDate: '2026-03-08' };
      expect(await paying(scene, paid)).to.equal('INVOICE_NOT_VERIFIED');
      await verifyInvoice(scene.ledger, 'receivable 1', { status: 'RED_LETTERED' });
      expect(await paying(scene, paid)).to.equal('LOT_NO_LONGER_ELIGIBLE');
    });

    it(`ends with its day: ${kind}`, async () => {
      const scene = await financedUpTo('search', { kind });
      await moveTo(scene.ledger, '2026-03-28');
      expect(await paying(scene, { valueDate: '2026-03-28' })).to.equal('STATE_CONFLICT');
    });

    it(`needs a second person above the limit of the key: ${kind}`, async () => {
      const scene = await financedUpTo('search', { kind });
      const limit = yuan('1000.00');
      const actor = await businessKey(scene.ledger, 'BankAMSP', { words: 'junior', limit });
      const bank = { ...scene.bank, actor };
      expect(await paying({ ...scene, bank })).to.equal('SIGNATURES_MISSING');
    });
  }

  it('asks the tax source about Chinese invoices alone', async () => {
    const euros = (amount: string): Fields => ({ currency: 'EUR', amount });
    const face = euros(FACE);
    const invoice = { ...anInvoice('receivable 1', FACE), amount: face, use: face };
    const scene = await aFinanceScene({
      rules: { invoiceVerifiedWithinDays: 5 },
      receivable: { terms: { face, invoices: [invoice], quotaShard: 'euro' } },
      before: async (ledger) => {
        const args = { debtor: partyOf('CoreMSP'), shard: 'euro', granted: face };
        await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'quota:set', { args });
      },
    });
    await setLimit(scene.ledger, scene.bank.actor, { subject: scene.debtor.id, cap: face });
    const content = { ...CONTENT, amount: euros('900000.00') };
    await openRequest(scene, { content: contentOf(REQUEST, content) });
    await inviteBank(scene, scene.bank, { secret: { content } });
    const principal = euros('900000.00');
    const securedMax = euros('950000.00');
    await makeOffer(scene, { terms: { principal, securedMax, fee: euros('0.00') } });
    await acceptOffer(scene);
    const submission = { args: { registeredAt: REGISTERED_AT }, secret: REGISTRATION };
    await bankActs(scene, 'register', submission);
    await bankActs(scene, 'search', { secret: aSearch(scene) });
    await moveTo(scene.ledger, '2026-03-12');
    const paid = { valueDate: '2026-03-12', net: euros('888450.00') };
    expect(await paying(scene, paid)).to.equal('nothing refused');
  });
});
