import { requireParty, requireSecondPerson, type Act } from '../act.js';
import { next } from '../lifecycle.js';
import { zero } from '../money.js';
import type { Party } from '../party.js';
import type { PolicyInForce } from '../policy.js';
import { commit, effectiveLot, type Commitment } from '../receivable/encumbrance.js';
import type { Lot } from '../receivable/lot.js';
import { Refusal } from '../refusal.js';
import { requireEligible, type Claim } from './eligibility.js';
import type { LoanAccount, LoanAgreed } from './loan-account.js';
import type { Loan } from './loan.js';
import { asHolderSees } from './offer-rules.js';
import { offerLifecycle, type Offer } from './offer.js';
import type { PurchaseAccount, PurchaseAgreed } from './purchase-account.js';
import type { Purchase } from './purchase.js';
import type { LoanKind } from './product.js';
import type { RequestFile } from './request-file.js';
import { effectiveRequest, requestLifecycle, type Outcome, type Request } from './request.js';

/** What the holder signs, and what it is decided on. */
export interface Acceptance {
  readonly request: Request;
  /** The holder's own file of what this bank was told and answered. */
  readonly file: RequestFile;
  readonly offer: Offer;
  /** The bank's party, for its MSP. */
  readonly bank: Party;
  readonly claims: readonly Claim[];
  readonly policy: PolicyInForce;
  /** The yearly cost that the holder was shown, millionths. */
  readonly allInCost: bigint;
  readonly outcome: Outcome;
  /** Salts the new private record. */
  readonly seed: string;
}

/** An acceptance with the public commitment of what it agrees to. */
export interface Sealed extends Acceptance {
  readonly terms: string;
}

/** What an acceptance leaves behind, whatever it becomes. */
export interface Accepted {
  readonly request: Request;
  readonly lots: readonly Lot[];
}

/**
 * The holder accepts an offer: its request is spent, its lots are committed to the bank until money comes
 * or the day for it passes.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT for a request that is over and an offer that is not open
 *   to the holder, COST_NOT_AGREED, LOT_NO_LONGER_ELIGIBLE, SIGNATURES_MISSING
 */
export function accept(from: Acceptance, act: Act): Accepted {
  const { request, claims, policy, outcome, offer } = from;
  requireParty(act, request.holder, 'HOL');
  const state = next(requestLifecycle, effectiveRequest(request, act.today), 'accept');
  requireOpenOffer(from, act);
  if (from.allInCost !== offer.quote.allInCost) {
    throw new Refusal('COST_NOT_AGREED', { allInCost: offer.quote.allInCost.toString() });
  }
  requireEligible(claims, policy.rules, act.today);
  requireSecondPerson(act, offer.quote.net);
  const commitment: Commitment = { claim: outcome, bank: offer.bank, until: offer.offered.payBy };
  return {
    request: { ...request, state, since: act.today, outcome },
    lots: claims.map(({ lot }) => commit(effectiveLot(lot, act.today), commitment, act.today)),
  };
}

/** A loan of these terms, COMMITTED, with its account. */
export function loanFrom(
  from: Sealed,
  agreed: LoanAgreed,
  productKind: LoanKind,
): { loan: Omit<Loan, 'since'>; account: LoanAccount } {
  const { request } = from;
  const none = zero(request.currency);
  return {
    loan: {
      ...publicPart(from),
      productKind,
      borrower: request.holder,
      borrowerMsp: request.holderMsp,
      disburseBy: agreed.offered.payBy,
      securedMax: null,
    },
    account: {
      ...privatePart(from),
      borrower: request.holder,
      agreed,
      terms: null,
      position: null,
      repaid: none,
      writtenOff: none,
      defaultEvidence: null,
    },
  };
}

/** A purchase of these terms, COMMITTED, with its account. */
export function purchaseFrom(
  from: Sealed,
  agreed: PurchaseAgreed,
): { purchase: Omit<Purchase, 'since'>; account: PurchaseAccount } {
  const { request } = from;
  const none = zero(request.currency);
  return {
    purchase: {
      ...publicPart(from),
      seller: request.holder,
      sellerMsp: request.holderMsp,
      payBy: agreed.offered.payBy,
    },
    account: {
      ...privatePart(from),
      seller: request.holder,
      agreed,
      collected: none,
      returned: none,
      repurchase: null,
      lossEvidence: null,
    },
  };
}

type InBoth<A, B> = Pick<A, keyof A & keyof B>;

function publicPart({
  request,
  offer,
  bank,
  outcome,
  terms,
  policy,
}: Sealed): Omit<InBoth<Loan, Purchase>, 'since' | 'state'> & { state: 'COMMITTED' } {
  return {
    id: outcome.id,
    state: 'COMMITTED',
    request: request.id,
    offer: offer.id,
    bank: bank.id,
    bankMsp: bank.mspId,
    debtor: request.debtor,
    currency: request.currency,
    lots: request.lots,
    terms,
    registeredAt: null,
    policies: [...policy.ids],
  };
}

function privatePart({
  offer,
  bank,
  outcome,
  seed,
}: Acceptance): Omit<InBoth<LoanAccount, PurchaseAccount>, 'agreed'> {
  return {
    id: outcome.id,
    seed,
    bank: bank.id,
    nearDuplicates: offer.nearDuplicates,
    registration: null,
    search: null,
    payment: null,
    surpluses: [],
    registrationCancelled: null,
  };
}

/** @throws Refusal OFFER_UNKNOWN, STATE_CONFLICT once rejected, withdrawn or past its day. */
function requireOpenOffer({ offer, request, file }: Acceptance, act: Act): void {
  if (offer.request !== request.id) throw new Refusal('OFFER_UNKNOWN', { id: offer.id });
  next(offerLifecycle, asHolderSees(offer, file, act), 'accept');
}
