import { expect } from 'chai';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import { approvalLifecycle } from '../../chaincode/domain/approval.js';
import { loanLifecycle } from '../../chaincode/domain/financing/loan.js';
import { offerLifecycle } from '../../chaincode/domain/financing/offer.js';
import { purchaseLifecycle } from '../../chaincode/domain/financing/purchase.js';
import { requestLifecycle } from '../../chaincode/domain/financing/request.js';
import { orderLifecycle } from '../../chaincode/domain/order.js';
import { partyLifecycle } from '../../chaincode/domain/party.js';
import { payableLifecycle } from '../../chaincode/domain/payable.js';
import { lotLifecycle } from '../../chaincode/domain/receivable/lot.js';
import { receivableLifecycle } from '../../chaincode/domain/receivable/receivable.js';
import { instructionLifecycle } from '../../chaincode/domain/settlement/instruction.js';
import { receiptLifecycle } from '../../chaincode/domain/settlement/receipt.js';

interface Life {
  readonly record: string;
  readonly table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>;
  /** States that nothing follows, by design. */
  readonly ends: readonly string[];
  /** The transaction that takes an edge whose name it does not bear; none: nobody can send it yet. */
  readonly sentAs?: Readonly<Record<string, readonly string[]>>;
}

const LIVES: readonly Life[] = [
  {
    record: 'party',
    table: partyLifecycle,
    ends: ['SUCCEEDED', 'DISSOLVED'],
    sentAs: { succeed: [] },
  },
  {
    record: 'order',
    table: orderLifecycle,
    ends: ['REJECTED', 'WITHDRAWN', 'EXPIRED', 'COMPLETED', 'CANCELLED'],
  },
  { record: 'payable', table: payableLifecycle, ends: ['CLAIMED', 'WITHDRAWN', 'EXPIRED'] },
  {
    record: 'receivable',
    table: receivableLifecycle,
    ends: ['SETTLED', 'VOID', 'REJECTED', 'DECLINED', 'EXPIRED', 'REVOKED'],
    sentAs: {
      receive: ['receipt:registerPayment', 'receipt:allocate'],
      settle: ['receipt:registerPayment', 'receipt:allocate', 'receivable:closeDistribution'],
    },
  },
  {
    record: 'lot',
    table: lotLifecycle,
    ends: ['REDEEMED', 'BURNED'],
    sentAs: {
      reserve: ['request:open'],
      unreserve: ['request:cancel', 'request:expire'],
      commit: ['offer:accept'],
      cancelCommitment: ['loan:cancel', 'purchase:cancel'],
      pledge: ['loan:register'],
      registerSale: ['loan:register', 'purchase:register'],
      sell: ['loan:disburse', 'purchase:pay'],
      moneyReturned: ['loan:disbursementReturned', 'purchase:paymentReturned'],
      enforce: ['loan:enforce'],
      release: ['loan:repay', 'loan:prepay', 'loan:applyCollection'],
      repurchase: ['loan:repurchase', 'purchase:repurchase'],
      redeem: ['receivable:redeem'],
      convert: [],
    },
  },
  {
    record: 'approval',
    table: approvalLifecycle,
    ends: ['EXECUTED', 'WITHDRAWN', 'EXPIRED'],
    sentAs: { execute: ['approval:sign'] },
  },
  {
    record: 'request',
    table: requestLifecycle,
    ends: ['ACCEPTED', 'CANCELLED', 'EXPIRED'],
    sentAs: { accept: ['offer:accept'] },
  },
  {
    record: 'offer',
    table: offerLifecycle,
    ends: ['ACCEPTED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'],
    sentAs: { expire: ['offer:restore'] },
  },
  {
    record: 'loan',
    table: loanLifecycle,
    // Nothing is written off yet.
    ends: ['CLOSED', 'CANCELLED', 'WRITTEN_OFF'],
    sentAs: { payOff: ['loan:repay', 'loan:prepay', 'loan:applyCollection'] },
  },
  {
    record: 'purchase',
    table: purchaseLifecycle,
    // Nothing is assigned between banks yet.
    ends: ['CLOSED', 'LOSS', 'REPURCHASED', 'CANCELLED', 'ASSIGNED'],
    sentAs: { closeWithLoss: ['purchase:close'] },
  },
  { record: 'receipt', table: receiptLifecycle, ends: ['REVERSED'] },
  { record: 'instruction', table: instructionLifecycle, ends: ['PAID', 'REISSUED'] },
];

describe('no state is without an exit', () => {
  for (const life of LIVES) {
    const { record, table, ends } = life;

    it(`${record}: every edge is an act that somebody can send`, () => {
      const acts = Object.values(table).flatMap((edges) => Object.keys(edges));
      for (const act of acts) {
        for (const name of sentAs(life, act)) expect(TRANSACTIONS, act).to.have.property(name);
      }
      for (const alias of Object.keys(life.sentAs ?? {})) expect(acts).to.include(alias);
    });

    it(`${record}: every state leads to an end, and the ends are meant`, () => {
      for (const state of Object.keys(table)) {
        const leads = reachable(life, state).some((each) => ends.includes(each));
        expect(leads, state).to.equal(true);
        expect(leaves(life, state).length === 0, `${state} is an end`).to.equal(
          ends.includes(state),
        );
      }
    });
  }
});

function sentAs({ record, sentAs: aliases }: Life, act: string): readonly string[] {
  return aliases?.[act] ?? [`${record}:${act}`];
}

/** States that acts which can be sent lead to, other than the state itself. */
function leaves(life: Life, state: string): string[] {
  return Object.entries(life.table[state] ?? {}).flatMap(([act, to]) =>
    to === undefined || to === state || sentAs(life, act).length === 0 ? [] : [to],
  );
}

/** All states reached from `state`, itself among them. */
function reachable(life: Life, state: string): readonly string[] {
  const found = [state];
  for (const each of found) {
    found.push(...leaves(life, each).filter((next) => !found.includes(next)));
  }
  return found;
}
