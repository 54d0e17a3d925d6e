import type { CalendarDate } from '../dates.js';
import type { Lot } from '../receivable/lot.js';
import { type Invariant, type Words, words } from './invariant.js';
import type { RecordOf } from './ledger-record.js';

/** C12, in the records: what waits for somebody ends by a date before the lot falls due. */
export const exits: Invariant = {
  id: 'C12',
  code: 'NO_EXIT',
  title: words(
    'What waits for somebody’s act is ended by a date',
    '待他人操作的状态均有到期失效日',
  ),
  start: (findings) => ({
    claim: ({ receivable, lots }) => {
      if (receivable === null) return;
      findings.looked(1 + lots.length);
      const why = unanswered(receivable);
      if (why !== null) findings.fault(receivable.name, why);
      for (const { name, value } of lots) {
        const stuck = waiting(value, receivable.value.dueAdj);
        if (stuck !== null) findings.fault(name, stuck);
      }
    },
  }),
};

function unanswered({ value }: RecordOf<'receivable'>): Words | null {
  if (value.state !== 'CONFIRMED' || value.acceptBy !== null) return null;
  return words('CONFIRMED without a day to accept by', '已确权但无签收期限');
}

function waiting({ state, lapsesAfter }: Lot, dueAdj: CalendarDate): Words | null {
  if (state !== 'OFFERED' && state !== 'RESERVED' && state !== 'COMMITTED') return null;
  if (lapsesAfter !== null && lapsesAfter < dueAdj) return null;
  return words(
    `${state} until ${lapsesAfter ?? 'no day'}, due on ${dueAdj}`,
    `状态 ${state} 的失效日为 ${lapsesAfter ?? '无'}，到期日为 ${dueAdj}`,
  );
}
