import { requireBank, requireSecondPerson } from '../act.js';
import { advanceMax } from '../advance.js';
import { withinCostCap } from '../cost.js';
import { addDays, daysBetween, type CalendarDate } from '../dates.js';
import { divide, penaltyRate } from '../interest.js';
import { next } from '../lifecycle.js';
import { add, money, requireSameCurrency, subtract, sum, type Money } from '../money.js';
import type { PolicyInForce, PolicyRules } from '../policy.js';
import { MILLION } from '../rate.js';
import { lotUnits } from '../receivable/lot.js';
import { invariant, Refusal } from '../refusal.js';
import { requireEligible, type Claim } from './eligibility.js';
import { reserveLimit, type Acting, type Exposure, type Line, type Reservation } from './limit.js';
import type { Offer } from './offer.js';
import { quote } from './quote.js';
import { effectiveRequest, requestLifecycle, type Request } from './request.js';
import type { LoanOffered, Offered, Quote } from './terms.js';

/** The offer in the bank's words. */
export type OfferDraft = Pick<
  Offer,
  'id' | 'seed' | 'offered' | 'validUntil' | 'binding' | 'nearDuplicates'
>;

/** What an offer is decided on. */
export interface OfferGround {
  readonly request: Request;
  readonly claims: readonly Claim[];
  readonly policy: PolicyInForce;
  /** The due date on a business day. */
  readonly dueAdj: CalendarDate;
  /** The debtor's line, then its group's. */
  readonly lines: readonly Line[];
  readonly reservationRef: string;
}

/** What an offer puts on the bank's desk and in front of the holder. */
export interface OfferMade {
  readonly offer: Offer;
  readonly reservation: Reservation;
  readonly exposures: readonly Exposure[];
}

/** What a late payment may add to the rate, millionths of it (银发〔2003〕251号). */
const SURCHARGE_MIN = 300_000n;
const SURCHARGE_MAX = 500_000n;

/**
 * A bank's offer on a request it was invited to. A binding offer is the reservation of its limit, so
 * limits are tested here and nowhere else.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, BANK_NOT_INVITED, PRODUCT_MISMATCH, OFFER_DATES_WRONG,
 *   LOT_NO_LONGER_ELIGIBLE, TERMS_OUT_OF_POLICY, QUOTE_WITHOUT_TERM, NET_NOT_POSITIVE,
 *   SURPLUS_FORFEITED, COST_CAP_EXCEEDED, SIGNATURES_MISSING, ADVANCE_EXCEEDED, LIMIT_EXCEEDED
 */
export function makeOffer(
  draft: OfferDraft,
  ground: OfferGround,
  { act, programme }: Acting,
): OfferMade {
  const { claims, policy } = ground;
  const { offered } = draft;
  const bank = requireBank(act, programme);
  const request = requireInvited(ground.request, bank, act.today);
  requireSameProduct(request, offered);
  requireDates(draft, ground, act.today);
  requireEligible(claims, policy.rules, act.today);
  requireTerms(offered, ground, act.today);
  const offer = offerOf(draft, ground, { bank, today: act.today });
  requireWithinCap(offered, offer.quote, policy.rules);
  const unpaid = unpaidOf(claims);
  const amount = amountOf(offered, unpaid);
  requireSecondPerson(act, amount);
  const advanceMax = advanceMaxOf(offered, unpaid);
  const asked = { ref: ground.reservationRef, offer: draft.id, amount, advanceMax };
  return { offer, ...reserveLimit(ground.lines, asked, bank) };
}

/** The record, with what the terms come to for the day they are quoted for. */
function offerOf(
  draft: OfferDraft,
  { request, claims, policy, dueAdj }: OfferGround,
  { bank, today }: { readonly bank: string; readonly today: CalendarDate },
): Offer {
  const { offered } = draft;
  const { rules, ids } = policy;
  const borrowerShare = borrowerShareOf(claims);
  const valueDate = offered.quotedFor;
  return {
    ...draft,
    state: 'OFFERED',
    since: today,
    bank,
    holder: request.holder,
    request: request.id,
    productKind: request.productKind,
    dueAdj,
    graceUntil: addDays(dueAdj, rules.graceDays),
    defaultsOn: addDays(dueAdj, rules.defaultAfterDays),
    borrowerShare,
    quote: quote(offered, { valueDate, dueAdj, unpaid: unpaidOf(claims), borrowerShare }),
    madeOn: today,
    policies: [...ids],
  };
}

/** Σ of what is unpaid of the lots: all of it, for a pool with a receipt is not financed. */
export function unpaidOf(claims: readonly Claim[]): Money {
  const units = claims.reduce((total, { lot }) => total + lotUnits(lot), 0n);
  return money(firstOf(claims).receivable.face.currency, units);
}

/** What the borrower or seller bears; the debtor signed for the rest, the same on all lots. */
export function borrowerShareOf(claims: readonly Claim[]): bigint {
  return MILLION - BigInt(firstOf(claims).receivable.debtorBears);
}

