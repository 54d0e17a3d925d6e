import { expect } from 'chai';
import { z } from 'zod';
import { payableCommands } from '../../chaincode/commands/payable.js';
import { PayableId } from '../../chaincode/domain/identifiers.js';
import { partyLifecycle, PartyState } from '../../chaincode/domain/party.js';
import {
  claimPayable,
  debtOf,
  expirePayable,
  payableLifecycle,
  PayableState,
  publishPayables,
  requireClaimable,
  withdrawPayable,
  type Payable,
} from '../../chaincode/domain/payable.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { complete } from '../../chaincode/domain/policy.js';
import { makeReceivable } from '../../chaincode/domain/receivable/terms.js';
import { changeStanding, type StandingAct } from '../../chaincode/domain/standing.js';
import { anAct, aProgramme, foundingArgs } from '../support/act.js';
import { anId, refusalIn } from '../support/build.js';
import { aParty } from '../support/order.js';
import { aBatch } from '../support/payable.js';
import { verdict } from '../support/schema.js';

const debtor = { ...aParty(), id: anId('org', 'debtor') };
const creditor = { ...aParty(), id: anId('org', 'supplier 1') };
const policy = { rules: complete(foundingArgs().policy.rules), ids: [] };

function aPayable(state: PayableState): Payable {
  const { batch, terms, rows } = payableCommands['payable:publish'].decodeArgs(aBatch());
  const placed = rows.map((row) => ({ row, creditor, dueAdj: row.dueDate }));
  const act = anAct({ party: debtor.id });
  const [payable] = publishPayables({ batch, terms, rows: placed }, { debtor, policy }, act);
  if (payable === undefined) throw new Error('a batch of one row has one');
  return { ...payable, state };
}

describe('the states of a payable', () => {
  const acts = {
    claim: (payable: Payable): void => requireClaimable(payable, anAct({ party: creditor.id })),
    withdraw: (payable: Payable): unknown =>
      withdrawPayable(payable, 'OTHER', anAct({ party: debtor.id })),
    expire: (payable: Payable): unknown => expirePayable(payable, CalendarDate.parse('2026-08-29')),
  };
  for (const state of PayableState.options) {
    for (const [act, perform] of Object.entries(acts)) {
      const open = Object.keys(payableLifecycle[state]).includes(act);
      it(`${state}: ${act} ${open ? 'passes' : 'is refused'}`, () => {
        const code = refusalIn(() => perform(aPayable(state)));
        expect(code).to.equal(open ? null : 'STATE_CONFLICT');
      });
    }
  }
});

describe('a payable', () => {
  it('is not published by a debtor that may not issue', () => {
    const { batch, terms, rows } = payableCommands['payable:publish'].decodeArgs(aBatch());
    const placed = rows.map((row) => ({ row, creditor, dueAdj: row.dueDate }));
    const blocked = { ...debtor, blockedSince: CalendarDate.parse('2026-03-02') };
    const act = anAct({ party: debtor.id });
    const publish = (): unknown =>
      publishPayables({ batch, terms, rows: placed }, { debtor: blocked, policy }, act);
    expect(refusalIn(publish)).to.equal('DEBTOR_BLOCKED');
  });

  it('claimed shortly before it is due is accepted until then', () => {
    const payable = aPayable('PUBLISHED');
    const today = CalendarDate.parse('2026-08-20');
    const act = anAct({ party: creditor.id }, { today });
    const terms = { receivable: anId('rcv', 'claimed'), termExtended: false, quotaShard: 'a' };
    const making = { today, policy, debtor, creditor, dueAdj: payable.dueDate };
    const made = makeReceivable(debtOf(payable, terms), { ...making, origin: 'CLAIMED' });
    const claimed = claimPayable({ payable, made, policy }, act);
    expect(claimed.receivable).to.include({ state: 'CONFIRMED', acceptBy: '2026-08-28' });
  });
});

describe('the name of a payable', () => {
  it('is its batch and its row from 1 to 200', () => {
    const batch = anId('pay', 'batch 1');
    for (const row of [1, 42, 200]) {
      const name = z.decode(PayableId, `${batch}:${row}`);
      expect(name).to.deep.equal({ batch, row });
      expect(z.encode(PayableId, name)).to.equal(`${batch}:${row}`);
    }
    for (const wrong of ['0', '01', '201', '-1', '1.0', '', '1000']) {
      expect(verdict(PayableId, `${batch}:${wrong}`), wrong).to.not.equal('accepted');
    }
  });
});

describe('the states of a party', () => {
  const acts: readonly StandingAct[] = ['suspend', 'reinstate', 'declareInsolvent', 'dissolve'];
  for (const state of PartyState.options) {
    for (const what of acts) {
      const edges: Readonly<Partial<Record<string, PartyState>>> = partyLifecycle[state];
      const to = edges[what];
      it(`${state}: ${what} ${to === undefined ? 'is refused' : `leads to ${to}`}`, () => {
        const party = { ...aParty(), state };
        const act = anAct({ role: 'OPERATOR', mspId: party.mspId });
        const standing = { party, what, document: null };
        const change = (): string => changeStanding(standing, act, aProgramme()).state;
        if (to === undefined) expect(refusalIn(change)).to.equal('STATE_CONFLICT');
        else expect(change()).to.equal(to);
      });
    }
  }
});
