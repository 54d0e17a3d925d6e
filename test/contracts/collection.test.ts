import { expect } from 'chai';
import { z } from 'zod';
import { aHash, anOperator, refusalOf } from '../support/build.js';
import { collect, payInstruction } from '../support/collecting.js';
import {
  bankActs,
  financedUpTo,
  privatePart,
  publicPart,
  type StoryWish,
} from '../support/financed.js';
import { dealPlace, FACE, type Fields, type FinanceScene, moveTo } from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';

const DUE_DAY = '2026-06-30';

async function onDay(date: string, wish: StoryWish = {}): Promise<FinanceScene> {
  const scene = await financedUpTo('pay', { rules: { valueDateBackDays: 30 }, ...wish });
  await moveTo(scene.ledger, date);
  return scene;
}

function applying(scene: FinanceScene, instructions: readonly string[]): Promise<string> {
  return refusalOf(bankActs(scene, 'applyCollection', { args: { instructions } }));
}

function returning(
  scene: FinanceScene,
  [amount, valueDate, reference = 'OUT-1']: readonly [string, string, string?],
  instructions?: readonly string[],
): Promise<string> {
  const secret = { reference, valueDate, amount: yuan(amount) };
  const args = instructions === undefined ? {} : { instructions };
  return refusalOf(bankActs(scene, 'returnSurplus', { args, secret }));
}

function closing(scene: FinanceScene, over: Fields = {}): Promise<string> {
  const secret = { registrationCancelled: aHash('cancelled'), ...over };
  return refusalOf(bankActs(scene, 'close', { secret }));
}

const paidTo = (scene: FinanceScene): Record<string, string> => {
  const Paid = z.array(
    z.looseObject({ payee: z.string(), amount: z.looseObject({ amount: z.string() }) }),
  );
  const paid = Paid.parse(scene.ledger.records('instruction'));
  return Object.fromEntries(paid.map(({ payee, amount }) => [payee, amount.amount]));
};

