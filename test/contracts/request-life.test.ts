import { expect } from 'chai';
import { aHash, anId, attempt, refusalOf } from '../support/build.js';
import { acceptOffer, financedUpTo } from '../support/financed.js';
import {
  aFinanceScene,
  CONTENT,
  contentOf,
  dealPlace,
  EXPIRES_ON,
  type FinanceScene,
  inviteBank,
  moveTo,
  openRequest,
  REQUEST,
} from '../support/financing.js';
import { storedLot, yuan } from '../support/lot.js';

function stored({ ledger }: FinanceScene): unknown {
  return ledger.record('request', [REQUEST]);
}

describe('inviting a bank', () => {
  it('tells it alone what is asked for', async () => {
    const scene = await financedUpTo('invite');
    expect(stored(scene)).to.deep.include({ banks: [scene.bank.id] });
    const place = dealPlace(scene);
    expect(scene.ledger.record('request', [REQUEST], place)).to.deep.include({
      content: CONTENT,
      bank: scene.bank.id,
      rejected: [],
    });
    const rivals = scene.ledger.records('request', dealPlace(scene, scene.rival));
    expect(rivals).to.deep.equal([]);
  });

  it('shows each bank what was committed to, and nothing else', async () => {
    const scene = await financedUpTo('request');
    const other = { ...CONTENT, amount: yuan('900000.01') };
    const lied = inviteBank(scene, scene.bank, { secret: { content: other } });
    expect(await refusalOf(lied)).to.equal('COMMITMENT_MISMATCH');
    const opened = inviteBank(scene, scene.bank, { secret: { opening: aHash('another') } });
    expect(await refusalOf(opened)).to.equal('COMMITMENT_MISMATCH');
  });

  it('asks in the currency of the lots', async () => {
    const scene = await aFinanceScene();
    const content = { ...CONTENT, amount: { currency: 'EUR', amount: '900000.00' } };
    await openRequest(scene, { content: contentOf(REQUEST, content) });
    const invited = inviteBank(scene, scene.bank, { secret: { content } });
    expect(await refusalOf(invited)).to.equal('CURRENCY_MISMATCH');
  });

  it('goes to a bank of the programme, once', async () => {
    const scene = await financedUpTo('invite');
    expect(await refusalOf(inviteBank(scene, scene.bank))).to.equal('BANK_INVITED');
    expect(await refusalOf(inviteBank(scene, scene.debtor))).to.equal('BANK_UNKNOWN');
    const stranger = { ...scene.bank, id: anId('org', 'stranger') };
    expect(await refusalOf(inviteBank(scene, stranger))).to.equal('PARTY_UNKNOWN');
    expect(await refusalOf(inviteBank(scene, scene.rival))).to.equal('nothing refused');
  });

  it('is the holder’s, while the request is open', async () => {
    const scene = await financedUpTo('request');
    const foreign = inviteBank({ ...scene, holder: scene.debtor }, scene.bank);
    expect(await refusalOf(foreign)).to.equal('ROLE_REQUIRED');
    await moveTo(scene.ledger, '2026-03-21');
    expect(await refusalOf(inviteBank(scene, scene.bank))).to.equal('STATE_CONFLICT');
  });

  it('needs a request', async () => {
    const scene = await financedUpTo('request');
    const none = inviteBank(scene, scene.bank, { id: anId('req', 'none') });
    expect(await refusalOf(none)).to.equal('REQUEST_UNKNOWN');
  });
});

describe('the end of a request', () => {
  const ending = (scene: FinanceScene, act: string, by = scene.holder): Promise<string> =>
    attempt({ ledger: scene.ledger, by: by.actor }, `request:${act}`, { args: { id: REQUEST } });

  it('is the holder’s to bring, and frees the lots', async () => {
    const scene = await financedUpTo('invite');
    expect(await ending(scene, 'cancel', scene.bank)).to.equal('ROLE_REQUIRED');
    expect(await ending(scene, 'cancel')).to.equal('nothing refused');
    expect(stored(scene)).to.include({ state: 'CANCELLED' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({
      state: 'FREE',
      claim: null,
      lapsesAfter: null,
    });
    expect(await ending(scene, 'cancel')).to.equal('STATE_CONFLICT');
  });

  it('comes with its date, whoever says so', async () => {
    const scene = await financedUpTo('invite');
    await moveTo(scene.ledger, EXPIRES_ON);
    expect(await ending(scene, 'expire', scene.rival)).to.equal('DATE_NOT_REACHED');
    await moveTo(scene.ledger, '2026-03-21');
    expect(await ending(scene, 'cancel')).to.equal('STATE_CONFLICT');
    expect(await ending(scene, 'expire', scene.rival)).to.equal('nothing refused');
    expect(stored(scene)).to.include({ state: 'EXPIRED', since: '2026-03-21' });
    expect(storedLot(scene.ledger, scene.lot)).to.include({ state: 'FREE', since: '2026-03-21' });
  });

  it('leaves alone a lot that has gone on meanwhile', async () => {
    const scene = await financedUpTo('request');
    await moveTo(scene.ledger, '2026-03-21');
    const id = anId('req', 'request 2');
    await openRequest(scene, { id, content: contentOf(id), expiresOn: '2026-03-25' });
    expect(await ending(scene, 'expire')).to.equal('nothing refused');
    expect(storedLot(scene.ledger, scene.lot)).to.deep.include({
      state: 'RESERVED',
      claim: { kind: 'REQUEST', id },
    });
  });

  it('is over once an offer is accepted', async () => {
    const scene = await financedUpTo('offer');
    await acceptOffer(scene);
    expect(await ending(scene, 'cancel')).to.equal('STATE_CONFLICT');
    await moveTo(scene.ledger, '2026-03-21');
    expect(await ending(scene, 'expire')).to.equal('STATE_CONFLICT');
  });
});
