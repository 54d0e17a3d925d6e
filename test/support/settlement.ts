import { CalendarDate } from '../../chaincode/domain/dates.js';
import { money, type Money } from '../../chaincode/domain/money.js';
import type { Lot } from '../../chaincode/domain/receivable/lot.js';
import type { Receivable } from '../../chaincode/domain/receivable/receivable.js';
import { aHash, anId } from './build.js';

const issued = CalendarDate.parse('2026-03-02');
const due = CalendarDate.parse('2026-08-28');

/** A receivable in memory: one MAIN pool over all of it. */
export function aClaim(
  wish: Partial<Pick<Receivable, 'face' | 'state'>> & { readonly received?: Money },
): Receivable {
  const { face = money('CNY', 1000n), state = 'ISSUED' } = wish;
  const none = money(face.currency, 0n);
  return {
    id: anId('rcv', 'claim'),
    state,
    since: issued,
    direction: 'UPSTREAM',
    origin: 'PROPOSED',
    debtor: anId('org', 'debtor'),
    creditor: anId('org', 'creditor'),
    face,
    issueDate: issued,
    deliveredOn: issued,
    contractDueDate: due,
    dueDate: due,
    convention: 'NONE',
    calendar: null,
    dueAdj: due,
    graceUntil: due,
    defaultsOn: CalendarDate.parse('2026-11-26'),
    termExtended: false,
    termLong: false,
    tenorJustification: null,
    invoices: [{ identity: aHash('invoice'), use: face }],
    order: null,
    contract: aHash('contract'),
    evidence: aHash('evidence'),
    unconditional: true,
    promise: aHash('promise'),
    setOffWaived: true,
    transferable: true,
    collectionAccount: aHash('account'),
    debtorBears: 0,
    quotaShard: 'a',
    confirmDueBy: due,
    acceptBy: null,
    proposedOn: issued,
    confirmedOn: issued,
    confirmedBy: aHash('key'),
    acceptedOn: issued,
    pools: [
      {
        id: 'MAIN',
        kind: 'MAIN',
        ground: null,
        face,
        received: wish.received ?? none,
        lateReceived: none,
        reviewing: [],
        valueDate: wish.received === undefined ? null : issued,
        closed: false,
        evidence: null,
        intervals: [[1n, face.minor]],
      },
    ],
    rejection: null,
    advice: null,
    frozenUntil: null,
    policies: [],
  };
}

const NOTHING = money('CNY', 0n);

/** A lot in memory; a pledged one has a bank. */
export function aLot(
  wish: Pick<Lot, 'receivable' | 'from' | 'to'> &
    Partial<Pick<Lot, 'state' | 'securedMax' | 'instructed'>>,
): Lot {
  const pledged = wish.state === 'PLEDGED';
  return {
    state: 'FREE',
    since: issued,
    holder: anId('org', 'holder'),
    heldBy: [anId('org', 'holder')],
    hop: 0,
    financeHop: 0,
    splitDepth: 0,
    cutFrom: null,
    offer: null,
    claim: null,
    bank: pledged ? anId('org', 'bank a') : null,
    lapsesAfter: null,
    registered: pledged,
    securedMax: null,
    instructed: NOTHING,
    paid: NOTHING,
    lateInstructed: NOTHING,
    instructions: 0,
    noticeArrivedAt: null,
    ...wish,
  };
}
