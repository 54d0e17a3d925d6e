import { expect } from 'chai';
import { aHash, attempt, refusalOf } from '../support/build.js';
import { collect } from '../support/collecting.js';
import {
  bankActs,
  financedUpTo,
  made,
  payOut,
  privatePart,
  publicPart,
} from '../support/financed.js';
import { type Fields, type FinanceScene, moveTo } from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';
import { type PartyWithKey } from '../support/parties.js';

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
