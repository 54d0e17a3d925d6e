import { requireParty, type Act } from '../act.js';
import { addDays } from '../dates.js';
import { next } from '../lifecycle.js';
import type { Party } from '../party.js';
import type { PolicyInForce } from '../policy.js';
import { effectiveLot, reserve, unreserve } from '../receivable/encumbrance.js';
import type { Lot } from '../receivable/lot.js';
import { requireActive } from '../receivable/terms.js';
import { invariant, Refusal } from '../refusal.js';
import { requireEligible, type Claim } from './eligibility.js';
import type { Acting } from './limit.js';
import { lastDayBeforeCutOff } from './make-offer.js';
import type { ProductKind } from './product.js';
import { standingUnder } from './register.js';
import type { RequestContent, RequestFile } from './request-file.js';
import { effectiveRequest, requestLifecycle, type Request } from './request.js';

/** A request in the holder's words: everything in it is public. */
export type RequestDraft = Pick<Request, 'id' | 'productKind' | 'content' | 'expiresOn'>;

/** A request with its lots, as one act reads and decides on them. */
export interface Requested {
  readonly request: Request;
  readonly lots: readonly Lot[];
}

/**
 * The holder asks for money on its lots, which are reserved until the request ends.
 * @param claims the lots in their effective state, at least one.
 * @throws Refusal LOT_NOT_HELD, LOTS_MIXED with what differs, DATE_PASSED, REQUEST_TOO_LONG,
 *   LOT_NO_LONGER_ELIGIBLE, LOT_ENCUMBERED or STATE_CONFLICT for a lot that is not free
 */
export function openRequest(
  draft: RequestDraft,
  { claims, policy }: { readonly claims: readonly Claim[]; readonly policy: PolicyInForce },
  act: Act,
): Requested {
  const { today, signer } = act;
  const { expiresOn } = draft;
  requireHeldBySigner(claims, act);
  const first = requireAlike(claims, draft.productKind);
  if (expiresOn < today) throw new Refusal('DATE_PASSED', { date: expiresOn });
  const latest = lastDayBeforeCutOff(claims, policy.rules);
  if (expiresOn > latest) throw new Refusal('REQUEST_TOO_LONG', { latest });
  requireEligible(claims, policy.rules, today);
  return {
    request: {
      ...draft,
      state: 'OPEN',
      since: today,
      holder: signer.party,
      holderMsp: signer.mspId,
      debtor: first.receivable.debtor,
      currency: first.receivable.face.currency,
      lots: claims.map(({ lot }) => ({ receivable: lot.receivable, from: lot.from, to: lot.to })),
      openedOn: today,
      banks: [],
      outcome: null,
      policies: [...policy.ids],
    },
    lots: claims.map(({ lot }) => reserve(lot, { id: draft.id, until: expiresOn }, today)),
  };
}

/** What one bank is told. */
export interface Invitation {
  readonly seed: string;
  /** Opens the public commitment. */
  readonly opening: string;
  readonly content: RequestContent;
  /** The commitment that `content` and `opening` make. */
  readonly committed: string;
}

/**
 * Show the request to one bank.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, BANK_UNKNOWN, PARTY_NOT_ACTIVE, BANK_INVITED,
 *   COMMITMENT_MISMATCH, CURRENCY_MISMATCH
 */
export function invite(
  { request, bank }: { readonly request: Request; readonly bank: Party },
  invitation: Invitation,
  { act, programme }: Acting,
): { request: Request; file: RequestFile } {
  const { today } = act;
  requireParty(act, request.holder, 'HOL');
  next(requestLifecycle, effectiveRequest(request, today), 'invite');
  const { kind } = programme.organisations.find(({ party }) => party === bank.id) ?? {};
  if (kind !== 'BANK') throw new Refusal('BANK_UNKNOWN', { id: bank.id });
  requireActive(bank);
  const { banks, currency } = request;
  if (banks.includes(bank.id)) throw new Refusal('BANK_INVITED');
  const { content, committed, seed, opening } = invitation;
  if (committed !== request.content) throw new Refusal('COMMITMENT_MISMATCH');
  if (content.amount.currency !== currency) {
    throw new Refusal('CURRENCY_MISMATCH', { currency, other: content.amount.currency });
  }
  const { id, holder } = request;
  return {
    request: { ...request, banks: [...banks, bank.id] },
    file: { id, seed, opening, bank: bank.id, holder, content, rejected: [] },
  };
}

/**
 * The holder takes its request back; the lots are free.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT
 */
export function cancelRequest({ request, lots }: Requested, act: Act): Requested {
  requireParty(act, request.holder, 'HOL');
  const state = next(requestLifecycle, effectiveRequest(request, act.today), 'cancel');
  const own = standingUnder(request.id, lots);
  return {
    request: { ...request, state, since: act.today },
    lots: own.map((lot) => unreserve(lot, act.today)),
  };
}

/**
 * The request's day has passed; lots that still wait for it are free.
 * @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED
 */
export function expireRequest({ request, lots }: Requested, { today }: Act): Requested {
  const state = next(requestLifecycle, request, 'expire');
  const since = addDays(request.expiresOn, 1);
  if (today < since) throw new Refusal('DATE_NOT_REACHED', { date: since });
  const own = standingUnder(request.id, lots);
  return {
    request: { ...request, state, since },
    lots: own.map((lot) => effectiveLot(lot, today)),
  };
}

function requireHeldBySigner(claims: readonly Claim[], { signer }: Act): void {
  for (const { lot } of claims) {
    if (lot.holder !== signer.party || signer.role !== 'MAKER') {
      throw new Refusal('LOT_NOT_HELD', { lotId: `${lot.receivable}:${lot.from}` });
    }
  }
}

/** One debtor, one currency, one division of interest; a sale at one price falls due on one day. */
function requireAlike(claims: readonly Claim[], productKind: ProductKind): Claim {
  const [first, ...others] = claims;
  invariant(first !== undefined, 'a request is over one lot at least');
  const traits = (claim: Claim): Record<string, unknown> => ({
    debtor: claim.receivable.debtor,
    currency: claim.receivable.face.currency,
    debtorBears: claim.receivable.debtorBears,
    ...(productKind === 'SALE_WITHOUT_RECOURSE' ? { dueDate: claim.receivable.dueAdj } : {}),
  });
  for (const other of others) {
    const its = traits(other);
    const field = Object.entries(traits(first)).find(([name, value]) => its[name] !== value);
    if (field !== undefined) throw new Refusal('LOTS_MIXED', { field: field[0] });
  }
  return first;
}
