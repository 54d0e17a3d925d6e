import { requireParty, requireSecondPerson, type Act } from './act.js';
import { addDays } from './dates.js';
import { add, money, requireSameCurrency, zero, type Money } from './money.js';
import { deliverable, orderAfter, requireAtMost, requireWithin, type Order } from './order.js';
import type { Party } from './party.js';
import type { PolicyInForce } from './policy.js';
import { requireActive } from './receivable/terms.js';
import { Refusal } from './refusal.js';

/** What one side says of a new order; the other confirms it. */
export type OrderTerms = Pick<Order, 'id' | 'kind' | 'ordered' | 'advancePaid' | 'content'>;

/**
 * An order put to the other side: by the seller for the buyer to confirm, or by the dealer that buys.
 * @throws Refusal ROLE_REQUIRED, PARTIES_NOT_DISTINCT, PARTY_NOT_ACTIVE, CURRENCY_MISMATCH,
 *   ORDER_EXCEEDED, SIGNATURES_MISSING above the key's limit.
 */
export function recordOrder(
  terms: OrderTerms,
  { other, policy }: { readonly other: Party; readonly policy: PolicyInForce },
  act: Act,
): Order {
  const own = act.signer.party;
  requireParty(act, own, terms.kind === 'PURCHASE' ? 'SEL' : 'BUY');
  if (other.id === own) throw new Refusal('PARTIES_NOT_DISTINCT');
  requireActive(other);
  const buyer = terms.kind === 'PURCHASE' ? other.id : own;
  const seller = terms.kind === 'PURCHASE' ? own : other.id;
  const none = zero(terms.ordered.currency);
  const order: Order = {
    ...terms,
    buyer,
    seller,
    state: 'DRAFT',
    since: act.today,
    cancelled: none,
    shipped: none,
    invoiced: none,
    takenOut: none,
    confirmDueBy: addDays(act.today, policy.rules.confirmDueByDays),
    recordedOn: act.today,
    confirmedOn: null,
    confirmedBy: null,
    rejection: null,
    policies: [...policy.ids],
  };
  requireWithin(order);
  requireSecondPerson(act, terms.ordered);
  return order;
}

/** What the confirming side signs again, so that its signature alone says what it agreed to. */
export type SignedOrder = Pick<Order, 'ordered' | 'advancePaid' | 'content'>;

/**
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, TERMS_DIFFER, PARTY_NOT_ACTIVE, SIGNATURES_MISSING above
 *   the key's limit.
 */
export function confirmOrder(
  from: { readonly order: Order; readonly signed: SignedOrder; readonly proposer: Party },
  act: Act,
): Order {
  const { order, signed, proposer } = from;
  requireConfirmer(order, act);
  const after = orderAfter(order, 'confirm', act.today);
  requireSameTerms(order, signed);
  requireActive(proposer);
  requireSecondPerson(act, order.ordered);
  return { ...after, confirmedOn: act.today, confirmedBy: act.signer.key };
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function rejectOrder(
  order: Order,
  reason: NonNullable<Order['rejection']>,
  act: Act,
): Order {
  requireConfirmer(order, act);
  return { ...orderAfter(order, 'reject', act.today), rejection: reason };
}

/** @throws Refusal ROLE_REQUIRED, STATE_CONFLICT */
export function withdrawOrder(order: Order, act: Act): Order {
  requireParty(act, proposerOf(order), 'PROPOSER');
  return orderAfter(order, 'withdraw', act.today);
}

/**
 * The seller has shipped, or invoiced, for `amount` more.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, CURRENCY_MISMATCH, ORDER_EXCEEDED
 */
export function deliver(
  order: Order,
  { what, amount }: { readonly what: 'ship' | 'invoice'; readonly amount: Money },
  act: Act,
): Order {
  requireParty(act, order.seller, 'SEL');
  const after = orderAfter(order, what, act.today);
  requireSameCurrency(order.ordered, amount);
  const field = what === 'ship' ? 'shipped' : 'invoiced';
  requireAtMost(field, order[field].minor + amount.minor, deliverable(order));
  return { ...after, [field]: add(order[field], amount) };
}

/** The amounts and papers of an order as both sides now agree them; what is paid out of it is not theirs. */
export type OrderChange = Pick<
  Order,
  'ordered' | 'cancelled' | 'advancePaid' | 'shipped' | 'invoiced' | 'content'
>;

/**
 * Both sides sign what the order is from now on: more or less ordered, part of it cancelled, goods
 * returned, a wrong entry put right.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, CURRENCY_MISMATCH, ORDER_EXCEEDED, SIGNATURES_MISSING
 */
export function changeOrder(order: Order, change: OrderChange, act: Act): Order {
  requireSide(order, act);
  const changed = { ...orderAfter(order, 'change', act.today), ...change };
  requireSameCurrency(order.ordered, change.ordered);
  requireWithin(changed);
  requireBoth(change.ordered.minor > order.ordered.minor ? changed : order, act);
  return changed;
}

/**
 * Both sides give up what has been neither shipped nor invoiced.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, ORDER_EXCEEDED when more than what remains was paid in
 *   advance or taken out, SIGNATURES_MISSING
 */
export function cancelOrder(order: Order, act: Act): Order {
  requireSide(order, act);
  const after = orderAfter(order, 'cancel', act.today);
  const { currency, minor } = order.ordered;
  const cancelled = { ...after, cancelled: money(currency, minor - delivered(order)) };
  requireWithin(cancelled);
  requireBoth(order, act);
  return cancelled;
}

/**
 * Either side closes an order of which all has been delivered.
 * @throws Refusal ROLE_REQUIRED, STATE_CONFLICT, ORDER_INCOMPLETE with what is left, minor units.
 */
export function completeOrder(order: Order, act: Act): Order {
  requireSide(order, act);
  const after = orderAfter(order, 'complete', act.today);
  const left = deliverable(order) - delivered(order);
  if (left > 0n) throw new Refusal('ORDER_INCOMPLETE', { left: left.toString() });
  return after;
}

/** The greater of what is shipped and what is invoiced: services are invoiced without a shipment. */
function delivered({ shipped, invoiced }: Order): bigint {
  return shipped.minor > invoiced.minor ? shipped.minor : invoiced.minor;
}

export function proposerOf({ kind, buyer, seller }: Order): string {
  return kind === 'PURCHASE' ? seller : buyer;
}

function requireConfirmer({ kind, buyer, seller }: Order, act: Act): void {
  if (kind === 'PURCHASE') requireParty(act, buyer, 'BUY');
  else requireParty(act, seller, 'SEL');
}

function requireSide({ buyer, seller }: Order, act: Act): void {
  requireParty(act, act.signer.party === seller ? seller : buyer, 'BUY');
}

function requireBoth({ buyer, seller, ordered }: Order, act: Act): void {
  const sides = [buyer, seller].map((party) => {
    return { party, roles: ['MAKER'] as const, covering: ordered };
  });
  act.requireSignatures(sides);
}

function requireSameTerms(order: Order, signed: SignedOrder): void {
  const differing = {
    ordered: !same(order.ordered, signed.ordered),
    advancePaid: !same(order.advancePaid, signed.advancePaid),
    content: order.content !== signed.content,
  };
  const field = Object.entries(differing).find(([, differs]) => differs);
  if (field !== undefined) throw new Refusal('TERMS_DIFFER', { field: field[0] });
}

function same(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.minor === b.minor;
}
