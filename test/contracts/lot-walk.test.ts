import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import { found } from '../support/build.js';
import { WatchedLedger } from '../support/checks.js';
import { anOffer, yuan } from '../support/lot.js';
import { moveTo } from '../support/financing.js';
import { attempt } from '../support/build.js';
import type { PartyWithKey } from '../support/parties.js';
import { anIssuedReceivable, aSupplier } from '../support/receivable.js';
import { aPayment, dateOf } from '../support/payment.js';
import { addDays, CalendarDate } from '../../chaincode/domain/dates.js';

const NOTHING = 'nothing refused';
const FACE = 10_000_000n;

const StoredLot = z.looseObject({
  receivable: z.string(),
  from: z.string().transform(BigInt),
  to: z.string().transform(BigInt),
  state: z.string(),
  holder: z.string(),
  hop: z.number(),
  splitDepth: z.number(),
  offer: z.looseObject({ to: z.string(), basis: z.string(), recourse: z.string() }).nullable(),
});
type StoredLot = z.output<typeof StoredLot>;

/** One act of a random story: which lot, by whom or to whom, and how it is cut. */
interface Move {
  readonly act: (typeof ACTS)[number];
  readonly lot: number;
  readonly who: number;
  readonly share: number;
}

const ACTS = [
  'split',
  'offerTransfer',
  'offerTransfer',
  'splitTransfer',
  'acceptTransfer',
  'acceptTransfer',
  'rejectTransfer',
  'withdrawOffer',
  'lapse',
  'lapse',
  'acknowledgeNotice',
  'waive',
  'nextWeek',
  'pay',
  'pay',
] as const;
/** Acts on an open offer. */
const ANSWERS: readonly string[] = ['acceptTransfer', 'rejectTransfer', 'withdrawOffer', 'lapse'];

const aMove: fc.Arbitrary<Move> = fc.record({
  act: fc.constantFrom(...ACTS),
  lot: fc.nat(30),
  who: fc.nat(3),
  share: fc.integer({ min: 1, max: 99 }),
});

interface WireMoney {
  readonly currency: string;
  readonly amount: string;
}

interface Cast {
  readonly ledger: WatchedLedger;
  readonly receivable: string;
  /** The holders-to-be; the first is the creditor, the last the debtor, who may hold nothing. */
  readonly parties: readonly PartyWithKey[];
}

async function aCast(): Promise<Cast> {
  const ledger = new WatchedLedger();
  await found(ledger, { hopsMax: 3, splitDepthMax: 4 });
  const { id, creditor, debtor } = await anIssuedReceivable(ledger);
  const tiers = [await aSupplier(ledger, 'tier 2'), await aSupplier(ledger, 'tier 3')];
  return { ledger, receivable: id, parties: [creditor, ...tiers, debtor] };
}

class Walk {
  readonly #cast: Cast;
  readonly ledger: WatchedLedger;
  /** Acts done, by name. */
  readonly done = new Map<string, number>();
  #step = 0;

  constructor(cast: Cast) {
    this.#cast = cast;
    this.ledger = cast.ledger.copy();
  }

  lots(): readonly StoredLot[] {
    return this.ledger.records('lot').map((each) => StoredLot.parse(each));
  }

  async move(move: Move): Promise<void> {
    this.#step += 1;
    const before = new Map(this.ledger.state);
    const fitting = this.#fitting(move);
    const outcome = await this.#perform(fitting);
    const { act } = fitting;
    if (outcome === NOTHING) this.done.set(act, (this.done.get(act) ?? 0) + 1);
    else expect(this.ledger.state, `${act}: ${outcome}`).to.deep.equal(before);
    this.#requireTiling();
  }

  async #perform(move: Move): Promise<string> {
    if (move.act === 'nextWeek') {
      const next = addDays(CalendarDate.parse(dateOf(this.ledger)), 7);
      await moveTo(this.ledger, next);
      return NOTHING;
    }
    // Rarely: once money has come nothing moves any more, and the story is over.
    if (move.act === 'pay') return move.share > 90 ? this.#pay() : 'not now';
    const lot = this.#lotOf(move);
    const by = this.#actorOf(move, lot);
    const args = { lot: `${lot.receivable}:${lot.from}`, ...this.#args(move, lot) };
    return attempt({ ledger: this.ledger, by: by.actor }, `lot:${move.act}`, { args });
  }

