import { expect } from 'chai';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import { approvalMatrix } from '../support/approval-matrix.js';
import { offerMatrix, requestMatrix } from '../support/financing-matrix.js';
import { loanMatrix } from '../support/loan-matrix.js';
import { lotMatrix } from '../support/lot-matrix.js';
import { walk, type Matrix } from '../support/matrix.js';
import { orderMatrix } from '../support/order-matrix.js';
import { partyMatrix } from '../support/party-matrix.js';
import { payableMatrix } from '../support/payable-matrix.js';
import { purchaseMatrix } from '../support/purchase-matrix.js';
import { receivableMatrix } from '../support/receivable-matrix.js';
import { instructionMatrix, receiptMatrix } from '../support/settlement-matrix.js';

const MATRICES: readonly Matrix[] = [
  partyMatrix,
  orderMatrix,
  payableMatrix,
  receivableMatrix,
  lotMatrix,
  approvalMatrix,
  requestMatrix,
  offerMatrix,
  loanMatrix,
  purchaseMatrix,
  receiptMatrix,
  instructionMatrix,
];

/** Acts that make a record, which no state precedes: their own tests walk who may. */
const MAKING = [
  'programme:found',
  'party:invite',
  'party:apply',
  'order:record',
  'payable:publish',
  'receivable:propose',
  'receivable:issue',
  'approval:open',
  'request:open',
  'receipt:registerPayment',
];

/** Acts over several records at once, walked by the acts they are made of. */
const COMPOSED = ['lot:batch'];

/** Records whose acts are walked by the tests of their own contract. */
const ELSEWHERE: readonly string[] = [
  'programme',
  'policy',
  'rate',
  'calendar',
  'quota',
  'invoice',
  'limit',
  'exposure',
];

describe('every state, act and role is an edge or a named refusal', () => {
  for (const matrix of MATRICES) walk(matrix);

  it('walks what it names, and names it once', () => {
    const walked = MATRICES.flatMap(({ cells }) => Object.keys(cells));
    const named = [...walked, ...MAKING, ...COMPOSED];
    expect(new Set(named).size).to.equal(named.length);
    for (const name of named) expect(TRANSACTIONS).to.have.property(name);
  });

  it('leaves out no act of a record it walks', () => {
    const walked = MATRICES.flatMap(({ cells }) => Object.keys(cells));
    const known = [...walked, ...MAKING, ...COMPOSED];
    const missing = Object.keys(TRANSACTIONS).filter(
      (name) => !known.includes(name) && !ELSEWHERE.includes(resourceOf(name)),
    );
    expect(missing).to.deep.equal([]);
    const walkedToo = ELSEWHERE.filter((each) => walked.some((name) => resourceOf(name) === each));
    expect(walkedToo).to.deep.equal([]);
  });
});

function resourceOf(name: string): string {
  return name.slice(0, name.indexOf(':'));
}