/** A of a loan; of a purchase, the face that is paid for at once. */
export function amountOf(offered: Offered, unpaid: Money): Money {
  if (offered.kind === 'PURCHASE') return subtract(unpaid, offered.balancePayable);
  // What the pledge secures is compared with the lots once it is registered; too late for another currency.
  if (offered.securedMax !== null) requireSameCurrency(offered.securedMax, unpaid);
  return sum(unpaid.currency, [offered.principal]);
}

function firstOf(claims: readonly Claim[]): Claim {
  const [first] = claims;
  invariant(first !== undefined, 'a request is over one lot at least');
  return first;
}

/** @throws Refusal STATE_CONFLICT, BANK_NOT_INVITED */
function requireInvited(request: Request, bank: string, today: CalendarDate): Request {
  next(requestLifecycle, effectiveRequest(request, today), 'accept');
  if (!request.banks.includes(bank)) throw new Refusal('BANK_NOT_INVITED');
  return request;
}

/** @throws Refusal PRODUCT_MISMATCH: a sale without recourse is a purchase, the others are loans. */
function requireSameProduct({ productKind }: Request, offered: Offered): void {
  const isPurchase = productKind === 'SALE_WITHOUT_RECOURSE';
  const isPledge = productKind === 'RECEIVABLE_PLEDGE';
  const fits =
    offered.kind === 'PURCHASE'
      ? isPurchase
      : !isPurchase && isPledge === (offered.securedMax !== null);
  if (!fits) throw new Refusal('PRODUCT_MISMATCH', { productKind });
}

/** @throws Refusal OFFER_DATES_WRONG with the first date that does not fit. */
function requireDates(
  { offered, validUntil }: OfferDraft,
  { request, claims, policy }: OfferGround,
  today: CalendarDate,
): void {
  const { payBy, quotedFor } = offered;
  const cutOff = lastDayBeforeCutOff(claims, policy.rules);
  const wrong = Object.entries({
    validUntil: validUntil < today || validUntil > request.expiresOn,
    payBy: payBy < validUntil || payBy > cutOff,
    quotedFor: quotedFor < today || quotedFor > payBy,
  }).find(([, each]) => each);
  if (wrong !== undefined) throw new Refusal('OFFER_DATES_WRONG', { field: wrong[0] });
}

/** The last day on which a lot may still be in a half state: none meets its due date in one. */
export function lastDayBeforeCutOff(claims: readonly Claim[], rules: PolicyRules): CalendarDate {
  const dues = claims.map(({ receivable }) => receivable.dueAdj);
  const first = dues.reduce((a, b) => (a < b ? a : b));
  return addDays(first, -rules.transferCutoffDays - 1);
}

/** @throws Refusal TERMS_OUT_OF_POLICY with the first term that policy or law does not allow. */
function requireTerms(offered: Offered, ground: OfferGround, today: CalendarDate): void {
  const { dueAdj, policy, claims } = ground;
  const { rules } = policy;
  const wrong = Object.entries({
    dueDate: daysBetween(today, dueAdj) > rules.financeTenorDaysMax,
    ...(offered.kind === 'LOAN'
      ? wrongInLoan(offered, rules)
      : // One price, for one term.
        { dueDate: claims.some(({ receivable }) => receivable.dueAdj !== dueAdj) }),
  }).find(([, each]) => each);
  if (wrong !== undefined) throw new Refusal('TERMS_OUT_OF_POLICY', { field: wrong[0] });
}

function wrongInLoan(offered: LoanOffered, rules: PolicyRules): Record<string, boolean> {
  const { advanceRate, penaltySurcharge } = offered;
  return {
    advanceRate: advanceRate > rules.advanceRateMax,
    penaltySurcharge: penaltySurcharge < SURCHARGE_MIN || penaltySurcharge > SURCHARGE_MAX,
  };
}

/**
 * Interest, penalty and fees together stay within the policy's yearly cap: what is paid in any case, what
 * an early payment adds to it, and each day after the due date (domain.md 2.5).
 * @throws Refusal COST_CAP_EXCEEDED
 */
function requireWithinCap(offered: Offered, quoted: Quote, { costCap }: PolicyRules): void {
  const within = quoted.allInCost <= costCap;
  if (within && (offered.kind === 'PURCHASE' || loanWithinCap(offered, quoted, costCap))) return;
  throw new Refusal('COST_CAP_EXCEEDED', { cap: costCap.toString() });
}

function loanWithinCap(offered: LoanOffered, quoted: Quote, cap: bigint): boolean {
  const { principal, basis, fee, prepaymentFee, compound } = offered;
  const early = divide(principal, prepaymentFee).first;
  const charges = add(add(quoted.borrowerInterest, fee), early);
  const base = compound ? principal.minor + quoted.borrowerInterest.minor : principal.minor;
  const late = penaltyRate(offered.rate, offered.penaltySurcharge) * base;
  const { days } = quoted;
  return withinCostCap(charges, { principal, days, basis, cap }) && late <= cap * principal.minor;
}

function advanceMaxOf(offered: Offered, unpaid: Money): Money {
  return offered.kind === 'LOAN' ? advanceMax(unpaid, offered) : unpaid;
}
