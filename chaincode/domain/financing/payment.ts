import { z } from 'zod';
import { BankReference } from '../bank-account.js';
import { addDays, CalendarDate } from '../dates.js';
import { Hex256 } from '../identifiers.js';
import { PositiveMoney } from '../money.js';
import { Refusal } from '../refusal.js';

/** What a bank paid out on a loan or for a purchase. */
export const Payment = z.strictObject({
  reference: BankReference,
  valueDate: CalendarDate,
  amount: PositiveMoney,
  bookedOn: CalendarDate,
  /** Until when the receiver acknowledges or contests; silence is neither. */
  answerBy: CalendarDate,
  answer: z.enum(['ACKNOWLEDGED', 'CONTESTED']).nullable(),
  answeredOn: CalendarDate.nullable(),
  /** Commitment of the reason for contesting. */
  reason: Hex256.nullable(),
});
export type Payment = z.output<typeof Payment>;

/**
 * A bank's value date lies on or before the business date, and not further back than policy allows.
 * @throws Refusal VALUE_DATE_OUT_OF_RANGE with the range.
 */
export function requireValueDate(
  valueDate: CalendarDate,
  { today, backDays }: { readonly today: CalendarDate; readonly backDays: number },
): void {
  const earliest = addDays(today, -backDays);
  if (valueDate < earliest || valueDate > today) {
    throw new Refusal('VALUE_DATE_OUT_OF_RANGE', { earliest, latest: today });
  }
}

/**
 * The receiver's word on the payment, once, within its window.
 * @throws Refusal PAYMENT_ANSWERED, ANSWER_WINDOW_CLOSED
 */
export function answered(
  payment: Payment,
  { answer, reason }: Pick<Payment, 'answer' | 'reason'>,
  today: CalendarDate,
): Payment {
  if (payment.answer !== null) throw new Refusal('PAYMENT_ANSWERED', { answer: payment.answer });
  if (today > payment.answerBy) {
    throw new Refusal('ANSWER_WINDOW_CLOSED', { answerBy: payment.answerBy });
  }
  return { ...payment, answer, answeredOn: today, reason };
}
