import { expect } from 'chai';
import { z } from 'zod';
import { compositeKey } from '../../chaincode/state/keys.js';
import { refusalOf } from '../support/build.js';
import {
  bankActs,
  financedUpTo,
  privatePart,
  publicPart,
  type StoryWish,
} from '../support/financed.js';
import { dealPlace, type FinanceScene, moveTo } from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';

const LATE = '2026-07-10';

/** A loan of 900,000.00 at 4.20 % due on 30 June, r* 6.30 %, on the day of the test. */
async function aRunningLoan(date: string, wish: StoryWish = {}): Promise<FinanceScene> {
  const scene = await financedUpTo('pay', { rules: { valueDateBackDays: 30 }, ...wish });
  await moveTo(scene.ledger, date);
  return scene;
}

function booking(
  scene: FinanceScene,
  act: string,
  [amount, valueDate, reference = 'IN-1']: readonly [string, string, string?],
): Promise<string> {
  const secret = { reference, valueDate, amount: yuan(amount) };
  return refusalOf(bankActs(scene, act, { secret }));
}

function account(scene: FinanceScene): {
  readonly position: unknown;
  readonly repaid: { readonly amount: string };
} {
  const Stored = z.looseObject({ repaid: z.looseObject({ amount: z.string() }) });
  const { position, ...stored } = Stored.parse(privatePart(scene));
  return { ...stored, position };
}

function applied(scene: FinanceScene): unknown[] {
  const Stored = z.array(z.looseObject({ applied: z.unknown() }));
  return Stored.parse(scene.ledger.records('posting', dealPlace(scene))).map(
    (posting) => posting.applied,
  );
}

describe('repaying after the due date', () => {
  it('pays penalty, interest and principal in their order', async () => {
    const terms = { mode: 'AT_MATURITY' };
    const scene = await aRunningLoan(LATE, { terms });
    // 900,000.00 · 6.30 % · 10 / 360 = 1,575.00 and 12,600.00 of interest.
    expect(await booking(scene, 'repay', ['5000.00', LATE])).to.equal('nothing refused');
    expect(applied(scene)[0]).to.deep.include({
      penalty: yuan('1575.00'),
      interest: yuan('3425.00'),
      principal: yuan('0.00'),
    });
    expect(publicPart(scene)).to.include({ state: 'ACTIVE', version: 3 });
    const rest = ['909175.00', LATE, 'IN-2'] as const;
    expect(await booking(scene, 'repay', rest)).to.equal('nothing refused');
    expect(account(scene)).to.deep.include({ repaid: yuan('900000.00'), surpluses: [] });
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
  });

  it('ends pledge and key policy with the last fen, in the same transaction', async () => {
    const scene = await aRunningLoan('2026-06-30');
    await booking(scene, 'repay', ['899999.99', '2026-06-30']);
    expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'PLEDGED' });
    const key = compositeKey('lot', [scene.receivable, '1'.padStart(18, '0')]);
    const guarded = scene.ledger.policies.get(key);
    await booking(scene, 'repay', ['0.01', '2026-06-30', 'IN-2']);
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'FREE',
      claim: null,
      bank: null,
      securedMax: null,
      registered: false,
      holder: scene.holder.id,
    });
    expect(scene.ledger.policies.get(key)).not.to.deep.equal(guarded);
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
  });

  it('gives a sold lot back to its seller', async () => {
    const scene = await aRunningLoan('2026-06-30', { kind: 'SALE_WITH_RECOURSE' });
    await booking(scene, 'repay', ['900000.00', '2026-06-30']);
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'FREE',
      holder: scene.holder.id,
      heldBy: [scene.holder.id, scene.bank.id],
      financeHop: 2,
    });
  });

  it('books one payment once', async () => {
    const scene = await aRunningLoan('2026-06-30');
    await booking(scene, 'repay', ['1000.00', '2026-06-30']);
    expect(await booking(scene, 'repay', ['1000.00', '2026-06-30'])).to.equal('ALREADY_EXISTS');
    expect(account(scene)).to.deep.include({ repaid: yuan('1000.00') });
  });

  it('takes the value dates that policy and the books allow', async () => {
    const rules = { valueDateBackDays: 10 };
    const scene = await aRunningLoan(LATE, { rules });
    expect(await booking(scene, 'repay', ['1.00', '2026-06-29'])).to.equal(
      'VALUE_DATE_OUT_OF_RANGE',
    );
    expect(await booking(scene, 'repay', ['1.00', '2026-07-11'])).to.equal(
      'VALUE_DATE_OUT_OF_RANGE',
    );
    expect(await booking(scene, 'repay', ['1.00', '2026-07-03'])).to.equal('nothing refused');
    const earlier = ['1.00', '2026-07-02', 'IN-2'] as const;
    expect(await booking(scene, 'repay', earlier)).to.equal('VALUE_DATE_PASSED');
  });

  it('is the bank’s to book, on a running loan, in its currency', async () => {
    const scene = await aRunningLoan('2026-06-30');
    const by = { ...scene, bank: scene.holder };
    for (const act of ['repay', 'prepay', 'repurchase', 'returnSurplus']) {
      expect(await booking(by, act, ['1.00', '2026-06-30']), act).to.equal('ROLE_REQUIRED');
    }
    const secret = {
      reference: 'IN-1',
      valueDate: '2026-06-30',
      amount: { currency: 'EUR', amount: '1.00' },
    };
    expect(await refusalOf(bankActs(scene, 'repay', { secret }))).to.equal('CURRENCY_MISMATCH');
    const waiting = await financedUpTo('search');
    expect(await booking(waiting, 'repay', ['1.00', '2026-03-02'])).to.equal('STATE_CONFLICT');
    await booking(scene, 'repay', ['900000.00', '2026-06-30']);
    const again = ['1.00', '2026-06-30', 'IN-2'] as const;
    expect(await booking(scene, 'repay', again)).to.equal('STATE_CONFLICT');
  });

  it('leaves what is beyond the payoff to the borrower', async () => {
    const scene = await aRunningLoan('2026-06-30');
    await booking(scene, 'repay', ['900010.00', '2026-06-30']);
    expect(privatePart(scene)).to.deep.include({
      surpluses: [{ amount: yuan('10.00'), returnBy: '2026-07-02' }],
    });
  });
});

