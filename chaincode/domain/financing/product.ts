import { z } from 'zod';
import { Id } from '../identifiers.js';
import { Units } from '../receivable/units.js';

/** How a claim is turned into money (domain.md 2.3). The first two are loans, the last is a purchase. */
export const ProductKind = z.enum([
  'RECEIVABLE_PLEDGE',
  'SALE_WITH_RECOURSE',
  'SALE_WITHOUT_RECOURSE',
]);
export type ProductKind = z.output<typeof ProductKind>;

export const LoanKind = ProductKind.exclude(['SALE_WITHOUT_RECOURSE']);
export type LoanKind = z.output<typeof LoanKind>;

/** One request, loan or purchase is over at most so many lots, of one debtor and currency. */
export const FINANCED_LOTS_MAX = 200;

/** A lot as a request, loan or purchase holds it: encumbered, it cannot be cut, so its end stands too. */
export const FinancedLot = z.strictObject({ receivable: Id('rcv'), from: Units, to: Units });
export type FinancedLot = z.output<typeof FinancedLot>;

export const FinancedLots = z.array(FinancedLot).min(1).max(FINANCED_LOTS_MAX);
