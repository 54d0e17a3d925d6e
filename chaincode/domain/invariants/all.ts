import { lotCaps } from './caps.js';
import { commitments } from './commitments.js';
import { businessDates } from './dates.js';
import { distribution } from './distribution.js';
import { encumbrance } from './encumbrance.js';
import { exits } from './exits.js';
import { exposuresReserved } from './exposures.js';
import { financedLots } from './financed-lots.js';
import {
  Findings,
  type CheckSetting,
  type Invariant,
  type InvariantReport,
  type Tally,
  words,
} from './invariant.js';
import { invoicesUsed } from './invoices.js';
import type { ClaimRecords, LedgerRecord, RecordOf, Step, WrittenBy } from './ledger-record.js';
import { lifecycles } from './lifecycles.js';
import { loanMoney } from './loans.js';
import { outcomes } from './outcomes.js';
import { orderAmounts } from './orders.js';
import { privateValues } from './private-values.js';
import { purchaseMoney } from './purchases.js';
import { quotaReserved } from './quota.js';
import { receiptsBooked } from './receipts.js';
import { references } from './references.js';
import { settledStays } from './settled.js';
import { tiling } from './tiling.js';
import { versions } from './writes.js';

/** Every invariant of domain.md 2.14 that shows in records, in its order; C9 compares two ledgers. */
export const INVARIANTS: readonly Invariant[] = [
  tiling,
  distribution,
  receiptsBooked,
  encumbrance,
  financedLots,
  outcomes,
  quotaReserved,
  lotCaps,
  orderAmounts,
  exposuresReserved,
  invoicesUsed,
  lifecycles,
  loanMoney,
  purchaseMoney,
  settledStays,
  businessDates,
  privateValues,
  exits,
  versions,
  references,
  commitments,
];

/** What lies in state is a record, in its published shape, under its own key. */
const RECORDS = {
  id: 'S1',
  code: 'RECORD_MALFORMED',
  title: words('Every record is of its shape and under its own key', '记录格式正确且键名相符'),
};

/** All invariants over one ledger, told record by record. */
export class LedgerCheck {
  readonly #records = new Findings();
  readonly #running: readonly { invariant: Invariant; findings: Findings; tally: Tally }[];

  constructor(setting: CheckSetting, invariants = INVARIANTS) {
    this.#running = invariants.map((invariant) => {
      const findings = new Findings();
      return { invariant, findings, tally: invariant.start(findings, setting) };
    });
  }

  /** Something was written that is no record of the layout, as its decoder says. */
  malformed(name: string, why: string, by: WrittenBy | null = null): void {
    this.#records.looked();
    this.#records.by = by;
    this.#records.fault(name, words(why, why));
  }

  step(step: Step): void {
    for (const { findings, tally } of this.#running) {
      findings.by = step.by;
      tally.step?.(step);
      findings.by = null;
    }
  }

  claim(claim: ClaimRecords): void {
    const { receivable, lots, instructions } = claim;
    this.#records.looked((receivable === null ? 0 : 1) + lots.length + instructions.length);
    for (const { tally } of this.#running) tally.claim?.(claim);
  }

  record(record: LedgerRecord): void {
    this.#records.looked();
    for (const { tally } of this.#running) tally.record?.(record);
  }

  /** All has been told. */
  reports(): readonly InvariantReport[] {
    for (const { tally } of this.#running) tally.end?.();
    const told = this.#running.map(({ invariant, findings }) => report(invariant, findings));
    return [...told, report(RECORDS, this.#records)];
  }
}

function report(
  { id, code, title }: Pick<Invariant, 'id' | 'code' | 'title'>,
  { checked, violations }: Findings,
): InvariantReport {
  return { id, code, title, checked, violations };
}

/**
 * Tell `check` a ledger whose records fit into memory.
 * @param records in any order.
 */
export function tell(
  check: LedgerCheck,
  records: readonly LedgerRecord[],
  steps: readonly Step[] = [],
): void {
  for (const step of steps) check.step(step);
  for (const record of records) if (!record.open) check.record(record);
  for (const claim of claimsOf(records)) check.claim(claim);
  for (const record of records) {
    if (record.open && !isOfClaim(record)) check.record(record);
  }
}

function isOfClaim({ kind }: LedgerRecord): boolean {
  return kind === 'receivable' || kind === 'lot' || kind === 'instruction';
}

interface Growing {
  readonly id: string;
  receivable: ClaimRecords['receivable'];
  readonly lots: RecordOf<'lot'>[];
  readonly instructions: RecordOf<'instruction'>[];
}

/** The receivables among `records`, each with its lots and instructions. */
export function claimsOf(records: readonly LedgerRecord[]): readonly ClaimRecords[] {
  const claims = new Map<string, Growing>();
  const of = (id: string): Growing => {
    const claim = claims.get(id) ?? { id, receivable: null, lots: [], instructions: [] };
    claims.set(id, claim);
    return claim;
  };
  for (const record of records) {
    if (record.kind === 'receivable') of(record.value.id).receivable = record;
    if (record.kind === 'lot') of(record.value.receivable).lots.push(record);
    if (record.kind === 'instruction') of(record.value.receivable).instructions.push(record);
  }
  return [...claims.values()];
}
