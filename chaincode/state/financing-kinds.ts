import { Desk, Exposure, Limit, Reservation } from '../domain/financing/limit.js';
import { LoanAccount } from '../domain/financing/loan-account.js';
import { Loan } from '../domain/financing/loan.js';
import { Offer } from '../domain/financing/offer.js';
import { Posting } from '../domain/financing/posting.js';
import { PurchaseAccount } from '../domain/financing/purchase-account.js';
import { Purchase } from '../domain/financing/purchase.js';
import { RequestFile } from '../domain/financing/request-file.js';
import { Request } from '../domain/financing/request.js';
import { kind } from './kind.js';

interface ById {
  readonly id: string;
}
/** Records of a desk are named by a key that tells nothing of whom they are about. */
interface ByRef {
  readonly ref: string;
}

export const requests = kind({
  type: 'request',
  schema: 'request/1',
  place: 'public',
  body: Request,
  attributes: ({ id }: ById) => [id],
  unknown: 'REQUEST_UNKNOWN',
});

export const requestFiles = kind({
  type: 'request',
  schema: 'request-file/1',
  place: 'deal',
  body: RequestFile,
  attributes: ({ id }: ById) => [id],
  unknown: 'REQUEST_UNKNOWN',
  readers: ({ bank, holder }) => [bank, holder],
});

export const offers = kind({
  type: 'offer',
  schema: 'offer/1',
  place: 'offers',
  body: Offer,
  attributes: ({ id }: ById) => [id],
  unknown: 'OFFER_UNKNOWN',
  readers: ({ bank, holder }) => [bank, holder],
});

export const loans = kind({
  type: 'loan',
  schema: 'loan/1',
  place: 'public',
  body: Loan,
  attributes: ({ id }: ById) => [id],
  unknown: 'LOAN_UNKNOWN',
});

export const loanAccounts = kind({
  type: 'loan',
  schema: 'loan-account/1',
  place: 'deal',
  body: LoanAccount,
  attributes: ({ id }: ById) => [id],
  unknown: 'LOAN_UNKNOWN',
  readers: ({ bank, borrower }) => [bank, borrower],
});

export const purchases = kind({
  type: 'purchase',
  schema: 'purchase/1',
  place: 'public',
  body: Purchase,
  attributes: ({ id }: ById) => [id],
  unknown: 'PURCHASE_UNKNOWN',
});

export const purchaseAccounts = kind({
  type: 'purchase',
  schema: 'purchase-account/1',
  place: 'deal',
  body: PurchaseAccount,
  attributes: ({ id }: ById) => [id],
  unknown: 'PURCHASE_UNKNOWN',
  readers: ({ bank, seller }) => [bank, seller],
});

export const postings = kind({
  type: 'posting',
  schema: 'posting/1',
  place: 'deal',
  body: Posting,
  attributes: ({ of, ref }: { of: string; ref: string }) => [of, ref],
  unknown: 'POSTING_UNKNOWN',
  readers: ({ bank, party }) => [bank, party],
});

export const desks = kind({
  type: 'desk',
  schema: 'desk/1',
  place: 'desk',
  body: Desk,
  attributes: (_: object) => [],
  unknown: 'LIMIT_UNKNOWN',
  readers: ({ bank }) => [bank],
});

export const limits = kind({
  type: 'limit',
  schema: 'limit/1',
  place: 'desk',
  body: Limit,
  attributes: ({ ref }: ByRef) => [ref],
  unknown: 'LIMIT_UNKNOWN',
  readers: ({ bank }) => [bank],
});

export const exposures = kind({
  type: 'exposure',
  schema: 'exposure/1',
  place: 'desk',
  body: Exposure,
  attributes: ({ ref }: ByRef) => [ref],
  unknown: 'LIMIT_UNKNOWN',
  readers: ({ bank }) => [bank],
});

export const reservations = kind({
  type: 'reservation',
  schema: 'reservation/1',
  place: 'desk',
  body: Reservation,
  attributes: ({ ref }: ByRef) => [ref],
  unknown: 'OFFER_UNKNOWN',
  readers: ({ bank }) => [bank],
});

export const FINANCING_KINDS = [
  requests,
  requestFiles,
  offers,
  loans,
  loanAccounts,
  purchases,
  purchaseAccounts,
  postings,
  desks,
  limits,
  exposures,
  reservations,
];
