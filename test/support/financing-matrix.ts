import { z } from 'zod';
import { anOperator } from './build.js';
import { bankActs, financedUpTo, type Step, type StoryWish } from './financed.js';
import {
  CONTENT,
  type Fields,
  type FinanceScene,
  LOAN,
  moveTo,
  OFFER,
  OPENING,
  REQUEST,
} from './financing.js';
import { type Matrix, type Scene } from './matrix.js';
import { loanTerms } from './offers.js';
import { businessKey, partyOf } from './parties.js';
import { aSupplier } from './receivable.js';

/** The cast of a scene: the holder and its bank, and those who have no business there. */
export function cast(
  make: () => Promise<FinanceScene>,
  then: (scene: FinanceScene) => Promise<unknown> = async () => {},
): () => Promise<Scene> {
  return async () => {
    const made = await make();
    const { ledger, holder, debtor, bank, rival } = made;
    const stranger = await aSupplier(ledger, 'stranger');
    const clerk = await businessKey(ledger, 'BankAMSP', { words: 'clerk', role: 'CHECKER' });
    await then(made);
    return {
      ledger,
      actors: {
        HOL: holder.actor,
        DEB: debtor.actor,
        BK: bank.actor,
        RIVAL: rival.actor,
        CHECKER: clerk,
        OP: anOperator('BankAMSP'),
        STRANGER: stranger.actor,
      },
    };
  };
}

export const upTo =
  (last: Step, wish: StoryWish = {}) =>
  (): Promise<FinanceScene> =>
    financedUpTo(last, { rules: { valueDateBackDays: 30 }, ...wish });

/** The business date of a scene. */
export function todayOf({ ledger }: Scene): string {
  return z.looseObject({ date: z.string() }).parse(ledger.record('programme', [])).date;
}

export const onDay =
  (date: string) =>
  ({ ledger }: FinanceScene): Promise<void> =>
    moveTo(ledger, date);

const request = (): Fields => ({ id: REQUEST });
const RIVAL = partyOf('BankBMSP');

export const requestMatrix: Matrix = {
  record: 'request',
  states: {
    OPEN: cast(upTo('invite')),
    'OPEN, expired': cast(upTo('invite'), onDay('2026-03-21')),
    ACCEPTED: cast(upTo('accept')),
    CANCELLED: cast(upTo('invite'), ({ ledger, holder }) =>
      ledger.submit(holder.actor, 'request:cancel', { args: request() }),
    ),
    EXPIRED: cast(upTo('invite'), async (made) => {
      await onDay('2026-03-21')(made);
      await made.ledger.submit(made.rival.actor, 'request:expire', { args: request() });
    }),
  },
  cells: {
    'request:invite': {
      args: () => ({ id: REQUEST, bank: RIVAL }),
      secret: { content: CONTENT, opening: OPENING },
      by: ['HOL'],
      from: ['OPEN'],
    },
    'request:cancel': { args: request, by: ['HOL'], from: ['OPEN'] },
    'request:expire': { args: request, by: 'ANYONE', from: ['OPEN, expired'] },
    'offer:make': {
      args: () => ({ id: OFFER }),
      secret: {
        request: REQUEST,
        offered: loanTerms({ kind: 'RECEIVABLE_PLEDGE' }),
        validUntil: '2026-03-13',
        binding: false,
        nearDuplicates: null,
      },
      by: ['BK'],
      from: ['OPEN'],
    },
  },
};

const offer = (): Fields => ({ id: OFFER });
const onRequest = { request: REQUEST };
const rejected = ({ ledger, holder, bank }: FinanceScene): Promise<unknown> =>
  ledger.submit(holder.actor, 'offer:reject', {
    args: offer(),
    secret: { request: REQUEST, bank: bank.id },
  });
const onDesk =
  (act: 'withdraw' | 'restore') =>
  ({ ledger, bank }: FinanceScene): Promise<unknown> => {
    const secret = { ...onRequest, ...(act === 'restore' ? { outstanding: null } : {}) };
    return ledger.submit(bank.actor, `offer:${act}`, { args: offer(), secret });
  };
const cancelled = (made: FinanceScene): Promise<unknown> => bankActs(made, 'cancel');

export const offerMatrix: Matrix = {
  record: 'offer',
  states: {
    OFFERED: cast(upTo('offer')),
    'OFFERED, past its day': cast(upTo('offer'), onDay('2026-03-14')),
    REJECTED: cast(upTo('offer'), rejected),
    WITHDRAWN: cast(upTo('offer'), onDesk('withdraw')),
    EXPIRED: cast(upTo('offer'), async (made) => {
      await onDay('2026-03-14')(made);
      await onDesk('restore')(made);
    }),
    'OFFERED, accepted': cast(upTo('accept')),
    'OFFERED, accepted and ended': cast(upTo('accept'), cancelled),
    ACCEPTED: cast(upTo('accept'), onDesk('restore')),
    'ACCEPTED, ended': cast(upTo('accept'), async (made) => {
      await onDesk('restore')(made);
      await cancelled(made);
    }),
  },
  cells: {
    'offer:withdraw': {
      args: offer,
      secret: onRequest,
      by: ['BK'],
      from: ['OFFERED', 'REJECTED'],
    },
    'offer:restore': {
      args: offer,
      secret: { ...onRequest, outstanding: null },
      by: ['BK'],
      from: [
        'OFFERED',
        'OFFERED, past its day',
        'OFFERED, accepted',
        'OFFERED, accepted and ended',
        'REJECTED',
        'ACCEPTED',
        'ACCEPTED, ended',
      ],
      yet: { OFFERED: 'OFFER_OPEN', REJECTED: 'OFFER_OPEN' },
    },
    'offer:reject': {
      args: offer,
      secret: { ...onRequest, bank: partyOf('BankAMSP') },
      by: ['HOL'],
      from: ['OFFERED'],
    },
    'offer:accept': {
      args: () => ({
        id: OFFER,
        request: REQUEST,
        bank: partyOf('BankAMSP'),
        loan: LOAN,
        purchase: null,
      }),
      secret: { allInCost: '4.2596' },
      by: ['HOL'],
      from: ['OFFERED'],
    },
  },
};
