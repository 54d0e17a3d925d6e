import { z } from 'zod';
import { CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import { UsedInvoice } from '../invoice.js';
import type { Lifecycle } from '../lifecycle.js';
import { Money } from '../money.js';
import { Units } from './units.js';

export const LotState = z.enum([
  'FREE',
  'OFFERED',
  'RESERVED',
  'COMMITTED',
  'PLEDGED',
  'COLLECTING',
  'SOLD',
  'REDEEMED',
  'BURNED',
]);
export type LotState = z.output<typeof LotState>;
export type LotAct =
  | 'split'
  | 'offerTransfer'
  | 'acceptTransfer'
  | 'rejectTransfer'
  | 'withdrawOffer'
  | 'lapse'
  | 'reserve'
  | 'unreserve'
  | 'commit'
  | 'cancelCommitment'
  | 'pledge'
  | 'registerSale'
  | 'sell'
  | 'moneyReturned'
  | 'enforce'
  | 'convert'
  | 'release'
  | 'repurchase'
  | 'redeem'
  | 'waive'
  | 'acknowledgeNotice';

/** domain.md 3.2, in the words of the lot; acts of requests, offers, loans and purchases map onto these. */
export const lotLifecycle: Lifecycle<LotState, LotAct> = {
  FREE: {
    split: 'FREE',
    offerTransfer: 'OFFERED',
    reserve: 'RESERVED',
    redeem: 'FREE',
    waive: 'BURNED',
    acknowledgeNotice: 'FREE',
  },
  OFFERED: {
    acceptTransfer: 'FREE',
    rejectTransfer: 'FREE',
    withdrawOffer: 'FREE',
    lapse: 'FREE',
    acknowledgeNotice: 'OFFERED',
  },
  RESERVED: {
    unreserve: 'FREE',
    lapse: 'FREE',
    commit: 'COMMITTED',
    redeem: 'RESERVED',
    acknowledgeNotice: 'RESERVED',
  },
  COMMITTED: {
    cancelCommitment: 'FREE',
    lapse: 'FREE',
    pledge: 'PLEDGED',
    registerSale: 'COMMITTED',
    sell: 'SOLD',
    redeem: 'COMMITTED',
    acknowledgeNotice: 'COMMITTED',
  },
  PLEDGED: {
    lapse: 'FREE',
    cancelCommitment: 'FREE',
    enforce: 'COLLECTING',
    release: 'FREE',
    redeem: 'PLEDGED',
  },
  COLLECTING: { convert: 'SOLD', release: 'FREE', redeem: 'COLLECTING' },
  SOLD: { moneyReturned: 'COMMITTED', repurchase: 'FREE', redeem: 'SOLD' },
  REDEEMED: {},
  BURNED: {},
};

/** Lots in one transaction. */
export const BATCH_MAX = 200;

/** Invoices behind one hop. */
export const BASIS_INVOICES_MAX = 20;

/** An open offer to transfer a lot: what the recipient signs to (domain.md 2.2). */
export const TransferOffer = z.strictObject({
  to: Id('org'),
  /** Salted commitment of the hop's contract, invoices and goods. */
  basis: Hex256,
  invoices: z.array(UsedInvoice).min(1).max(BASIS_INVOICES_MAX),
  recourse: z.enum(['NONE', 'SELLER']),
  underlyingDebt: z.enum(['DISCHARGED_ON_TRANSFER', 'DISCHARGED_ON_PAYMENT']),
  validUntil: CalendarDate,
});
export type TransferOffer = z.output<typeof TransferOffer>;

/** What reserves or encumbers a lot: the public record that its state belongs to. */
export const LotClaim = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('REQUEST'), id: Id('req') }),
  z.strictObject({ kind: z.literal('LOAN'), id: Id('loan') }),
  z.strictObject({ kind: z.literal('PURCHASE'), id: Id('pur') }),
]);

/**
 * Units [from, to] of a receivable in one hand. (receivable, from) is its key for ever: a split
 * shortens it, a transfer changes its holder, nothing deletes it.
 */
export const Lot = z.strictObject({
  receivable: Id('rcv'),
  from: Units,
  to: Units,
  state: LotState,
  since: CalendarDate,
  holder: Id('org'),
  /**
   * The title path: everybody who has held it, each once, the first creditor first. Every hop that adds
   * to it is capped by policy.
   */
  heldBy: z.array(Id('org')).min(1),
  hop: z.int().min(0),
  financeHop: z.int().min(0),
  splitDepth: z.int().min(0),
  /** `from` of the lot it was cut from; null for the first. */
  cutFrom: Units.nullable(),
  offer: TransferOffer.nullable(),
  /** Set in RESERVED (request) and from COMMITTED to COLLECTING or SOLD (loan, purchase). */
  claim: LotClaim.nullable(),
  /** The bank whose commitment, pledge or title it is: set from COMMITTED, null before and after. */
  bank: Id('org').nullable(),
  /** When the reservation or commitment lapses by itself; null when no date ends it. */
  lapsesAfter: CalendarDate.nullable(),
  /** The bank's registration stands (COMMITTED registered, PLEDGED and after). */
  registered: z.boolean(),
  /** What a collection pays the pledgee at most; null unless pledged. */
  securedMax: Money.nullable(),
  /**
   * Σ instructed to pay, and of that what the bank has paid, as far as redeem has seen; at most n. An
   * instruction that came back still counts: its reissue replaces it.
   */
  instructed: Money,
  paid: Money,
  /** Late interest instructed, beside the n. */
  lateInstructed: Money,
  /** How many instructions redeem has made; numbers them from 1. */
  instructions: z.int().min(0),
  noticeArrivedAt: CalendarDate.nullable(),
});
export type Lot = z.output<typeof Lot>;

/** n: minor units in the lot. */
export function lotUnits(lot: Pick<Lot, 'from' | 'to'>): bigint {
  return lot.to - lot.from + 1n;
}

/** The lot in other hands, which the title path remembers. */
export function inHandsOf<L extends Lot>(lot: L, holder: string): L {
  const heldBy = lot.heldBy.includes(holder) ? lot.heldBy : [...lot.heldBy, holder];
  return { ...lot, holder, heldBy };
}

/** `<receivable>:<from>`, as the API names a lot. */
export function lotId(lot: Pick<Lot, 'receivable' | 'from'>): string {
  return `${lot.receivable}:${lot.from}`;
}
