import { type LoanPosition, LoanTerms, openPosition } from '../../chaincode/domain/loan-terms.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import type { Occasion } from '../../chaincode/domain/early-repayment.js';
import type { Money } from '../../chaincode/domain/money.js';
import { type Application, applyMoney } from '../../chaincode/domain/repayment.js';
import { cny, digits } from './money.js';

export const date = (text: string): CalendarDate => CalendarDate.parse(text);

/** 900,000.00 for 120 days at 4.20 %, with three days of grace; r* = 6.30 %. */
const wireTerms = {
  mode: 'IN_ADVANCE',
  rate: '4.2000',
  basis: 'ACT/360',
  startDate: '2026-03-02',
  dueAdj: '2026-06-30',
  graceUntil: '2026-07-03',
  penaltyRate: '6.3000',
  compound: false,
  borrowerShare: '100.0000',
  rebateFactor: '100.0000',
  prepaymentFee: '0.0000',
  order: ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
};
export const inAdvance = LoanTerms.parse(wireTerms);
export const atMaturity: LoanTerms = { ...inAdvance, mode: 'AT_MATURITY' };
export const lent = openPosition(cny('900000.00'), inAdvance.startDate);

export const on = (day: string, source: Occasion['source'] = 'BORROWER'): Occasion => ({
  date: date(day),
  source,
});
export const pay = (
  terms: LoanTerms,
  position: LoanPosition,
  [amount, occasion]: readonly [string, Occasion],
): Application => applyMoney({ terms, position }, cny(amount), occasion);
/** What is not nothing, by its name. */
export const shown = (parts: Readonly<Record<string, Money>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parts)
      .filter(([, amount]) => amount.minor > 0n)
      .map(([name, amount]) => [name, digits(amount)]),
  );
