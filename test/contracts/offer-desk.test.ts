import { expect } from 'chai';
import { anId, attempt, refusalOf } from '../support/build.js';
import { acceptOffer, financedUpTo, quoteOf } from '../support/financed.js';
import {
  type Fields,
  type FinanceScene,
  inviteBank,
  moveTo,
  OFFER,
  offersPlace,
  openRequest,
  REQUEST,
} from '../support/financing.js';
import { yuan } from '../support/lot.js';
import { makeOffer } from '../support/offers.js';
import { type PartyWithKey } from '../support/parties.js';

const OFFER_2 = anId('ofr', 'offer 2');

function storedOffer(scene: FinanceScene, id = OFFER): unknown {
  return scene.ledger.record('offer', [id], offersPlace(scene));
}

function onDesk(
  scene: FinanceScene,
  act: 'withdraw' | 'restore',
  { by = scene.bank, ...over }: Fields & { readonly by?: PartyWithKey } = {},
): Promise<string> {
  const secret = { request: REQUEST, ...(act === 'restore' ? { outstanding: null } : {}), ...over };
  const submission = { args: { id: OFFER }, secret };
  return attempt({ ledger: scene.ledger, by: by.actor }, `offer:${act}`, submission);
}

const reserved = (scene: FinanceScene): unknown[] =>
  scene.ledger.records('exposure', 'desk_BankAMSP');

describe('withdrawing an offer', () => {
  it('frees the limit and kills the offer', async () => {
    const scene = await financedUpTo('offer');
    expect(await onDesk(scene, 'withdraw')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'WITHDRAWN' });
    expect(reserved(scene)[0]).to.deep.include({ reserved: yuan('0.00') });
    const { allInCost } = quoteOf(scene);
    expect(await refusalOf(acceptOffer(scene, { allInCost }))).to.equal('STATE_CONFLICT');
    expect(await onDesk(scene, 'withdraw')).to.equal('STATE_CONFLICT');
  });

  it('is not possible while it binds', async () => {
    const scene = await financedUpTo('invite');
    await makeOffer(scene, { over: { binding: true } });
    expect(await onDesk(scene, 'withdraw')).to.equal('OFFER_BINDING');
    await moveTo(scene.ledger, '2026-03-14');
    expect(await onDesk(scene, 'withdraw')).to.equal('STATE_CONFLICT');
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'EXPIRED' });
  });

  it('is too late once it was accepted: its limit stays taken', async () => {
    const scene = await financedUpTo('accept');
    const before = reserved(scene);
    expect(await onDesk(scene, 'withdraw')).to.equal('STATE_CONFLICT');
    expect(reserved(scene)).to.deep.equal(before);
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'ACCEPTED' });
  });

  it('is its bank’s', async () => {
    const scene = await financedUpTo('offer');
    expect(await onDesk(scene, 'withdraw', { by: scene.holder })).to.equal('ROLE_REQUIRED');
    expect(await onDesk(scene, 'withdraw', { by: scene.rival })).to.equal('OFFER_UNKNOWN');
    const other = { request: anId('req', 'none') };
    expect(await onDesk(scene, 'withdraw', other)).to.equal('REQUEST_UNKNOWN');
  });
});

describe('restoring the limit of an offer', () => {
  const left = (scene: FinanceScene): unknown => reserved(scene)[0];

  it('waits while it can still be accepted', async () => {
    const scene = await financedUpTo('offer');
    expect(await onDesk(scene, 'restore')).to.equal('OFFER_OPEN');
    await moveTo(scene.ledger, '2026-03-13');
    expect(await onDesk(scene, 'restore')).to.equal('OFFER_OPEN');
    await moveTo(scene.ledger, '2026-03-14');
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(left(scene)).to.deep.include({ reserved: yuan('0.00') });
    expect(await onDesk(scene, 'restore')).to.equal('STATE_CONFLICT');
  });

  it('comes with the end of the request', async () => {
    const scene = await financedUpTo('offer');
    await scene.ledger.submit(scene.holder.actor, 'request:cancel', { args: { id: REQUEST } });
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'EXPIRED' });
  });

  it('comes with the acceptance of another’s', async () => {
    const scene = await financedUpTo('offer');
    await inviteBank(scene, scene.rival);
    await makeOffer(scene, { id: OFFER_2, by: scene.rival });
    await acceptOffer(scene, { id: OFFER_2, by: scene.rival });
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'EXPIRED' });
  });

  it('leaves a running loan what it takes up, or what the bank still has out', async () => {
    const scene = await financedUpTo('accept');
    expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
    expect(storedOffer(scene)).to.include({ state: 'ACCEPTED' });
    expect(left(scene)).to.deep.include({ reserved: yuan('900000.00') });
    const some = { outstanding: yuan('400000.00') };
    expect(await onDesk(scene, 'restore', some)).to.equal('nothing refused');
    expect(left(scene)).to.deep.include({ reserved: yuan('400000.00') });
    const more = { outstanding: yuan('400000.01') };
    expect(await onDesk(scene, 'restore', more)).to.equal('AMOUNT_ABOVE_RESERVED');
    const foreign = { outstanding: { currency: 'EUR', amount: '1.00' } };
    expect(await onDesk(scene, 'restore', foreign)).to.equal('CURRENCY_MISMATCH');
  });

  for (const kind of ['RECEIVABLE_PLEDGE', 'SALE_WITHOUT_RECOURSE'] as const) {
    it(`comes with the end of what it became: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      // No money by 27 March.
      await moveTo(scene.ledger, '2026-03-28');
      expect(await onDesk(scene, 'restore')).to.equal('nothing refused');
      expect(storedOffer(scene)).to.include({ state: 'ACCEPTED' });
      expect(left(scene)).to.deep.include({ reserved: yuan('0.00') });
    });
  }

  it('is of an offer on that request', async () => {
    const scene = await financedUpTo('offer');
    await scene.ledger.submit(scene.holder.actor, 'request:cancel', { args: { id: REQUEST } });
    const id = anId('req', 'request 2');
    await openRequest(scene, { id });
    expect(await onDesk(scene, 'restore', { request: id })).to.equal('OFFER_UNKNOWN');
  });
});
