import { expect } from 'chai';
import { anId, refusalOf } from '../support/build.js';
import { financedUpTo, quoteOf } from '../support/financed.js';
import {
  type Fields,
  type FinanceScene,
  inviteBank,
  type Kind,
  moveTo,
  OFFER,
  offersPlace,
  verifyInvoice,
} from '../support/financing.js';
import { yuan } from '../support/lot.js';
import { loanTerms, makeOffer, type OfferWish } from '../support/offers.js';
import { businessKey } from '../support/parties.js';

const OFFER_2 = anId('ofr', 'offer 2');

function offering(scene: FinanceScene, wish: OfferWish = {}): Promise<string> {
  return refusalOf(makeOffer(scene, wish));
}

describe('making an offer', () => {
  it('computes what the loan comes to (V3) and keeps it between bank and holder', async () => {
    const scene = await financedUpTo('invite');
    const { records } = await makeOffer(scene);
    expect(records).to.deep.equal([]);
    expect(quoteOf(scene)).to.deep.include({
      interest: yuan('12600.00'),
      net: yuan('887400.00'),
      allInCost: '4.2596',
    });
    const where = { type: 'offer', attributes: [OFFER], collection: offersPlace(scene) };
    for (const reader of [scene.bank, scene.holder]) {
      expect(await scene.ledger.read(reader.actor, 'record:get', where)).to.include({ id: OFFER });
    }
    const stranger = scene.ledger.read(scene.debtor.actor, 'record:get', where);
    expect(await refusalOf(stranger)).to.equal('OFFER_UNKNOWN');
  });

  it('divides the interest as the debtor signed (V15)', async () => {
    const receivable = { terms: { debtorBears: 400_000 } };
    const scene = await financedUpTo('offer', { receivable });
    expect(quoteOf(scene)).to.deep.include({
      borrowerInterest: yuan('7560.00'),
      debtorInterest: yuan('5040.00'),
      net: yuan('892440.00'),
    });
  });

  it('pays all but the fee where interest comes at maturity', async () => {
    const terms = { mode: 'AT_MATURITY', fee: yuan('100.00') };
    const scene = await financedUpTo('offer', { terms });
    expect(quoteOf(scene)).to.deep.include({
      interest: yuan('12600.00'),
      net: yuan('899900.00'),
      allInCost: '4.2338',
    });
  });

  it('prices a sale without recourse (V4)', async () => {
    const scene = await financedUpTo('offer', { kind: 'SALE_WITHOUT_RECOURSE' });
    expect(quoteOf(scene)).to.deep.include({ net: yuan('986193.29'), allInCost: '4.2000' });
  });

  it('refuses a sale without recourse on a loan’s terms (V16)', async () => {
    const scene = await financedUpTo('invite', { kind: 'SALE_WITHOUT_RECOURSE' });
    const terms = { pricing: 'IN_ADVANCE', price: yuan('887400.00') };
    expect(await offering(scene, { terms })).to.equal('SURPLUS_FORFEITED');
  });

  it('is an invited bank’s, while the request is open', async () => {
    const scene = await financedUpTo('invite');
    expect(await offering(scene, { by: scene.rival })).to.equal('BANK_NOT_INVITED');
    expect(await offering(scene, { by: scene.holder })).to.equal('ROLE_REQUIRED');
    const none = { over: { request: anId('req', 'none') } };
    expect(await offering(scene, none)).to.equal('REQUEST_UNKNOWN');
    await moveTo(scene.ledger, '2026-03-21');
    expect(await offering(scene)).to.equal('STATE_CONFLICT');
  });

  it('has an id of its own', async () => {
    const scene = await financedUpTo('offer');
    expect(await offering(scene)).to.equal('ALREADY_EXISTS');
  });

  const kinds: readonly [Kind, OfferWish][] = [
    ['RECEIVABLE_PLEDGE', { terms: { securedMax: null } }],
    ['SALE_WITH_RECOURSE', { terms: { securedMax: yuan('900000.00') } }],
    ['SALE_WITHOUT_RECOURSE', {}],
  ];
  for (const [kind, wish] of kinds) {
    it(`fits the request: ${kind}`, async () => {
      const scene = await financedUpTo('invite', { kind });
      const asLoan = { over: { offered: loanTerms(scene, wish.terms) } };
      expect(await offering(scene, asLoan)).to.equal('PRODUCT_MISMATCH');
    });
  }

  const dates: readonly [string, OfferWish, string][] = [
    ['valid before today', { over: { validUntil: '2026-03-01' } }, 'OFFER_DATES_WRONG'],
    ['valid on its last day', { over: { validUntil: '2026-03-02' } }, 'nothing refused'],
    ['valid as long as the request', { over: { validUntil: '2026-03-20' } }, 'nothing refused'],
    ['valid beyond the request', { over: { validUntil: '2026-03-21' } }, 'OFFER_DATES_WRONG'],
    ['paid while valid', { terms: { payBy: '2026-03-13' } }, 'nothing refused'],
    ['paid before it ends', { terms: { payBy: '2026-03-12' } }, 'OFFER_DATES_WRONG'],
    ['paid at the cut-off', { terms: { payBy: '2026-06-25' } }, 'OFFER_DATES_WRONG'],
    ['paid before the cut-off', { terms: { payBy: '2026-06-24' } }, 'nothing refused'],
    ['quoted for the past', { terms: { quotedFor: '2026-03-01' } }, 'OFFER_DATES_WRONG'],
    ['quoted for too late', { terms: { quotedFor: '2026-03-28' } }, 'OFFER_DATES_WRONG'],
  ];
  for (const [what, wish, code] of dates) {
    it(`has dates that fit: ${what}`, async () => {
      expect(await offering(await financedUpTo('invite'), wish)).to.equal(code);
    });
  }

  const terms: readonly [string, Fields, string][] = [
    ['an advance above policy', { advanceRate: '90.0001' }, 'TERMS_OUT_OF_POLICY'],
    ['a penalty too low', { penaltySurcharge: '29.9999' }, 'TERMS_OUT_OF_POLICY'],
    ['a penalty too high', { penaltySurcharge: '50.0001' }, 'TERMS_OUT_OF_POLICY'],
    ['a term beyond policy', { dueDate: '2027-03-04' }, 'TERMS_OUT_OF_POLICY'],
    ['a due date on the value date', { dueDate: '2026-03-02' }, 'QUOTE_WITHOUT_TERM'],
    ['an amount above α', { principal: yuan('900000.01') }, 'ADVANCE_EXCEEDED'],
    ['a reserve against dilution', { dilutionReserve: '0.0001' }, 'ADVANCE_EXCEEDED'],
    ['another currency', { fee: { currency: 'EUR', amount: '1.00' } }, 'CURRENCY_MISMATCH'],
    [
      'a pledge that secures another currency',
      { securedMax: { currency: 'JPY', amount: '950000' } },
      'CURRENCY_MISMATCH',
    ],
    ['a fee that takes it all', { fee: yuan('887400.00') }, 'NET_NOT_POSITIVE'],
    ['a rate above the cap', { rate: '22.3000' }, 'COST_CAP_EXCEEDED'],
    ['a penalty above the cap', { rate: '16.1000' }, 'COST_CAP_EXCEEDED'],
    ['a fee above the cap', { fee: yuan('57000.00') }, 'COST_CAP_EXCEEDED'],
    ['a fee for paying early above the cap', { prepaymentFee: '6.6001' }, 'COST_CAP_EXCEEDED'],
    [
      'a calendar that nobody recorded',
      { calendar: 'NO', convention: 'FOLLOWING' },
      'CALENDAR_MISSING',
    ],
    ['an order that leaves principal out', { order: ['COSTS'] }, 'COMMAND_MALFORMED'],
  ];
  for (const [what, over, code] of terms) {
    it(`refuses ${what}`, async () => {
      const scene = await financedUpTo('invite', { rules: { advanceRateMax: '90.0000' } });
      expect(await offering(scene, { terms: over })).to.equal(code);
    });
  }

  it('counts compound interest against the cap', async () => {
    // r* = 24 % exactly: allowed, but not on interest as well.
    const rate = { rate: '16.0000', mode: 'AT_MATURITY' };
    const scene = await financedUpTo('invite');
    expect(await offering(scene, { terms: { ...rate, compound: true } })).to.equal(
      'COST_CAP_EXCEEDED',
    );
    expect(await offering(scene, { terms: rate })).to.equal('nothing refused');
  });

  it('falls due with the lots where it is a sale', async () => {
    const scene = await financedUpTo('invite', { kind: 'SALE_WITHOUT_RECOURSE' });
    const wish = { terms: { dueDate: '2026-07-01' } };
    expect(await offering(scene, wish)).to.equal('TERMS_OUT_OF_POLICY');
  });

  it('is not made on what is no longer eligible', async () => {
    const scene = await financedUpTo('invite');
    await verifyInvoice(scene.ledger, 'receivable 1', { status: 'RED_LETTERED' });
    expect(await offering(scene)).to.equal('LOT_NO_LONGER_ELIGIBLE');
  });

  it('needs a second person above the limit of the key', async () => {
    const scene = await financedUpTo('invite');
    const limit = yuan('899999.99');
    const actor = await businessKey(scene.ledger, 'BankAMSP', { words: 'junior', limit });
    const code = await offering(scene, { by: { ...scene.bank, actor } });
    expect(code).to.equal('SIGNATURES_MISSING');
  });

  it('meets its limit after a rival’s offer, not because of it', async () => {
    const scene = await financedUpTo('offer');
    await inviteBank(scene, scene.rival);
    expect(await offering(scene, { id: OFFER_2, by: scene.rival })).to.equal('nothing refused');
    expect(scene.ledger.records('offer', offersPlace(scene, scene.rival))).to.have.length(1);
  });
});
