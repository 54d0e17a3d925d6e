import { z } from 'zod';
import { Currency } from '../currency.js';
import { addDays, CalendarDate } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import type { Lifecycle } from '../lifecycle.js';
import { PolicyIds } from '../policy.js';
import { FinancedLots, ProductKind } from './product.js';

export const RequestState = z.enum(['OPEN', 'ACCEPTED', 'CANCELLED', 'EXPIRED']);
export type RequestState = z.output<typeof RequestState>;
export type RequestAct = 'invite' | 'accept' | 'cancel' | 'expire';

/** domain.md 3.4. */
export const requestLifecycle: Lifecycle<RequestState, RequestAct> = {
  OPEN: { invite: 'OPEN', accept: 'ACCEPTED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  // Spent: the loan or purchase goes on.
  ACCEPTED: {},
  CANCELLED: {},
  EXPIRED: {},
};

/** As many banks as a programme can have. */
export const INVITED_MAX = 32;

/** What an accepted request became. */
export const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('LOAN'), id: Id('loan') }),
  z.strictObject({ kind: z.literal('PURCHASE'), id: Id('pur') }),
]);
export type Outcome = z.output<typeof Outcome>;

/** A holder's request for money on its lots, as the public sees it: which lots, until when, what kind. */
export const Request = z.strictObject({
  id: Id('req'),
  state: RequestState,
  since: CalendarDate,
  holder: Id('org'),
  holderMsp: KeyAttribute,
  productKind: ProductKind,
  debtor: Id('org'),
  currency: Currency,
  lots: FinancedLots,
  /** Commitment of what each invited bank is told (amount, tenor, purpose). */
  content: Hex256,
  openedOn: CalendarDate,
  /** The last day on which an offer may be made and accepted. */
  expiresOn: CalendarDate,
  banks: z.array(Id('org')).max(INVITED_MAX),
  /** null until accepted. */
  outcome: Outcome.nullable(),
  policies: PolicyIds,
});
export type Request = z.output<typeof Request>;

/** The request as dates alone leave it on `today`. */
export function effectiveRequest<R extends Pick<Request, 'state' | 'since' | 'expiresOn'>>(
  request: R,
  today: CalendarDate,
): R {
  if (request.state !== 'OPEN' || today <= request.expiresOn) return request;
  return { ...request, state: 'EXPIRED', since: addDays(request.expiresOn, 1) };
}
