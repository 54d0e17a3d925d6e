import { aFoundedLedger, aHash } from './build.js';
import type { Answer, MemoryLedger } from './memory-ledger.js';
import type { PartyWithKey } from './parties.js';
import { anInvoice, anIssuedReceivable, aSupplier, type ReceivableWish } from './receivable.js';

export interface OfferWish {
  /** Tells hops of one test apart; basis and invoice follow from it. */
  readonly words?: string;
  /** Yuan behind the hop. */
  readonly use?: string;
  readonly validUntil?: string;
  /** Any other field of the offer, as it travels. */
  readonly over?: Readonly<Record<string, unknown>>;
}

/** `<receivable>:<from>` */
export function lotOf(receivable: string, from = 1): string {
  return `${receivable}:${from}`;
}

/** The offer of a hop to `to`, as it travels. */
export function anOffer(to: string, wish: OfferWish = {}): Record<string, unknown> {
  const { words = 'hop 1', use = '100000.00', validUntil = '2026-03-31' } = wish;
  return {
    to,
    basis: aHash(`basis of ${words}`),
    invoices: [anInvoice(words, use)],
    recourse: 'NONE',
    underlyingDebt: 'DISCHARGED_ON_PAYMENT',
    validUntil,
    ...wish.over,
  };
}

/** What the recipient of {@link anOffer} signs for a lot of `amount` yuan. */
export function anAcceptance(
  lot: string,
  amount: string,
  wish: OfferWish = {},
): Record<string, unknown> {
  const { basis, recourse, underlyingDebt } = anOffer('', wish);
  return { lot, amount: { currency: 'CNY', amount }, basis, recourse, underlyingDebt };
}

/** Offer and acceptance of one lot. */
export async function aTransfer(
  ledger: MemoryLedger,
  { lot, amount, from, to, wish = {} }: TransferWish,
): Promise<Answer> {
  const offer = anOffer(to.id, { words: `${lot} to ${to.id}`, use: amount, ...wish });
  await ledger.submit(from.actor, 'lot:offerTransfer', { args: { lot, ...offer } });
  const { basis, recourse, underlyingDebt } = offer;
  const args = { lot, amount: { currency: 'CNY', amount }, basis, recourse, underlyingDebt };
  return ledger.submit(to.actor, 'lot:acceptTransfer', { args });
}

export interface TransferWish {
  readonly lot: string;
  /** The lot's yuan. */
  readonly amount: string;
  readonly from: PartyWithKey;
  readonly to: PartyWithKey;
  readonly wish?: OfferWish;
}

/** The lot as committed; null when there is none. */
export function storedLot(ledger: MemoryLedger, lot: string): unknown {
  const [receivable = '', from = ''] = lot.split(':');
  return ledger.record('lot', [receivable, from.padStart(18, '0')]);
}

/** What tests of one lot are about. */
export interface LotScene {
  readonly ledger: MemoryLedger;
  readonly holder: PartyWithKey;
  readonly debtor: PartyWithKey;
  readonly tier2: PartyWithKey;
  readonly lot: string;
}

/** One issued receivable of 100,000.00 in supplier 1's hand, and a supplier of the second tier. */
export async function aScene(rules = {}, wish: ReceivableWish = {}): Promise<LotScene> {
  const ledger = await aFoundedLedger(rules);
  const { id, creditor, debtor } = await anIssuedReceivable(ledger, wish);
  const tier2 = await aSupplier(ledger, 'tier 2');
  return { ledger, holder: creditor, debtor, tier2, lot: lotOf(id) };
}

export function yuan(amount: string): { currency: string; amount: string } {
  return { currency: 'CNY', amount };
}
