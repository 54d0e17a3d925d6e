import type { Approval } from './approval.js';
import { addDays, type CalendarDate } from './dates.js';
import { lotId, lotLifecycle, type Lot } from './receivable/lot.js';
import { nextTurn } from './receivable/effective.js';
import type { Receivable } from './receivable/receivable.js';

/** An act that a date brings, for anyone to send. */
export interface DueAct {
  /** `<resource>:<act>` */
  readonly transaction: string;
  readonly args: Readonly<Record<string, string>>;
  /** The first business date on which it is taken. */
  readonly on: CalendarDate;
}

/** Public records that dates act on, as they are stored. */
export interface Dated {
  readonly receivables?: readonly Receivable[];
  readonly lots?: readonly Lot[];
  readonly approvals?: readonly Approval[];
}

/**
 * What dates have brought by `today` and nobody has sent: one act a record, the next in its order.
 * Sending them all, and asking again, ends.
 */
export function dueActs(records: Dated, today: CalendarDate): readonly DueAct[] {
  return [
    ...(records.receivables ?? []).map(ofReceivable),
    ...(records.lots ?? []).map(ofLot),
    ...(records.approvals ?? []).map(ofApproval),
  ]
    .filter((act) => act !== null)
    .filter(({ on }) => on <= today);
}

function ofReceivable(receivable: Receivable): DueAct | null {
  const turn = nextTurn(receivable);
  if (turn === null) return null;
  const { act, on } = turn;
  return { transaction: `receivable:${act}`, args: { id: receivable.id }, on };
}

function ofLot(lot: Lot): DueAct | null {
  const lapses = lotLifecycle[lot.state].lapse !== undefined;
  if (!lapses || lot.lapsesAfter === null) return null;
  return { transaction: 'lot:lapse', args: { lot: lotId(lot) }, on: addDays(lot.lapsesAfter, 1) };
}

function ofApproval({ id, state, validUntil }: Approval): DueAct | null {
  if (state !== 'OPEN') return null;
  return { transaction: 'approval:expire', args: { id }, on: addDays(validUntil, 1) };
}
