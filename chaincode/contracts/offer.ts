import { z } from 'zod';
import { offerCommands } from '../commands/offer.js';
import { requireBank } from '../domain/act.js';
import { commitment } from '../domain/commitment.js';
import {
  accept,
  loanFrom,
  purchaseFrom,
  type Acceptance,
} from '../domain/financing/accept-offer.js';
import { reservationRef } from '../domain/financing/limit.js';
import { LoanAgreed, loanAgreed } from '../domain/financing/loan-account.js';
import type { Loan } from '../domain/financing/loan.js';
import { makeOffer } from '../domain/financing/make-offer.js';
import { reject, restore, withdraw, type OfferOnDesk } from '../domain/financing/offer-rules.js';
import { PurchaseAgreed, purchaseAgreed } from '../domain/financing/purchase-account.js';
import type { Purchase } from '../domain/financing/purchase.js';
import type { Outcome, Request } from '../domain/financing/request.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../state/canonical.js';
import {
  exposures,
  loanAccounts,
  loans,
  offers,
  purchaseAccounts,
  purchases,
  requestFiles,
  requests,
  reservations,
} from '../state/financing-kinds.js';
import { lots, parties } from '../state/kinds.js';
import { dealOf, deskOf, offersOf, type Place, type UnitOfWork } from '../state/unit-of-work.js';
import { bind } from './bind.js';
import { adjustedDueDate } from './due-date.js';
import { financingPolicy, readClaims, readLots, type Around } from './financing.js';
import { openDesk, readExposure, readLines } from './limit.js';

const desk = {
  'offer:make': bind(offerCommands['offer:make'], async (call) => {
    const { args, secret, act, work, programme } = call;
    const bank = requireBank(act, programme);
    const { salt: seed, request: requestId, ...draft } = secret;
    const request = await work.get(requests, { id: requestId });
    const { claims } = await readClaims(work, await readLots(work, request.lots));
    const policy = await financingPolicy(call, { debtor: request.debtor, bank });
    const dueAdj = await adjustedDueDate(work, draft.offered);
    const at = await openDesk(work, act.signer.mspId);
    const about = { subject: request.debtor, currency: request.currency };
    const lines = await readLines(work, at, about);
    const ref = reservationRef(at.desk, args.id);
    const made = makeOffer(
      { ...draft, seed, id: args.id },
      { request, claims, policy, dueAdj, lines, reservationRef: ref },
      call,
    );
    await work.create(offers, made.offer, offersOf(act.signer.mspId, request.holderMsp));
    await work.create(reservations, made.reservation, at.place);
    for (const exposure of made.exposures) work.save(exposures, exposure, at.place);
  }),
  'offer:withdraw': bind(offerCommands['offer:withdraw'], async (call) => {
    const { args, secret, work } = call;
    const request = await work.get(requests, { id: secret.request });
    const on = await readOnDesk(call, args.id, request);
    saveOnDesk(call, withdraw(on, request, call), request);
  }),
  'offer:restore': bind(offerCommands['offer:restore'], async (call) => {
    const { args, secret, work } = call;
    const request = await work.get(requests, { id: secret.request });
    const on = await readOnDesk(call, args.id, request);
    const outcome = await readOutcome(work, request.outcome);
    const { outstanding } = secret;
    saveOnDesk(call, restore(on, { request, outcome, outstanding }, call), request);
  }),
};

const deal = {
  'offer:reject': bind(offerCommands['offer:reject'], async ({ args, secret, act, work }) => {
    const request = await work.get(requests, { id: secret.request });
    const bank = await work.get(parties, { id: secret.bank });
    const place = dealOf(bank.mspId, request.holderMsp);
    const offer = await work.get(offers, args, offersOf(bank.mspId, request.holderMsp));
    const file = await work.get(requestFiles, { id: request.id }, place);
    work.save(requestFiles, reject({ request, offer, file }, act), place);
  }),
  'offer:accept': bind(offerCommands['offer:accept'], async (call) => {
    const { args, secret, act, work } = call;
    const request = await work.get(requests, { id: args.request });
    const bank = await work.get(parties, { id: args.bank });
    const place = dealOf(bank.mspId, request.holderMsp);
    const offer = await work.get(offers, { id: args.id }, offersOf(bank.mspId, request.holderMsp));
    const file = await work.get(requestFiles, { id: request.id }, place);
    const { claims } = await readClaims(work, await readLots(work, request.lots));
    const policy = await financingPolicy(call, { debtor: request.debtor, bank: bank.id });
    const { allInCost, salt: seed } = secret;
    const outcome = outcomeOf(args, request);
    const acceptance = { request, file, offer, bank, claims, policy, allInCost, outcome, seed };
    const accepted = accept(acceptance, act);
    work.save(requests, accepted.request);
    for (const lot of accepted.lots) work.save(lots, lot);
    await createOutcome(call, acceptance, place);
  }),
};

