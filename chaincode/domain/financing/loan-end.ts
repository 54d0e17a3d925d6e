import { requireParty, type Act } from '../act.js';
import type { CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { add, type Money } from '../money.js';
import type { Party } from '../party.js';
import { collect } from '../receivable/encumbrance.js';
import { Refusal } from '../refusal.js';
import { running } from './booking.js';
import { loanLifecycle } from './loan.js';
import type { LoanAccount } from './loan-account.js';
import { standingUnder, type LoanDeal } from './register.js';

/** What the bank says when it declares default or enforces: its costs, and why. */
export interface Enforcing {
  /** Of enforcement, paid before everything else (民法典 561). */
  readonly costs: Money;
  /** Commitment of the evidence. */
  readonly evidence: string;
}

/**
 * The loan is in default: late by the policy's days, or borrower or debtor insolvent, and nothing else
 * (domain.md 2.5).
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, DATE_NOT_REACHED with the first day, CURRENCY_MISMATCH
 */
export function declareDefault(
  deal: LoanDeal,
  from: Enforcing & { readonly parties: readonly Party[] },
  act: Act,
): LoanDeal {
  const { loan, account } = deal;
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, loan, 'default');
  const { defaultsOn } = account.agreed;
  const insolvent = from.parties.some((party) => party.state === 'INSOLVENT');
  if (!insolvent && act.today < defaultsOn) {
    throw new Refusal('DATE_NOT_REACHED', { date: defaultsOn });
  }
  return {
    ...deal,
    loan: { ...loan, state, since: act.today },
    account: { ...withCosts(account, from.costs), defaultEvidence: from.evidence },
  };
}

/**
 * The debtor of the pledged lots is directed to pay the bank; title stays with the borrower (民法典 428).
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, PRODUCT_MISMATCH for what is sold and not pledged,
 *   LOAN_NOT_OVERDUE, CURRENCY_MISMATCH
 */
export function enforce(deal: LoanDeal, { costs }: Enforcing, act: Act): LoanDeal {
  const { loan, account, lots } = deal;
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, loan, 'enforce');
  const { productKind } = loan;
  if (productKind !== 'RECEIVABLE_PLEDGE') throw new Refusal('PRODUCT_MISMATCH', { productKind });
  if (state !== 'DEFAULTED') requireOverdue(account, act.today);
  return {
    loan,
    account: withCosts(account, costs),
    lots: standingUnder(loan.id, lots).map((lot) => collect(lot, act.today)),
  };
}

/**
 * The loan is over: all that is the borrower's is back with it, and the registration is cancelled.
 * @param registrationCancelled commitment of the registry's word on it.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, SURPLUS_NOT_RETURNED
 */
export function closeLoan(
  { loan, account }: Pick<LoanDeal, 'loan' | 'account'>,
  registrationCancelled: string,
  act: Act,
): Pick<LoanDeal, 'loan' | 'account'> {
  requireParty(act, loan.bank, 'BK');
  const state = next(loanLifecycle, loan, 'close');
  if (account.surpluses.length > 0) throw new Refusal('SURPLUS_NOT_RETURNED');
  return {
    loan: { ...loan, state, since: act.today },
    account: { ...account, registrationCancelled },
  };
}

/** OVERDUE is computed: past grace, and something owed (domain.md 3.4). */
function requireOverdue({ agreed }: LoanAccount, today: CalendarDate): void {
  const { graceUntil } = agreed;
  if (today <= graceUntil) throw new Refusal('LOAN_NOT_OVERDUE', { graceUntil });
}

function withCosts(account: LoanAccount, costs: Money): LoanAccount {
  const { position } = running(account);
  return { ...account, position: { ...position, costs: add(position.costs, costs) } };
}
