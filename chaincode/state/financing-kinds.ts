import { Loan } from '../domain/financing/loan.js';
import { Purchase } from '../domain/financing/purchase.js';
import { Request } from '../domain/financing/request.js';
import { kind } from './kind.js';

export const requests = kind({
  type: 'request',
  schema: 'request/1',
  place: 'public',
  body: Request,
  attributes: (request: { id: string }) => [request.id],
  unknown: 'REQUEST_UNKNOWN',
});

export const loans = kind({
  type: 'loan',
  schema: 'loan/1',
  place: 'public',
  body: Loan,
  attributes: (loan: { id: string }) => [loan.id],
  unknown: 'LOAN_UNKNOWN',
});

export const purchases = kind({
  type: 'purchase',
  schema: 'purchase/1',
  place: 'public',
  body: Purchase,
  attributes: (purchase: { id: string }) => [purchase.id],
  unknown: 'PURCHASE_UNKNOWN',
});

export const FINANCING_KINDS = [requests, loans, purchases];