export const offerTransactions = { ...desk, ...deal };

/** @throws Refusal PRODUCT_MISMATCH unless exactly the id of what the request asks for is given. */
function outcomeOf(
  { loan, purchase }: { readonly loan: string | null; readonly purchase: string | null },
  { productKind }: Request,
): Outcome {
  const sale = productKind === 'SALE_WITHOUT_RECOURSE';
  if (sale && purchase !== null && loan === null) return { kind: 'PURCHASE', id: purchase };
  if (!sale && loan !== null && purchase === null) return { kind: 'LOAN', id: loan };
  throw new Refusal('PRODUCT_MISMATCH', { productKind });
}

async function createOutcome(
  { act, work }: Around,
  acceptance: Acceptance,
  place: Place,
): Promise<void> {
  const { offer, request, seed, outcome } = acceptance;
  const { offered } = offer;
  const { productKind } = request;
  if (offered.kind === 'LOAN') {
    invariant(productKind !== 'SALE_WITHOUT_RECOURSE', 'an offer fits its request');
    const agreed = loanAgreed(offer, offered);
    const text = canonicalJson(z.encode(LoanAgreed, agreed));
    const terms = commitment({ seed, name: `loan:${outcome.id}`, version: 1 }, text);
    const made = loanFrom({ ...acceptance, terms }, agreed, productKind);
    await work.create(loans, { ...made.loan, since: act.today });
    await work.create(loanAccounts, made.account, place);
  } else {
    const agreed = purchaseAgreed(offer, offered);
    const text = canonicalJson(z.encode(PurchaseAgreed, agreed));
    const terms = commitment({ seed, name: `purchase:${outcome.id}`, version: 1 }, text);
    const made = purchaseFrom({ ...acceptance, terms }, agreed);
    await work.create(purchases, { ...made.purchase, since: act.today });
    await work.create(purchaseAccounts, made.account, place);
  }
}

/** The bank's own offer with what it takes up. */
async function readOnDesk(
  { act, work, programme }: Around,
  id: string,
  request: Request,
): Promise<OfferOnDesk> {
  requireBank(act, programme);
  const { mspId } = act.signer;
  const offer = await work.get(offers, { id }, offersOf(mspId, request.holderMsp));
  if (offer.request !== request.id) throw new Refusal('OFFER_UNKNOWN', { id });
  const at = await openDesk(work, mspId);
  const ref = reservationRef(at.desk, id);
  const reservation = await work.get(reservations, { ref }, at.place);
  const used = [];
  for (const subject of reservation.subjects) {
    used.push(await readExposure(work, at, { subject, currency: request.currency }));
  }
  return { offer, reservation, exposures: used };
}

function saveOnDesk({ act, work }: Around, on: OfferOnDesk, { holderMsp }: Request): void {
  const place = offersOf(act.signer.mspId, holderMsp);
  const own = deskOf(act.signer.mspId);
  work.save(offers, on.offer, place);
  work.save(reservations, on.reservation, own);
  for (const exposure of on.exposures) work.save(exposures, exposure, own);
}

/** What the request became, as the public sees it. */
function readOutcome(work: UnitOfWork, outcome: Outcome | null): Promise<Loan | Purchase | null> {
  if (outcome === null) return Promise.resolve(null);
  return outcome.kind === 'LOAN'
    ? work.get(loans, { id: outcome.id })
    : work.get(purchases, { id: outcome.id });
}
