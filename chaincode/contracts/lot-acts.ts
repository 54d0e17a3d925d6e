import { requireSecondPerson } from '../domain/act.js';
import type { LotName } from '../domain/identifiers.js';
import { presentInvoices, releaseInvoices, useInvoices } from '../domain/invoice-use.js';
import type { InvoiceUse } from '../domain/invoice.js';
import { money, type Money } from '../domain/money.js';
import { acknowledgeNotice, lapse } from '../domain/receivable/lot-ending.js';
import type { Standing } from '../domain/receivable/lot-guards.js';
import { split } from '../domain/receivable/lot-split.js';
import {
  acceptTransfer,
  offerTransfer,
  rejectTransfer,
  withdrawOffer,
  type SignedOffer,
} from '../domain/receivable/lot-transfer.js';
import type { Lot, TransferOffer } from '../domain/receivable/lot.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { openLotDesk, type Around, type LotDesk, type Needs } from './lot-desk.js';
import { unguardLot } from './lot-guard.js';

export interface OnLot {
  readonly lot: LotName;
}

/** An offer as an act makes it: its invoices still with the content they are presented with. */
export interface OfferMade extends Omit<TransferOffer, 'invoices'> {
  readonly invoices: readonly InvoiceUse[];
}

/** One kind of act on a lot: what it reads beside the lot, and what becomes of the lot. */
export interface LotActing<Item extends OnLot> {
  readonly needs: (item: Item, lot: Lot) => Needs;
  readonly decide: (desk: LotDesk, item: Item, around: Around) => readonly Lot[];
}

const NOTHING: Needs = { parties: [], invoices: [] };

export const splitting: LotActing<OnLot & { readonly sizes: readonly Money[] }> = {
  needs: () => NOTHING,
  decide: (desk, { lot, sizes }, { act }) => split(desk.standing(lot), sizes, act),
};

export const offering: LotActing<OnLot & OfferMade> = {
  needs: (offer) => needsOf([offer]),
  decide: (desk, { lot, ...offer }, around) => [
    offered(desk, { ...desk.standing(lot), offer }, around),
  ],
};

interface Part {
  readonly size: Money;
  readonly offer: OfferMade | null;
}

export const splitOffering: LotActing<OnLot & { readonly parts: readonly Part[] }> = {
  needs: ({ parts }) => needsOf(parts.flatMap(({ offer }) => (offer === null ? [] : [offer]))),
  decide: (desk, { lot, parts }, around) => {
    const standing = desk.standing(lot);
    const sizes = parts.map(({ size }) => size);
    const cut = split(standing, sizes, around.act);
    const away = parts.reduce(
      (sum, { size, offer }) => sum + (offer === null ? 0n : size.minor),
      0n,
    );
    requireSecondPerson(around.act, money(standing.receivable.face.currency, away));
    return cut.map((part, at) => {
      const offer = parts[at]?.offer ?? null;
      return offer === null ? part : offered(desk, { ...standing, lot: part, offer }, around);
    });
  },
};

export const accepting: LotActing<OnLot & SignedOffer> = {
  needs: (_, { holder }) => ({ ...NOTHING, parties: [holder] }),
  decide: (desk, { lot, ...signed }, { act }) => {
    const standing = desk.standing(lot);
    const holder = desk.party(standing.lot.holder);
    return [acceptTransfer({ ...standing, holder }, signed, act)];
  },
};

export const rejecting: LotActing<OnLot> = {
  needs: () => NOTHING,
  decide: (desk, { lot }, { act }) => {
    const standing = desk.standing(lot);
    const rejected = rejectTransfer(standing.lot, act);
    giveBack(desk, standing);
    return [rejected];
  },
};

export const withdrawing: LotActing<OnLot> = {
  needs: () => NOTHING,
  decide: (desk, { lot }, { act }) => {
    const standing = desk.standing(lot);
    const withdrawn = withdrawOffer(standing.lot, act);
    giveBack(desk, standing);
    return [withdrawn];
  },
};

export const acknowledging: LotActing<OnLot> = {
  needs: () => NOTHING,
  decide: (desk, { lot }, { act }) => {
    const standing = desk.standing(lot);
    return [acknowledgeNotice(standing.lot, standing.receivable, act)];
  },
};

export const lapsing: LotActing<OnLot> = {
  needs: () => NOTHING,
  decide: (desk, { lot }, { act, work, programme }) => {
    // The invoices of a lapsed offer are given back where the lot was read.
    const stored = desk.stored(lot);
    if (stored.registered) unguardLot(work, programme, lot);
    return [lapse(stored, act.today)];
  },
};

/**
 * Perform one act on each of `items` over one in-memory set.
 * @throws Refusal of the act; of a batch with the number of the item, from 1.
 */
export async function performOnLots<Item extends OnLot>(
  around: Around,
  items: readonly Item[],
  acting: LotActing<Item>,
): Promise<void> {
  const names = items.map(({ lot }) => lot);
  const desk = await openLotDesk(around, names, (lot, at) => {
    const item = items[at];
    invariant(item !== undefined, 'one lot an item');
    return acting.needs(item, lot);
  });
  await desk.close(items.flatMap((item) => acting.decide(desk, item, around)));
}

/** As {@link performOnLots}, for a batch. */
export async function performBatch<Item extends OnLot>(
  around: Around,
  items: readonly Item[],
  acting: LotActing<Item>,
): Promise<void> {
  let at = 0;
  const numbered: LotActing<Item> = {
    needs: acting.needs,
    decide: (...what) => {
      at += 1;
      return acting.decide(...what);
    },
  };
  try {
    await performOnLots(around, items, numbered);
  } catch (cause) {
    if (!(cause instanceof Refusal) || at === 0) throw cause;
    const refusal = new Refusal(cause.code, { ...cause.facts, item: at.toString() });
    refusal.cause = cause;
    throw refusal;
  }
}

function needsOf(offers: readonly OfferMade[]): Needs {
  return {
    parties: offers.map(({ to }) => to),
    invoices: offers.flatMap(({ invoices }) => invoices),
  };
}

/** The lot with its offer made, whose invoices are taken up with it. */
function offered(
  desk: LotDesk,
  { offer, ...standing }: Standing & { readonly offer: OfferMade },
  { act }: Around,
): Lot {
  const invoices = offer.invoices.map(({ identity, use }) => ({ identity, use }));
  const recipient = desk.party(offer.to);
  const lot = offerTransfer({ ...standing, recipient }, { ...offer, invoices }, act);
  // The holder pays for goods it bought of the recipient with what it holds.
  const trade = { seller: offer.to, buyer: lot.holder };
  const presented = presentInvoices(desk.invoices, offer.invoices, trade);
  desk.invoices = useInvoices(presented, invoices);
  return lot;
}

function giveBack(desk: LotDesk, { lot }: Standing): void {
  desk.invoices = releaseInvoices(desk.invoices, lot.offer?.invoices ?? []);
}
