import type { CalendarDate } from '../domain/dates.js';
import type { LotName } from '../domain/identifiers.js';
import { releaseInvoices, type InvoiceBook } from '../domain/invoice-use.js';
import type { InvoiceUse } from '../domain/invoice.js';
import type { Party } from '../domain/party.js';
import type { PolicyInForce } from '../domain/policy.js';
import { effectiveLot } from '../domain/receivable/encumbrance.js';
import { lotId, type Lot } from '../domain/receivable/lot.js';
import type { Standing } from '../domain/receivable/lot-guards.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { lots, parties, receivables } from '../state/kinds.js';
import type { Call } from './bind.js';
import { readInvoices, saveInvoices } from './invoice-book.js';
import { policyInForce } from './policy-in-force.js';

export type Around = Pick<Call<unknown, null>, 'act' | 'work' | 'programme'>;

/** What an act on lots decides on beside the lots themselves. */
export interface Needs {
  readonly parties: readonly string[];
  readonly invoices: readonly Pick<InvoiceUse, 'identity'>[];
}

/**
 * One in-memory set for all lots of an act: read at once, decided lot by lot, saved at once. Invoices run
 * through it, so that two lots of one batch never use the same fen of one.
 */
export interface LotDesk {
  /** The lot in its effective state, with what it hangs on. */
  readonly standing: (name: LotName) => Standing;
  /** The lot as it was read. */
  readonly stored: (name: LotName) => Lot;
  readonly party: (id: string) => Party;
  /** The invoices as decided so far. */
  invoices: InvoiceBook;
  /** Save what became of the lots, and the invoices. */
  readonly close: (decided: readonly Lot[]) => Promise<void>;
}

/**
 * @param needs told the lot as read, says what its act needs.
 * @throws Refusal LOT_REPEATED, LOT_UNKNOWN, PARTY_UNKNOWN
 */
export async function openLotDesk(
  around: Around,
  names: readonly LotName[],
  needs: (lot: Lot, at: number) => Needs,
): Promise<LotDesk> {
  const { act, work } = around;
  requireDistinct(names);
  const found = await work.getAll(lots, names);
  const stored = byId(found);
  const effective = byId(found.map((lot) => presentLot(lot, act.today)));
  const needed = found.map(needs);
  const debts = await readDebts(around, found);
  const people = await readParties(around, needed);
  const offers = found.flatMap(({ offer }) => offer?.invoices ?? []);
  const invoices = [...offers, ...needed.flatMap((each) => each.invoices)];
  const read = await readInvoices(work, invoices);
  const lapsed = found.filter((lot) => pick(effective, lotId(lot)).offer === null);
  const desk: LotDesk = {
    standing: (name) => {
      const lot = pick(effective, lotId(name));
      return { lot, ...pick(debts, lot.receivable) };
    },
    stored: (name) => pick(stored, lotId(name)),
    party: (id) => pick(people, id),
    invoices: releaseInvoices(
      read,
      lapsed.flatMap(({ offer }) => offer?.invoices ?? []),
    ),
    close: async (decided) => {
      for (const lot of decided) {
        if (stored.has(lotId(lot))) work.save(lots, lot);
        else await work.create(lots, lot);
      }
      saveInvoices(work, read, desk.invoices);
    },
  };
  return desk;
}

/**
 * The lot in its effective state; a registered one stays as it is until `lot:lapse`, for its key must
 * first be everybody's again.
 */
export function presentLot(lot: Lot, today: CalendarDate): Lot {
  return lot.registered ? lot : effectiveLot(lot, today);
}

function byId<L extends Lot>(found: readonly L[]): ReadonlyMap<string, L> {
  return new Map(found.map((lot) => [lotId(lot), lot]));
}

/** @throws Refusal LOT_REPEATED: each lot is decided once an act. */
function requireDistinct(names: readonly LotName[]): void {
  const seen = new Set<string>();
  for (const name of names.map(lotId)) {
    if (seen.has(name)) throw new Refusal('LOT_REPEATED', { lotId: name });
    seen.add(name);
  }
}

interface Debt {
  readonly receivable: Receivable;
  readonly policy: PolicyInForce;
}

/** The receivables of the lots, by id, each under the policy for its debtor. */
async function readDebts(
  { act, work, programme }: Around,
  found: readonly Lot[],
): Promise<ReadonlyMap<string, Debt>> {
  const ids = unique(found.map((lot) => lot.receivable));
  const owed = await work.getAll(
    receivables,
    ids.map((id) => ({ id })),
  );
  const policies = new Map<string, PolicyInForce>();
  for (const debtor of unique(owed.map((each) => each.debtor))) {
    const from = { work, programme, date: act.today };
    policies.set(debtor, await policyInForce(from, { debtor }));
  }
  return new Map(
    owed.map((receivable) => [
      receivable.id,
      { receivable, policy: pick(policies, receivable.debtor) },
    ]),
  );
}

async function readParties(
  { work }: Around,
  needed: readonly Needs[],
): Promise<ReadonlyMap<string, Party>> {
  const ids = unique(needed.flatMap((each) => each.parties));
  const found = await work.getAll(
    parties,
    ids.map((id) => ({ id })),
  );
  return new Map(found.map((party) => [party.id, party]));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function pick<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  invariant(value !== undefined, 'what an act decides on was read for it');
  return value;
}