  /** Mostly an act that some lot is in the state for: an answer where nothing is offered is an offer. */
  #fitting(move: Move): Move {
    const states = new Set(this.lots().map(({ state }) => state));
    if (move.share % 8 === 2) return move;
    if (move.act === 'nextWeek' || move.act === 'pay') return move;
    if (ANSWERS.includes(move.act)) {
      return states.has('OFFERED') ? move : { ...move, act: 'offerTransfer' };
    }
    return states.has('FREE') ? move : { ...move, act: 'acceptTransfer' };
  }

  #pay(): Promise<string> {
    return aPayment(this.ledger, this.#cast.receivable, '1.00').then(
      () => NOTHING,
      () => 'refused',
    );
  }

  /** Mostly one in a state that the act starts from; one time in eight any. */
  #lotOf({ act, lot, share }: Move): StoredLot {
    const lots = this.lots();
    const wanted = ANSWERS.includes(act) ? 'OFFERED' : 'FREE';
    const fitting = lots.filter(({ state }) => state === wanted);
    const among = share % 8 === 1 || fitting.length === 0 ? lots : fitting;
    const chosen = among[lot % among.length];
    if (chosen === undefined) throw new Error('there is always a lot');
    return chosen;
  }

  /** Mostly whoever may; one time in eight whoever comes. */
  #actorOf({ act, who, share }: Move, lot: StoredLot): PartyWithKey {
    const { parties } = this.#cast;
    const anyone = parties[who % parties.length];
    const answers = act === 'acceptTransfer' || act === 'rejectTransfer';
    const right =
      act === 'acknowledgeNotice'
        ? parties.at(-1)
        : parties.find(({ id }) => id === (answers ? lot.offer?.to : lot.holder));
    const chosen = share % 8 === 0 ? anyone : (right ?? anyone);
    if (chosen === undefined) throw new Error('the cast is not empty');
    return chosen;
  }

  #args(move: Move, lot: StoredLot): Record<string, unknown> {
    const units = lot.to - lot.from + 1n;
    const first = (units * BigInt(move.share)) / 100n;
    const parts = [money(first), money(units - first)];
    const [size, kept] = [parts[0], parts[1]];
    const args: Partial<Record<Move['act'], () => Record<string, unknown>>> = {
      split: () => ({ sizes: parts }),
      offerTransfer: () => this.#offer(move, lot, money(units)),
      splitTransfer: () => ({
        parts: [
          { size, offer: this.#offer(move, lot, money(first)) },
          { size: kept, offer: null },
        ],
      }),
      acceptTransfer: () => ({
        amount: money(units),
        basis: lot.offer?.basis ?? 'b'.repeat(64),
        recourse: 'NONE',
        underlyingDebt: 'DISCHARGED_ON_PAYMENT',
      }),
      waive: () => ({ creditNote: 'c'.repeat(64) }),
    };
    return args[move.act]?.() ?? {};
  }

  #offer({ who, share }: Move, lot: StoredLot, size: WireMoney): Record<string, unknown> {
    const { parties } = this.#cast;
    const others = parties.slice(0, -1).filter(({ id }) => id !== lot.holder);
    // Sometimes to the holder itself, or to the debtor: neither is taken.
    const among = share % 8 === 3 ? parties : others;
    const validUntil = addDays(CalendarDate.parse(dateOf(this.ledger)), 5);
    const words = `step ${this.#step}`;
    return anOffer(among[who % among.length]?.id ?? '', { words, use: size.amount, validUntil });
  }

  /** I1, without the help of any rule: side by side from the first unit to the last. */
  #requireTiling(): void {
    let next = 1n;
    for (const lot of this.lots()) {
      expect(lot.from, 'the next lot begins where the last one ended').to.equal(next);
      expect(lot.to >= lot.from).to.equal(true);
      expect(lot.hop).to.be.at.most(3);
      expect(lot.splitDepth).to.be.at.most(4);
      expect(lot.holder).to.not.equal(this.#cast.parties.at(-1)?.id);
      next = lot.to + 1n;
    }
    expect(next).to.equal(FACE + 1n);
  }
}

function money(minor: bigint): WireMoney {
  const digits = minor.toString().padStart(3, '0');
  return yuan(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

describe('any sequence of acts on lots', () => {
  it('leaves them tiling the receivable, and every invariant whole', async () => {
    const cast = await aCast();
    const done = new Map<string, number>();
    let moves = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aMove, { minLength: 10, maxLength: 40 }), async (story) => {
        const walk = new Walk(cast);
        for (const move of story) await walk.move(move);
        expect(walk.ledger.broken()).to.deep.equal([]);
        moves += story.length;
        for (const [act, count] of walk.done) done.set(act, (done.get(act) ?? 0) + count);
      }),
      { numRuns: 80 },
    );
    const accepted = [...done.values()].reduce((sum, count) => sum + count, 0);
    expect(accepted / moves, 'stories that are mostly refused test little').to.be.above(0.3);
    for (const act of new Set(ACTS)) expect(done.has(act), `${act} was never done`).to.equal(true);
  });
});
