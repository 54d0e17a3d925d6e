import type { Lot, LotState } from '../receivable/lot.js';
import type { Receivable, ReceivableState } from '../receivable/receivable.js';
import { ended } from '../settlement/pool.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { RecordOf, Step } from './ledger-record.js';

/** C8 */
export const settledStays: Invariant = {
  id: 'C8',
  code: 'SETTLED_CHANGED',
  title: words(
    'A receivable is settled when every pool has ended, and after that only pays out',
    '资金池全部终结即为结清；结清后仅可兑付、退汇与出具文件',
  ),
  start: (findings) => {
    const settled: Settled = new Map();
    return {
      step: (step) => watch(findings, settled, step),
      claim: ({ receivable }) => {
        if (receivable === null) return;
        findings.looked();
        checkEnded(findings, receivable);
      },
    };
  },
};

/** States in which money is awaited. */
const OPEN: readonly ReceivableState[] = ['ISSUED', 'DUE', 'OVERDUE', 'DEFAULTED'];

function checkEnded(findings: Findings, { name, value }: RecordOf<'receivable'>): void {
  const { state, pools } = value;
  const done = pools.every(ended);
  if (state === 'SETTLED' && !done) {
    findings.fault(
      name,
      words('settled, and a pool still takes money', '已结清，但资金池尚未终结'),
    );
  }
  if (OPEN.includes(state) && done) {
    findings.fault(
      name,
      words(`${state}, and no pool takes money`, `状态 ${state}，但资金池均已终结`),
    );
  }
}

/** Receivables that are settled, with the transaction that settled each. */
type Settled = Map<string, string>;

function watch(findings: Findings, settled: Settled, { by, before, after }: Step): void {
  if (after.kind === 'receivable') note(settled, by.txId, after.value);
  if (after.kind !== 'lot') return;
  const settledBy = settled.get(after.value.receivable);
  // The act that settles it may do so by giving up the last lot.
  if (settledBy === undefined || settledBy === by.txId) return;
  findings.looked();
  const field = before?.kind === 'lot' ? changed(before.value, after.value) : 'state';
  if (field === null) return;
  const why = words(
    `its ${field} changed after the receivable was settled`,
    `应收账款结清后份额的 ${field} 发生变更`,
  );
  findings.fault(after.name, why);
}

function note(settled: Settled, txId: string, { id, state }: Receivable): void {
  if (state === 'SETTLED') settled.set(id, settled.get(id) ?? txId);
  else settled.delete(id);
}

/** Ends of what stood on the lot are allowed, beginnings are not. */
const BEGINNINGS: readonly LotState[] = ['OFFERED', 'RESERVED', 'BURNED'];

function changed(before: Lot, after: Lot): string | null {
  if (before.to !== after.to) return 'interval';
  if (before.hop !== after.hop) return 'hop';
  const isNew = before.state !== after.state && BEGINNINGS.includes(after.state);
  return isNew ? 'state' : null;
}
