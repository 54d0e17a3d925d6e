import { Money } from '../../chaincode/domain/money.js';
import { daysBetween } from '../../chaincode/domain/dates.js';
import { purchasePrice } from '../../chaincode/domain/purchase-price.js';
import { subtract } from '../../chaincode/domain/money.js';
import { Rate } from '../../chaincode/domain/rate.js';
import type { Figures } from './figures.js';
import { CALENDAR, type Play } from './play.js';
import type { Words } from './words.js';

export type ProductKind = 'RECEIVABLE_PLEDGE' | 'SALE_WITH_RECOURSE' | 'SALE_WITHOUT_RECOURSE';
export type Bank = 'bank-a' | 'bank-b';

/** What a holder asks for on a lot. */
export interface Request {
  readonly name: string;
  readonly kind: ProductKind;
  readonly what: Words;
  readonly holder: string;
  readonly receivable: string;
  /** Σ of the lots before the one financed. */
  readonly before: string;
  readonly face: string;
  readonly amount: (play: Play) => string;
  readonly banks: readonly Bank[];
  readonly askedOn: string;
  readonly expiresOn: string;
  readonly payBy: string;
  readonly dueDate: string;
}

/** One financing of the story: a lot, two banks that offer, one that is accepted. */
export interface Deal extends Request {
  readonly name: 'pledge' | 'recourse' | 'purchase' | 'last';
  /** Who the registry is searched for: every holder on the title path. */
  readonly holders: readonly string[];
  /** The last digits of the invoice that the receivable stands on, and its identity on the ledger. */
  readonly invoice: string;
  readonly identity: (play: Play) => Promise<string>;
  readonly winner: Bank;
  readonly rival: Bank;
  /** When it is accepted, registered, searched and paid. */
  readonly paidOn: string;
}

/** The record that an accepted offer makes. */
export function outcome(deal: Deal): {
  readonly resource: 'loan' | 'purchase';
  readonly prefix: 'loan' | 'pur';
} {
  return deal.kind === 'SALE_WITHOUT_RECOURSE'
    ? { resource: 'purchase', prefix: 'pur' }
    : { resource: 'loan', prefix: 'loan' };
}

export function outcomeId(play: Play, deal: Deal): string {
  return play.id(outcome(deal).prefix, deal.name);
}

export function lotOf(play: Play, { receivable, before }: Request): string {
  return play.lot(receivable, before);
}

/** What a bank offers, as it travels to its desk and to the holder. */
export async function offered(
  play: Play,
  deal: Deal,
  bank: Bank,
): Promise<Record<string, unknown>> {
  const common = {
    basis: 'ACT/360',
    dueDate: play.on(deal.dueDate),
    convention: 'NONE',
    calendar: CALENDAR,
    quotedFor: play.on(deal.paidOn),
    payBy: play.on(deal.payBy),
    contract: await play.seal(bank, {
      name: `contract ${deal.name} ${bank}`,
      content: { contract: deal.kind, bank: play.party(bank), lot: lotOf(play, deal) },
      to: [deal.holder],
    }),
  };
  const own = bank === deal.winner;
  return deal.name === 'purchase'
    ? { ...common, ...purchase(play, deal, own) }
    : { ...common, ...loan(play, play.figures[deal.name], own) };
}

type LoanTerms = Figures['recourse'] & { readonly securedMax?: string };

function loan(play: Play, figures: LoanTerms, own: boolean): Record<string, unknown> {
  const { principal, rivalPrincipal, rate, rivalRate, fee, securedMax } = figures;
  return {
    kind: 'LOAN',
    principal: play.yuan(own ? principal : rivalPrincipal),
    rate: own ? rate : rivalRate,
    fee: play.yuan(fee),
    advanceRate: '90.0000',
    dilutionReserve: '0.0000',
    // Against a pledge interest is kept from what is paid out, a sale bears it at maturity.
    mode: securedMax === undefined ? 'AT_MATURITY' : 'IN_ADVANCE',
    penaltySurcharge: '50.0000',
    compound: false,
    rebateFactor: '100.0000',
    prepaymentFee: '0.0000',
    order: ['COSTS', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    securedMax: securedMax === undefined ? null : play.yuan(securedMax),
  };
}

/** The price by true discount of all that is paid for at once; the rest is due to the seller on collection. */
function purchase(play: Play, deal: Deal, own: boolean): Record<string, unknown> {
  const { rate: ownRate, rivalRate, fee, balance } = play.figures.purchase;
  const rate = own ? ownRate : rivalRate;
  const price = purchasePrice(subtract(play.cny(deal.face), play.cny(balance)), {
    pricing: 'DISCOUNT',
    rate: Rate.parse(rate),
    basis: 'ACT/360',
    days: daysBetween(play.on(deal.paidOn), play.on(deal.dueDate)),
  });
  return {
    kind: 'PURCHASE',
    pricing: 'DISCOUNT',
    rate,
    fee: play.yuan(fee),
    price: Money.encode(price),
    balancePayable: play.yuan(balance),
  };
}