describe('repaying before the due date', () => {
  it('gives back the interest not run (mode a)', async () => {
    const scene = await aRunningLoan('2026-05-01');
    // 60 days of 900,000.00 at 4.20 %: 6,300.00.
    expect(await booking(scene, 'prepay', ['893700.00', '2026-05-01'])).to.equal('nothing refused');
    expect(applied(scene)[0]).to.deep.include({
      principal: yuan('900000.00'),
      rebate: yuan('6300.00'),
    });
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
  });

  it('is interest to the day on what is repaid, and the fee (mode b)', async () => {
    const terms = { mode: 'AT_MATURITY', prepaymentFee: '0.5000' };
    const scene = await aRunningLoan('2026-05-01', { terms });
    // 100,000.00 with 60 days at 4.20 % and 0.5 %.
    await booking(scene, 'prepay', ['101200.00', '2026-05-01']);
    expect(applied(scene)[0]).to.deep.include({
      principal: yuan('100000.00'),
      interest: yuan('700.00'),
      fee: yuan('500.00'),
    });
    expect(account(scene)).to.deep.include({ repaid: yuan('100000.00') });
  });

  it('is a prepayment until the due date and a repayment from it', async () => {
    const scene = await aRunningLoan('2026-06-30');
    expect(await booking(scene, 'repay', ['1.00', '2026-06-29'])).to.equal('REPAYMENT_MISTIMED');
    expect(await booking(scene, 'prepay', ['1.00', '2026-06-30'])).to.equal('REPAYMENT_MISTIMED');
  });
});

describe('taking back what was sold with recourse', () => {
  const kind = 'SALE_WITH_RECOURSE';

  it('costs the payoff of the day, exactly', async () => {
    const scene = await aRunningLoan(LATE, { kind });
    expect(await booking(scene, 'repurchase', ['901574.99', LATE])).to.equal('AMOUNT_MISMATCH');
    expect(await booking(scene, 'repurchase', ['901575.00', LATE])).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'REPAID' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'FREE',
      holder: scene.holder.id,
    });
  });

  it('is not for what is pledged', async () => {
    const scene = await aRunningLoan(LATE);
    expect(await booking(scene, 'repurchase', ['901575.00', LATE])).to.equal('PRODUCT_MISMATCH');
  });

  it('is in the loan’s currency', async () => {
    const scene = await aRunningLoan(LATE, { kind });
    const amount = { currency: 'EUR', amount: '901575.00' };
    const secret = { reference: 'IN-1', valueDate: LATE, amount };
    expect(await refusalOf(bankActs(scene, 'repurchase', { secret }))).to.equal('AMOUNT_MISMATCH');
  });
});
