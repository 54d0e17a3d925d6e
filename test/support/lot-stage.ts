import { aHash } from './build.js';
import { anOffer, yuan, type OfferWish } from './lot.js';
import {
  financing,
  LOT_FACE,
  perform,
  receivableOf,
  type LotAct,
  type LotWorld,
} from './lot-world.js';
import type { PartyWithKey } from './parties.js';

type Acts = Readonly<Record<string, LotAct>>;

/** A state of a lot, all acts that are valid in it, and which of them may follow which. */
export interface Stage {
  /** Bring one lot there, on the first day. */
  readonly prepare: (world: LotWorld, lot: string) => Promise<void>;
  /** Paid on each lot's receivable, once, when all of them are there; yuan. */
  readonly receipt?: string;
  /** The day on which the acts are sent; the first when absent. */
  readonly on?: string;
  readonly acts: (world: LotWorld, lot: string) => Acts;
  /** Acts that still take effect after another one: all other pairs have one winner. */
  readonly follows: Readonly<Record<string, readonly string[]>>;
}

/** Past every date of an offer, a request and a commitment; before the cut-off. */
export const LATE = '2026-05-15';
const HALF = yuan('5000.00');

export const hopOf = (lot: string, words = 'hop'): OfferWish => ({
  words: `${words} of ${lot}`,
  use: LOT_FACE,
  validUntil: '2026-03-31',
});

export function act(
  by: PartyWithKey,
  name: string,
  args: Readonly<Record<string, unknown>>,
): LotAct {
  return { by: by.actor, name, submission: { args } };
}

/** What the holder of a free lot may do with it. */
export function free({ holder, recipient }: LotWorld, lot: string): Acts {
  const late = { validUntil: '2026-05-29' };
  const offer = (words: string): Readonly<Record<string, unknown>> =>
    anOffer(recipient.id, { ...hopOf(lot, words), ...late });
  return {
    split: act(holder, 'lot:split', { lot, sizes: [HALF, HALF] }),
    offerTransfer: act(holder, 'lot:offerTransfer', { lot, ...offer('offer') }),
    splitTransfer: act(holder, 'lot:splitTransfer', {
      lot,
      parts: [
        { size: HALF, offer: offer('part') },
        { size: HALF, offer: null },
      ],
    }),
    waive: act(holder, 'lot:waive', { lot, creditNote: aHash('credit note') }),
  };
}

export const notice = ({ debtor }: LotWorld, lot: string): Acts => ({
  acknowledgeNotice: act(debtor, 'lot:acknowledgeNotice', { lot }),
});

export const lapse = ({ debtor }: LotWorld, lot: string): Acts => ({
  lapse: act(debtor, 'lot:lapse', { lot }),
});

export const redeem = ({ recipient }: LotWorld, lot: string): Acts => ({
  redeem: act(recipient, 'receivable:redeem', {
    receivable: receivableOf(lot),
    lots: [lot.slice(lot.indexOf(':') + 1)],
    receiptsUpTo: yuan('0.00'),
  }),
});

export async function offered(world: LotWorld, lot: string): Promise<void> {
  const args = { lot, ...anOffer(world.recipient.id, hopOf(lot)) };
  await world.ledger.submit(world.holder.actor, 'lot:offerTransfer', { args });
}

type Step = 'open' | 'invite' | 'offer' | 'accept' | 'register' | 'search' | 'pay';
const STEPS: readonly Step[] = ['open', 'invite', 'offer', 'accept', 'register', 'search', 'pay'];

/** Financed up to and including `last`. */
export const financed =
  (last: Step, kind: 'RECEIVABLE_PLEDGE' | 'SALE_WITHOUT_RECOURSE' = 'RECEIVABLE_PLEDGE') =>
  async (world: LotWorld, lot: string): Promise<void> => {
    const acts = financing(world, lot, kind);
    for (const step of STEPS.slice(0, STEPS.indexOf(last) + 1)) await perform(world, acts[step]());
  };
