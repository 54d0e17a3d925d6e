import { aFoundedLedger, aHash, anOperator } from './build.js';
import { yuan } from './lot.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';
import { aPayment } from './payment.js';
import { anIssuedReceivable, aSupplier } from './receivable.js';

const RECEIPT = aHash('receipt of the matrix');
const only = (): Record<string, unknown> => ({ receipt: RECEIPT });

interface Cleared {
  readonly ledger: MemoryLedger;
  readonly receivable: string;
}

/** An issued receivable, its money at the clearing bank, with everybody who might act on it. */
function scene(
  then: (cleared: Cleared) => Promise<unknown>,
  rules: Parameters<typeof aFoundedLedger>[0] = {},
): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger(rules);
    const { id, debtor, creditor } = await anIssuedReceivable(ledger);
    const stranger = await aSupplier(ledger, 'stranger');
    await then({ ledger, receivable: id });
    const actors = {
      CLR: await businessKey(ledger, 'BankAMSP'),
      CHECKER: await businessKey(ledger, 'BankAMSP', { words: 'checker', role: 'CHECKER' }),
      AUDITOR: await businessKey(ledger, 'BankAMSP', { words: 'auditor', role: 'AUDITOR' }),
      BK: await businessKey(ledger, 'BankBMSP'),
      DEB: debtor.actor,
      HOL: creditor.actor,
      OP: anOperator('BankAMSP'),
      STRANGER: stranger.actor,
    };
    return { ledger, actors };
  };
}

/** 10.00 came in, and it is not known what for. */
async function arrived({ ledger }: Cleared): Promise<void> {
  await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'receipt:registerPayment', {
    args: {
      receipt: RECEIPT,
      amount: yuan('10.00'),
      valueDate: '2026-03-02',
      fromDebtor: true,
      allocations: [],
    },
  });
}

/** The one receivable of a ledger. */
function receivableOn({ ledger }: Scene): string {
  const [found] = ledger.records('receivable');
  if (typeof found !== 'object' || found === null || !('id' in found)) throw new Error('one');
  return String(found.id);
}

const REVIEWED = { reviewDays: 2 };

export const receiptMatrix: Matrix = {
  record: 'receipt',
  states: {
    'REGISTERED, under review': scene(arrived, REVIEWED),
    REGISTERED: scene(arrived),
    REVERSED: scene(async (cleared) => {
      await arrived(cleared);
      const clearing = await businessKey(cleared.ledger, 'BankAMSP');
      await cleared.ledger.submit(clearing, 'receipt:reversePayment', { args: only() });
    }, REVIEWED),
  },
  cells: {
    'receipt:allocate': {
      args: (made) => ({
        receipt: RECEIPT,
        allocations: [
          {
            receivable: receivableOn(made),
            pool: 'MAIN',
            amount: yuan('10.00'),
            late: yuan('0.00'),
          },
        ],
      }),
      by: ['CLR'],
      from: ['REGISTERED', 'REGISTERED, under review'],
    },
    'receipt:reversePayment': {
      args: only,
      by: ['CLR'],
      from: ['REGISTERED', 'REGISTERED, under review'],
      yet: { REGISTERED: 'RECEIPT_DISTRIBUTABLE' },
    },
  },
};

const sentSecret = {
  account: { scheme: 'CNAPS', bank: '999100000001', number: '6200000000000001' },
  postscript: '兑付',
};
const paidFields = { serial: aHash('serial'), paidOn: '2026-03-02' };
const returnedFields = { reason: 'OTHER' };

/** The instruction of a redeemed lot, moved on by acts of the clearing bank. */
function instructed(
  ...steps: readonly (readonly [act: string, fields: Record<string, unknown>])[]
): () => Promise<Scene> {
  return scene(async ({ ledger, receivable }) => {
    const clearing = await businessKey(ledger, 'BankAMSP');
    await aPayment(ledger, receivable, '100000.00');
    await ledger.submit(clearing, 'receivable:redeem', {
      args: { receivable, lots: ['1'], receiptsUpTo: yuan('0.00') },
    });
    for (const [act, fields] of steps) {
      await ledger.submit(clearing, `instruction:${act}`, {
        args: { instruction: `${receivable}:1:1`, ...fields },
        ...(act === 'sent' && { secret: sentSecret }),
      });
    }
  });
}

const SENT = ['sent', {}] as const;
const RETURNED = ['returned', returnedFields] as const;

const on =
  (fields: Record<string, unknown> = {}) =>
  (made: Scene): Record<string, unknown> => ({
    instruction: `${receivableOn(made)}:1:1`,
    ...fields,
  });

export const instructionMatrix: Matrix = {
  record: 'instruction',
  states: {
    CREATED: instructed(),
    SENT: instructed(SENT),
    PAID: instructed(SENT, ['paid', paidFields]),
    RETURNED: instructed(SENT, RETURNED),
    REISSUED: instructed(SENT, RETURNED, ['reissue', {}]),
  },
  cells: {
    'instruction:sent': { args: on(), secret: sentSecret, by: ['CLR'], from: ['CREATED'] },
    'instruction:paid': { args: on(paidFields), by: ['CLR'], from: ['SENT'] },
    'instruction:returned': { args: on(returnedFields), by: ['CLR'], from: ['SENT'] },
    'instruction:reissue': { args: on(), by: ['CLR'], from: ['RETURNED'] },
  },
};
