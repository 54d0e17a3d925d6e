import { z } from 'zod';
import { BankAccount } from '../../../chaincode/domain/bank-account.js';
import type { Play } from '../play.js';
import type { ActStep } from '../step.js';
import { told, words } from '../words.js';

/** A payment of the debtor as it reached the clearing bank. */
export interface Arrived {
  readonly name: string;
  readonly from: string;
  readonly amount: string;
  readonly on: string;
  readonly parts: readonly {
    readonly receivable: string;
    readonly amount: string;
    readonly late: string;
  }[];
}

const CLEARING = 'bank-a';
const COLLECTION_ACCOUNT = '9999000000000000999';

export function arrived({ name, from, amount, on, parts }: Arrived): ActStep {
  return {
    who: CLEARING,
    act: 'receipt:registerPayment',
    says: (play) => {
      const sum = told(play.cny(amount));
      const { en, zh } = play.name(from);
      return words(`books ${sum} that arrived from ${en}`, `登记 ${zh} 回款 ${sum}`);
    },
    body: (play) => ({
      receipt: play.receipt(COLLECTION_ACCOUNT, play.numbered(`IN-${name}`)),
      amount: play.yuan(amount),
      valueDate: play.on(on),
      fromDebtor: true,
      allocations: parts.map((part) => ({
        receivable: play.id('rcv', part.receivable),
        pool: 'MAIN',
        amount: play.yuan(part.amount),
        late: play.yuan(part.late),
      })),
    }),
  };
}

/** Lots of one receivable, named by the Σ of the lots before each, and what has come in for it so far. */
export interface Redeemed {
  readonly receivable: string;
  readonly lots: readonly string[];
  readonly upTo: string;
  readonly closing?: boolean;
}

export function redeemed({ receivable, lots, upTo, closing = false }: Redeemed): ActStep {
  return {
    who: CLEARING,
    act: 'receivable:redeem',
    on: (play) => play.id('rcv', receivable),
    says: () =>
      closing
        ? words(
            'brings the lots up to date: paid to the fen, redeemed',
            '更新份额：全额兑付，精确到分',
          )
        : words('instructs what each lot is entitled to', '按应得份额生成兑付指令'),
    body: (play) => ({
      lots: lots.map((before) => (play.cny(before).minor + 1n).toString()),
      receiptsUpTo: play.yuan(upTo),
    }),
  };
}

/** One instruction of a lot. */
export interface Payout {
  readonly receivable: string;
  /** Σ of the lots before this one. */
  readonly before: string;
  readonly n: string;
  readonly payee: string;
  readonly amount: string;
  readonly on: string;
}

export function instructionId(play: Play, { receivable, before, n }: Payout): string {
  return `${play.lot(receivable, before)}:${n}`;
}

/** The clearing bank resolves the account and sends; its bank reports the payment. */
export function paid(payout: Payout): readonly ActStep[] {
  const { payee, amount } = payout;
  return [
    sent(payout),
    {
      who: CLEARING,
      act: 'instruction:paid',
      on: (play) => instructionId(play, payout),
      says: (play) => {
        const sum = told(play.cny(amount));
        const { en, zh } = play.name(payee);
        return words(`${sum} reached ${en}`, `${sum} 已付达 ${zh}`);
      },
      body: (play) => ({
        serial: play.hash(`serial ${instructionId(play, payout)}`),
        paidOn: play.on(payout.on),
      }),
    },
  ];
}

export function sent(payout: Payout): ActStep {
  const { payee, amount } = payout;
  return {
    who: CLEARING,
    act: 'instruction:sent',
    on: (play) => instructionId(play, payout),
    says: (play) => {
      const sum = told(play.cny(amount));
      const { en, zh } = play.name(payee);
      return words(`sends ${sum} to ${en}`, `向 ${zh} 付款 ${sum}`);
    },
    body: async (play) => ({
      account: await accountOf(play, payee),
      postscript: play.figures.postscript,
    }),
  };
}

/** The payment came back, and is made anew; `again` is the number of the new one. */
export function cameBack(payout: Payout): readonly ActStep[] {
  const on = (play: Play): string => instructionId(play, payout);
  return [
    sent(payout),
    {
      who: CLEARING,
      act: 'instruction:returned',
      on,
      says: () => words('learns that the payment came back', '收到退汇'),
      body: () => ({ reason: 'NAME_MISMATCH' }),
    },
    {
      who: CLEARING,
      act: 'instruction:reissue',
      on,
      says: () => words('makes it anew', '重新发起'),
      body: () => ({}),
    },
    ...paid({ ...payout, n: `${payout.n}.1` }),
  ];
}

const Details = z.object({ private: z.object({ details: z.object({ account: BankAccount }) }) });

/** The founding members' own accounts; those of the others are in their files. */
const OWN_ACCOUNTS: Readonly<Record<string, string>> = {
  'core-enterprise': '9999000000000000001',
  'bank-a': '9999000000000000101',
  'bank-b': '9999000000000000102',
};
const OWN_BANK = '999100000001';

async function accountOf(play: Play, payee: string): Promise<BankAccount> {
  const number = OWN_ACCOUNTS[payee];
  if (number !== undefined) return { scheme: 'CNAPS', bank: OWN_BANK, number };
  const read = async (): Promise<unknown> =>
    await play.client.read(CLEARING, `/v1/parties/${play.party(payee)}`);
  return (await play.noted(`account of ${payee}`, Details, read)).private.details.account;
}
