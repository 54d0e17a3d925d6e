import { z } from 'zod';
import { CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import type { Lifecycle } from '../lifecycle.js';
import { Money } from '../money.js';

export const ReceiptState = z.enum(['REGISTERED', 'REVERSED']);
export type ReceiptState = z.output<typeof ReceiptState>;

/** domain.md 3.9. */
export const receiptLifecycle: Lifecycle<ReceiptState, 'allocate' | 'reversePayment'> = {
  REGISTERED: { allocate: 'REGISTERED', reversePayment: 'REVERSED' },
  REVERSED: {},
};

export const ALLOCATIONS_MAX = 20;

/** Part of a receipt, booked to one pool of one receivable: on the claim itself, and as late interest. */
export const Allocation = z.strictObject({
  receivable: Id('rcv'),
  pool: KeyAttribute,
  amount: Money,
  late: Money,
});
export type Allocation = z.output<typeof Allocation>;

/**
 * Money that arrived at the clearing bank. Named by an HMAC of (account, bank reference), so that one
 * payment is one record; what is not allocated stays visible.
 */
export const Receipt = z.strictObject({
  id: Hex256,
  state: ReceiptState,
  since: CalendarDate,
  amount: Money,
  unallocated: Money,
  valueDate: CalendarDate,
  registeredOn: CalendarDate,
  /** From when its allocations may be redeemed; until then they may be reversed. */
  distributableOn: CalendarDate,
  /** Alert A1: somebody else than the debtor paid. */
  fromDebtor: z.boolean(),
  allocations: z.array(Allocation).max(ALLOCATIONS_MAX),
});
export type Receipt = z.output<typeof Receipt>;
