import { CalendarDate } from '../../chaincode/domain/dates.js';
import { aHash, anId, anOperator, found } from './build.js';
import { WatchedLedger } from './checks.js';
import { businessKey } from './parties.js';
import { aConfirmedReceivable, anIssuedReceivable, aProposal } from './receivable.js';

/** The receivables of {@link aLedgerInFullSwing}. */
export const paid = anId('rcv', 'paid');
export const half = anId('rcv', 'half');
export const waived = anId('rcv', 'waived');
export const open = anId('rcv', 'open');
/** The account that a lot of `paid` was paid to. */
export const ACCOUNT = '6200000000000001';
const DUE = CalendarDate.parse('2026-08-28');

export function cny(amount: string): { readonly currency: string; readonly amount: string } {
  return { currency: 'CNY', amount };
}
async function receive(ledger: WatchedLedger, id: string, amount: string): Promise<void> {
  const by = await businessKey(ledger, 'BankAMSP');
  const part = { receivable: id, pool: 'MAIN', amount: cny(amount), late: cny('0.00') };
  await ledger.submit(by, 'receipt:registerPayment', {
    args: {
      receipt: aHash(`receipt ${id} ${amount}`),
      amount: cny('100000.00'),
      valueDate: DUE,
      fromDebtor: true,
      allocations: [part],
    },
  });
}

async function redeem(ledger: WatchedLedger, id: string): Promise<void> {
  const by = await businessKey(ledger, 'BankAMSP');
  const args = { receivable: id, lots: ['1'], receiptsUpTo: cny('0.00') };
  await ledger.submit(by, 'receivable:redeem', { args });
}

async function payOut(ledger: WatchedLedger, instruction: string): Promise<void> {
  const by = await businessKey(ledger, 'BankAMSP');
  const secret = {
    account: ACCOUNT,
    bankCode: '999100000001',
    postscript: `兑付 ${instruction}`,
  };
  await ledger.submit(by, 'instruction:sent', { args: { instruction }, secret });
  const args = { instruction, serial: aHash(instruction), paidOn: DUE };
  await ledger.submit(by, 'instruction:paid', { args });
}

/** Receivables of 100,000.00 in every stage: proposed, confirmed, undone, held, waived, half paid, redeemed. */
export async function aLedgerInFullSwing(): Promise<WatchedLedger> {
  const ledger = new WatchedLedger();
  await found(ledger);
  await aProposal(ledger, { words: 'proposed' });
  await aConfirmedReceivable(ledger, { words: 'confirmed' });
  const revoked = await aConfirmedReceivable(ledger, { words: 'revoked' });
  await ledger.submit(revoked.debtor.actor, 'receivable:revoke', { args: { id: revoked.id } });
  const given = await anIssuedReceivable(ledger, { words: 'waived' });
  const lot = `${given.id}:1`;
  const args = { lot, creditNote: aHash('credit note') };
  await ledger.submit(given.creditor.actor, 'lot:waive', { args });
  for (const words of ['open', 'half', 'paid']) await anIssuedReceivable(ledger, { words });
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date: DUE } });
  await receive(ledger, half, '50000.00');
  await redeem(ledger, half);
  await receive(ledger, paid, '100000.00');
  await redeem(ledger, paid);
  await payOut(ledger, `${paid}:1:1`);
  await redeem(ledger, paid);
  return ledger;
}