describe('applying what pledged lots bring in', () => {
  it('pays the pledgee what is secured, repays the loan and owes the rest to the borrower', async () => {
    const scene = await onDay(DUE_DAY);
    const [toBank = '', toHolder = ''] = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    expect(paidTo(scene)).to.deep.equal({
      [scene.bank.id]: '950000.00',
      [scene.holder.id]: '50000.00',
    });
    expect(await applying(scene, [toHolder])).to.equal('COLLECTION_FOREIGN');
    expect(await applying(scene, [toBank])).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
    expect(privatePart(scene)).to.deep.include({
      repaid: yuan('900000.00'),
      surpluses: [{ amount: yuan('50000.00'), returnBy: '2026-07-02' }],
    });
    expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'REDEEMED' });
    expect(await applying(scene, [toBank])).to.equal('ALREADY_EXISTS');
  });

  it('counts from the value date of the receipt, not from the day it is applied', async () => {
    const scene = await onDay('2026-05-04');
    // Interest not run from 1 May: 60 days of the principal repaid.
    const [toBank = ''] = await collect(scene, { amount: FACE, valueDate: '2026-05-01' });
    await moveTo(scene.ledger, '2026-05-20');
    expect(await applying(scene, [toBank])).to.equal('nothing refused');
    const payoff = { repaid: yuan('900000.00') };
    expect(privatePart(scene)).to.deep.include(payoff);
    const Surplus = z.looseObject({ surpluses: z.array(z.looseObject({ amount: z.unknown() })) });
    const { surpluses } = Surplus.parse(privatePart(scene));
    // 950,000.00 less 893,700.00.
    expect(surpluses.map(({ amount }) => amount)).to.deep.equal([yuan('56300.00')]);
  });

  it('never counts from before the latest money booked', async () => {
    const scene = await onDay('2026-05-04');
    const secret = { reference: 'IN-1', valueDate: '2026-05-03', amount: yuan('1000.00') };
    await bankActs(scene, 'prepay', { secret });
    const [toBank = ''] = await collect(scene, { amount: '1000.00', valueDate: '2026-05-01' });
    expect(await applying(scene, [toBank])).to.equal('nothing refused');
    const Dated = z.array(z.looseObject({ valueDate: z.string() }));
    const postings = Dated.parse(scene.ledger.records('posting', dealPlace(scene)));
    expect(postings.map(({ valueDate }) => valueDate)).to.deep.equal(['2026-05-03', '2026-05-03']);
  });

  it('takes many at once, in the order of their value dates', async () => {
    const scene = await onDay('2026-06-01');
    const later = await collect(scene, { amount: '300000.00', valueDate: '2026-06-01' });
    const more = await collect(scene, { amount: '300000.00', valueDate: '2026-06-01' });
    expect(await applying(scene, [...more, ...later])).to.equal('nothing refused');
    expect(scene.ledger.records('posting', dealPlace(scene))).to.have.length(2);
    expect(publicPart(scene)).to.include({ state: 'ACTIVE' });
  });

  it('is the bank’s, of money that was paid to it', async () => {
    const scene = await onDay(DUE_DAY);
    const before = await financedUpTo('search');
    const missing = `${scene.receivable}:1:9`;
    expect(await applying(scene, [missing])).to.equal('INSTRUCTION_UNKNOWN');
    const [toBank = ''] = await collect(scene, { amount: FACE, valueDate: DUE_DAY, pay: false });
    expect(await applying(scene, [toBank])).to.equal('STATE_CONFLICT');
    await payInstruction(scene, toBank);
    expect(await applying({ ...scene, bank: scene.holder }, [toBank])).to.equal('ROLE_REQUIRED');
    expect(before.kind).to.equal('RECEIVABLE_PLEDGE');
  });

  it('waits for the money to be out', async () => {
    const scene = await financedUpTo('search');
    const [toBank = ''] = await collect(scene, { amount: FACE, valueDate: '2026-03-02' });
    expect(await applying(scene, [toBank])).to.equal('STATE_CONFLICT');
  });

  it('is all the borrower’s once the loan is repaid, even when it is closed', async () => {
    const scene = await onDay('2026-06-01');
    const first = await collect(scene, { amount: '100000.00', valueDate: '2026-06-01' });
    const second = await collect(scene, { amount: '100000.00', valueDate: '2026-06-01' });
    // 29 days of 900,000.00 at 4.20 % are 3,045.00.
    const secret = { reference: 'IN-1', valueDate: '2026-06-01', amount: yuan('896955.00') };
    await bankActs(scene, 'prepay', { secret });
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'FREE' });
    expect(await applying(scene, first)).to.equal('nothing refused');
    expect(await closing(scene)).to.equal('SURPLUS_NOT_RETURNED');
    expect(await returning(scene, ['100000.00', '2026-06-01'])).to.equal('nothing refused');
    expect(await closing(scene)).to.equal('nothing refused');
    expect(await applying(scene, second)).to.equal('nothing refused');
    expect(await returning(scene, ['100000.00', '2026-06-01', 'OUT-2'])).to.equal(
      'nothing refused',
    );
    expect(publicPart(scene)).to.include({ state: 'CLOSED' });
  });
});

describe('what a sale with recourse brings in', () => {
  it('comes to the bank whole, and what is beyond the payoff goes back', async () => {
    const scene = await onDay(DUE_DAY, { kind: 'SALE_WITH_RECOURSE' });
    const ids = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    expect(paidTo(scene)).to.deep.equal({ [scene.bank.id]: FACE });
    expect(await applying(scene, ids)).to.equal('nothing refused');
    expect(await returning(scene, ['100000.00', DUE_DAY])).to.equal('nothing refused');
    expect(await closing(scene)).to.equal('nothing refused');
  });
});

describe('returning a surplus', () => {
  async function withSurplus(): Promise<FinanceScene> {
    const scene = await onDay(DUE_DAY);
    const [toBank = ''] = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    await applying(scene, [toBank]);
    return scene;
  }

  it('is of all that is owed, to the fen', async () => {
    const scene = await withSurplus();
    expect(await returning(scene, ['49999.99', DUE_DAY])).to.equal('AMOUNT_MISMATCH');
    expect(await returning(scene, ['50000.01', DUE_DAY])).to.equal('AMOUNT_MISMATCH');
    expect(await returning(scene, ['50000.00', DUE_DAY])).to.equal('nothing refused');
    expect(privatePart(scene)).to.deep.include({ surpluses: [] });
    expect(await returning(scene, ['50000.00', DUE_DAY, 'OUT-2'])).to.equal('SURPLUS_NONE');
  });

  it('earns the late rate by law after two working days', async () => {
    const scene = await withSurplus();
    await moveTo(scene.ledger, '2026-07-06');
    expect(await returning(scene, ['50000.00', '2026-07-06'])).to.equal('AMOUNT_MISMATCH');
    // Four days at five per ten thousand.
    expect(await returning(scene, ['50100.00', '2026-07-06'])).to.equal('nothing refused');
    const late = await withSurplus();
    await moveTo(late.ledger, '2026-07-06');
    expect(await returning(late, ['50000.00', '2026-07-02'])).to.equal('nothing refused');
    const future = await withSurplus();
    expect(await returning(future, ['50000.00', '2026-07-01'])).to.equal('VALUE_DATE_OUT_OF_RANGE');
  });

  it('keeps reference and instruction apart', async () => {
    const scene = await withSurplus();
    const Named = z.array(z.looseObject({ reference: z.string() }));
    const [posting] = Named.parse(scene.ledger.records('posting', dealPlace(scene)));
    const reference = posting?.reference ?? '';
    expect(reference).to.equal(`${scene.receivable}:1:1`);
    expect(await returning(scene, ['50000.00', DUE_DAY, reference])).to.equal('nothing refused');
  });
});

