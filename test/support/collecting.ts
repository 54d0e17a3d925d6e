import { z } from 'zod';
import { add } from '../../chaincode/domain/money.js';
import { cny, digits } from './money.js';
import { aHash } from './build.js';
import { type FinanceScene } from './financing.js';
import { yuan } from './lot.js';
/**
 * The debtor's money comes in on `valueDate`, is redeemed and paid on.
 * @returns the instructions of the lots, in the order in which they were made.
 */
export async function collect(
  scene: FinanceScene,
  { amount, late = '0.00', valueDate, lots = ['1'], pay = true }: CollectWish,
): Promise<readonly string[]> {
  const { ledger, receivable } = scene;
  const clearing = scene.bank.actor;
  const before = ledger.records('instruction').length;
  await ledger.submit(clearing, 'receipt:registerPayment', {
    args: {
      receipt: aHash(`receipt ${before} of ${amount}`),
      amount: yuan(total(amount, late)),
      valueDate,
      fromDebtor: true,
      allocations: [{ receivable, pool: 'MAIN', amount: yuan(amount), late: yuan(late) }],
    },
  });
  const redeem = { receivable, lots, receiptsUpTo: yuan('0.00') };
  const answer = await ledger.submit(clearing, 'receivable:redeem', { args: redeem });
  const ids = answer.records
    .filter(({ type }) => type === 'instruction')
    .map(({ id }) => id.replace(/:0+/u, ':'));
  if (!pay) return ids;
  for (const id of ids) await payInstruction(scene, id);
  await ledger.submit(clearing, 'receivable:redeem', { args: redeem });
  return ids;
}

export interface CollectWish {
  readonly amount: string;
  /** Of it, late interest beside `amount`. */
  readonly late?: string;
  readonly valueDate: string;
  readonly lots?: readonly string[];
  /** false: instructed, not paid yet. */
  readonly pay?: boolean;
}

/** Sent and paid by the clearing bank, today. */
export async function payInstruction({ ledger, bank }: FinanceScene, id: string): Promise<void> {
  await ledger.submit(bank.actor, 'instruction:sent', {
    args: { instruction: id },
    secret: {
      account: { scheme: 'CNAPS', bank: '999100000001', number: '6200000000000001' },
      postscript: '兑付',
    },
  });
  const programme = ledger.record('programme', []);
  const { date } = z.looseObject({ date: z.string() }).parse(programme);
  await ledger.submit(bank.actor, 'instruction:paid', {
    args: { instruction: id, serial: aHash(`serial of ${id}`), paidOn: date },
  });
}

function total(a: string, b: string): string {
  return digits(add(cny(a), cny(b)));
}
