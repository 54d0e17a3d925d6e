import { expect } from 'chai';
import { compositeKey } from '../../chaincode/state/keys.js';
import { aHash, refusalOf } from '../support/build.js';
import { collect } from '../support/collecting.js';
import { bankActs, financedUpTo, privatePart, publicPart } from '../support/financed.js';
import { FACE, type Fields, type FinanceScene, moveTo } from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';

const DUE_DAY = '2026-06-30';
const kind = 'SALE_WITHOUT_RECOURSE';
/** 900,000.00 of the face priced in advance, 12,600.00 less; 100,000.00 due on collection. */
const BALANCE = {
  pricing: 'IN_ADVANCE',
  price: yuan('887400.00'),
  balancePayable: yuan('100000.00'),
};

async function onDay(date: string, terms: Fields = {}): Promise<FinanceScene> {
  const scene = await financedUpTo('pay', { kind, terms, rules: { valueDateBackDays: 30 } });
  await moveTo(scene.ledger, date);
  return scene;
}

function returning(
  scene: FinanceScene,
  instructions: readonly string[],
  [amount, valueDate, reference = 'OUT-1']: readonly [string, string, string?],
): Promise<string> {
  const secret = { reference, valueDate, amount: yuan(amount) };
  return refusalOf(bankActs(scene, 'returnSurplus', { args: { instructions }, secret }));
}

function closing(scene: FinanceScene, lossEvidence: string | null = null): Promise<string> {
  const secret = { registrationCancelled: aHash('cancelled'), lossEvidence };
  return refusalOf(bankActs(scene, 'close', { secret }));
}

describe('a sale without recourse at a price for all of the face', () => {
  it('leaves all that is collected with the bank', async () => {
    const scene = await onDay(DUE_DAY);
    expect(await closing(scene)).to.equal('COLLECTION_INCOMPLETE');
    const ids = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    expect(await returning(scene, ids, ['1.00', DUE_DAY])).to.equal('SURPLUS_NONE');
    expect(await closing(scene, aHash('loss'))).to.equal('COLLECTION_COMPLETE');
    expect(await closing(scene)).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'CLOSED' });
    expect(await closing(scene)).to.equal('STATE_CONFLICT');
  });

  it('is the bank’s loss where nothing more comes, from the policy’s day', async () => {
    const scene = await onDay('2026-09-27');
    const loss = aHash('loss');
    expect(await closing(scene, loss)).to.equal('DATE_NOT_REACHED');
    await moveTo(scene.ledger, '2026-09-28');
    expect(await closing({ ...scene, bank: scene.holder }, loss)).to.equal('ROLE_REQUIRED');
    expect(await closing(scene, loss)).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'LOSS' });
    expect(privatePart(scene)).to.include({ lossEvidence: loss });
  });
});

