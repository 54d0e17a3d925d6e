import { requireParty, type Act } from '../act.js';
import { next } from '../lifecycle.js';
import { add, compare, lesser, money, subtract, zero, type Money } from '../money.js';
import { repurchase } from '../receivable/encumbrance.js';
import { lotUnits, type Lot } from '../receivable/lot.js';
import { Refusal } from '../refusal.js';
import type { Paid } from './booking.js';
import { requireValueDate } from './payment.js';
import { nothingApplied, type Posting } from './posting.js';
import { purchaseLifecycle, type Purchase } from './purchase.js';
import type { PurchaseAccount } from './purchase-account.js';
import { standingUnder, type PurchaseDeal } from './register.js';
import { inOrder, requireCollected, requireReturned, type By, type Collected } from './repay.js';
import { surplusOwed, withSurplus } from './surplus.js';

/** A purchase's private part after money was booked, and what was booked. */
export interface PurchaseBooked {
  readonly account: PurchaseAccount;
  readonly postings: readonly Posting[];
}

/**
 * Pay the seller its balance 尾款 of what the debtor has paid: collections first cover the face that was
 * paid for at once, and then the balance. The late rate by law runs on what was kept too long.
 * @param collected the clearing bank's payments not booked yet.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, COLLECTION_FOREIGN,
 *   SURPLUS_NONE, AMOUNT_MISMATCH
 */
export function returnBalance(
  { purchase, account }: PurchaseDeal,
  {
    paid,
    collected,
  }: { readonly paid: Omit<Paid, 'returnBy'>; readonly collected: readonly Collected[] },
  { act, rules }: By,
): PurchaseBooked {
  requireReturning(purchase, act);
  const { valueDate } = paid;
  requireValueDate(valueDate, { today: act.today, backDays: rules.valueDateBackDays });
  let sofar: PurchaseBooked = { account, postings: [] };
  for (const each of inOrder(collected)) {
    requireCollected(each.instruction, purchase);
    sofar = bookCollection(sofar, each, faceAtOnce({ purchase, account }));
  }
  const { surpluses, returned } = sofar.account;
  const owed = surplusOwed(purchase.currency, surpluses, valueDate);
  requireReturned(paid.amount, owed);
  const applied = {
    ...nothingApplied(purchase.currency),
    surplus: owed.amount,
    late: owed.late,
  };
  const posting = postingOf(account, { ...paid, act: 'SURPLUS_RETURNED' }, applied);
  return {
    account: { ...sofar.account, surpluses: [], returned: add(returned, owed.amount) },
    postings: [...sofar.postings, posting],
  };
}

/** The bank may pay the balance now. @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function requireReturning(purchase: Purchase, act: Act): void {
  requireParty(act, purchase.bank, 'BK');
  next(purchaseLifecycle, purchase, 'returnSurplus');
}

/** What the seller pays to have back what it warranted wrongly. */
export type Repurchase = NonNullable<PurchaseAccount['repurchase']>;

/**
 * The seller takes its lots back, for a breach of warranty alone; the bank confirms the money.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, VALUE_DATE_OUT_OF_RANGE, CURRENCY_MISMATCH
 */
export function repurchaseForWarranty(
  { purchase, account, lots }: PurchaseDeal,
  claim: Repurchase,
  { act, rules }: By,
): PurchaseDeal {
  requireParty(act, purchase.bank, 'BK');
  const state = next(purchaseLifecycle, purchase, 'repurchase');
  const backDays = rules.valueDateBackDays;
  requireValueDate(claim.valueDate, { today: act.today, backDays });
  compare(claim.amount, zero(purchase.currency));
  return {
    purchase: { ...purchase, state, since: act.today },
    account: { ...account, repurchase: claim },
    lots: standingUnder(purchase.id, lots).map((lot) =>
      repurchase(lot, purchase.seller, act.today),
    ),
  };
}

/** How a purchase ends: with all collected, or with evidence that no more will come. */
export interface Closing {
  /** Commitment of the registry's word that the registration is cancelled. */
  readonly registrationCancelled: string;
  /** Commitment of the evidence for a loss; null when all is collected. */
  readonly lossEvidence: string | null;
}

