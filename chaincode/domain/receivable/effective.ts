import { addDays, type CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { Refusal } from '../refusal.js';
import {
  receivableLifecycle,
  type Pool,
  type Receivable,
  type ReceivableAct,
} from './receivable.js';

/** The acts that dates bring. */
export type DateAct = Extract<ReceivableAct, 'expire' | 'mature' | 'markOverdue' | 'default'>;

/** A change of state that a date brings, whether or not anybody has sent the act. */
interface Turn {
  readonly act: DateAct;
  /** The first business date of the new state. */
  readonly on: CalendarDate;
}

/** What turns `receivable` next, by date alone; null when nothing does. */
export function nextTurn(receivable: Receivable): Turn | null {
  const { state, confirmDueBy, acceptBy, dueAdj, graceUntil, defaultsOn } = receivable;
  if (state === 'DRAFT') return { act: 'expire', on: addDays(confirmDueBy, 1) };
  if (state === 'CONFIRMED' && acceptBy !== null) {
    return { act: 'expire', on: addDays(acceptBy, 1) };
  }
  if (state === 'ISSUED') return { act: 'mature', on: dueAdj };
  if (!isUnpaid(receivable)) return null;
  if (state === 'DUE') return { act: 'markOverdue', on: addDays(graceUntil, 1) };
  return state === 'OVERDUE' ? { act: 'default', on: defaultsOn } : null;
}

/** `receivable` in the state that `today` makes of it: rules test dates, not whether an act was sent. */
export function effectiveReceivable<R extends Receivable>(receivable: R, today: CalendarDate): R {
  const turn = nextTurn(receivable);
  if (turn === null || today < turn.on) return receivable;
  const state = next(receivableLifecycle, receivable, turn.act);
  return effectiveReceivable({ ...receivable, state, since: turn.on }, today);
}

/**
 * `receivable` after the date-driven `act`, and after those before it that nobody has sent.
 * @throws Refusal DATE_NOT_REACHED with the date, STATE_CONFLICT when no date leads there.
 */
export function turnByDate(receivable: Receivable, act: DateAct, today: CalendarDate): Receivable {
  const turn = nextTurn(receivable);
  if (turn === null || (today < turn.on && turn.act !== act)) {
    const { state, since } = receivable;
    throw new Refusal('STATE_CONFLICT', { state, since, act });
  }
  if (today < turn.on) throw new Refusal('DATE_NOT_REACHED', { date: turn.on });
  const state = next(receivableLifecycle, receivable, turn.act);
  const turned = { ...receivable, state, since: turn.on };
  return turn.act === act ? turned : turnByDate(turned, act, today);
}

/**
 * `receivable` after `act`, tested against its effective state. What dates alone have changed is left
 * for the date-driven acts to write, for those have effects of their own.
 * @throws Refusal STATE_CONFLICT
 */
export function receivableAfter<R extends Receivable>(
  receivable: R,
  act: ReceivableAct,
  today: CalendarDate,
): R {
  const effective = effectiveReceivable(receivable, today);
  const state = next(receivableLifecycle, effective, act);
  return state === effective.state ? receivable : { ...receivable, state, since: today };
}

/** R < F in an open pool. */
export function isUnpaid({ pools }: Receivable): boolean {
  return pools.some((pool) => isOpen(pool) && pool.received.minor < pool.face.minor);
}

/** Still owed, and still taking receipts: neither burned nor closed. */
export function isOpen({ kind, closed }: Pool): boolean {
  return kind !== 'BURNED' && !closed;
}

/** @throws Refusal RECEIVABLE_FROZEN with the last day of it. */
export function requireNotFrozen({ frozenUntil }: Receivable, today: CalendarDate): void {
  if (frozenUntil !== null && today <= frozenUntil) {
    throw new Refusal('RECEIVABLE_FROZEN', { until: frozenUntil });
  }
}
