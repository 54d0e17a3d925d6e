import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { DayCount } from './interest.js';
import { Money, zero } from './money.js';
import { Rate, Share } from './rate.js';

/** When interest is paid: (a) kept from what is paid out, or (b) with the principal (domain.md 2.4). */
export const InterestMode = z.enum(['IN_ADVANCE', 'AT_MATURITY']);
export type InterestMode = z.output<typeof InterestMode>;

export const Bucket = z.enum(['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL']);
export type Bucket = z.output<typeof Bucket>;

/** Each bucket once. Refuses with APPLICATION_ORDER_MALFORMED. */
export const ApplicationOrder = z
  .array(Bucket)
  .refine(
    (order) =>
      new Set(order).size === Bucket.options.length && order.length === new Set(order).size,
    'APPLICATION_ORDER_MALFORMED',
  );

/** What the law says where nothing else was agreed (民法典 561). */
export const ORDER_BY_LAW = ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL'] as const;

/** What of a loan decides how money that comes in is applied; fixed when it is paid out. */
export const LoanTerms = z.strictObject({
  mode: InterestMode,
  rate: Rate,
  basis: DayCount,
  /** The value date on which the borrower had the money. */
  startDate: CalendarDate,
  /** The due date on a business day. */
  dueAdj: CalendarDate,
  /** The last date on which paying late costs nothing; `dueAdj` where there is no grace. */
  graceUntil: CalendarDate,
  /** r*, from the day after grace, counted from `dueAdj`. */
  penaltyRate: Rate,
  /** r* also on unpaid interest 复利. */
  compound: z.boolean(),
  /** Of the interest, what the borrower bears; the rest is the debtor's own payable. */
  borrowerShare: Share,
  /** Mode (a): how much of the interest not yet run is given back for an early payment. */
  rebateFactor: Share,
  /** Of principal that the borrower pays early. */
  prepaymentFee: Share,
  order: ApplicationOrder,
});
export type LoanTerms = z.output<typeof LoanTerms>;

/** What is owed on a loan, as posted up to `valueDate`; what has accrued since is in no field. */
export const LoanPosition = z.strictObject({
  principal: Money,
  costs: Money,
  penalty: Money,
  /** The borrower's part, posted at maturity in mode (b). */
  interest: Money,
  /** Of the latest money booked, or the start. */
  valueDate: CalendarDate,
});
export type LoanPosition = z.output<typeof LoanPosition>;

/** A loan that has just been paid out. */
export function openPosition(principal: Money, startDate: CalendarDate): LoanPosition {
  const none = zero(principal.currency);
  return { principal, costs: none, penalty: none, interest: none, valueDate: startDate };
}

/** True when nothing is owed any more. */
export function isRepaid({ principal, costs, penalty, interest }: LoanPosition): boolean {
  return [principal, costs, penalty, interest].every(({ minor }) => minor === 0n);
}
