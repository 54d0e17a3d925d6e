import type { Act } from '../../chaincode/domain/act.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import type { Order } from '../../chaincode/domain/order.js';
import type { Party } from '../../chaincode/domain/party.js';
import { anAct } from './act.js';
import { aHash, anId } from './build.js';
import { cny } from './money.js';

export const buyer = anId('org', 'buyer');
export const seller = anId('org', 'seller');

/** A purchase order of 1,000.00, confirmed, nothing delivered. */
export function anOrder(over: Partial<Order> = {}): Order {
  const none = cny('0.00');
  return {
    id: anId('ord', 'order'),
    kind: 'PURCHASE',
    state: 'CONFIRMED',
    since: CalendarDate.parse('2026-03-01'),
    buyer,
    seller,
    ordered: cny('1000.00'),
    cancelled: none,
    advancePaid: none,
    shipped: none,
    invoiced: none,
    takenOut: none,
    content: aHash('content'),
    confirmDueBy: CalendarDate.parse('2026-04-01'),
    recordedOn: CalendarDate.parse('2026-03-01'),
    confirmedOn: null,
    confirmedBy: null,
    rejection: null,
    policies: [],
    ...over,
  };
}

/** An active party; which one does not matter to the rule. */
export function aParty(): Party {
  return {
    id: seller,
    state: 'ACTIVE',
    since: CalendarDate.parse('2026-03-01'),
    kind: 'ENTERPRISE',
    size: 'SMALL',
    mspId: 'AccessMSP',
    details: null,
    firstKey: null,
    verifiedBy: null,
    secondPerson: false,
    blockedSince: null,
    document: null,
    successor: null,
  };
}

/** An act of the seller, signed by `others` too. */
export const bySeller = (others: readonly string[] = []): Act => acting(seller, others);
export const byBuyer = (others: readonly string[] = []): Act => acting(buyer, others);

export function acting(party: string, others: readonly string[]): Act {
  const { signer } = anAct();
  const signatures = others.map((other) => ({ ...signer, party: other, key: aHash(other) }));
  return anAct({ party }, { others: signatures });
}
