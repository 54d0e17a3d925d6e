import { aFoundedLedger, aHash, anId, anOperator, moveTo } from './build.js';
import { jointly } from './jointly.js';
import type { Matrix, Scene } from './matrix.js';
import type { MemoryLedger } from './memory-ledger.js';
import { businessKey, type PartyWithKey } from './parties.js';
import { aSupplier, theCoreEnterprise } from './receivable.js';

const ID = anId('ord', 'order 1');
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });
const only = (): Record<string, unknown> => ({ id: ID });
const signed = {
  id: ID,
  ordered: cny('1000.00'),
  advancePaid: cny('0.00'),
  content: aHash('order 1'),
};
const changed = { ...signed, cancelled: cny('0.00'), shipped: cny('0.00'), invoiced: cny('0.00') };
const delivery = { id: ID, amount: cny('1000.00'), evidence: aHash('papers') };

interface Sides {
  readonly ledger: MemoryLedger;
  readonly buyer: PartyWithKey;
  readonly seller: PartyWithKey;
}

/** A purchase order that the supplier recorded, moved on by `steps`. */
function scene(...steps: readonly ((sides: Sides) => Promise<unknown>)[]): () => Promise<Scene> {
  return async () => {
    const ledger = await aFoundedLedger();
    const buyer = await theCoreEnterprise(ledger);
    const seller = await aSupplier(ledger, 'supplier 1');
    const stranger = await aSupplier(ledger, 'stranger');
    const actors = {
      BUY: buyer.actor,
      SEL: seller.actor,
      CHECKER: await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' }),
      BK: await businessKey(ledger, 'BankAMSP'),
      OP: anOperator('CoreMSP'),
      STRANGER: stranger.actor,
    };
    const args = { ...signed, kind: 'PURCHASE', counterparty: buyer.id };
    await ledger.submit(seller.actor, 'order:record', { args });
    for (const step of steps) await step({ ledger, buyer, seller });
    return { ledger, actors };
  };
}

function by(side: 'buyer' | 'seller', act: string, args: Record<string, unknown> = only()) {
  return (sides: Sides): Promise<unknown> =>
    sides.ledger.submit(sides[side].actor, `order:${act}`, { args });
}

const late = ({ ledger }: Sides): Promise<void> => moveTo(ledger, '2026-04-02');
const confirm = by('buyer', 'confirm', signed);
const ship = by('seller', 'ship', delivery);
const cancel = ({ ledger, buyer, seller }: Sides): Promise<unknown> =>
  jointly(ledger, { act: 'order:cancel', args: only() }, [buyer.actor, seller.actor]);

const OPEN = ['CONFIRMED', 'CONFIRMED, delivered'];

export const orderMatrix: Matrix = {
  record: 'order',
  states: {
    DRAFT: scene(),
    'DRAFT, unanswered': scene(late),
    CONFIRMED: scene(confirm),
    'CONFIRMED, delivered': scene(confirm, ship),
    REJECTED: scene(by('buyer', 'reject', { id: ID, reason: 'OTHER' })),
    WITHDRAWN: scene(by('seller', 'withdraw')),
    EXPIRED: scene(late, by('seller', 'expire')),
    COMPLETED: scene(confirm, ship, by('buyer', 'complete')),
    CANCELLED: scene(confirm, cancel),
  },
  cells: {
    'order:confirm': { args: () => signed, by: ['BUY'], from: ['DRAFT'] },
    'order:reject': { args: () => ({ id: ID, reason: 'OTHER' }), by: ['BUY'], from: ['DRAFT'] },
    'order:withdraw': { args: only, by: ['SEL'], from: ['DRAFT'] },
    'order:expire': { args: only, by: 'ANYONE', from: ['DRAFT, unanswered'] },
    'order:ship': {
      args: () => delivery,
      by: ['SEL'],
      from: OPEN,
      yet: { 'CONFIRMED, delivered': 'ORDER_EXCEEDED' },
    },
    'order:invoice': { args: () => delivery, by: ['SEL'], from: OPEN },
    'order:change': {
      args: () => changed,
      by: ['BUY', 'SEL'],
      from: OPEN,
      yet: 'SIGNATURES_MISSING',
    },
    'order:cancel': { args: only, by: ['BUY', 'SEL'], from: OPEN, yet: 'SIGNATURES_MISSING' },
    'order:complete': {
      args: only,
      by: ['BUY', 'SEL'],
      from: OPEN,
      yet: { CONFIRMED: 'ORDER_INCOMPLETE' },
    },
  },
};
