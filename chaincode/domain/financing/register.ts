import { requireParty, type Act } from '../act.js';
import { addDays, CalendarDate } from '../dates.js';
import type { Instant } from '../instant.js';
import { next } from '../lifecycle.js';
import type { Lot } from '../receivable/lot.js';
import { effectiveLot, pledge, registerSale, uncommit } from '../receivable/encumbrance.js';
import { invariant, Refusal } from '../refusal.js';
import type { Claim } from './eligibility.js';
import { effectiveLoan, loanLifecycle, type Loan } from './loan.js';
import type { LoanAccount } from './loan-account.js';
import { effectivePurchase, purchaseLifecycle, type Purchase } from './purchase.js';
import type { PurchaseAccount } from './purchase-account.js';
import { requireClearSearch, type Registration, type Search } from './registration.js';

/** A loan with its private part and its lots, as one act reads and decides on them. */
export interface LoanDeal {
  readonly loan: Loan;
  readonly account: LoanAccount;
  readonly lots: readonly Lot[];
}

/** As {@link LoanDeal}, of a sale without recourse. */
export interface PurchaseDeal {
  readonly purchase: Purchase;
  readonly account: PurchaseAccount;
  readonly lots: readonly Lot[];
}

/** A registration with the registry's time, which is public. */
export interface Registering {
  readonly registration: Registration;
  readonly registeredAt: Instant;
}

/**
 * The bank has registered: a pledge exists from here, so its lots answer to the bank from here, before
 * any money moves; a sale is registered for its rank.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_IN_FUTURE
 */
export function registerLoan(deal: LoanDeal, registering: Registering, act: Act): LoanDeal {
  const { loan, account, lots } = deal;
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, effectiveLoan(loan, act.today), 'register');
  requirePast(registering.registeredAt, act.today);
  const { registration, registeredAt } = registering;
  const { securedMax } = account.agreed.offered;
  return {
    loan: { ...loan, state, since: act.today, registeredAt, securedMax },
    account: { ...account, registration },
    lots: lots.map((lot) =>
      securedMax === null ? registerSale(lot, act.today) : pledge(lot, securedMax, act.today),
    ),
  };
}

/** As {@link registerLoan}. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_IN_FUTURE */
export function registerPurchase(
  deal: PurchaseDeal,
  { registration, registeredAt }: Registering,
  act: Act,
): PurchaseDeal {
  const { purchase, account, lots } = deal;
  requireParty(act, purchase.bank, 'BK');
  const state = next(purchaseLifecycle, effectivePurchase(purchase, act.today), 'register');
  requirePast(registeredAt, act.today);
  return {
    purchase: { ...purchase, state, since: act.today, registeredAt },
    account: { ...account, registration },
    lots: lots.map((lot) => registerSale(lot, act.today)),
  };
}

/**
 * The bank has searched the registry after registering, and nothing comes before it (domain.md 2.8). A
 * later search takes the place of an earlier one.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_IN_FUTURE, SEARCH_TOO_EARLY, SEARCH_INCOMPLETE,
 *   PRIOR_REGISTRATION
 */
export function searchLoan(
  deal: LoanDeal,
  { search, claims }: { readonly search: Search; readonly claims: readonly Claim[] },
  act: Act,
): LoanAccount {
  const { loan, account } = deal;
  requireParty(act, loan.bank, 'BK');
  next(loanLifecycle, effectiveLoan(loan, act.today), 'search');
  requirePast(search.searchedAt, act.today);
  const kind = loan.productKind === 'RECEIVABLE_PLEDGE' ? 'PLEDGE' : 'ASSIGNMENT';
  requireClearSearch(search, { ...registered(loan), kind }, claims);
  return { ...account, search };
}

/** As {@link searchLoan}. @throws Refusal the same. */
export function searchPurchase(
  deal: PurchaseDeal,
  { search, claims }: { readonly search: Search; readonly claims: readonly Claim[] },
  act: Act,
): PurchaseAccount {
  const { purchase, account } = deal;
  requireParty(act, purchase.bank, 'BK');
  next(purchaseLifecycle, effectivePurchase(purchase, act.today), 'search');
  requirePast(search.searchedAt, act.today);
  requireClearSearch(search, { ...registered(purchase), kind: 'ASSIGNMENT' }, claims);
  return { ...account, search };
}

/**
 * No money will come of it: the lots are free again. Once registered it is the bank's to cancel, for its
 * payment may be on the way; the borrower's too when the day for it has passed.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_NOT_REACHED
 */
