import { expect } from 'chai';
import { chaincodePolicy, encodePolicy, pledgedPolicy } from '../../chaincode/state/key-policy.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { aHash, anId, attempt, refusalOf } from '../support/build.js';
import {
  acceptOffer,
  aSearch,
  bankActs,
  financedUpTo,
  made,
  privatePart,
  publicPart,
  REGISTERED_AT,
  REGISTRATION,
} from '../support/financed.js';
import {
  aFinanceScene,
  contentOf,
  FACE,
  type Fields,
  type FinanceScene,
  inviteBank,
  moveTo,
  openRequest,
} from '../support/financing.js';
import { aTransfer, storedLot, yuan } from '../support/lot.js';
import { makeOffer } from '../support/offers.js';
import { type PartyWithKey } from '../support/parties.js';
import { aSupplier } from '../support/receivable.js';

const KINDS = ['RECEIVABLE_PLEDGE', 'SALE_WITH_RECOURSE', 'SALE_WITHOUT_RECOURSE'] as const;

const ENDORSERS = { core: ['CoreMSP'], access: ['AccessMSP'], banks: ['BankAMSP', 'BankBMSP'] };

/** Who must endorse a write of the lot; null while the chaincode's own policy does. */
function keyPolicy({ ledger, receivable }: FinanceScene): string | null {
  const policy = ledger.policies.get(compositeKey('lot', [receivable, '1'.padStart(18, '0')]));
  return policy === undefined ? null : Buffer.from(policy).toString('hex');
}
const hex = (policy: Parameters<typeof encodePolicy>[0]): string =>
  Buffer.from(encodePolicy(policy)).toString('hex');
const GUARDED = hex(pledgedPolicy(ENDORSERS, 'BankAMSP'));
const OPEN = hex(chaincodePolicy(ENDORSERS));

function registering(scene: FinanceScene, registeredAt = REGISTERED_AT): Promise<string> {
  const submission = { args: { registeredAt }, secret: REGISTRATION };
  return refusalOf(bankActs(scene, 'register', submission));
}

function searching(scene: FinanceScene, over: Fields = {}): Promise<string> {
  return refusalOf(bankActs(scene, 'search', { secret: aSearch(scene, over) }));
}

function acting(
  scene: FinanceScene,
  act: string,
  { by = scene.bank, ...secret }: Fields & { readonly by?: PartyWithKey } = {},
): Promise<string> {
  const { resource, id } = made(scene);
  const submission = act === 'lapse' ? { args: { id } } : { args: { id }, secret };
  return attempt({ ledger: scene.ledger, by: by.actor }, `${resource}:${act}`, submission);
}

describe('registering', () => {
  for (const kind of KINDS) {
    it(`binds the lots to the bank before any money: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      expect(keyPolicy(scene)).to.equal(null);
      expect(await registering(scene)).to.equal('nothing refused');
      const pledge = kind === 'RECEIVABLE_PLEDGE';
      const securedMax = pledge ? yuan('950000.00') : null;
      expect(publicPart(scene)).to.include({ state: 'REGISTERED', registeredAt: REGISTERED_AT });
      if (kind !== 'SALE_WITHOUT_RECOURSE') {
        expect(publicPart(scene)).to.deep.include({ securedMax });
      }
      expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
        state: pledge ? 'PLEDGED' : 'COMMITTED',
        registered: true,
        securedMax,
        lapsesAfter: '2026-03-27',
      });
      expect(privatePart(scene)).to.deep.include({ registration: REGISTRATION });
      expect(keyPolicy(scene)).to.equal(GUARDED);
    });

    it(`is the bank’s, once, of what has happened, in time: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      expect(await acting(scene, 'register', { by: scene.holder })).to.equal('COMMAND_MALFORMED');
      const holder = { ...scene, bank: scene.holder };
      expect(await registering(holder)).to.equal('ROLE_REQUIRED');
      expect(await registering({ ...scene, bank: scene.rival })).to.equal('ROLE_REQUIRED');
      // Midnight in Shanghai is four in the afternoon in Greenwich.
      expect(await registering(scene, '2026-03-02T16:00:00Z')).to.equal('DATE_IN_FUTURE');
      expect(await registering(scene, '2026-03-02T15:59:59Z')).to.equal('nothing refused');
      expect(await registering(scene)).to.equal('STATE_CONFLICT');
      const late = await financedUpTo('accept', { kind });
      await moveTo(late.ledger, '2026-03-28');
      expect(await registering(late)).to.equal('STATE_CONFLICT');
    });
  }

  it('secures no more than a lot has units', async () => {
    const terms = { securedMax: yuan('2000000.00') };
    const scene = await financedUpTo('register', { terms });
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({ securedMax: yuan(FACE) });
  });
});

