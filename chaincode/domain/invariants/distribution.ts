import type { CalendarDate } from '../dates.js';
import { lotUnits, type Lot } from '../receivable/lot.js';
import type { Pool } from '../receivable/receivable.js';
import type { Instruction } from '../settlement/instruction.js';
import { entitled } from '../settlement/pool.js';
import { type Findings, type Invariant, type Words, words } from './invariant.js';
import type { ClaimRecords, RecordOf } from './ledger-record.js';

type LotRecord = RecordOf<'lot'>;

/** C2 */
export const distribution: Invariant = {
  id: 'C2',
  code: 'DISTRIBUTION_BROKEN',
  title: words(
    'No pool pays out more than it received, and in the end it pays out all',
    '资金池兑付不超过回款，且最终全部付清',
  ),
  start: (findings, { today }) => ({
    claim: (claim) => {
      const pools = claim.receivable?.value.pools ?? [];
      for (const pool of pools) {
        findings.looked();
        checkPool({ findings, claim, pool, today: today() });
      }
      checkInstructions(findings, claim);
    },
  }),
};

interface InPool {
  readonly findings: Findings;
  readonly claim: ClaimRecords;
  readonly pool: Pool;
  readonly today: CalendarDate;
}

function checkPool(at: InPool): void {
  const { findings, claim, pool } = at;
  const why = poolFault(pool);
  // What is wrong in the pool itself would be found again in each of its lots.
  if (why !== null) return findings.fault(claim.receivable?.name ?? '', why);
  const lots = claim.lots.filter(({ value }) => holds(pool, value));
  checkSums(at, lots);
  if (pool.kind === 'BURNED') return;
  // Its lots do not tile a pool that C1 finds broken: no lot has a share in it then.
  if (total(lots.map(({ value }) => lotUnits(value))) !== pool.face.minor) return;
  for (const lot of lots) {
    const fault = entitlementFault(at, lot.value);
    if (fault !== null) findings.fault(lot.name, fault);
  }
}

function poolFault({ id, face, received, reviewing, lateReceived, intervals }: Pool): Words | null {
  const units = total(intervals.map(([from, to]) => to - from + 1n));
  if (received.minor > face.minor || units !== face.minor) {
    return words(
      `pool ${id} has received ${received.minor} of ${face.minor} units`,
      `资金池 ${id} 回款 ${received.minor}，金额 ${face.minor}`,
    );
  }
  const inReview = total(reviewing.map(({ amount }) => amount.minor));
  const lateInReview = total(reviewing.map(({ late }) => late.minor));
  if (inReview > received.minor || lateInReview > lateReceived.minor) {
    return words(
      `pool ${id} has more under review than it received`,
      `资金池 ${id} 复核中的回款超过回款总额`,
    );
  }
  return null;
}

/** Σ instructed ≤ R and ≤ L; once every lot is redeemed nothing of a full or closed pool is left. */
function checkSums({ findings, claim, pool }: InPool, lots: readonly LotRecord[]): void {
  const name = claim.receivable?.name ?? '';
  const instructed = total(lots.map(({ value }) => value.instructed.minor));
  const late = total(lots.map(({ value }) => value.lateInstructed.minor));
  const left = pool.received.minor - instructed;
  if (left < 0n || late > pool.lateReceived.minor) {
    const why = words(
      `pool ${pool.id} received ${pool.received.minor} and ${pool.lateReceived.minor} late, and instructs ${instructed} and ${late}`,
      `资金池 ${pool.id} 回款 ${pool.received.minor}、逾期利息 ${pool.lateReceived.minor}，已指令 ${instructed}、${late}`,
    );
    findings.fault(name, why);
  }
  const done = lots.length > 0 && lots.every(({ value }) => value.state === 'REDEEMED');
  if (done && left !== 0n) {
    const why = words(
      `every lot of pool ${pool.id} is redeemed, and ${left} units were never paid out`,
      `资金池 ${pool.id} 的份额均已兑付，仍余 ${left} 单位未付`,
    );
    findings.fault(name, why);
  }
}

function entitlementFault({ pool, today }: InPool, lot: Lot): Words | null {
  const due = entitled(lot, pool, today);
  if (lot.instructed.minor > due.face || lot.lateInstructed.minor > due.late) {
    return words(
      `entitled to ${due.face} and ${due.late} late, and ${lot.instructed.minor} and ${lot.lateInstructed.minor} are instructed`,
      `应得 ${due.face}、逾期利息 ${due.late}，已指令 ${lot.instructed.minor}、${lot.lateInstructed.minor}`,
    );
  }
  if (lot.state !== 'REDEEMED') return null;
  const whole = pool.closed ? due.face : lotUnits(lot);
  return lot.paid.minor === whole
    ? null
    : words(
        `redeemed with ${lot.paid.minor} of ${whole} paid`,
        `已兑付状态，但实付 ${lot.paid.minor}，应付 ${whole}`,
      );
}

/** What the lots say of their instructions, and what the instructions themselves add up to. */
function checkInstructions(findings: Findings, { lots, instructions }: ClaimRecords): void {
  const byLot = new Map<bigint, Instruction[]>(lots.map(({ value }) => [value.from, []]));
  for (const { name, value } of instructions) {
    const of = byLot.get(value.from);
    if (of === undefined) findings.fault(name, words('it pays no lot', '指令未对应任何份额'));
    of?.push(value);
  }
  for (const { name, value } of lots) {
    const fault = instructedFault(value, byLot.get(value.from) ?? []);
    if (fault !== null) findings.fault(name, fault);
  }
}

function instructedFault(lot: Lot, instructions: readonly Instruction[]): Words | null {
  const standing = instructions.filter(({ state }) => state !== 'REISSUED');
  const claims = standing.filter(({ purpose }) => purpose === 'CLAIM');
  const sums = {
    instructed: total(claims.map(({ amount }) => amount.minor)),
    late: total(
      standing.filter(({ purpose }) => purpose === 'LATE').map(({ amount }) => amount.minor),
    ),
    paid: total(claims.filter(({ state }) => state === 'PAID').map(({ amount }) => amount.minor)),
    first: instructions.filter(({ n }) => !n.includes('.')).length,
  };
  if (
    lot.instructed.minor !== sums.instructed ||
    lot.lateInstructed.minor !== sums.late ||
    lot.instructions !== sums.first
  ) {
    return words(
      `it says ${lot.instructed.minor} and ${lot.lateInstructed.minor} late in ${lot.instructions} instructions; they are ${sums.instructed} and ${sums.late} in ${sums.first}`,
      `记载指令金额 ${lot.instructed.minor}、逾期利息 ${lot.lateInstructed.minor}、共 ${lot.instructions} 笔；实为 ${sums.instructed}、${sums.late}、${sums.first} 笔`,
    );
  }
  return lot.paid.minor > sums.paid
    ? words(
        `it says ${lot.paid.minor} paid, the bank says ${sums.paid}`,
        `记载已付 ${lot.paid.minor}，银行回执为 ${sums.paid}`,
      )
    : null;
}

function holds({ intervals }: Pool, { from, to }: Lot): boolean {
  return intervals.some(([a, b]) => a <= from && to <= b);
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, each) => sum + each, 0n);
}
