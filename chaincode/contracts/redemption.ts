import { redemptionCommands } from '../commands/settlement.js';
import type { CalendarDate } from '../domain/dates.js';
import { releaseInvoices } from '../domain/invoice-use.js';
import { next } from '../domain/lifecycle.js';
import { type Lot } from '../domain/receivable/lot.js';
import {
  hasLapsed,
  lotAmount,
  requireHeld,
  requireNotLapsed,
} from '../domain/receivable/lot-guards.js';
import { receivableLifecycle, type Receivable } from '../domain/receivable/receivable.js';
import { Refusal } from '../domain/refusal.js';
import { closed, settledWhenWaived } from '../domain/settlement/collection.js';
import type { Instruction } from '../domain/settlement/instruction.js';
import { distributable, poolOf } from '../domain/settlement/pool.js';
import { redeemLot, requireOnePledgee } from '../domain/settlement/redemption.js';
import { waive } from '../domain/settlement/waiver.js';
import { instructions, lots, receivables } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';
import { bind, type Bound } from './bind.js';
import { readInvoices, saveInvoices } from './invoice-book.js';
import { openLotDesk, presentLot } from './lot-desk.js';
import { requireClearing } from './clearing.js';
import { releaseAll } from './quota-use.js';

export const redemptionTransactions = {
  'receivable:redeem': bind(redemptionCommands['receivable:redeem'], async (call) => {
    const { args, act, work } = call;
    const claim = await work.get(receivables, { id: args.receivable });
    next(receivableLifecycle, claim, 'redeem');
    requireReceipts(claim, args.receiptsUpTo.minor, act.today);
    const froms = [...new Set(args.lots)].map((from) => BigInt(from));
    const found = await work.getAll(
      lots,
      froms.map((from) => ({ receivable: claim.id, from })),
    );
    requireOnePledgee(found);
    const saved: Lot[] = [];
    for (const lot of found) {
      requireNotLapsed(lot, act.today);
      const [done, pool] = [await instructionsOf(work, lot), poolOf(claim, lot)];
      const standing = { lot: presentLot(lot, act.today), pool, instructions: done };
      const redeemed = redeemLot(standing, act.today);
      if (redeemed === null) continue;
      saved.push(lot);
      work.save(lots, redeemed.lot);
      for (const created of redeemed.created) await work.create(instructions, created);
    }
    await releaseLapsedOffers(work, saved, act.today);
  }),

  'receivable:closeDistribution': bind(
    redemptionCommands['receivable:closeDistribution'],
    async ({ args, act, work, programme }) => {
      requireClearing(act, programme);
      const claim = await work.get(receivables, { id: args.receivable });
      work.save(receivables, closed(claim, args, act.today));
    },
  ),

  'lot:waive': bind(redemptionCommands['lot:waive'], async (call) => {
    const { args, act, work } = call;
    const desk = await openLotDesk(call, [args.lot], () => ({ parties: [], invoices: [] }));
    const { lot, receivable } = desk.standing(args.lot);
    requireHeld(lot, act);
    const waived = waive(lot, receivable, { today: act.today, creditNote: args.creditNote });
    work.save(receivables, settledWhenWaived(waived.receivable, act.today));
    const amount = lotAmount(lot, receivable);
    await releaseAll(work, [{ debtor: receivable.debtor, shard: receivable.quotaShard, amount }]);
    await desk.close([waived.lot]);
  }),
} satisfies Record<string, Bound>;

/** The sender redeems on receipts it saw; fewer now means one was reversed meanwhile. */
function requireReceipts(claim: Receivable, seen: bigint, today: CalendarDate): void {
  const now = claim.pools.reduce((sum, pool) => sum + distributable(pool, today).face, 0n);
  if (now < seen) throw new Refusal('RECEIPTS_FEWER', { distributable: now.toString() });
}

/** A lot whose offer had lapsed is free again, and so is what the offer used of its invoices. */
async function releaseLapsedOffers(
  work: UnitOfWork,
  redeemed: readonly Lot[],
  today: CalendarDate,
): Promise<void> {
  const lapsed = redeemed.filter((lot) => hasLapsed(lot, today));
  const uses = lapsed.flatMap(({ offer }) => offer?.invoices ?? []);
  const read = await readInvoices(work, uses);
  saveInvoices(work, read, releaseInvoices(read, uses));
}

/** Every instruction of a lot: those redeem numbered, and whatever replaced them. */
async function instructionsOf(work: UnitOfWork, lot: Lot): Promise<readonly Instruction[]> {
  const numbers = Array.from({ length: lot.instructions }, (_, at) => (at + 1).toString());
  const found: Instruction[] = [];
  for (let wave = numbers; wave.length > 0;) {
    const named = wave.map((n) => ({ receivable: lot.receivable, from: lot.from, n }));
    const records = await work.getAll(instructions, named);
    found.push(...records);
    wave = records.flatMap(({ reissuedAs }) => (reissuedAs === null ? [] : [reissuedAs]));
  }
  return found;
}