export function cancelLoan(
  { loan, lots }: Pick<LoanDeal, 'loan' | 'lots'>,
  act: Act,
): Pick<LoanDeal, 'loan' | 'lots'> {
  const { bank, borrower, disburseBy } = loan;
  const state = next(loanLifecycle, loan, 'cancel');
  requireMayCancel({ bank, other: borrower, by: disburseBy, registeredAt: loan.registeredAt }, act);
  return { loan: { ...loan, state, since: act.today }, lots: freed(loan.id, lots, act.today) };
}

/** As {@link cancelLoan}. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_NOT_REACHED */
export function cancelPurchase(
  { purchase, lots }: Pick<PurchaseDeal, 'purchase' | 'lots'>,
  act: Act,
): Pick<PurchaseDeal, 'purchase' | 'lots'> {
  const { bank, seller, payBy, registeredAt } = purchase;
  const state = next(purchaseLifecycle, purchase, 'cancel');
  requireMayCancel({ bank, other: seller, by: payBy, registeredAt }, act);
  return {
    purchase: { ...purchase, state, since: act.today },
    lots: freed(purchase.id, lots, act.today),
  };
}

/**
 * The day for the money has passed, whoever says so: the lots are free.
 * @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED
 */
export function lapseLoan(
  { loan, lots }: Pick<LoanDeal, 'loan' | 'lots'>,
  { today }: Act,
): Pick<LoanDeal, 'loan' | 'lots'> {
  const state = next(loanLifecycle, loan, 'lapse');
  const since = requirePassed(loan.disburseBy, today);
  return { loan: { ...loan, state, since }, lots: lapsed(loan.id, lots, today) };
}

/** As {@link lapseLoan}. @throws Refusal STATE_CONFLICT, DATE_NOT_REACHED */
export function lapsePurchase(
  { purchase, lots }: Pick<PurchaseDeal, 'purchase' | 'lots'>,
  { today }: Act,
): Pick<PurchaseDeal, 'purchase' | 'lots'> {
  const state = next(purchaseLifecycle, purchase, 'lapse');
  const since = requirePassed(purchase.payBy, today);
  return { purchase: { ...purchase, state, since }, lots: lapsed(purchase.id, lots, today) };
}

/** Those of `lots` that still stand under the loan or purchase: some may have lapsed or been paid. */
export function standingUnder(id: string, lots: readonly Lot[]): readonly Lot[] {
  return lots.filter(({ claim, state }) => claim?.id === id && state !== 'REDEEMED');
}

function lapsed(id: string, lots: readonly Lot[], today: CalendarDate): readonly Lot[] {
  return standingUnder(id, lots).map((lot) => effectiveLot(lot, today));
}

/** The first day after `by`. @throws Refusal DATE_NOT_REACHED */
function requirePassed(by: CalendarDate, today: CalendarDate): CalendarDate {
  const date = addDays(by, 1);
  if (today < date) throw new Refusal('DATE_NOT_REACHED', { date });
  return date;
}

function freed(id: string, lots: readonly Lot[], today: CalendarDate): readonly Lot[] {
  return standingUnder(id, lots).map((lot) => uncommit(lot, today));
}

interface Cancelling {
  readonly bank: string;
  readonly other: string;
  readonly by: CalendarDate;
  readonly registeredAt: Instant | null;
}

function requireMayCancel({ bank, other, by, registeredAt }: Cancelling, act: Act): void {
  if (act.signer.party === other) {
    requireParty(act, other, 'BORROWER');
    if (registeredAt !== null) requirePassed(by, act.today);
  } else {
    requireParty(act, bank, 'BK');
  }
}

function registered({
  id,
  registeredAt,
  currency,
}: Pick<Loan, 'id' | 'registeredAt' | 'currency'>): {
  id: string;
  registeredAt: Instant;
  currency: Loan['currency'];
} {
  invariant(registeredAt !== null, 'registered');
  return { id, registeredAt, currency };
}

/** @throws Refusal DATE_IN_FUTURE: a registry's time lies on or before the business date. */
function requirePast(instant: Instant, today: CalendarDate): void {
  if (shanghaiDay(instant) > today) throw new Refusal('DATE_IN_FUTURE', { date: today });
}

const SHANGHAI_OFFSET_HOURS = 8;

/** The date in Shanghai at `instant`. */
export function shanghaiDay(instant: Instant): CalendarDate {
  const date = CalendarDate.parse(instant.slice(0, 10));
  return Number(instant.slice(11, 13)) < 24 - SHANGHAI_OFFSET_HOURS ? date : addDays(date, 1);
}
