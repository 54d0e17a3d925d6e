import { purchaseCommands } from '../commands/purchase.js';
import type { CalendarDate } from '../domain/dates.js';
import { pay, paymentReturned } from '../domain/financing/pay-out.js';
import { postingRef } from '../domain/financing/posting.js';
import {
  closePurchase,
  repurchaseForWarranty,
  requireReturning,
  returnBalance,
} from '../domain/financing/purchase-end.js';
import {
  cancelPurchase,
  lapsePurchase,
  registerPurchase,
  searchPurchase,
  type PurchaseDeal,
} from '../domain/financing/register.js';
import type { PolicyInForce } from '../domain/policy.js';
import { postings, purchaseAccounts, purchases } from '../state/financing-kinds.js';
import { dealOf, type Place } from '../state/unit-of-work.js';
import { bind } from './bind.js';
import {
  financingPolicy,
  readClaims,
  readLots,
  unsalted,
  workingDayAfter,
  type Around,
} from './financing.js';
import { guardLots, readCollected, saveLots, unguardLots } from './financing-lots.js';

const commands = purchaseCommands;

const before = {
  'purchase:register': bind(commands['purchase:register'], async (call) => {
    const { args, secret, act } = call;
    const deal = await readDeal(call, args.id);
    const { registeredAt } = args;
    const registration = unsalted(secret);
    const registered = registerPurchase(deal, { registration, registeredAt }, act);
    saveDeal(call, registered);
    guardLots(call, registered.lots, registered.purchase.bankMsp);
  }),
  'purchase:search': bind(commands['purchase:search'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const { claims } = await readClaims(work, deal.lots);
    const searched = searchPurchase(deal, { search: unsalted(secret), claims }, act);
    work.save(purchaseAccounts, searched, placeOf(deal));
  }),
  'purchase:cancel': bind(commands['purchase:cancel'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const cancelled = cancelPurchase(deal, call.act);
    call.work.save(purchaseAccounts, deal.account, placeOf(deal));
    saveEnd(call, cancelled);
  }),
  'purchase:lapse': bind(commands['purchase:lapse'], async (call) => {
    const { args, act, work } = call;
    const purchase = await work.get(purchases, { id: args.id });
    saveEnd(call, lapsePurchase({ purchase, lots: await readLots(work, purchase.lots) }, act));
  }),
  'purchase:pay': bind(commands['purchase:pay'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const ground = await readClaims(work, deal.lots);
    const policy = await financingPolicy(call, deal.purchase);
    const answerBy = await answerDay(call, deal, policy);
    saveDeal(call, pay(deal, { ...secret, ...ground, policy, answerBy }, act));
  }),
  'purchase:paymentReturned': bind(commands['purchase:paymentReturned'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const until = await answerDay(call, deal, await financingPolicy(call, deal.purchase));
    saveDeal(call, paymentReturned(deal, until, call.act));
  }),
};

const after = {
  'purchase:returnSurplus': bind(commands['purchase:returnSurplus'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    requireReturning(deal.purchase, act);
    const { seed, agreed } = deal.account;
    const { rules } = await financingPolicy(call, deal.purchase);
    const from = { seed, calendar: agreed.offered.calendar, days: rules.surplusReturnDays };
    const collected = await readCollected(call, args.instructions, from);
    const paid = { ...secret, ref: postingRef(seed, 'payment', secret.reference) };
    const booked = returnBalance(deal, { paid, collected }, { act, rules });
    const place = placeOf(deal);
    work.save(purchaseAccounts, booked.account, place);
    for (const posting of booked.postings) await work.create(postings, posting, place);
  }),
  'purchase:repurchase': bind(commands['purchase:repurchase'], async (call) => {
    const { args, secret, act } = call;
    const deal = await readDeal(call, args.id);
    const { rules } = await financingPolicy(call, deal.purchase);
    const repurchased = repurchaseForWarranty(deal, unsalted(secret), { act, rules });
    saveDeal(call, repurchased);
    unguardLots(call, repurchased.lots);
  }),
  'purchase:close': bind(commands['purchase:close'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const closed = closePurchase(deal, secret, act);
    work.save(purchases, closed.purchase);
    work.save(purchaseAccounts, closed.account, placeOf(deal));
  }),
};

export const purchaseTransactions = { ...before, ...after };

async function readDeal({ work }: Around, id: string): Promise<PurchaseDeal> {
  const purchase = await work.get(purchases, { id });
  const account = await work.get(purchaseAccounts, { id }, placeOf({ purchase }));
  return { purchase, account, lots: await readLots(work, purchase.lots) };
}

function placeOf({ purchase }: Pick<PurchaseDeal, 'purchase'>): Place {
  return dealOf(purchase.bankMsp, purchase.sellerMsp);
}

function saveDeal(call: Around, deal: PurchaseDeal): void {
  call.work.save(purchases, deal.purchase);
  call.work.save(purchaseAccounts, deal.account, placeOf(deal));
  saveLots(call, deal.lots);
}

/** A purchase that ended without money: its lots are everybody's again. */
function saveEnd(call: Around, { purchase, lots }: Pick<PurchaseDeal, 'purchase' | 'lots'>): void {
  call.work.save(purchases, purchase);
  saveLots(call, lots);
  if (purchase.registeredAt !== null) unguardLots(call, lots);
}

/** The last day of the window that opens today. */
function answerDay(
  { work, act }: Around,
  { account }: PurchaseDeal,
  { rules }: PolicyInForce,
): Promise<CalendarDate> {
  const { calendar } = account.agreed.offered;
  return workingDayAfter(work, { calendar, from: act.today, days: rules.acknowledgeDays });
}
