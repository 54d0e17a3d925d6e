import { z } from 'zod';
import { Currency } from '../currency.js';
import { addDays, CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import { Instant } from '../instant.js';
import type { Lifecycle } from '../lifecycle.js';
import { Money } from '../money.js';
import { PolicyIds } from '../policy.js';
import { FinancedLots, LoanKind } from './product.js';

export const LoanState = z.enum([
  'COMMITTED',
  'REGISTERED',
  'ACTIVE',
  'DEFAULTED',
  'REPAID',
  'WRITTEN_OFF',
  'CLOSED',
  'CANCELLED',
]);
export type LoanState = z.output<typeof LoanState>;
export type LoanAct =
  | 'register'
  | 'search'
  | 'cancel'
  | 'lapse'
  | 'disburse'
  | 'acknowledge'
  | 'contest'
  | 'disbursementReturned'
  | 'repay'
  | 'prepay'
  | 'applyCollection'
  | 'payOff'
  | 'returnSurplus'
  | 'enforce'
  | 'default'
  | 'repurchase'
  | 'close';

/**
 * domain.md 3.4. `payOff` is whichever of repay, prepay and applyCollection leaves nothing owed. OVERDUE
 * is computed from the dates. Money that a pledged lot still brings in after the loan is paid is surplus,
 * so it can be applied and returned even then.
 */
export const loanLifecycle: Lifecycle<LoanState, LoanAct> = {
  COMMITTED: { register: 'REGISTERED', cancel: 'CANCELLED', lapse: 'CANCELLED' },
  REGISTERED: {
    search: 'REGISTERED',
    cancel: 'CANCELLED',
    lapse: 'CANCELLED',
    disburse: 'ACTIVE',
  },
  ACTIVE: {
    acknowledge: 'ACTIVE',
    contest: 'ACTIVE',
    disbursementReturned: 'REGISTERED',
    repay: 'ACTIVE',
    prepay: 'ACTIVE',
    applyCollection: 'ACTIVE',
    payOff: 'REPAID',
    returnSurplus: 'ACTIVE',
    enforce: 'ACTIVE',
    default: 'DEFAULTED',
    repurchase: 'REPAID',
  },
  DEFAULTED: {
    repay: 'DEFAULTED',
    applyCollection: 'DEFAULTED',
    payOff: 'REPAID',
    returnSurplus: 'DEFAULTED',
    enforce: 'DEFAULTED',
    repurchase: 'REPAID',
  },
  REPAID: { applyCollection: 'REPAID', returnSurplus: 'REPAID', close: 'CLOSED' },
  WRITTEN_OFF: {},
  CLOSED: { applyCollection: 'CLOSED', returnSurplus: 'CLOSED' },
  CANCELLED: {},
};

/** A loan as the public sees it: that it is, on which lots, and whose; never how much (domain.md 2.16). */
export const Loan = z.strictObject({
  id: Id('loan'),
  state: LoanState,
  since: CalendarDate,
  productKind: LoanKind,
  request: Id('req'),
  offer: Id('ofr'),
  bank: Id('org'),
  bankMsp: KeyAttribute,
  /** Under a sale with recourse: the seller. */
  borrower: Id('org'),
  borrowerMsp: KeyAttribute,
  debtor: Id('org'),
  currency: Currency,
  lots: FinancedLots,
  /** Commitment of the terms that both signed. */
  terms: Hex256,
  /** The last day on which the money may go out; after it the loan lapses. */
  disburseBy: CalendarDate,
  /** The registry's time (中登网), to the second; null until registered. */
  registeredAt: Instant.nullable(),
  /** What each lot pays the pledgee at most, as registered; null for a sale, whose owner is paid all. */
  securedMax: Money.nullable(),
  policies: PolicyIds,
});
export type Loan = z.output<typeof Loan>;

/** The loan as dates alone leave it on `today`: without money by `disburseBy` it is no more. */
export function effectiveLoan<L extends Pick<Loan, 'state' | 'since' | 'disburseBy'>>(
  loan: L,
  today: CalendarDate,
): L {
  const waiting = loan.state === 'COMMITTED' || loan.state === 'REGISTERED';
  if (!waiting || today <= loan.disburseBy) return loan;
  return { ...loan, state: 'CANCELLED', since: addDays(loan.disburseBy, 1) };
}
