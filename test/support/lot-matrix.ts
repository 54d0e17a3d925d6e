import { aHash, anId, anOperator } from './build.js';
import { bankActs, financedUpTo, type StoryWish, type Step } from './financed.js';
import { aFinanceScene, FACE, moveTo, type FinanceScene } from './financing.js';
import { anAcceptance, anOffer, lotOf, yuan } from './lot.js';
import type { Matrix, Scene } from './matrix.js';
import { businessKey } from './parties.js';
import { aPayment } from './payment.js';
import { aSupplier } from './receivable.js';

/** The lot, [1, F₀] of one receivable, as `make` leaves it, with its cast. */
function scene(
  make: () => Promise<FinanceScene>,
  then: (scene: FinanceScene) => Promise<unknown> = async () => {},
): () => Promise<Scene> {
  return async () => {
    const made = await make();
    const { ledger, holder, debtor, bank, rival } = made;
    const recipient = await aSupplier(ledger, 'tier 2');
    const stranger = await aSupplier(ledger, 'stranger');
    const clerk = await businessKey(ledger, 'CoreMSP', { words: 'clerk', role: 'CHECKER' });
    await then(made);
    return {
      ledger,
      actors: {
        HOL: holder.actor,
        DEB: debtor.actor,
        RECIPIENT: recipient.actor,
        BK: bank.actor,
        RIVAL: rival.actor,
        CHECKER: clerk,
        OP: anOperator('CoreMSP'),
        STRANGER: stranger.actor,
      },
    };
  };
}

const financed =
  (last: Step, wish: StoryWish = {}) =>
  (): Promise<FinanceScene> =>
    financedUpTo(last, wish);
const SALE: StoryWish = { kind: 'SALE_WITHOUT_RECOURSE' };
const HOP = { use: FACE };
/** After every offer, request and commitment of these scenes, before the cut-off. */
const LATE = '2026-05-15';

async function offered({ ledger, holder, lot }: FinanceScene): Promise<void> {
  const { id } = await aSupplier(ledger, 'tier 2');
  await ledger.submit(holder.actor, 'lot:offerTransfer', { args: { lot, ...anOffer(id, HOP) } });
}

async function paidOut({ ledger, receivable, bank }: FinanceScene): Promise<void> {
  await aPayment(ledger, receivable, FACE);
  const redeem = async (): Promise<void> => {
    const args = { receivable, lots: ['1'], receiptsUpTo: yuan(FACE) };
    await ledger.submit(bank.actor, 'receivable:redeem', { args });
  };
  await redeem();
  const instruction = `${receivable}:1:1`;
  const account = { scheme: 'CNAPS', bank: '999100000001', number: '6200000000000001' };
  const secret = { account, postscript: '兑付' };
  await ledger.submit(bank.actor, 'instruction:sent', { args: { instruction }, secret });
  const paid = { instruction, serial: aHash('serial'), paidOn: '2026-03-02' };
  await ledger.submit(bank.actor, 'instruction:paid', { args: paid });
  await redeem();
}

const LOT = lotOf(anId('rcv', 'receivable 1'));
const named = (): Record<string, unknown> => ({ lot: LOT });
const half = yuan('500000.00');
const RECIPIENT = anId('org', 'tier 2');
/** Another hop than the one already offered. */
const AGAIN = anOffer(RECIPIENT, { words: 'again', use: FACE, validUntil: '2026-05-29' });
const PART = anOffer(RECIPIENT, { words: 'part', use: half.amount, validUntil: '2026-05-29' });

const lapsed = ({ ledger }: FinanceScene): Promise<void> => moveTo(ledger, LATE);
const FREE = ['FREE', 'OFFERED, lapsed', 'RESERVED, lapsed', 'COMMITTED, lapsed'];

export const lotMatrix: Matrix = {
  record: 'lot',
  states: {
    FREE: scene(aFinanceScene),
    OFFERED: scene(aFinanceScene, offered),
    'OFFERED, lapsed': scene(aFinanceScene, async (made) => {
      await offered(made);
      await lapsed(made);
    }),
    RESERVED: scene(financed('invite')),
    'RESERVED, lapsed': scene(financed('invite'), lapsed),
    COMMITTED: scene(financed('accept')),
    'COMMITTED, lapsed': scene(financed('accept'), lapsed),
    'COMMITTED, registered': scene(financed('search', SALE)),
    'COMMITTED, registered, lapsed': scene(financed('search', SALE), lapsed),
    PLEDGED: scene(financed('search')),
    'PLEDGED, lapsed': scene(financed('search'), lapsed),
    'PLEDGED, paid out': scene(financed('pay')),
    'PLEDGED, paid out, later': scene(financed('pay'), lapsed),
    COLLECTING: scene(financed('pay'), async (made) => {
      await moveTo(made.ledger, '2026-07-01');
      const secret = { costs: yuan('200.00'), evidence: aHash('demand') };
      await bankActs(made, 'enforce', { secret });
    }),
    SOLD: scene(async () => {
      const made = await financedUpTo('pay', SALE);
      return { ...made, holder: made.bank };
    }),
    REDEEMED: scene(aFinanceScene, paidOut),
    BURNED: scene(aFinanceScene, ({ ledger, holder }) =>
      ledger.submit(holder.actor, 'lot:waive', {
        args: { lot: LOT, creditNote: aHash('credit note') },
      }),
    ),
  },
  cells: {
    'lot:split': { args: () => ({ lot: LOT, sizes: [half, half] }), by: ['HOL'], from: FREE },
    'lot:offerTransfer': { args: () => ({ lot: LOT, ...AGAIN }), by: ['HOL'], from: FREE },
    'lot:splitTransfer': {
      args: () => ({
        lot: LOT,
        parts: [
          { size: half, offer: PART },
          { size: half, offer: null },
        ],
      }),
      by: ['HOL'],
      from: FREE,
    },
    'lot:acceptTransfer': {
      args: () => anAcceptance(LOT, FACE, HOP),
      by: ['RECIPIENT'],
      from: ['OFFERED'],
    },
    'lot:rejectTransfer': { args: named, by: ['RECIPIENT'], from: ['OFFERED'] },
    'lot:withdrawOffer': { args: named, by: ['HOL'], from: ['OFFERED'] },
    'lot:lapse': {
      args: named,
      by: 'ANYONE',
      from: [
        'OFFERED, lapsed',
        'RESERVED, lapsed',
        'COMMITTED, lapsed',
        'COMMITTED, registered, lapsed',
        'PLEDGED, lapsed',
      ],
    },
    'lot:acknowledgeNotice': {
      args: named,
      by: ['DEB'],
      from: [...FREE, 'OFFERED', 'RESERVED', 'COMMITTED'],
    },
    'lot:waive': {
      args: () => ({ lot: LOT, creditNote: aHash('credit note') }),
      by: ['HOL'],
      from: FREE,
    },
  },
};
