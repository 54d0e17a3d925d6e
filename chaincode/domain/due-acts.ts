import { z } from 'zod';
import { effectiveApproval, type Approval } from './approval.js';
import type { CalendarDate } from './dates.js';
import { effectiveLoan, type Loan } from './financing/loan.js';
import { effectivePurchase, type Purchase } from './financing/purchase.js';
import { effectiveRequest, type Request } from './financing/request.js';
import { Money, money } from './money.js';
import { effectiveOrder, type Order } from './order.js';
import { effectivePayable, type Payable } from './payable.js';
import { effectiveLot } from './receivable/encumbrance.js';
import { effectiveReceivable, nextTurn } from './receivable/effective.js';
import { hasLapsed } from './receivable/lot-guards.js';
import { BATCH_MAX, lotId, lotLifecycle, type Lot } from './receivable/lot.js';
import { receivableLifecycle, type Receivable } from './receivable/receivable.js';
import { distributable, poolOf } from './settlement/pool.js';
import { redeemLot } from './settlement/redemption.js';
import type { Instruction } from './settlement/instruction.js';

/** An act that a date brings, for anyone to send. */
export interface DueAct {
  /** `<resource>:<act>` */
  readonly transaction: string;
  /** As they travel, but for the client reference. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The first business date on which it is taken. */
  readonly on: CalendarDate;
}

/** The public records that dates act on, as they are stored. */
export interface Dated {
  readonly receivables: readonly Receivable[];
  readonly lots: readonly Lot[];
  readonly instructions: readonly Instruction[];
  readonly requests: readonly Request[];
  readonly loans: readonly Loan[];
  readonly purchases: readonly Purchase[];
  readonly approvals: readonly Approval[];
  readonly orders: readonly Order[];
  readonly payables: readonly Payable[];
}

/**
 * What dates have brought by `today` and nobody has sent: one act a record, the next in its order, and
 * what is to be redeemed. None of them stands in the way of another; sending all and asking again ends.
 */
export function dueActs(records: Dated, today: CalendarDate): readonly DueAct[] {
  const { receivables, requests, loans, purchases, approvals, orders, payables } = records;
  const standing = [
    ...requests.flatMap((each) => turned('request:expire', each, effectiveRequest(each, today))),
    ...loans.flatMap((each) => turned('loan:lapse', each, effectiveLoan(each, today))),
    ...purchases.flatMap((each) => turned('purchase:lapse', each, effectivePurchase(each, today))),
  ];
  const ending = new Set(standing.map(({ args }) => args.id));
  const ledger = {
    lots: grouped(records.lots, ({ receivable }) => receivable),
    instructions: grouped(records.instructions, lotId),
  };
  // Whatever ends a request, loan or purchase frees its lots with it.
  const others = records.lots.filter(({ claim }) => claim === null || !ending.has(claim.id));
  return [
    ...receivables.flatMap((each) => ofReceivable(each, today)),
    ...standing,
    ...others.flatMap((lot) => ofLot(lot, today)),
    ...approvals.flatMap((each) => turned('approval:expire', each, effectiveApproval(each, today))),
    ...orders.flatMap((each) => turned('order:expire', each, effectiveOrder(each, today))),
    ...payables.flatMap((each) => ofPayable(each, today)),
    ...receivables.flatMap((each) => redemptionsOf(each, ledger, today)),
  ];
}

/** Lots by receivable, instructions by lot. */
interface Ledger {
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  readonly instructions: ReadonlyMap<string, readonly Instruction[]>;
}

interface Identified {
  readonly id: string;
  readonly state: string;
  readonly since: CalendarDate;
}

/** `transaction`, when the date alone has changed the record's state. */
function turned<R extends Identified>(
  transaction: string,
  stored: R,
  effective: R,
): readonly (DueAct & { readonly args: { readonly id: string } })[] {
  if (effective.state === stored.state) return [];
  return [{ transaction, args: { id: stored.id }, on: effective.since }];
}

function ofReceivable(receivable: Receivable, today: CalendarDate): readonly DueAct[] {
  const turn = nextTurn(receivable);
  if (turn === null || today < turn.on) return [];
  return [{ transaction: `receivable:${turn.act}`, args: { id: receivable.id }, on: turn.on }];
}

function ofLot(lot: Lot, today: CalendarDate): readonly DueAct[] {
  const effective = effectiveLot(lot, today);
  if (effective.state === lot.state) return [];
  return [{ transaction: 'lot:lapse', args: { lot: lotId(lot) }, on: effective.since }];
}

function ofPayable(payable: Payable, today: CalendarDate): readonly DueAct[] {
  const { state, since } = effectivePayable(payable, today);
  if (state === payable.state) return [];
  const name = `${payable.batch}:${payable.row}`;
  return [{ transaction: 'payable:expire', args: { payable: name }, on: since }];
}

/** What one receivable owes its lots: batches with something to pay, or to bring up to date. */
function redemptionsOf(
  receivable: Receivable,
  { lots, instructions }: Ledger,
  today: CalendarDate,
): readonly DueAct[] {
  const { state } = effectiveReceivable(receivable, today);
  if (receivableLifecycle[state].redeem === undefined) return [];
  const owed = (lots.get(receivable.id) ?? []).filter((lot) => {
    const payable = lotLifecycle[lot.state].redeem !== undefined && !hasLapsed(lot, today);
    if (!payable) return false;
    const own = instructions.get(lotId(lot)) ?? [];
    return redeemLot({ lot, pool: poolOf(receivable, lot), instructions: own }, today) !== null;
  });
  const received = receivable.pools.reduce(
    (sum, pool) => sum + distributable(pool, today).face,
    0n,
  );
  const receiptsUpTo = z.encode(Money, money(receivable.face.currency, received));
  return batches(owed).map((batch) => ({
    transaction: 'receivable:redeem',
    args: {
      receivable: receivable.id,
      lots: batch.map(({ from }) => from.toString()),
      receiptsUpTo,
    },
    on: today,
  }));
}

/** Of one pledgee or of none, as many as one transaction takes. */
function batches(lots: readonly Lot[]): readonly (readonly Lot[])[] {
  return [...grouped(lots, ({ bank }) => bank ?? '').values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / BATCH_MAX) }, (_, at) =>
      same.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
    ),
  );
}

function grouped<T>(
  all: readonly T[],
  name: (each: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(name(each));
    if (group === undefined) groups.set(name(each), [each]);
    else group.push(each);
  }
  return groups;
}
