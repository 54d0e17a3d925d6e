import { requireBank, requireParty, type Act } from '../act.js';
import { next } from '../lifecycle.js';
import { zero, type Money } from '../money.js';
import { Refusal } from '../refusal.js';
import { restoreLimit, type Acting, type Exposure, type Reservation } from './limit.js';
import { effectiveLoan, type Loan } from './loan.js';
import { effectiveOffer, offerLifecycle, type Offer } from './offer.js';
import { effectivePurchase, type Purchase } from './purchase.js';
import { REJECTED_MAX, type RequestFile } from './request-file.js';
import { effectiveRequest, requestLifecycle, type Request } from './request.js';

/** An offer with what it takes up on its bank's desk. */
export interface OfferOnDesk {
  readonly offer: Offer;
  readonly reservation: Reservation;
  readonly exposures: readonly Exposure[];
}

/**
 * The bank takes back an offer that does not bind it; its limit is free. An acceptance that was held back
 * dies of the changed record. Once the request has ended it is {@link restore} that says what became of
 * the offer: an accepted one is not written by its acceptance, and still looks open here.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, OFFER_BINDING with until when
 */
export function withdraw(desk: OfferOnDesk, request: Request, acting: Acting): OfferOnDesk {
  const { offer } = desk;
  const { today } = acting.act;
  requireOwner(offer, acting);
  const state = next(offerLifecycle, effectiveOffer(offer, today), 'withdraw');
  const asked = effectiveRequest(request, today);
  if (asked.state !== 'OPEN') {
    throw new Refusal('STATE_CONFLICT', { state: asked.state, since: asked.since });
  }
  const { validUntil } = offer;
  if (offer.binding) throw new Refusal('OFFER_BINDING', { validUntil });
  return freed({ ...desk, offer: { ...offer, state, since: today } });
}

/** What became of an offer, as far as the public can see. */
export interface Fate {
  readonly request: Request;
  /** What the request became, when it was accepted. */
  readonly outcome: Loan | Purchase | null;
  /** What the bank still has out; null: all of it, for as long as there is any. */
  readonly outstanding: Money | null;
}

/**
 * Note what became of an offer, and give back what of the limit it no longer takes up: all of it when it
 * came to nothing or its loan or purchase has ended, else what is above `outstanding`.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT for one withdrawn, OFFER_OPEN, AMOUNT_ABOVE_RESERVED,
 *   CURRENCY_MISMATCH
 */
export function restore(desk: OfferOnDesk, fate: Fate, acting: Acting): OfferOnDesk {
  const { offer, reservation } = desk;
  const { today } = acting.act;
  requireOwner(offer, acting);
  const became = becameOf(offer, fate, acting.act);
  if (became === 'OPEN' || became === 'NOTHING') {
    const state = next(offerLifecycle, offer, 'expire');
    const { validUntil } = offer;
    if (became === 'OPEN') throw new Refusal('OFFER_OPEN', { validUntil });
    return freed({ ...desk, offer: { ...offer, state, since: today } });
  }
  const noted: Offer = offer.state === 'ACCEPTED' ? offer : accepted(offer, today);
  if (became === 'ENDED') return freed({ ...desk, offer: noted });
  const left = fate.outstanding ?? reservation.amount;
  return { offer: noted, ...restoreLimit(reservation, desk.exposures, left) };
}

function accepted(offer: Offer, since: Offer['since']): Offer {
  return { ...offer, state: next(offerLifecycle, offer, 'accept'), since };
}

/**
 * The holder turns the offer down; it shows in its own file of the request, for the bank alone writes
 * the offer.
 * @throws Refusal ROLE_REQUIRED, OFFER_UNKNOWN, STATE_CONFLICT, REJECTIONS_EXHAUSTED
 */
export function reject(
  { request, offer, file }: { request: Request; offer: Offer; file: RequestFile },
  act: Act,
): RequestFile {
  requireParty(act, file.holder, 'HOL');
  if (offer.request !== file.id) throw new Refusal('OFFER_UNKNOWN', { id: offer.id });
  next(requestLifecycle, effectiveRequest(request, act.today), 'accept');
  next(offerLifecycle, asHolderSees(offer, file, act), 'reject');
  if (file.rejected.length === REJECTED_MAX) throw new Refusal('REJECTIONS_EXHAUSTED');
  return { ...file, rejected: [...file.rejected, offer.id] };
}

/** The offer as it stands for its holder: what it rejected itself, and what dates have ended. */
export function asHolderSees(offer: Offer, file: RequestFile, { today }: Act): Offer {
  return file.rejected.includes(offer.id)
    ? { ...offer, state: 'REJECTED' }
    : effectiveOffer(offer, today);
}

function becameOf(
  offer: Offer,
  { request, outcome }: Fate,
  { today }: Act,
): 'OPEN' | 'NOTHING' | 'RUNNING' | 'ENDED' {
  if (outcome !== null && outcome.offer === offer.id) {
    return hasEnded(outcome, today) ? 'ENDED' : 'RUNNING';
  }
  const over = effectiveRequest(request, today).state !== 'OPEN';
  return over || effectiveOffer(offer, today).state === 'EXPIRED' ? 'NOTHING' : 'OPEN';
}

const ENDED: readonly (Loan['state'] | Purchase['state'])[] = [
  'REPAID',
  'CLOSED',
  'CANCELLED',
  'LOSS',
  'REPURCHASED',
  'ASSIGNED',
];

function hasEnded(outcome: Loan | Purchase, today: Offer['since']): boolean {
  const { state } =
    'disburseBy' in outcome ? effectiveLoan(outcome, today) : effectivePurchase(outcome, today);
  return ENDED.includes(state);
}

function freed(desk: OfferOnDesk): OfferOnDesk {
  const { offer, reservation, exposures } = desk;
  const nothing = zero(reservation.amount.currency);
  return { offer, ...restoreLimit(reservation, exposures, nothing) };
}

/** @throws Refusal ROLE_REQUIRED */
function requireOwner(offer: Offer, { act, programme }: Acting): void {
  requireBank(act, programme);
  requireParty(act, offer.bank, 'BK');
}
