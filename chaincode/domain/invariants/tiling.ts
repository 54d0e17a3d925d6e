import type { Interval } from '../entitlement.js';
import { lotUnits } from '../receivable/lot.js';
import type { Pool, Receivable, ReceivableState } from '../receivable/receivable.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { ClaimRecords, RecordOf } from './ledger-record.js';

type LotRecord = RecordOf<'lot'>;

/** C1 */
export const tiling: Invariant = {
  id: 'C1',
  code: 'TILING_BROKEN',
  title: words(
    'The lots of a receivable, and its pools, tile [1, F₀]',
    '持有份额与资金池各自恰好覆盖应收账款的全部单位',
  ),
  start: (findings) => ({
    claim: (claim) => {
      findings.looked();
      checkTiling(findings, claim);
    },
  }),
};

function checkTiling(findings: Findings, { receivable, lots }: ClaimRecords): void {
  if (receivable === null) {
    const why = words('there is no such receivable', '所属应收账款不存在');
    for (const { name } of lots) findings.fault(name, why);
  } else if (isCut(receivable.value, lots)) {
    checkLots(findings, receivable, lots);
    checkPools(findings, receivable);
    for (const lot of lots) checkPlace(findings, lot, receivable.value);
  } else if (lots.length > 0 || receivable.value.pools.length > 0) {
    const { state } = receivable.value;
    const why = words(`${state}, but it has lots or pools`, `状态为 ${state}，却存在份额或资金池`);
    findings.fault(lots[0]?.name ?? receivable.name, why);
  }
}

/** Whether there should be lots: a cancelled certificate keeps its own, a withdrawn proposal never had any. */
function isCut({ state, pools }: Receivable, lots: readonly LotRecord[]): boolean {
  if (state === 'VOID') return lots.length > 0 || pools.length > 0;
  return !WITHOUT_LOTS.includes(state);
}

/** From acceptance on there are lots. */
const WITHOUT_LOTS: readonly ReceivableState[] = [
  'DRAFT',
  'CONFIRMED',
  'REJECTED',
  'DECLINED',
  'EXPIRED',
  'REVOKED',
];

function checkLots(
  findings: Findings,
  receivable: RecordOf<'receivable'>,
  lots: readonly LotRecord[],
): void {
  let furthest: LotRecord | null = null;
  for (const lot of [...lots].sort((a, b) => compare(a.value.from, b.value.from))) {
    checkBeginning(findings, lot, furthest);
    if (lot.value.to > endOf(furthest)) furthest = lot;
  }
  const face = receivable.value.face.minor;
  if (endOf(furthest) < face) findings.fault(receivable.name, gap(endOf(furthest) + 1n, face));
  if (furthest !== null && furthest.value.to > face) {
    const why = words(`it goes beyond unit ${face}`, `份额超出票面金额（第 ${face} 单位）`);
    findings.fault(furthest.name, why);
  }
}

/** @param furthest of the lots that begin before it, the one that ends last. */
function checkBeginning(findings: Findings, lot: LotRecord, furthest: LotRecord | null): void {
  const { from, to } = lot.value;
  const end = endOf(furthest);
  if (to < from) findings.fault(lot.name, words('it ends before it begins', '份额区间倒置'));
  if (from > end + 1n) findings.fault(lot.name, gap(end + 1n, from - 1n));
  if (furthest !== null && from <= end) overlap(findings, furthest, lot);
}

function endOf(lot: LotRecord | null): bigint {
  return lot?.value.to ?? 0n;
}

function gap(from: bigint, to: bigint): ReturnType<typeof words> {
  return words(`units ${from} to ${to} are in no lot`, `第 ${from} 至 ${to} 单位不属于任何份额`);
}

/**
 * Who could write a fresh record against the rules could not change one that a bank guards: of two lots
 * over the same units, the one with the shorter story is named.
 */
function overlap(findings: Findings, one: LotRecord, other: LotRecord): void {
  const [older, fresh] = other.value.version <= one.value.version ? [one, other] : [other, one];
  const to = older.value.to < fresh.value.to ? older.value.to : fresh.value.to;
  const from = other.value.from;
  const { version, actedOn } = fresh.value;
  findings.fault(
    fresh.name,
    words(
      `units ${from} to ${to} are in ${older.name} too; this record is the fresher one (version ${version}, ${actedOn})`,
      `第 ${from} 至 ${to} 单位同时属于 ${older.name}；本记录为较新者（版本 ${version}，${actedOn}）`,
    ),
  );
}

function checkPools(findings: Findings, { name, value }: RecordOf<'receivable'>): void {
  for (const pool of value.pools) {
    const units = pool.intervals.reduce((sum, [from, to]) => sum + to - from + 1n, 0n);
    if (units !== pool.face.minor) {
      const why = words(
        `pool ${pool.id} has ${units} units and a face of ${pool.face.minor}`,
        `资金池 ${pool.id} 含 ${units} 单位，记载金额为 ${pool.face.minor}`,
      );
      findings.fault(name, why);
    }
  }
  const intervals = value.pools.flatMap((pool) => pool.intervals).sort(([a], [b]) => compare(a, b));
  if (!tiles(intervals, value.face.minor)) {
    findings.fault(name, words('its pools do not tile the face', '资金池未恰好覆盖票面金额'));
  }
}

function tiles(sorted: readonly Interval[], face: bigint): boolean {
  let end = 0n;
  for (const [from, to] of sorted) {
    if (from !== end + 1n || to < from) return false;
    end = to;
  }
  return end === face;
}

/** A lot lies in one pool; burned units and burned lots are the same units; a cut lot has a parent. */
function checkPlace(findings: Findings, { name, value }: LotRecord, { pools }: Receivable): void {
  const pool = pools.find((each) => holds(each, value));
  if (pool === undefined) {
    findings.fault(name, words('it lies in no pool, or in several', '份额不在唯一的资金池内'));
  } else if ((pool.kind === 'BURNED') !== (value.state === 'BURNED')) {
    const why = words(
      `${value.state}, in pool ${pool.id}`,
      `状态 ${value.state} 与所在资金池 ${pool.id} 不符`,
    );
    findings.fault(name, why);
  }
  const { cutFrom } = value;
  const orphan = cutFrom === null ? value.from !== 1n : cutFrom >= value.from;
  if (orphan && lotUnits(value) > 0n) {
    findings.fault(name, words('it was cut from no lot before it', '份额缺少拆分来源'));
  }
}

function holds({ intervals }: Pool, { from, to }: { from: bigint; to: bigint }): boolean {
  return intervals.some(([a, b]) => a <= from && to <= b);
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
