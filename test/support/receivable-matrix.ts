import { aFoundedLedger, aHash, anId, anOperator } from './build.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import { businessKey } from './parties.js';
import {
  aConfirmedReceivable,
  anIssuedReceivable,
  aProposal,
  aSupplier,
  confirmation,
  type ReceivableOf,
} from './receivable.js';
import { aPayment } from './payment.js';

const ID = anId('rcv', 'receivable 1');
const only = (): Record<string, unknown> => ({ id: ID });

/** The business date of a sandbox, moved on. */
async function on(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

type Making = (ledger: MemoryLedger) => Promise<ReceivableOf>;

/** The receivable as `make` leaves it and `then` moves it on, with its cast. */
function scene(
  make: Making,
  then: (ledger: MemoryLedger, of: ReceivableOf) => Promise<unknown> = async () => {},
): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger();
    const stranger = await aSupplier(ledger, 'stranger');
    const actors = {
      CHECKER: await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' }),
      CLR: await businessKey(ledger, 'BankAMSP'),
      BK: await businessKey(ledger, 'BankBMSP'),
      OP: anOperator('CoreMSP'),
      STRANGER: stranger.actor,
    };
    const of = await make(ledger);
    await then(ledger, of);
    return { ledger, actors: { DEB: of.debtor.actor, CRD: of.creditor.actor, ...actors } };
  };
}

/** `act` by one of the two, with nothing but the id. */
function done(act: string, by: 'debtor' | 'creditor', more: Record<string, unknown> = {}) {
  return (ledger: MemoryLedger, of: ReceivableOf): Promise<unknown> =>
    ledger.submit(of[by].actor, `receivable:${act}`, { args: { id: of.id, ...more } });
}

/** The dates come, and their acts are sent. */
function turned(...steps: readonly (readonly [date: string, act: string])[]) {
  return async (ledger: MemoryLedger, of: ReceivableOf): Promise<void> => {
    for (const [date, act] of steps) {
      await on(ledger, date);
      await ledger.submit(of.debtor.actor, `receivable:${act}`, { args: { id: of.id } });
    }
  };
}

const DUE = ['2026-08-28', 'mature'] as const;
const OVERDUE = ['2026-08-29', 'markOverdue'] as const;
const DEFAULT = ['2026-11-26', 'default'] as const;

export const receivableMatrix: Matrix = {
  record: 'receivable',
  states: {
    DRAFT: scene(aProposal),
    'DRAFT, unanswered': scene(aProposal, (ledger) => on(ledger, '2026-04-02')),
    CONFIRMED: scene(aConfirmedReceivable),
    'CONFIRMED, unanswered': scene(aConfirmedReceivable, (ledger) => on(ledger, '2026-04-02')),
    ISSUED: scene(anIssuedReceivable),
    'ISSUED, past due': scene(anIssuedReceivable, (ledger) => on(ledger, '2026-08-28')),
    DUE: scene(anIssuedReceivable, turned(DUE)),
    'DUE, past grace': scene(anIssuedReceivable, async (ledger, of) => {
      await turned(DUE)(ledger, of);
      await on(ledger, '2026-08-29');
    }),
    OVERDUE: scene(anIssuedReceivable, turned(OVERDUE)),
    'OVERDUE, long past': scene(anIssuedReceivable, async (ledger, of) => {
      await turned(OVERDUE)(ledger, of);
      await on(ledger, '2026-11-26');
    }),
    DEFAULTED: scene(anIssuedReceivable, turned(DEFAULT)),
    SETTLED: scene(anIssuedReceivable, (ledger, of) => aPayment(ledger, of.id, '100000.00')),
    VOID: scene(aProposal, done('withdraw', 'creditor')),
    REJECTED: scene(aProposal, done('reject', 'debtor', { reason: 'OTHER' })),
    DECLINED: scene(aConfirmedReceivable, done('decline', 'creditor')),
    REVOKED: scene(aConfirmedReceivable, done('revoke', 'debtor')),
    EXPIRED: scene(aProposal, turned(['2026-04-02', 'expire'])),
  },
  cells: {
    'receivable:confirm': { args: () => confirmation(), by: ['DEB'], from: ['DRAFT'] },
    'receivable:reject': {
      args: () => ({ id: ID, reason: 'OTHER' }),
      by: ['DEB'],
      from: ['DRAFT'],
    },
    'receivable:withdraw': { args: only, by: ['CRD'], from: ['DRAFT'] },
    'receivable:accept': { args: only, by: ['CRD'], from: ['CONFIRMED'] },
    'receivable:decline': { args: only, by: ['CRD'], from: ['CONFIRMED'] },
    'receivable:revoke': { args: only, by: ['DEB'], from: ['CONFIRMED'] },
    'receivable:expire': {
      args: only,
      by: 'ANYONE',
      from: ['DRAFT, unanswered', 'CONFIRMED, unanswered'],
    },
    'receivable:mature': { args: only, by: 'ANYONE', from: ['ISSUED, past due'] },
    'receivable:markOverdue': { args: only, by: 'ANYONE', from: ['DUE, past grace'] },
    'receivable:default': { args: only, by: 'ANYONE', from: ['OVERDUE, long past'] },
    'receivable:cancel': {
      args: () => ({ id: ID, document: aHash('agreement') }),
      by: ['DEB', 'CRD'],
      from: ['ISSUED'],
      yet: 'SIGNATURES_MISSING',
    },
    'receivable:advise': {
      args: () => ({
        id: ID,
        amount: { currency: 'CNY', amount: '1.00' },
        payOn: '2026-08-28',
        reference: aHash('reference'),
      }),
      by: ['DEB'],
      from: [
        'ISSUED',
        'ISSUED, past due',
        'DUE',
        'DUE, past grace',
        'OVERDUE',
        'OVERDUE, long past',
        'DEFAULTED',
      ],
    },
    'receivable:redeem': {
      args: () => ({
        receivable: ID,
        lots: ['1'],
        receiptsUpTo: { currency: 'CNY', amount: '0.00' },
      }),
      by: 'ANYONE',
      from: [
        'ISSUED',
        'ISSUED, past due',
        'DUE',
        'DUE, past grace',
        'OVERDUE',
        'OVERDUE, long past',
        'DEFAULTED',
        'SETTLED',
      ],
    },
    'receivable:closeDistribution': {
      args: () => ({ receivable: ID, pool: 'MAIN', evidence: aHash('evidence') }),
      by: ['CLR'],
      from: [
        'ISSUED, past due',
        'DUE',
        'DUE, past grace',
        'OVERDUE',
        'OVERDUE, long past',
        'DEFAULTED',
      ],
    },
  },
};
