import { CONFIRMATION, REDUCTION } from './chapters/confirmation.js';
import { MONEY, REQUESTS } from './chapters/deals.js';
import { DOWNSTREAM } from './chapters/downstream.js';
import { END } from './chapters/end.js';
import { ORDER } from './chapters/order.js';
import { OVERDUE, PARTLY_PAID, REPAID } from './chapters/overdue.js';
import { PAID_ON_TIME } from './chapters/paid-on-time.js';
import { PAYABLES } from './chapters/payables.js';
import { PROLOGUE } from './chapters/prologue.js';
import { REFUSALS } from './chapters/refusals.js';
import { TRANSFER } from './chapters/transfer.js';
import type { Chapter } from './step.js';

/** The whole financing story, in the order in which it is told. */
export const STORY: readonly Chapter[] = [
  PROLOGUE,
  ORDER,
  CONFIRMATION,
  TRANSFER,
  DOWNSTREAM,
  REDUCTION,
  PAYABLES,
  REQUESTS,
  MONEY,
  PAID_ON_TIME,
  PARTLY_PAID,
  OVERDUE,
  REPAID,
  REFUSALS,
  END,
];
