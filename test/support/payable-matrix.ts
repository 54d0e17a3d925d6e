import { aFoundedLedger, anId, anOperator, moveTo } from './build.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';
import { aClaim, aPublishedBatch, type BatchOf } from './payable.js';
import { aSupplier } from './receivable.js';

const payable = `${anId('pay', 'batch 1')}:1`;
const only = (): Record<string, unknown> => ({ payable });
const withdrawal = { payable, reason: 'OTHER' };

type Step = (ledger: MemoryLedger, of: BatchOf) => Promise<unknown>;

/** A published row, moved on by `steps`. */
function scene(...steps: readonly Step[]): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger();
    const of = await aPublishedBatch(ledger);
    const stranger = await aSupplier(ledger, 'stranger');
    const actors = {
      DEB: of.debtor.actor,
      CRD: of.creditor.actor,
      CHECKER: await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' }),
      BK: await businessKey(ledger, 'BankAMSP'),
      OP: anOperator('CoreMSP'),
      STRANGER: stranger.actor,
    };
    for (const step of steps) await step(ledger, of);
    return { ledger, actors };
  };
}

const late: Step = (ledger) => moveTo(ledger, '2026-08-29');
const claim: Step = (ledger, { creditor }) =>
  ledger.submit(creditor.actor, 'payable:claim', { args: aClaim() });
const withdraw: Step = (ledger, { debtor }) =>
  ledger.submit(debtor.actor, 'payable:withdraw', { args: withdrawal });
const expire: Step = (ledger, { creditor }) =>
  ledger.submit(creditor.actor, 'payable:expire', { args: only() });

export const payableMatrix: Matrix = {
  record: 'payable',
  states: {
    PUBLISHED: scene(),
    'PUBLISHED, past due': scene(late),
    CLAIMED: scene(claim),
    WITHDRAWN: scene(withdraw),
    EXPIRED: scene(late, expire),
  },
  cells: {
    'payable:claim': { args: () => aClaim(), by: ['CRD'], from: ['PUBLISHED'] },
    'payable:withdraw': { args: () => withdrawal, by: ['DEB'], from: ['PUBLISHED'] },
    'payable:expire': { args: only, by: 'ANYONE', from: ['PUBLISHED, past due'] },
  },
};
