import { z } from 'zod';
import { CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import { penaltyRate } from '../interest.js';
import { LoanPosition, LoanTerms } from '../loan-terms.js';
import { Money } from '../money.js';
import { Rate, Share } from '../rate.js';
import { NearDuplicates, type Offer } from './offer.js';
import { Payment } from './payment.js';
import { Registration, Search } from './registration.js';
import { Surpluses } from './surplus.js';
import { LoanOffered, Quote } from './terms.js';

/** What bank and borrower agreed: what the public commitment of the loan opens to. */
export const LoanAgreed = z.strictObject({
  offered: LoanOffered,
  quote: Quote,
  dueAdj: CalendarDate,
  graceUntil: CalendarDate,
  /** From when the loan may be declared in default for lateness alone. */
  defaultsOn: CalendarDate,
  /** r* = r·(1 + m). */
  penaltyRate: Rate,
  borrowerShare: Share,
});
export type LoanAgreed = z.output<typeof LoanAgreed>;

/** A loan between bank and borrower: both endorse every change. */
export const LoanAccount = z.strictObject({
  id: Id('loan'),
  /** Salts the record's hash and makes the names of its postings. */
  seed: Hex256,
  bank: Id('org'),
  borrower: Id('org'),
  agreed: LoanAgreed,
  nearDuplicates: NearDuplicates.nullable(),
  registration: Registration.nullable(),
  search: Search.nullable(),
  /** The payment that stands; null before it and after it came back. */
  payment: Payment.nullable(),
  /** What decides on repayment, made when the money goes out. */
  terms: LoanTerms.nullable(),
  /** What is owed; null before any money went out. */
  position: LoanPosition.nullable(),
  /** Σ of principal repaid: with what is owed and written off it is what was lent. */
  repaid: Money,
  writtenOff: Money,
  surpluses: Surpluses,
  /** Commitment of the evidence that the loan was declared in default on. */
  defaultEvidence: Hex256.nullable(),
  /** Commitment of the registry's word that the registration was cancelled. */
  registrationCancelled: Hex256.nullable(),
});
export type LoanAccount = z.output<typeof LoanAccount>;

/** What accepting a loan's offer agrees to. */
export function loanAgreed(offer: Offer, offered: LoanOffered): LoanAgreed {
  const { quote, dueAdj, graceUntil, defaultsOn, borrowerShare } = offer;
  const late = penaltyRate(offered.rate, offered.penaltySurcharge);
  return { offered, quote, dueAdj, graceUntil, defaultsOn, penaltyRate: late, borrowerShare };
}

/** The terms that decide on repayment, once the day is known on which the borrower had the money. */
export function termsFrom(agreed: LoanAgreed, startDate: CalendarDate): LoanTerms {
  const { offered, dueAdj, graceUntil, borrowerShare } = agreed;
  const { mode, rate, basis, compound, rebateFactor, prepaymentFee, order } = offered;
  return {
    mode,
    rate,
    basis,
    startDate,
    dueAdj,
    graceUntil,
    penaltyRate: agreed.penaltyRate,
    compound,
    borrowerShare,
    rebateFactor,
    prepaymentFee,
    order,
  };
}