/**
 * The purchase is over. A loss is the bank's: it is told from the policy's day on, and what of the
 * balance was collected is back with the seller either way.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, COLLECTION_INCOMPLETE, COLLECTION_COMPLETE for a loss
 *   when all is collected, DATE_NOT_REACHED, SURPLUS_NOT_RETURNED
 */
export function closePurchase(deal: PurchaseDeal, closing: Closing, act: Act): PurchaseDeal {
  const { purchase, account, lots } = deal;
  const { registrationCancelled, lossEvidence } = closing;
  requireParty(act, purchase.bank, 'BK');
  const loss = lossEvidence !== null;
  const state = next(purchaseLifecycle, purchase, loss ? 'closeWithLoss' : 'close');
  const complete = lots.every((lot) => lot.paid.minor === lotUnits(lot));
  if (loss === complete) {
    throw new Refusal(complete ? 'COLLECTION_COMPLETE' : 'COLLECTION_INCOMPLETE');
  }
  const { defaultsOn } = account.agreed;
  if (loss && act.today < defaultsOn) throw new Refusal('DATE_NOT_REACHED', { date: defaultsOn });
  const due = balanceDue(deal, paidOf(lots, purchase.currency));
  if (compare(account.returned, due) < 0) throw new Refusal('SURPLUS_NOT_RETURNED');
  return {
    purchase: { ...purchase, state, since: act.today },
    account: { ...account, lossEvidence, registrationCancelled },
    lots,
  };
}

function bookCollection(
  { account, postings }: PurchaseBooked,
  { instruction, ref, reference, returnBy }: Collected,
  atOnce: Money,
): PurchaseBooked {
  const { amount, valueDate, purpose } = instruction;
  // Late interest is the owner's alone: it pays for no unit.
  const collected = purpose === 'CLAIM' ? add(account.collected, amount) : account.collected;
  const balance = account.agreed.offered.balancePayable;
  const surplus = subtract(
    dueOf(collected, { atOnce, balance }),
    dueOf(account.collected, { atOnce, balance }),
  );
  const applied = { ...nothingApplied(amount.currency), surplus };
  const paid = { ref, reference, valueDate, amount, act: 'COLLECTION' as const };
  return {
    account: {
      ...account,
      collected,
      surpluses: withSurplus(account.surpluses, surplus, returnBy),
    },
    postings: [...postings, postingOf(account, paid, applied)],
  };
}

/** Of the balance, what collections of `collected` in all make due: after the face paid for at once. */
function dueOf(
  collected: Money,
  { atOnce, balance }: { readonly atOnce: Money; readonly balance: Money },
): Money {
  if (compare(collected, atOnce) <= 0) return zero(collected.currency);
  return lesser(subtract(collected, atOnce), balance);
}

function balanceDue(deal: Pick<PurchaseDeal, 'purchase' | 'account'>, collected: Money): Money {
  const balance = deal.account.agreed.offered.balancePayable;
  return dueOf(collected, { atOnce: faceAtOnce(deal), balance });
}

/** The face less the balance: what the bank paid for at once. */
function faceAtOnce({ purchase, account }: Pick<PurchaseDeal, 'purchase' | 'account'>): Money {
  const units = purchase.lots.reduce((total, lot) => total + lotUnits(lot), 0n);
  return subtract(money(purchase.currency, units), account.agreed.offered.balancePayable);
}

function paidOf(lots: readonly Lot[], currency: Money['currency']): Money {
  return money(
    currency,
    lots.reduce((total, { paid }) => total + paid.minor, 0n),
  );
}

type Booked = Pick<Posting, 'ref' | 'act' | 'reference' | 'valueDate' | 'amount'>;

function postingOf(
  { id, bank, seller }: PurchaseAccount,
  { ref, act, reference, valueDate, amount }: Booked,
  applied: Posting['applied'],
): Posting {
  return { of: id, ref, bank, party: seller, act, reference, valueDate, amount, applied };
}
