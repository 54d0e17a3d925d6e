import { expect } from 'chai';
import { aHash, attempt, refusalOf } from '../support/build.js';
import { collect } from '../support/collecting.js';
import {
  acceptOffer,
  aSearch,
  bankActs,
  financedUpTo,
  made,
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
import { businessKey, partyOf, type PartyWithKey } from '../support/parties.js';
import { anInvoice } from '../support/receivable.js';

const KINDS = ['RECEIVABLE_PLEDGE', 'SALE_WITH_RECOURSE', 'SALE_WITHOUT_RECOURSE'] as const;

function paying(scene: FinanceScene, over: Fields = {}): Promise<string> {
  return refusalOf(payOut(scene, over));
}

function acting(
  scene: FinanceScene,
  act: string,
  { by = scene.bank, ...secret }: Fields & { readonly by?: PartyWithKey } = {},
): Promise<string> {
  const { resource, id } = made(scene);
  const submission = { args: { id }, secret };
  return attempt({ ledger: scene.ledger, by: by.actor }, `${resource}:${act}`, submission);
}

function returned(scene: FinanceScene): Promise<string> {
  const act = scene.kind === 'SALE_WITHOUT_RECOURSE' ? 'paymentReturned' : 'disbursementReturned';
  return acting(scene, act);
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

describe('the borrower’s word on the money', () => {
  const reason = aHash('nothing has come');

  it('is given once, in two working days', async () => {
    const scene = await financedUpTo('pay');
    const by = scene.holder;
    expect(await acting(scene, 'acknowledge')).to.equal('ROLE_REQUIRED');
    await moveTo(scene.ledger, '2026-03-04');
    expect(await acting(scene, 'acknowledge', { by })).to.equal('nothing refused');
    expect(privatePart(scene)).to.deep.nested.include({
      'payment.answer': 'ACKNOWLEDGED',
      'payment.answeredOn': '2026-03-04',
    });
    expect(await acting(scene, 'contest', { by, reason })).to.equal('PAYMENT_ANSWERED');
  });

  it('may be that it has not come', async () => {
    const scene = await financedUpTo('pay');
    const by = scene.holder;
    expect(await acting(scene, 'contest', { by, reason })).to.equal('nothing refused');
    expect(privatePart(scene)).to.deep.nested.include({
      'payment.answer': 'CONTESTED',
      'payment.reason': reason,
    });
    await moveTo(scene.ledger, '2026-03-05');
    const late = await financedUpTo('pay');
    await moveTo(late.ledger, '2026-03-05');
    const answer = { by: late.holder };
    expect(await acting(late, 'acknowledge', answer)).to.equal('ANSWER_WINDOW_CLOSED');
    expect(await acting(late, 'contest', { ...answer, reason })).to.equal('ANSWER_WINDOW_CLOSED');
  });

  it('is not asked before', async () => {
    const scene = await financedUpTo('search');
    expect(await acting(scene, 'acknowledge', { by: scene.holder })).to.equal('STATE_CONFLICT');
  });
});

describe('money that came back', () => {
  for (const kind of KINDS) {
    it(`takes the financing back one state, and it may be paid again: ${kind}`, async () => {
      const scene = await financedUpTo('pay', { kind });
      expect(await returned({ ...scene, bank: scene.holder })).to.equal('ROLE_REQUIRED');
      await moveTo(scene.ledger, '2026-03-26');
      expect(await returned(scene)).to.equal('nothing refused');
      const by = kind === 'SALE_WITHOUT_RECOURSE' ? 'payBy' : 'disburseBy';
      // Two working days: Friday the 27th, and Monday.
      expect(publicPart(scene)).to.include({ state: 'REGISTERED', [by]: '2026-03-30' });
      expect(privatePart(scene)).to.include({ payment: null });
      expect(storedLot(scene.ledger, scene.lot)).to.include({
        state: kind === 'RECEIVABLE_PLEDGE' ? 'PLEDGED' : 'COMMITTED',
        holder: scene.holder.id,
        financeHop: 0,
        registered: true,
        lapsesAfter: '2026-03-30',
      });
      expect(await returned(scene)).to.equal('STATE_CONFLICT');
      const again = {
        RECEIVABLE_PLEDGE: '889920.00',
        SALE_WITH_RECOURSE: '889920.00',
        SALE_WITHOUT_RECOURSE: '988924.05',
      };
      const paid = { valueDate: '2026-03-26', net: yuan(again[kind]) };
      expect(await paying(scene, paid)).to.equal('nothing refused');
    });

    it(`is too late once other money moved: ${kind}`, async () => {
      const scene = await financedUpTo('pay', { kind });
      await collect(scene, { amount: '1000.00', valueDate: '2026-03-02' });
      expect(await returned(scene)).to.equal('MONEY_BOOKED');
    });
  }

  it('keeps the day agreed where that is later', async () => {
    const scene = await financedUpTo('pay');
    expect(await returned(scene)).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ disburseBy: '2026-03-27' });
  });

  it('is too late once something was repaid', async () => {
    const scene = await financedUpTo('pay');
    const secret = { reference: 'IN-1', valueDate: '2026-03-02', amount: yuan('1000.00') };
    await bankActs(scene, 'prepay', { secret });
    expect(await returned(scene)).to.equal('MONEY_BOOKED');
  });
});