describe('searching the registry', () => {
  for (const kind of KINDS) {
    it(`follows the registration by a second at least: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      expect(await searching(scene)).to.equal('STATE_CONFLICT');
      await registering(scene);
      const early = { searchedAt: REGISTERED_AT };
      expect(await searching(scene, early)).to.equal('SEARCH_TOO_EARLY');
      const late = { searchedAt: '2026-03-02T16:00:00Z' };
      expect(await searching(scene, late)).to.equal('DATE_IN_FUTURE');
      expect(await searching({ ...scene, bank: scene.rival })).to.equal('ROLE_REQUIRED');
      expect(await searching(scene)).to.equal('nothing refused');
    });

    it(`finds nothing before ours: ${kind}`, async () => {
      const scene = await financedUpTo('register', { kind });
      const document = aHash('release');
      const hit = (over: Fields = {}): Fields => ({
        number: '09876543210987654321',
        kind: 'PLEDGE',
        registeredAt: '2026-03-02T01:59:59Z',
        covers: true,
        cleared: null,
        ...over,
      });
      const found = (over: Fields): Promise<string> => searching(scene, { hits: [hit(over)] });
      expect(await found({})).to.equal('PRIOR_REGISTRATION');
      expect(await found({ kind: 'ASSIGNMENT' })).to.equal('PRIOR_REGISTRATION');
      // At the same second they would be paid together.
      expect(await found({ registeredAt: REGISTERED_AT })).to.equal('PRIOR_REGISTRATION');
      const after = { registeredAt: '2026-03-02T02:00:01Z' };
      for (const over of [
        after,
        { covers: false },
        { cleared: { by: 'RELEASED', document } },
        { cleared: { by: 'SUBORDINATED', document } },
      ]) {
        expect(await found(over)).to.equal('nothing refused');
      }
    });
  }

  it('covers everybody who ever held the lot', async () => {
    const scene = await aFinanceScene();
    const { ledger, lot, debtor, holder: creditor } = scene;
    const tier2 = await aSupplier(ledger, 'tier 2');
    const holder = await aSupplier(ledger, 'tier 3');
    await aTransfer(ledger, { lot, amount: FACE, from: creditor, to: tier2 });
    await aTransfer(ledger, { lot, amount: FACE, from: tier2, to: holder });
    const path = [creditor.id, tier2.id, holder.id];
    expect(storedLot(ledger, lot)).to.deep.include({ heldBy: path });
    await ledger.submit(debtor.actor, 'lot:acknowledgeNotice', { args: { lot } });
    const third = { ...scene, holder };
    await openRequest(third);
    await inviteBank(third, third.bank);
    await makeOffer(third);
    await acceptOffer(third);
    await registering(third);
    for (const missing of path) {
      const subjects = path.filter((each) => each !== missing);
      expect(await searching(third, { subjects })).to.equal('SEARCH_INCOMPLETE');
    }
    expect(await searching(third, { subjects: path })).to.equal('nothing refused');
  });
});

describe('ending before any money', () => {
  for (const kind of KINDS) {
    it(`is for both sides before registration: ${kind}`, async () => {
      for (const side of ['bank', 'holder'] as const) {
        const scene = await financedUpTo('accept', { kind });
        expect(await acting(scene, 'cancel', { by: scene.rival })).to.equal('ROLE_REQUIRED');
        expect(await acting(scene, 'cancel', { by: scene[side] })).to.equal('nothing refused');
        expect(publicPart(scene)).to.include({ state: 'CANCELLED' });
        expect(storedLot(scene.ledger, scene.lot)).to.include({
          state: 'FREE',
          claim: null,
          bank: null,
          lapsesAfter: null,
        });
        expect(await acting(scene, 'cancel')).to.equal('STATE_CONFLICT');
      }
    });

    it(`is the bank’s once registered, and the other’s when its day has passed: ${kind}`, async () => {
      const scene = await financedUpTo('search', { kind });
      const by = scene.holder;
      expect(await acting(scene, 'cancel', { by })).to.equal('DATE_NOT_REACHED');
      await moveTo(scene.ledger, '2026-03-27');
      expect(await acting(scene, 'cancel', { by })).to.equal('DATE_NOT_REACHED');
      await moveTo(scene.ledger, '2026-03-28');
      expect(await acting(scene, 'cancel', { by })).to.equal('nothing refused');
      expect(keyPolicy(scene)).to.equal(OPEN);
      expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'FREE', registered: false });
      const early = await financedUpTo('search', { kind });
      expect(await acting(early, 'cancel')).to.equal('nothing refused');
      expect(keyPolicy(early)).to.equal(OPEN);
    });

    it(`comes with its date, whoever says so: ${kind}`, async () => {
      for (const step of ['accept', 'register'] as const) {
        const scene = await financedUpTo(step, { kind });
        await moveTo(scene.ledger, '2026-03-27');
        const by = scene.rival;
        expect(await acting(scene, 'lapse', { by })).to.equal('DATE_NOT_REACHED');
        await moveTo(scene.ledger, '2026-03-28');
        expect(await acting(scene, 'lapse', { by })).to.equal('nothing refused');
        expect(publicPart(scene)).to.include({ state: 'CANCELLED', since: '2026-03-28' });
        expect(storedLot(scene.ledger, scene.lot)).to.include({
          state: 'FREE',
          since: '2026-03-28',
        });
        expect(keyPolicy(scene)).to.equal(step === 'register' ? OPEN : null);
        expect(await acting(scene, 'lapse', { by })).to.equal('STATE_CONFLICT');
      }
    });
  }

  it('leaves alone a lot that has lapsed by itself and gone on', async () => {
    const scene = await financedUpTo('accept');
    await moveTo(scene.ledger, '2026-03-28');
    const id = anId('req', 'request 2');
    await openRequest(scene, { id, content: contentOf(id), expiresOn: '2026-04-10' });
    expect(await acting(scene, 'cancel')).to.equal('nothing refused');
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'RESERVED',
      claim: { kind: 'REQUEST', id },
    });
  });

  it('is not possible once the money is out', async () => {
    for (const kind of KINDS) {
      const scene = await financedUpTo('pay', { kind });
      await moveTo(scene.ledger, '2026-03-28');
      expect(await acting(scene, 'cancel')).to.equal('STATE_CONFLICT');
      expect(await acting(scene, 'lapse')).to.equal('STATE_CONFLICT');
    }
  });

  it('needs what is to be ended', async () => {
    const scene = await financedUpTo('offer');
    expect(await acting(scene, 'cancel')).to.equal('LOAN_UNKNOWN');
    const sale = { ...scene, kind: 'SALE_WITHOUT_RECOURSE' } as const;
    expect(await acting(sale, 'lapse')).to.equal('PURCHASE_UNKNOWN');
  });
});