describe('a sale without recourse with a balance payable', () => {
  it('pays first what was priced, then the balance, in any number of parts', async () => {
    const scene = await onDay(DUE_DAY, BALANCE);
    const first = await collect(scene, { amount: '900000.00', valueDate: DUE_DAY });
    expect(await returning(scene, first, ['1.00', DUE_DAY])).to.equal('SURPLUS_NONE');
    const second = await collect(scene, { amount: '60000.00', valueDate: DUE_DAY });
    const both = [...second, ...first];
    expect(await returning(scene, both, ['59999.99', DUE_DAY])).to.equal('AMOUNT_MISMATCH');
    expect(await returning(scene, both, ['60000.00', DUE_DAY])).to.equal('nothing refused');
    const third = await collect(scene, { amount: '40000.00', valueDate: DUE_DAY });
    expect(await closing(scene)).to.equal('SURPLUS_NOT_RETURNED');
    const twice = [...second, ...third];
    const again = ['40000.00', DUE_DAY, 'OUT-2'] as const;
    expect(await returning(scene, twice, again)).to.equal('ALREADY_EXISTS');
    expect(await returning(scene, third, again)).to.equal('nothing refused');
    expect(privatePart(scene)).to.deep.include({ returned: yuan('100000.00'), surpluses: [] });
    expect(await closing(scene)).to.equal('nothing refused');
  });

  it('earns the late rate by law after two working days', async () => {
    const scene = await onDay(DUE_DAY, BALANCE);
    const ids = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    await moveTo(scene.ledger, '2026-07-06');
    const late = ['100200.00', '2026-07-06'] as const;
    expect(await returning(scene, ids, ['100000.00', late[1]])).to.equal('AMOUNT_MISMATCH');
    expect(await returning(scene, ids, late)).to.equal('nothing refused');
  });

  it('still pays the balance of what comes after a loss', async () => {
    const scene = await onDay('2026-09-28', BALANCE);
    expect(await closing(scene, aHash('loss'))).to.equal('nothing refused');
    const ids = await collect(scene, { amount: FACE, valueDate: '2026-09-28' });
    const paid = ['100000.00', '2026-09-28'] as const;
    expect(await returning(scene, ids, paid)).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'LOSS' });
  });

  it('keeps the late interest of the debtor, which is the owner’s', async () => {
    const scene = await onDay('2026-07-01', BALANCE);
    const { ledger, receivable, bank } = scene;
    for (const act of ['mature', 'markOverdue']) {
      await ledger.submit(bank.actor, `receivable:${act}`, { args: { id: receivable } });
    }
    const wish = { amount: '900000.00', late: '100.00', valueDate: '2026-07-01' };
    const ids = await collect(scene, wish);
    expect(ids).to.have.length(2);
    expect(await returning(scene, ids, ['1.00', '2026-07-01'])).to.equal('SURPLUS_NONE');
  });

  it('is the bank’s to return, of its own collections, in time', async () => {
    const scene = await onDay(DUE_DAY, BALANCE);
    const ids = await collect(scene, { amount: FACE, valueDate: DUE_DAY });
    const paid = ['100000.00', DUE_DAY] as const;
    expect(await returning({ ...scene, bank: scene.holder }, ids, paid)).to.equal('ROLE_REQUIRED');
    const tomorrow = ['100000.00', '2026-07-01'] as const;
    expect(await returning(scene, ids, tomorrow)).to.equal('VALUE_DATE_OUT_OF_RANGE');
    const missing = [`${scene.receivable}:1:9`];
    expect(await returning(scene, missing, paid)).to.equal('INSTRUCTION_UNKNOWN');
    const open = await financedUpTo('search', { kind, terms: BALANCE });
    expect(await returning(open, [], ['1.00', '2026-03-02'])).to.equal('STATE_CONFLICT');
  });

  it('takes no money of another lot', async () => {
    const scene = await financedUpTo('accept', { kind, terms: BALANCE });
    // Early money of a lot that is committed and not sold is the holder's.
    const ids = await collect(scene, { amount: '1000.00', valueDate: '2026-03-02' });
    expect(ids).to.have.length(1);
    const sold = await onDay(DUE_DAY, BALANCE);
    const paid = ['1.00', DUE_DAY] as const;
    const [mine = ''] = await collect(sold, { amount: '1.00', valueDate: DUE_DAY, pay: false });
    expect(await returning(sold, [mine], paid)).to.equal('STATE_CONFLICT');
  });
});

describe('taking back what was warranted wrongly', () => {
  const claim = {
    ground: 'ASSIGNED_TWICE',
    document: aHash('warranty claim'),
    reference: 'IN-1',
    valueDate: DUE_DAY,
    amount: yuan('990000.00'),
  };
  const taking = (scene: FinanceScene, over: Fields = {}): Promise<string> =>
    refusalOf(bankActs(scene, 'repurchase', { secret: { ...claim, ...over } }));

  it('gives the lots back and frees their keys', async () => {
    const scene = await onDay(DUE_DAY);
    const key = compositeKey('lot', [scene.receivable, '1'.padStart(18, '0')]);
    const guarded = scene.ledger.policies.get(key);
    expect(await taking(scene)).to.equal('nothing refused');
    expect(publicPart(scene)).to.include({ state: 'REPURCHASED' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'FREE',
      holder: scene.holder.id,
      financeHop: 2,
      claim: null,
      bank: null,
    });
    expect(scene.ledger.policies.get(key)).not.to.deep.equal(guarded);
    expect(privatePart(scene)).to.deep.include({ repurchase: claim });
    expect(await taking(scene)).to.equal('STATE_CONFLICT');
  });

  it('is confirmed by the bank, for a breach of warranty alone', async () => {
    const scene = await onDay(DUE_DAY);
    expect(await taking({ ...scene, bank: scene.holder })).to.equal('ROLE_REQUIRED');
    expect(await taking(scene, { ground: 'DEBTOR_INSOLVENT' })).to.equal('COMMAND_MALFORMED');
    expect(await taking(scene, { valueDate: '2026-07-01' })).to.equal('VALUE_DATE_OUT_OF_RANGE');
    const amount = { currency: 'EUR', amount: '1.00' };
    expect(await taking(scene, { amount })).to.equal('CURRENCY_MISMATCH');
  });
});
