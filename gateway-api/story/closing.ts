import { z } from 'zod';
import { add, compare, Money, subtract, sum, zero } from '../../chaincode/domain/money.js';
import { outcome, outcomeId, type Deal } from './deal.js';
import { LAST, PLEDGE, RECOURSE, SALE } from './chapters/deals.js';
import type { Play } from './play.js';

/** What became of one receivable. */
export interface ClosedReceivable {
  readonly name: string;
  readonly id: string;
  readonly state: string;
  readonly face: Money;
  readonly received: Money;
  readonly lateReceived: Money;
  readonly paid: Money;
  readonly latePaid: Money;
  readonly lots: number;
}

/** What became of one loan or purchase. */
export interface ClosedDeal {
  readonly name: string;
  readonly id: string;
  readonly state: string;
  /** Lent, or paid for at once and later. */
  readonly out: Money;
  readonly back: Money;
}

/** The books at the end, and whatever does not close; nothing is assumed, everything is read. */
export interface Closing {
  readonly receivables: readonly ClosedReceivable[];
  readonly deals: readonly ClosedDeal[];
  readonly failures: readonly string[];
}

const RECEIVABLES = ['main', 'reduced', 'claimed', 'claimed-tier2', 'late', 'dealer'];
const READER = 'bank-a';

export async function closing(play: Play): Promise<Closing> {
  const failures: string[] = [];
  const receivables: ClosedReceivable[] = [];
  for (const name of RECEIVABLES) receivables.push(await receivable(play, name, failures));
  const deals: ClosedDeal[] = [];
  for (const deal of [PLEDGE, RECOURSE, LAST]) deals.push(await loan(play, deal, failures));
  deals.push(await purchase(play, SALE, failures));
  return { receivables, deals, failures };
}

const Pool = z.object({ received: Money, lateReceived: Money });
const Receivable = z.object({ state: z.string(), face: Money, pools: z.array(Pool) });
const Lots = z.object({
  data: z.array(z.object({ from: z.string(), to: z.string(), state: z.string(), paid: Money })),
});
const Instructions = z.object({
  data: z.array(z.object({ n: z.string(), state: z.string(), purpose: z.string(), amount: Money })),
});

interface Books {
  readonly receivable: z.output<typeof Receivable>;
  readonly lots: z.output<typeof Lots>['data'];
  readonly instructions: z.output<typeof Instructions>['data'];
}

async function receivable(play: Play, name: string, failures: string[]): Promise<ClosedReceivable> {
  const id = play.id('rcv', name);
  const read = async (path: string): Promise<unknown> =>
    await play.client.read(READER, `/v1/receivables/${id}${path}`);
  const books = {
    receivable: Receivable.parse(await read('')),
    lots: Lots.parse(await read('/lots')).data,
    instructions: Instructions.parse(await read('/instructions')).data,
  };
  const closed = { name, id, ...closedOf(books) };
  failures.push(...failed(name, checksOf(books, closed)));
  return closed;
}

function closedOf({
  receivable,
  lots,
  instructions,
}: Books): Omit<ClosedReceivable, 'name' | 'id'> {
  const { state, face, pools } = receivable;
  const { currency } = face;
  const paidFor = (purpose: string): Money =>
    sum(
      currency,
      instructions
        .filter((each) => each.state === 'PAID' && each.purpose === purpose)
        .map(({ amount }) => amount),
    );
  return {
    state,
    face,
    received: sum(
      currency,
      pools.map(({ received }) => received),
    ),
    lateReceived: sum(
      currency,
      pools.map(({ lateReceived }) => lateReceived),
    ),
    paid: paidFor('CLAIM'),
    latePaid: paidFor('LATE'),
    lots: lots.length,
  };
}

type Checks = Readonly<Record<string, boolean>>;

function checksOf(
  { receivable, lots, instructions }: Books,
  { received, lateReceived, paid, latePaid }: Omit<ClosedReceivable, 'name' | 'id'>,
): Checks {
  const { state, face } = receivable;
  const units = lots.map(({ from, to }) => BigInt(to) - BigInt(from) + 1n);
  return {
    'it is SETTLED': state === 'SETTLED',
    'its lots cover its face': units.reduce((all, each) => all + each, 0n) === face.minor,
    'every lot is REDEEMED to the fen': lots.every(
      (lot, at) => lot.state === 'REDEEMED' && lot.paid.minor === units[at],
    ),
    'every instruction is PAID': instructions.every(({ state: each }) =>
      ['PAID', 'REISSUED'].includes(each),
    ),
    'it received its face': compare(received, face) === 0,
    'it paid out its face': compare(paid, face) === 0,
    'it paid out the late interest it received': compare(latePaid, lateReceived) === 0,
  };
}

const Account = z.object({
  state: z.string(),
  private: z.object({
    payment: z.object({ amount: Money }),
    surpluses: z.array(z.unknown()),
    agreed: z.object({ offered: z.looseObject({}) }),
    repaid: Money.optional(),
    collected: Money.optional(),
  }),
});
const Principal = z.object({ principal: Money });

async function account(play: Play, deal: Deal): Promise<z.output<typeof Account>> {
  const path = `/v1/${outcome(deal).resource}s/${outcomeId(play, deal)}`;
  return Account.parse(await play.client.read(deal.winner, path));
}

async function loan(play: Play, deal: Deal, failures: string[]): Promise<ClosedDeal> {
  const { state, private: own } = await account(play, deal);
  const { principal } = Principal.parse(own.agreed.offered);
  const back = own.repaid ?? zero(principal.currency);
  failures.push(
    ...failed(deal.name, {
      'it is CLOSED': state === 'CLOSED',
      'it was repaid to the fen': compare(back, principal) === 0,
      'its bank keeps nothing of the borrower': own.surpluses.length === 0,
    }),
  );
  return { name: deal.name, id: outcomeId(play, deal), state, out: principal, back };
}

async function purchase(play: Play, deal: Deal, failures: string[]): Promise<ClosedDeal> {
  const { state, private: own } = await account(play, deal);
  const face = play.cny(deal.face);
  const balance = play.cny(play.figures.purchase.balance);
  const back = own.collected ?? zero(face.currency);
  failures.push(
    ...failed(deal.name, {
      'it is CLOSED': state === 'CLOSED',
      'it collected its face': compare(back, face) === 0,
      'its bank keeps nothing of the seller': own.surpluses.length === 0,
      'it cost less than its face': compare(own.payment.amount, subtract(face, balance)) < 0,
    }),
  );
  const out = add(own.payment.amount, balance);
  return { name: deal.name, id: outcomeId(play, deal), state, out, back };
}

function failed(name: string, checks: Checks): readonly string[] {
  return Object.entries(checks).flatMap(([what, holds]) =>
    holds ? [] : [`${name}: it does not hold that ${what}`],
  );
}
