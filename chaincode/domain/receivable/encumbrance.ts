import { addDays, type CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { lesser, money, type Money } from '../money.js';
import { inHandsOf, lotLifecycle, lotUnits, type Lot, type LotAct } from './lot.js';
import { nextLotState } from './lot-guards.js';
import { invariant } from '../refusal.js';

/** What a lot is not, once nothing is on it. */
export const FREE_OF = {
  offer: null,
  claim: null,
  bank: null,
  lapsesAfter: null,
  registered: false,
  securedMax: null,
} as const;

/** The lot as dates alone leave it on `today`: offers, reservations and commitments end by themselves. */
export function effectiveLot<L extends Lot>(lot: L, today: CalendarDate): L {
  if (lot.lapsesAfter === null || today <= lot.lapsesAfter) return lot;
  const state = next(lotLifecycle, lot, 'lapse');
  return { ...lot, ...FREE_OF, state, since: addDays(lot.lapsesAfter, 1) };
}

/** A request reserves the lot until `until`. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function reserve<L extends Lot>(
  lot: L,
  request: { readonly id: string; readonly until: CalendarDate },
  today: CalendarDate,
): L {
  const claim = { kind: 'REQUEST', id: request.id } as const;
  return { ...moved(lot, 'reserve', today), claim, lapsesAfter: request.until };
}

/** The request came to nothing. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function unreserve<L extends Lot>(lot: L, today: CalendarDate): L {
  return { ...moved(lot, 'unreserve', today), ...FREE_OF };
}

/** What a bank has committed itself to, and until when it must pay. */
export interface Commitment {
  readonly claim: NonNullable<Lot['claim']>;
  readonly bank: string;
  readonly until: CalendarDate;
}

/** An offer was accepted. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function commit<L extends Lot>(lot: L, commitment: Commitment, today: CalendarDate): L {
  const { claim, bank, until } = commitment;
  return { ...moved(lot, 'commit', today), claim, bank, lapsesAfter: until };
}

/** No money came of it. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function uncommit<L extends Lot>(lot: L, today: CalendarDate): L {
  return { ...moved(lot, 'cancelCommitment', today), ...FREE_OF };
}

/**
 * The pledge is registered, and so exists (民法典 445). The lot secures the whole debt, so it pays the
 * pledgee up to all that was registered.
 * @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT, CURRENCY_MISMATCH
 */
export function pledge<L extends Lot>(lot: L, registeredMax: Money, today: CalendarDate): L {
  const face = money(registeredMax.currency, lotUnits(lot));
  const securedMax = lesser(face, registeredMax);
  return { ...moved(lot, 'pledge', today), registered: true, securedMax };
}

/** The sale is registered; title passes later, with the money. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function registerSale<L extends Lot>(lot: L, today: CalendarDate): L {
  return { ...moved(lot, 'registerSale', today), registered: true };
}

/** The money went out on a registered pledge: no date ends it any more. */
export function fundPledge<L extends Lot>(lot: L): L {
  return { ...lot, lapsesAfter: null };
}

/** The price was paid: title passes to the bank, which is a hop. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function sell<L extends Lot>(lot: L, today: CalendarDate): L {
  invariant(lot.bank !== null, 'a committed lot names its bank');
  const financeHop = lot.financeHop + 1;
  const sold = inHandsOf(moved(lot, 'sell', today), lot.bank);
  return { ...sold, lapsesAfter: null, financeHop };
}

/** The payment came back: the pledge waits for another until `until`. */
export function unfundPledge<L extends Lot>(lot: L, until: CalendarDate): L {
  return { ...lot, lapsesAfter: until };
}

/** The price came back: title does too, and waits until `until`. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function unsell<L extends Lot>(
  lot: L,
  { seller, until }: { readonly seller: string; readonly until: CalendarDate },
  today: CalendarDate,
): L {
  const financeHop = lot.financeHop - 1;
  const back = inHandsOf(moved(lot, 'moneyReturned', today), seller);
  return { ...back, lapsesAfter: until, financeHop };
}

/** The debtor is directed to pay the pledgee; title stays (民法典 428). @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function collect<L extends Lot>(lot: L, today: CalendarDate): L {
  return moved(lot, 'enforce', today);
}

/** The debt is paid, and the pledge ends with it. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function release<L extends Lot>(lot: L, today: CalendarDate): L {
  return { ...moved(lot, 'release', today), ...FREE_OF };
}

/** Title goes back to the seller, which is a hop. @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
export function repurchase<L extends Lot>(lot: L, seller: string, today: CalendarDate): L {
  const financeHop = lot.financeHop + 1;
  const back = inHandsOf(moved(lot, 'repurchase', today), seller);
  return { ...back, ...FREE_OF, financeHop };
}

/** @throws Refusal LOT_ENCUMBERED, STATE_CONFLICT */
function moved<L extends Lot>(lot: L, act: LotAct, today: CalendarDate): L {
  const state = nextLotState(lot, act);
  return state === lot.state ? lot : { ...lot, state, since: today };
}
