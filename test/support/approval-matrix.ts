import { aFoundedLedger, aHash, anId, anOperator } from './build.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import { businessKey, type PartyWithKey } from './parties.js';
import { anIssuedReceivable, aSupplier } from './receivable.js';

const ID = anId('apr', 'approval');
const only = (): Record<string, unknown> => ({ id: ID });

interface Sides {
  readonly ledger: MemoryLedger;
  readonly debtor: PartyWithKey;
  readonly creditor: PartyWithKey;
}

/** The debtor puts a cancellation to the creditor. */
function scene(then: (sides: Sides) => Promise<unknown> = async () => {}): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger();
    const { id, debtor, creditor } = await anIssuedReceivable(ledger);
    const stranger = await aSupplier(ledger, 'stranger');
    const actors = {
      OPENER: debtor.actor,
      SIGNER: creditor.actor,
      CHECKER: await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' }),
      BK: await businessKey(ledger, 'BankAMSP'),
      OP: anOperator('CoreMSP'),
      STRANGER: stranger.actor,
    };
    const args = { id, document: aHash('agreement') };
    await ledger.submit(debtor.actor, 'approval:open', {
      args: { id: ID, act: 'receivable:cancel', args, validUntil: '2026-03-31' },
    });
    await then({ ledger, debtor, creditor });
    return { ledger, actors };
  };
}

function on(ledger: MemoryLedger, date: string): Promise<unknown> {
  return ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

export const approvalMatrix: Matrix = {
  record: 'approval',
  states: {
    OPEN: scene(),
    'OPEN, past its day': scene(({ ledger }) => on(ledger, '2026-04-01')),
    EXECUTED: scene(({ ledger, creditor }) =>
      ledger.submit(creditor.actor, 'approval:sign', { args: only() }),
    ),
    WITHDRAWN: scene(({ ledger, debtor }) =>
      ledger.submit(debtor.actor, 'approval:withdraw', { args: only() }),
    ),
    EXPIRED: scene(async ({ ledger, creditor }) => {
      await on(ledger, '2026-04-01');
      await ledger.submit(creditor.actor, 'approval:expire', { args: only() });
    }),
  },
  cells: {
    'approval:sign': { args: only, by: ['SIGNER'], from: ['OPEN'] },
    'approval:withdraw': { args: only, by: ['OPENER'], from: ['OPEN'] },
    'approval:expire': { args: only, by: 'ANYONE', from: ['OPEN, past its day'] },
  },
};
