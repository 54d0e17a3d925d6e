import { type Findings, type Invariant, words } from './invariant.js';
import type { ClaimRecords, RecordOf } from './ledger-record.js';

/** What a pool says it received, and what receipts say went there. */
interface Booked {
  pool: { readonly record: string; readonly face: bigint; readonly late: bigint } | null;
  face: bigint;
  late: bigint;
}

/** C2, on the side of the money that came in. */
export const receiptsBooked: Invariant = {
  id: 'C2b',
  code: 'RECEIPTS_UNBALANCED',
  title: words(
    'Every pool received what receipts were allocated to it, no receipt more than it brought',
    '资金池回款等于清分金额之和，清分不超过到账金额',
  ),
  start: (findings) => {
    const book = new Map<string, Booked>();
    return {
      claim: (claim) => notePools(book, claim),
      record: (record) => {
        if (record.kind === 'receipt') noteReceipt(findings, book, record);
      },
      end: () => {
        for (const [name, booked] of book) compare(findings, name, booked);
      },
    };
  },
};

function notePools(book: Map<string, Booked>, { receivable }: ClaimRecords): void {
  if (receivable === null) return;
  for (const { id, received, lateReceived } of receivable.value.pools) {
    const pool = { record: receivable.name, face: received.minor, late: lateReceived.minor };
    entry(book, receivable.value.id, id).pool = pool;
  }
}

function noteReceipt(
  findings: Findings,
  book: Map<string, Booked>,
  { name, value }: RecordOf<'receipt'>,
): void {
  findings.looked();
  const { amount, unallocated, allocations, state } = value;
  let left: bigint = amount.minor;
  for (const { receivable, pool, amount: face, late } of allocations) {
    left -= face.minor + late.minor;
    if (state === 'REVERSED') continue;
    const booked = entry(book, receivable, pool);
    booked.face += face.minor;
    booked.late += late.minor;
  }
  if (left !== unallocated.minor) {
    const why = words(
      `it says ${unallocated.minor} is not allocated; ${left} is`,
      `记载未清分 ${unallocated.minor}，实为 ${left}`,
    );
    findings.fault(name, why);
  }
}

function entry(book: Map<string, Booked>, receivable: string, pool: string): Booked {
  const name = `${receivable} ${pool}`;
  const booked = book.get(name) ?? { pool: null, face: 0n, late: 0n };
  book.set(name, booked);
  return booked;
}

function compare(findings: Findings, name: string, { pool, face, late }: Booked): void {
  findings.looked();
  if (pool === null) {
    const why = words(`receipts went to ${name}, which is not there`, `回款清分至不存在的 ${name}`);
    return findings.fault(`receivable:${name.split(' ')[0]}`, why);
  }
  if (pool.face === face && pool.late === late) return;
  const why = words(
    `${name} received ${pool.face} and ${pool.late} late; receipts bring ${face} and ${late}`,
    `${name} 记载回款 ${pool.face}、逾期利息 ${pool.late}；回款记录合计 ${face}、${late}`,
  );
  findings.fault(pool.record, why);
}
