import { daysBetween, type CalendarDate } from '../dates.js';
import type { Invoice } from '../invoice.js';
import type { Party } from '../party.js';
import type { PolicyRules } from '../policy.js';
import { effectiveReceivable } from '../receivable/effective.js';
import type { Lot } from '../receivable/lot.js';
import type { Receivable } from '../receivable/receivable.js';
import { Refusal } from '../refusal.js';
import { hasReceipt, poolOf } from '../settlement/pool.js';

/** Why a lot cannot be financed on a date. */
export type Ground =
  | 'RECEIVABLE_NOT_ISSUED'
  | 'RECEIVABLE_FROZEN'
  | 'NOT_TRANSFERABLE'
  | 'DEBTOR_NOT_ACTIVE'
  | 'DEBTOR_BLOCKED'
  | 'POOL_NOT_MAIN'
  | 'POOL_HAS_RECEIPT'
  | 'INVOICE_NOT_NORMAL'
  | 'TENOR_TOO_SHORT'
  | 'TENOR_TOO_LONG'
  | 'HOPS_TOO_MANY'
  | 'NOTICE_MISSING';

/** A lot with everything its eligibility hangs on. */
export interface Claim {
  readonly lot: Lot;
  readonly receivable: Receivable;
  readonly debtor: Party;
  readonly invoices: readonly Pick<Invoice, 'status'>[];
}

/**
 * May the lot be financed on `date`? The same at request, offer, acceptance and payment (domain.md 2.4);
 * that nothing else encumbers it is its state's to say.
 * @returns why not, the first of the grounds in their published order; null when it may.
 */
export function ineligible(claim: Claim, rules: PolicyRules, date: CalendarDate): Ground | null {
  return (
    ofReceivable(claim, date) ??
    ofPool(claim) ??
    ofInvoices(claim) ??
    ofTenor(claim, rules, date) ??
    ofTitle(claim, rules)
  );
}

/** @throws Refusal LOT_NO_LONGER_ELIGIBLE with the lot and the ground. */
export function requireEligible(
  claims: readonly Claim[],
  rules: PolicyRules,
  date: CalendarDate,
): void {
  for (const claim of claims) {
    const ground = ineligible(claim, rules, date);
    if (ground !== null) {
      const { receivable, from } = claim.lot;
      throw new Refusal('LOT_NO_LONGER_ELIGIBLE', { lotId: `${receivable}:${from}`, ground });
    }
  }
}

function ofReceivable({ receivable, debtor }: Claim, date: CalendarDate): Ground | null {
  if (effectiveReceivable(receivable, date).state !== 'ISSUED') return 'RECEIVABLE_NOT_ISSUED';
  const { frozenUntil, transferable } = receivable;
  if (frozenUntil !== null && date <= frozenUntil) return 'RECEIVABLE_FROZEN';
  if (!transferable) return 'NOT_TRANSFERABLE';
  if (debtor.state !== 'ACTIVE') return 'DEBTOR_NOT_ACTIVE';
  const blocked = debtor.blockedSince !== null && debtor.blockedSince <= date;
  return blocked ? 'DEBTOR_BLOCKED' : null;
}

/** Disputed, burned or paid early, a unit is not in MAIN; a pool with a receipt is being paid out. */
function ofPool({ lot, receivable }: Claim): Ground | null {
  const pool = poolOf(receivable, lot);
  if (pool.kind !== 'MAIN') return 'POOL_NOT_MAIN';
  return hasReceipt(pool) ? 'POOL_HAS_RECEIPT' : null;
}

function ofInvoices({ invoices }: Claim): Ground | null {
  return invoices.every(({ status }) => status === 'NORMAL') ? null : 'INVOICE_NOT_NORMAL';
}

function ofTenor({ receivable }: Claim, rules: PolicyRules, date: CalendarDate): Ground | null {
  const tenorDays = daysBetween(date, receivable.dueAdj);
  if (tenorDays < rules.financeTenorDaysMin) return 'TENOR_TOO_SHORT';
  return tenorDays > rules.financeTenorDaysMax ? 'TENOR_TOO_LONG' : null;
}

/** The first holder was confirmed to by name; a later one needs the debtor to know of the transfer. */
function ofTitle({ lot }: Claim, rules: PolicyRules): Ground | null {
  const tooMany = lot.hop > rules.hopsMax || lot.financeHop >= rules.financeHopsMax;
  if (tooMany) return 'HOPS_TOO_MANY';
  return lot.hop > 0 && lot.noticeArrivedAt === null ? 'NOTICE_MISSING' : null;
}