describe('an overdue loan', () => {
  const secret = { costs: yuan('200.00'), evidence: aHash('demand') };
  const acting = (scene: FinanceScene, act: string, over: Fields = {}): Promise<string> =>
    refusalOf(bankActs(scene, act, { secret: { ...secret, ...over } }));

  it('lets the bank collect the pledged lots, not own them', async () => {
    const scene = await onDay(DUE_DAY);
    expect(await acting(scene, 'enforce')).to.equal('LOAN_NOT_OVERDUE');
    await moveTo(scene.ledger, '2026-07-01');
    expect(await acting({ ...scene, bank: scene.holder }, 'enforce')).to.equal('ROLE_REQUIRED');
    expect(await acting(scene, 'enforce')).to.equal('nothing refused');
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'COLLECTING',
      holder: scene.holder.id,
    });
    expect(privatePart(scene)).to.deep.nested.include({ 'position.costs': yuan('200.00') });
    expect(await acting(scene, 'enforce')).to.equal('LOT_ENCUMBERED');
  });

  it('is repaid with its costs first, and the collecting ends', async () => {
    const scene = await onDay('2026-07-01');
    await acting(scene, 'enforce');
    const paid = { reference: 'IN-1', valueDate: '2026-07-01', amount: yuan('900357.50') };
    await bankActs(scene, 'repay', { secret: paid });
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'FREE' });
  });

  it('is not enforced on what the bank owns', async () => {
    const scene = await onDay('2026-07-01', { kind: 'SALE_WITH_RECOURSE' });
    expect(await acting(scene, 'enforce')).to.equal('PRODUCT_MISMATCH');
  });

  it('is in default after 90 days, or with an insolvency, and by nothing else', async () => {
    const scene = await onDay('2026-09-27');
    expect(await acting(scene, 'default')).to.equal('DATE_NOT_REACHED');
    expect(await acting({ ...scene, bank: scene.holder }, 'default')).to.equal('ROLE_REQUIRED');
    await moveTo(scene.ledger, '2026-09-28');
    const euros = { costs: { currency: 'EUR', amount: '1.00' } };
    expect(await acting(scene, 'default', euros)).to.equal('CURRENCY_MISMATCH');
    expect(await acting(scene, 'default')).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'DEFAULTED' });
    expect(await acting(scene, 'default')).to.equal('STATE_CONFLICT');
    expect(await acting(scene, 'enforce')).to.equal('nothing refused');
    const insolvent = await onDay('2026-04-01');
    await insolvent.ledger.submit(anOperator('AccessMSP'), 'party:declareInsolvent', {
      args: { party: insolvent.holder.id, document: aHash('court') },
    });
    expect(await acting(insolvent, 'default')).to.equal('nothing refused');
  });

  it('still takes money once in default', async () => {
    const scene = await onDay('2026-09-28');
    await acting(scene, 'default');
    const paid = { reference: 'IN-1', valueDate: '2026-09-28', amount: yuan('1000.00') };
    await bankActs(scene, 'repay', { secret: paid });
    expect(publicPart(scene)).to.include({ state: 'DEFAULTED' });
  });

  it('is not asked of a loan that is not out', async () => {
    const scene = await financedUpTo('search');
    expect(await acting(scene, 'default')).to.equal('STATE_CONFLICT');
    expect(await acting(scene, 'enforce')).to.equal('STATE_CONFLICT');
    expect(await closing(scene)).to.equal('STATE_CONFLICT');
    expect(await closing({ ...scene, bank: scene.holder })).to.equal('ROLE_REQUIRED');
  });
});
