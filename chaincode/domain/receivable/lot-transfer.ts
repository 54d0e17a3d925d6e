import { requireParty, requireSecondPerson, type Act } from '../act.js';
import { addDays } from '../dates.js';
import type { UsedInvoice } from '../invoice.js';
import { requireSameCurrency, type Money } from '../money.js';
import type { Party } from '../party.js';
import { invariant, Refusal } from '../refusal.js';
import { inHandsOf, type Lot, type TransferOffer } from './lot.js';
import {
  cutOff,
  lotAmount,
  nextLotState,
  requireHeld,
  requireTransferable,
  type Standing,
} from './lot-guards.js';
import { earlier, requireActive } from './terms.js';

/**
 * Offer a lot to `recipient`, who accepts or not: nothing passes by itself. Its invoices are taken up
 * by the caller together with the offer, and given back when the offer ends.
 * @throws Refusal LOT_NOT_HELD, LOT_ENCUMBERED, STATE_CONFLICT, RECEIVABLE_FROZEN, POOL_HAS_RECEIPT,
 *   RECEIVABLE_NOT_TRANSFERABLE, TRANSFER_CUT_OFF, HOPS_EXCEEDED, RECIPIENT_NOT_ELIGIBLE,
 *   PARTY_NOT_ACTIVE, DATE_PASSED, CURRENCY_MISMATCH, BASIS_BELOW_LOT; SIGNATURES_MISSING above the
 *   key's limit.
 */
export function offerTransfer(
  from: Standing & { readonly recipient: Party },
  offer: TransferOffer,
  act: Act,
): Lot {
  const { lot, receivable, policy, recipient } = from;
  requireHeld(lot, act);
  const state = nextLotState(lot, 'offerTransfer');
  requireTransferable(from, act.today);
  requireRecipient(recipient, from);
  if (offer.validUntil < act.today) throw new Refusal('DATE_PASSED', { date: offer.validUntil });
  const amount = lotAmount(lot, receivable);
  requireBasis(offer.invoices, amount);
  requireSecondPerson(act, amount);
  const lapsesAfter = earlier(offer.validUntil, addDays(cutOff(receivable, policy), -1));
  return { ...lot, state, since: act.today, offer, lapsesAfter };
}

/** Enterprises hand lots on among themselves; a bank comes in by financing alone. */
const HOLDERS: readonly Party['kind'][] = ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'FARM_COOPERATIVE'];

function requireRecipient(recipient: Party, { lot, receivable }: Standing): void {
  const reasons = {
    DEBTOR: recipient.id === receivable.debtor,
    HOLDER: recipient.id === lot.holder,
    KIND: !HOLDERS.includes(recipient.kind),
  };
  const reason = Object.entries(reasons).find(([, holds]) => holds);
  if (reason !== undefined) throw new Refusal('RECIPIENT_NOT_ELIGIBLE', { reason: reason[0] });
  requireActive(recipient);
}

/** A hop stands on trade as the certificate does: n ≤ Σ used. */
function requireBasis(uses: readonly UsedInvoice[], amount: Money): void {
  for (const { use } of uses) requireSameCurrency(amount, use);
  const total = uses.reduce((sum, { use }) => sum + use.minor, 0n);
  if (total < amount.minor) {
    throw new Refusal('BASIS_BELOW_LOT', {
      invoices: total.toString(),
      lot: amount.minor.toString(),
    });
  }
}

/** What a recipient signs, so that an offer changed meanwhile is not accepted unseen. */
export interface SignedOffer extends Pick<TransferOffer, 'basis' | 'recourse' | 'underlyingDebt'> {
  readonly amount: Money;
}

/**
 * The recipient takes the lot: another holder, one hop more, and a notice to the debtor still to be
 * acknowledged for this hop (民法典 546).
 * @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT, ROLE_REQUIRED, TERMS_DIFFER, RECEIVABLE_FROZEN,
 *   POOL_HAS_RECEIPT, RECEIVABLE_NOT_TRANSFERABLE, TRANSFER_CUT_OFF, HOPS_EXCEEDED, PARTY_NOT_ACTIVE when
 *   the holder no longer is; SIGNATURES_MISSING above the key's limit.
 */
export function acceptTransfer(
  from: Standing & { readonly holder: Party },
  signed: SignedOffer,
  act: Act,
): Lot {
  const { lot, receivable, holder } = from;
  const { state, offer } = offered(lot, 'acceptTransfer', act);
  requireSameOffer(lotAmount(lot, receivable), offer, signed);
  requireTransferable(from, act.today);
  requireActive(holder);
  requireSecondPerson(act, signed.amount);
  return {
    ...inHandsOf(lot, offer.to),
    ...NO_OFFER,
    state,
    since: act.today,
    hop: lot.hop + 1,
    noticeArrivedAt: null,
  };
}

/** @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT, ROLE_REQUIRED */
export function rejectTransfer(lot: Lot, act: Act): Lot {
  const { state } = offered(lot, 'rejectTransfer', act);
  return { ...lot, ...NO_OFFER, state, since: act.today };
}

/** @throws Refusal LOT_NOT_HELD, LOT_ENCUMBERED, STATE_CONFLICT */
export function withdrawOffer(lot: Lot, act: Act): Lot {
  requireHeld(lot, act);
  const state = nextLotState(lot, 'withdrawOffer');
  return { ...lot, ...NO_OFFER, state, since: act.today };
}

const NO_OFFER = { offer: null, lapsesAfter: null } as const;

/** The open offer, when it is the signer's to answer. */
function offered(
  lot: Lot,
  what: 'acceptTransfer' | 'rejectTransfer',
  act: Act,
): { state: Lot['state']; offer: TransferOffer } {
  const state = nextLotState(lot, what);
  const { offer } = lot;
  invariant(offer !== null, 'an OFFERED lot has its offer');
  requireParty(act, offer.to, 'RECIPIENT');
  return { state, offer };
}

function requireSameOffer(amount: Money, offer: TransferOffer, signed: SignedOffer): void {
  const differing = {
    amount: amount.currency !== signed.amount.currency || amount.minor !== signed.amount.minor,
    basis: offer.basis !== signed.basis,
    recourse: offer.recourse !== signed.recourse,
    underlyingDebt: offer.underlyingDebt !== signed.underlyingDebt,
  };
  const field = Object.entries(differing).find(([, differs]) => differs);
  if (field !== undefined) throw new Refusal('TERMS_DIFFER', { field: field[0] });
}
