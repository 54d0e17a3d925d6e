import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { BankReference } from '../bank-account.js';
import type { Currency } from '../currency.js';
import { CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import { Money, zero } from '../money.js';

/** Where money went: each part of what was applied. */
export const Applied = z.strictObject({
  costs: Money,
  penalty: Money,
  interest: Money,
  principal: Money,
  fee: Money,
  /** Interest in advance that was given back for an early payment: it paid as money does. */
  rebate: Money,
  /** Beyond the payoff; of a return: what went back. */
  surplus: Money,
  /** Of a return: interest by law on what was kept too long. */
  late: Money,
  /** The debtor's part of the interest posted, and of the rebate. */
  debtorInterest: Money,
  debtorRebate: Money,
});
export type Applied = z.output<typeof Applied>;

/** Money booked on a loan or purchase, once: the name is made from the payment's reference. */
export const Posting = z.strictObject({
  of: z.union([Id('loan'), Id('pur')]),
  /** HMAC of the reference under the seed of the account. */
  ref: Hex256,
  bank: Id('org'),
  /** Borrower or seller. */
  party: Id('org'),
  act: z.enum(['REPAY', 'PREPAY', 'COLLECTION', 'REPURCHASE', 'SURPLUS_RETURNED']),
  /** The bank's reference of the payment, or the instruction's name. */
  reference: BankReference,
  valueDate: CalendarDate,
  amount: Money,
  applied: Applied,
});
export type Posting = z.output<typeof Posting>;

/** What names a posting: a payment's reference at a bank, or an instruction of the clearing bank. */
export function postingRef(seed: string, kind: 'payment' | 'instruction', name: string): string {
  return createHmac('sha256', Buffer.from(seed, 'hex')).update(`${kind}\n${name}`).digest('hex');
}

export function nothingApplied(currency: Currency): Applied {
  const none = zero(currency);
  return {
    costs: none,
    penalty: none,
    interest: none,
    principal: none,
    fee: none,
    rebate: none,
    surplus: none,
    late: none,
    debtorInterest: none,
    debtorRebate: none,
  };
}
