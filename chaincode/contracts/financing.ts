import type { Salted } from '../commands/command.js';
import { addBusinessDays } from '../domain/calendar.js';
import { yearOf, type CalendarDate } from '../domain/dates.js';
import type { Claim } from '../domain/financing/eligibility.js';
import type { FinancedLot } from '../domain/financing/product.js';
import type { InvoiceBook } from '../domain/invoice-use.js';
import type { PolicyInForce } from '../domain/policy.js';
import type { Lot } from '../domain/receivable/lot.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { invariant } from '../domain/refusal.js';
import { calendars, lots, parties, receivables } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';
import type { Call } from './bind.js';
import { readInvoices } from './invoice-book.js';
import { policyInForce } from './policy-in-force.js';

export type Around = Pick<Call<unknown, unknown>, 'act' | 'work' | 'programme'>;

/** Lots with everything that their eligibility hangs on. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly invoices: InvoiceBook;
}

/** The lots of a request, loan or purchase, as stored. */
export function readLots(
  work: UnitOfWork,
  financed: readonly FinancedLot[],
): Promise<readonly Lot[]> {
  return work.getAll(lots, financed);
}

/** What the eligibility of `held` hangs on. */
export async function readClaims(work: UnitOfWork, held: readonly Lot[]): Promise<Claims> {
  const ids = [...new Set(held.map((lot) => lot.receivable))].map((id) => ({ id }));
  const owed = await work.getAll(receivables, ids);
  const debtors = [...new Set(owed.map(({ debtor }) => debtor))].map((id) => ({ id }));
  const people = await work.getAll(parties, debtors);
  const uses = owed.flatMap(({ invoices }) => invoices);
  const invoices = await readInvoices(work, uses);
  const claims = held.map((lot) => {
    const receivable = owed.find(({ id }) => id === lot.receivable);
    const debtor = people.find(({ id }) => id === receivable?.debtor);
    invariant(receivable !== undefined && debtor !== undefined, 'read for the lot');
    return { lot, receivable, debtor, invoices: invoicesOf(receivable, invoices) };
  });
  return { claims, invoices };
}

/** The rules for this debtor and this bank. */
export function financingPolicy(
  { work, programme, act }: Around,
  owners: { readonly debtor: string; readonly bank?: string },
): Promise<PolicyInForce> {
  return policyInForce({ work, programme, date: act.today }, owners);
}

/** The `days`-th working day after `from`. @throws Refusal CALENDAR_MISSING */
export async function workingDayAfter(
  work: UnitOfWork,
  { calendar, from, days }: { calendar: string; from: CalendarDate; days: number },
): Promise<CalendarDate> {
  const year = yearOf(from);
  const years = [year, year + 1].map((each) => ({ id: calendar, year: each }));
  const found = await work.findAll(calendars, years);
  return addBusinessDays(
    from,
    days,
    found.filter((each) => each !== null),
  );
}

/** A secret as it goes into a record: without the salt that the framework adds. */
export function unsalted<S extends Salted>({ salt: _, ...own }: S): Omit<S, 'salt'> {
  return own;
}

function invoicesOf({ invoices }: Receivable, book: InvoiceBook): Claim['invoices'] {
  return invoices.map(({ identity }) => {
    const invoice = book.get(identity);
    invariant(invoice !== undefined, 'a confirmed receivable’s invoices are recorded');
    return invoice;
  });
}
