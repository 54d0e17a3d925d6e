import { expect } from 'chai';
import { anId, attempt, refusalOf } from '../support/build.js';
import { acceptOffer, financedUpTo, made, publicPart, quoteOf } from '../support/financed.js';
import {
  aFinanceScene,
  contentOf,
  dealPlace,
  type Fields,
  type FinanceScene,
  inviteBank,
  LOAN,
  moveTo,
  OFFER,
  offersPlace,
  openRequest,
  PURCHASE,
  REQUEST,
  verifyInvoice,
} from '../support/financing.js';
import { storedLot } from '../support/lot.js';
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

function rejecting(scene: FinanceScene, over: Fields = {}, by = scene.holder): Promise<string> {
  const secret = { request: REQUEST, bank: scene.bank.id, ...over };
  const submission = { args: { id: OFFER }, secret };
  return attempt({ ledger: scene.ledger, by: by.actor }, 'offer:reject', submission);
}

/** A second request on the same lot, shown to the same bank. */
async function anotherRequest(scene: FinanceScene): Promise<string> {
  const id = anId('req', 'request 2');
  await openRequest(scene, { id, content: contentOf(id) });
  await inviteBank(scene, scene.bank, { id });
  return id;
}

describe('rejecting an offer', () => {
  it('shows between holder and bank alone, and the offer is over for the holder', async () => {
    const scene = await financedUpTo('offer');
    expect(await rejecting(scene)).to.equal('nothing refused');
    const file = scene.ledger.record('request', [REQUEST], dealPlace(scene));
    expect(file).to.deep.include({ rejected: [OFFER] });
    expect(await rejecting(scene)).to.equal('STATE_CONFLICT');
    expect(await refusalOf(acceptOffer(scene))).to.equal('STATE_CONFLICT');
    expect(await onDesk(scene, 'withdraw')).to.equal('nothing refused');
  });

  it('is the holder’s', async () => {
    const scene = await financedUpTo('offer');
    expect(await rejecting(scene, {}, scene.debtor)).to.equal('ROLE_REQUIRED');
    const other = { request: anId('req', 'none') };
    expect(await rejecting(scene, other)).to.equal('REQUEST_UNKNOWN');
    const stranger = { bank: anId('org', 'stranger') };
    expect(await rejecting(scene, stranger)).to.equal('PARTY_UNKNOWN');
    expect(await rejecting(scene, { bank: scene.rival.id })).to.equal('OFFER_UNKNOWN');
  });

  it('is of an offer on that request', async () => {
    const scene = await financedUpTo('offer');
    await scene.ledger.submit(scene.holder.actor, 'request:cancel', { args: { id: REQUEST } });
    const request = await anotherRequest(scene);
    expect(await rejecting(scene, { request })).to.equal('OFFER_UNKNOWN');
  });
});

describe('accepting an offer', () => {
  for (const kind of [
    'RECEIVABLE_PLEDGE',
    'SALE_WITH_RECOURSE',
    'SALE_WITHOUT_RECOURSE',
  ] as const) {
    it(`commits lots and bank to each other: ${kind}`, async () => {
      const scene = await financedUpTo('accept', { kind });
      const { id } = made(scene);
      const outcome = { kind: id === LOAN ? 'LOAN' : 'PURCHASE', id };
      expect(scene.ledger.record('request', [REQUEST])).to.deep.include({
        state: 'ACCEPTED',
        outcome,
      });
      expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
        state: 'COMMITTED',
        claim: outcome,
        bank: scene.bank.id,
        lapsesAfter: '2026-03-27',
        holder: scene.holder.id,
      });
      expect(publicPart(scene)).to.include({
        state: 'COMMITTED',
        offer: OFFER,
        bank: scene.bank.id,
        bankMsp: 'BankAMSP',
        registeredAt: null,
      });
      expect(storedOffer(scene)).to.include({ state: 'OFFERED' });
    });
  }

  it('signs the cost that was shown, to the fourth digit', async () => {
    const scene = await financedUpTo('offer');
    const other = acceptOffer(scene, { allInCost: '4.2595' });
    expect(await refusalOf(other)).to.equal('COST_NOT_AGREED');
  });

  it('makes what the request asked for', async () => {
    for (const [kind, over] of [
      ['RECEIVABLE_PLEDGE', { loan: null, purchase: PURCHASE }],
      ['RECEIVABLE_PLEDGE', { purchase: PURCHASE }],
      ['SALE_WITHOUT_RECOURSE', { loan: LOAN, purchase: null }],
      ['SALE_WITHOUT_RECOURSE', { loan: LOAN }],
    ] as const) {
      const scene = await financedUpTo('offer', { kind });
      expect(await refusalOf(acceptOffer(scene, { over }))).to.equal('PRODUCT_MISMATCH');
    }
  });

  it('is the holder’s, on an open request and a valid offer', async () => {
    const scene = await financedUpTo('offer');
    const { allInCost } = quoteOf(scene);
    const foreign = acceptOffer({ ...scene, holder: scene.debtor }, { allInCost });
    expect(await refusalOf(foreign)).to.equal('ROLE_REQUIRED');
    const none = acceptOffer(scene, { allInCost, id: OFFER_2 });
    expect(await refusalOf(none)).to.equal('OFFER_UNKNOWN');
    await moveTo(scene.ledger, '2026-03-14');
    expect(await refusalOf(acceptOffer(scene))).to.equal('STATE_CONFLICT');
    await moveTo(scene.ledger, '2026-03-21');
    expect(await refusalOf(acceptOffer(scene))).to.equal('STATE_CONFLICT');
  });

  it('happens once, whoever else offered', async () => {
    const scene = await financedUpTo('offer');
    await inviteBank(scene, scene.rival);
    await makeOffer(scene, { id: OFFER_2, by: scene.rival });
    await acceptOffer(scene);
    const second = acceptOffer(scene, {
      id: OFFER_2,
      by: scene.rival,
      over: { loan: anId('loan', '2') },
    });
    expect(await refusalOf(second)).to.equal('STATE_CONFLICT');
  });

  it('is not possible on what is no longer eligible', async () => {
    const scene = await financedUpTo('offer');
    await verifyInvoice(scene.ledger, 'receivable 1', { status: 'VOID' });
    expect(await refusalOf(acceptOffer(scene))).to.equal('LOT_NO_LONGER_ELIGIBLE');
  });

  it('takes an id that is free', async () => {
    const scene = await financedUpTo('accept');
    await scene.ledger.submit(scene.bank.actor, 'loan:cancel', { args: { id: LOAN }, secret: {} });
    const request = await anotherRequest(scene);
    await makeOffer(scene, { id: OFFER_2, over: { request } });
    const second = acceptOffer(scene, { id: OFFER_2, over: { request } });
    expect(await refusalOf(second)).to.equal('ALREADY_EXISTS');
  });

  it('is of an offer on that request', async () => {
    const scene = await financedUpTo('offer');
    await scene.ledger.submit(scene.holder.actor, 'request:cancel', { args: { id: REQUEST } });
    const request = await anotherRequest(scene);
    const { allInCost } = quoteOf(scene);
    const attempted = acceptOffer(scene, { allInCost, over: { request } });
    expect(await refusalOf(attempted)).to.equal('OFFER_UNKNOWN');
  });

  it('needs a request', async () => {
    const scene = await aFinanceScene();
    const none = acceptOffer(scene, { allInCost: '1.0000' });
    expect(await refusalOf(none)).to.equal('REQUEST_UNKNOWN');
  });
});
