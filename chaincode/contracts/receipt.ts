import { receiptCommands } from '../commands/settlement.js';
import { addDays, type CalendarDate } from '../domain/dates.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import {
  allocate,
  facePaid,
  registered,
  requireSamePayment,
  reverse,
} from '../domain/settlement/collection.js';
import type { Allocation, Receipt } from '../domain/settlement/receipt.js';
import { receipts, receivables } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';
import { bind, type Bound } from './bind.js';
import { requireClearing, requireValueDate } from './clearing.js';
import { policyInForce } from './policy-in-force.js';
import { releaseAll, reserveAll, type QuotaUse } from './quota-use.js';

export const receiptTransactions = {
  'receipt:registerPayment': bind(receiptCommands['receipt:registerPayment'], async (call) => {
    const { args, act, work, programme } = call;
    requireClearing(act, programme);
    const { rules } = await policyInForce({ work, programme, date: act.today });
    const { receipt: id, allocations, ...payment } = args;
    const known = await work.find(receipts, { id });
    if (known !== null) {
      requireSamePayment(known, { id, ...payment });
      return;
    }
    requireValueDate(args.valueDate, { today: act.today, backDays: rules.valueDateBackDays });
    const distributableOn = addDays(act.today, rules.reviewDays);
    const receipt = registered({ id, ...payment }, { today: act.today, distributableOn });
    await book(work, receipt, { allocations, today: act.today });
  }),

  'receipt:allocate': bind(receiptCommands['receipt:allocate'], async (call) => {
    const { args, act, work, programme } = call;
    requireClearing(act, programme);
    const receipt = await work.get(receipts, { id: args.receipt });
    await book(work, receipt, { allocations: args.allocations, today: act.today });
  }),

  'receipt:reversePayment': bind(receiptCommands['receipt:reversePayment'], async (call) => {
    const { args, act, work, programme } = call;
    requireClearing(act, programme);
    const receipt = await work.get(receipts, { id: args.receipt });
    const claims = await work.getAll(receivables, claimsOf(receipt.allocations));
    const reversed = reverse(receipt, claims, act.today);
    work.save(receipts, reversed.receipt);
    for (const claim of reversed.receivables) work.save(receivables, claim);
    await reserveAll(work, quotaUses(claims, receipt.allocations));
  }),
} satisfies Record<string, Bound>;

async function book(
  work: UnitOfWork,
  receipt: Receipt,
  parts: { readonly allocations: readonly Allocation[]; readonly today: CalendarDate },
): Promise<void> {
  const claims = await work.getAll(receivables, claimsOf(parts.allocations));
  const booked = allocate(receipt, claims, parts);
  work.save(receipts, booked.receipt);
  for (const claim of booked.receivables) work.save(receivables, claim);
  await releaseAll(work, quotaUses(claims, parts.allocations));
}

/** What is paid needs no quota any more (G4). */
function quotaUses(
  claims: readonly Receivable[],
  allocations: readonly Allocation[],
): readonly QuotaUse[] {
  return claims.map((claim) => ({
    debtor: claim.debtor,
    shard: claim.quotaShard,
    amount: facePaid(claim, allocations),
  }));
}

/** The receivables that allocations name, each once. */
function claimsOf(allocations: readonly Allocation[]): { id: string }[] {
  return [...new Set(allocations.map(({ receivable }) => receivable))].map((id) => ({ id }));
}
