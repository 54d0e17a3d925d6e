import { aHash } from './build.js';
import type { Answer, MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';

/** `amount` yuan from the debtor, all of it for pool MAIN of one receivable; a new receipt each time. */
export async function aPayment(
  ledger: MemoryLedger,
  receivable: string,
  amount: string,
): Promise<Answer> {
  const clearing = await businessKey(ledger, 'BankAMSP');
  const paid = { currency: 'CNY', amount };
  const late = { currency: 'CNY', amount: '0.00' };
  return ledger.submit(clearing, 'receipt:registerPayment', {
    args: {
      receipt: aHash(`receipt ${ledger.records('receipt').length}`),
      amount: paid,
      valueDate: dateOf(ledger),
      fromDebtor: true,
      allocations: [{ receivable, pool: 'MAIN', amount: paid, late }],
    },
  });
}

/** The business date of a sandbox ledger. */
export function dateOf(ledger: MemoryLedger): string {
  const programme = ledger.record('programme', []);
  if (typeof programme !== 'object' || programme === null || !('date' in programme)) {
    throw new Error('no programme');
  }
  return String(programme.date);
}
