import { z } from 'zod';
import { BusinessDayConvention } from '../calendar.js';
import { CalendarDate } from '../dates.js';
import { Hex256, KeyAttribute } from '../identifiers.js';
import { DayCount } from '../interest.js';
import { ApplicationOrder, InterestMode } from '../loan-terms.js';
import { Money, PositiveMoney } from '../money.js';
import { Pricing } from '../purchase-price.js';
import { Rate, Share } from '../rate.js';

/** What a loan's and a purchase's terms have in common. */
const Common = {
  rate: Rate,
  basis: DayCount,
  /** The bank's fee, kept from what is paid out. */
  fee: Money,
  dueDate: CalendarDate,
  convention: BusinessDayConvention,
  /** Which calendar's working days count: for `convention`, and for windows of days. */
  calendar: KeyAttribute,
  /** The value date that the quoted amounts and the yearly cost are for. */
  quotedFor: CalendarDate,
  /** The last day on which the money may go out. */
  payBy: CalendarDate,
  /** Commitment of the contract, with the content of 民法典 427 (pledge) or 762 (factoring). */
  contract: Hex256,
};

/** A loan as a bank offers it: against a pledge, or a sale with recourse. */
export const LoanOffered = z.strictObject({
  kind: z.literal('LOAN'),
  ...Common,
  /** A: what is lent. */
  principal: PositiveMoney,
  advanceRate: Share,
  dilutionReserve: Share,
  mode: InterestMode,
  /** m: what a late payment adds to the rate, as a share of it. */
  penaltySurcharge: Share,
  compound: z.boolean(),
  rebateFactor: Share,
  prepaymentFee: Share,
  order: ApplicationOrder,
  /** The highest sum the pledge secures, as it will be registered; null for a sale. */
  securedMax: PositiveMoney.nullable(),
});
export type LoanOffered = z.output<typeof LoanOffered>;

/** A sale without recourse: every unit of the face is paid for, now or on collection. */
export const PurchaseOffered = z.strictObject({
  kind: z.literal('PURCHASE'),
  ...Common,
  pricing: Pricing,
  /** For all of the face but `balancePayable`, before fee and the debtor's part of the discount. */
  price: PositiveMoney,
  /** 尾款: due to the seller as the debtor pays; nothing where the price is for all of the face. */
  balancePayable: Money,
});
export type PurchaseOffered = z.output<typeof PurchaseOffered>;

export const Offered = z.discriminatedUnion('kind', [LoanOffered, PurchaseOffered]);
export type Offered = z.output<typeof Offered>;

/** What terms come to for one value date: shown, and signed with the acceptance. */
export const Quote = z.strictObject({
  valueDate: CalendarDate,
  /** d(value date, due date). */
  days: z.int().min(1),
  /** Interest or discount to the due date, and who bears it 付息分摊. */
  interest: Money,
  borrowerInterest: Money,
  debtorInterest: Money,
  fee: Money,
  /** What the borrower or seller is paid. */
  net: PositiveMoney,
  /** Everything it costs the borrower or seller, as a simple yearly rate 单利. */
  allInCost: Rate,
});
export type Quote = z.output<typeof Quote>;
