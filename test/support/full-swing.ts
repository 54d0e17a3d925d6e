import { CalendarDate } from '../../chaincode/domain/dates.js';
import { aHash, anId, anOperator, found } from './build.js';
import { MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';
import { aBatch, aClaim, aPublishedBatch, aRow } from './payable.js';
import { anOffer, aTransfer } from './lot.js';
import { aConfirmedReceivable, anIssuedReceivable, aProposal, aSupplier } from './receivable.js';

/** The receivables of {@link aLedgerInFullSwing}. */
export const paid = anId('rcv', 'paid');
export const half = anId('rcv', 'half');
export const waived = anId('rcv', 'waived');
export const open = anId('rcv', 'open');
export const handed = anId('rcv', 'handed');
/** The account that a lot of `paid` was paid to. */
export const ACCOUNT = '6200000000000001';
const DUE = CalendarDate.parse('2026-08-28');

export function cny(amount: string): { readonly currency: string; readonly amount: string } {
  return { currency: 'CNY', amount };
}
async function receive(ledger: MemoryLedger, id: string, amount: string): Promise<void> {
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

async function redeem(ledger: MemoryLedger, id: string): Promise<void> {
  const by = await businessKey(ledger, 'BankAMSP');
  const args = { receivable: id, lots: ['1'], receiptsUpTo: cny('0.00') };
  await ledger.submit(by, 'receivable:redeem', { args });
}

async function payOut(ledger: MemoryLedger, instruction: string): Promise<void> {
  const by = await businessKey(ledger, 'BankAMSP');
  const account = { scheme: 'CNAPS', bank: '999100000001', number: ACCOUNT };
  const secret = { account, postscript: `兑付 ${instruction}` };
  await ledger.submit(by, 'instruction:sent', { args: { instruction }, secret });
  const args = { instruction, serial: aHash(instruction), paidOn: DUE };
  await ledger.submit(by, 'instruction:paid', { args });
}

/** One lot in three: the first handed on, the second offered, rejected and offered again, the third kept. */
async function handOn(ledger: MemoryLedger): Promise<void> {
  const { creditor, id } = await anIssuedReceivable(ledger, { words: 'handed' });
  const [tier2, tier3] = [await aSupplier(ledger, 'tier 2'), await aSupplier(ledger, 'tier 3')];
  const sizes = ['30000.00', '30000.00', '40000.00'].map(cny);
  await ledger.submit(creditor.actor, 'lot:split', { args: { lot: `${id}:1`, sizes } });
  await aTransfer(ledger, { lot: `${id}:1`, amount: '30000.00', from: creditor, to: tier2 });
  await aTransfer(ledger, { lot: `${id}:1`, amount: '30000.00', from: tier2, to: tier3 });
  const lot = `${id}:3000001`;
  const offer = anOffer(tier2.id, { words: 'second part', use: '30000.00' });
  await ledger.submit(creditor.actor, 'lot:offerTransfer', { args: { lot, ...offer } });
  await ledger.submit(tier2.actor, 'lot:rejectTransfer', { args: { lot } });
  await ledger.submit(creditor.actor, 'lot:offerTransfer', { args: { lot, ...offer } });
}

/** Receivables of 100,000.00 in every stage: proposed, confirmed, undone, held, handed on, waived, paid. */
export async function aLedgerInFullSwing(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  await found(ledger);
  await aProposal(ledger, { words: 'proposed' });
  await aConfirmedReceivable(ledger, { words: 'confirmed' });
  const revoked = await aConfirmedReceivable(ledger, { words: 'revoked' });
  await ledger.submit(revoked.debtor.actor, 'receivable:revoke', { args: { id: revoked.id } });
  const given = await anIssuedReceivable(ledger, { words: 'waived' });
  const lot = `${given.id}:1`;
  const args = { lot, creditNote: aHash('credit note') };
  await ledger.submit(given.creditor.actor, 'lot:waive', { args });
  await handOn(ledger);
  const { creditor } = await aPublishedBatch(ledger, aBatch([aRow(), aRow({ words: 'row 2' })]));
  await ledger.submit(creditor.actor, 'payable:claim', { args: aClaim(1) });
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
