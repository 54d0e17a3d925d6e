import { expect } from 'chai';
import {
  aFoundedLedger,
  aFounding,
  aHash,
  anId,
  anOperator,
  attempt,
  NETWORK_RULES,
} from '../support/build.js';
import { storedLot, lotOf } from '../support/lot.js';
import type { Actor, MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf } from '../support/parties.js';
import {
  anIssuedReceivable,
  aProposal,
  confirmation,
  type ReceivableOf,
} from '../support/receivable.js';

const NOTHING = 'nothing refused';
const ID = anId('apr', 'approval');

interface Wish {
  readonly act: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly validUntil?: string;
  readonly id?: string;
}

function opening(ledger: MemoryLedger, by: Actor, wish: Wish): Promise<string> {
  const { act, args, validUntil = '2026-03-31', id = ID } = wish;
  return attempt({ ledger, by }, 'approval:open', { args: { id, act, args, validUntil } });
}

function signing(ledger: MemoryLedger, by: Actor, id = ID): Promise<string> {
  return attempt({ ledger, by }, 'approval:sign', { args: { id } });
}

async function setDate(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

/** An issued receivable and the wish to cancel it. */
async function aCancellation(): Promise<ReceivableOf & { ledger: MemoryLedger; wish: Wish }> {
  const ledger = await aFoundedLedger();
  const receivable = await anIssuedReceivable(ledger);
  const args = { id: receivable.id, document: aHash('agreement') };
  return { ...receivable, ledger, wish: { act: 'receivable:cancel', args } };
}

describe('cancelling a receivable', () => {
  it('takes both sides, and frees what it held', async () => {
    const { ledger, id, debtor, creditor, wish } = await aCancellation();
    const alone = attempt({ ledger, by: debtor.actor }, 'receivable:cancel', { args: wish.args });
    expect(await alone).to.equal('SIGNATURES_MISSING');
    expect(await opening(ledger, debtor.actor, wish)).to.equal(NOTHING);
    expect(ledger.record('receivable', [id])).to.include({ state: 'ISSUED', version: 3 });
    expect(await signing(ledger, creditor.actor)).to.equal(NOTHING);
    expect(ledger.record('receivable', [id])).to.include({ state: 'VOID' });
    expect(ledger.record('approval', [ID])).to.include({ state: 'EXECUTED', version: 2 });
    expect(storedLot(ledger, lotOf(id))).to.include({ state: 'BURNED' });
    const nothing = { currency: 'CNY', amount: '0.00' };
    expect(ledger.record('quota', [debtor.id, 'a'])).to.deep.include({ reserved: nothing });
    const invoice = ledger.record('invoice', [aHash('identity of receivable 1')]);
    expect(invoice).to.deep.include({ used: nothing });
  });

  it('is not asked by a third party, nor of a receivable that has moved', async () => {
    const { ledger, id, debtor, creditor, wish } = await aCancellation();
    const stranger = await businessKey(ledger, 'BankAMSP');
    expect(await opening(ledger, stranger, wish)).to.equal('ROLE_REQUIRED');
    const sizes = ['50000.00', '50000.00'].map((amount) => ({ currency: 'CNY', amount }));
    await ledger.submit(creditor.actor, 'lot:split', { args: { lot: lotOf(id), sizes } });
    expect(await opening(ledger, debtor.actor, wish)).to.equal('RECEIVABLE_MOVED');
  });

  it('needs of each side a key that may bind it to the whole face', async () => {
    const { ledger, debtor, creditor, wish } = await aCancellation();
    const limit = { currency: 'CNY', amount: '99999.99' };
    const small = await businessKey(ledger, 'CoreMSP', { words: 'small', limit });
    expect(await opening(ledger, small, wish)).to.equal(NOTHING);
    expect(await signing(ledger, creditor.actor)).to.equal(NOTHING);
    expect(ledger.record('approval', [ID])).to.include({ state: 'OPEN' });
    expect(await signing(ledger, debtor.actor)).to.equal(NOTHING);
    expect(ledger.record('approval', [ID])).to.include({ state: 'EXECUTED' });
  });
});

describe('an approval', () => {
  it('is void once what it touches has changed', async () => {
    const { ledger, id, debtor, creditor, wish } = await aCancellation();
    await opening(ledger, debtor.actor, wish);
    const advice = {
      id,
      amount: { currency: 'CNY', amount: '1.00' },
      payOn: '2026-08-28',
      reference: aHash('r'),
    };
    await ledger.submit(debtor.actor, 'receivable:advise', { args: advice });
    expect(await signing(ledger, creditor.actor)).to.equal('APPROVAL_STALE');
    expect(ledger.record('approval', [ID])).to.include({ state: 'OPEN', version: 1 });
  });

  it('takes no further signature once it is void, though more are missing', async () => {
    const ledger = await aFoundedLedger();
    const [performed, overtaken] = [anId('apr', 'performed'), anId('apr', 'overtaken')];
    for (const id of [performed, overtaken]) {
      const args = { party: partyOf('CoreMSP'), document: aHash(`document of ${id}`) };
      const wish = { act: 'party:declareInsolvent', args, id };
      expect(await opening(ledger, anOperator('BankAMSP'), wish)).to.equal(NOTHING);
    }
    for (const mspId of ['BankBMSP', 'RegulatorMSP']) {
      expect(await signing(ledger, anOperator(mspId), performed)).to.equal(NOTHING);
    }
    const second = await signing(ledger, anOperator('BankBMSP'), overtaken);
    expect(second).to.equal('APPROVAL_STALE');
  });

  it('is void once somebody who signed no longer signs for its party', async () => {
    const { ledger, creditor, wish } = await aCancellation();
    const maker = await businessKey(ledger, 'CoreMSP', { words: 'leaving' });
    await opening(ledger, maker, wish);
    await ledger.submit(anOperator('CoreMSP'), 'party:revokeKey', {
      args: { party: partyOf('CoreMSP'), key: maker.key },
    });
    expect(await signing(ledger, creditor.actor)).to.equal('APPROVAL_STALE');
  });

  it('takes no signature that is not needed, nor one twice', async () => {
    const { ledger, debtor, creditor, wish } = await aCancellation();
    await opening(ledger, debtor.actor, wish);
    expect(await signing(ledger, debtor.actor)).to.equal('SIGNATURE_NOT_NEEDED');
    const stranger = await businessKey(ledger, 'BankAMSP');
    expect(await signing(ledger, stranger)).to.equal('SIGNATURE_NOT_NEEDED');
    expect(await signing(ledger, creditor.actor)).to.equal(NOTHING);
    expect(await signing(ledger, creditor.actor)).to.equal('STATE_CONFLICT');
  });

  it('is withdrawn by the party that opened it', async () => {
    const { ledger, debtor, creditor, wish } = await aCancellation();
    await opening(ledger, debtor.actor, wish);
    const withdrawing = (by: Actor): Promise<string> =>
      attempt({ ledger, by }, 'approval:withdraw', { args: { id: ID } });
    expect(await withdrawing(creditor.actor)).to.equal('ROLE_REQUIRED');
    expect(await withdrawing(debtor.actor)).to.equal(NOTHING);
    expect(await signing(ledger, creditor.actor)).to.equal('STATE_CONFLICT');
  });

  it('ends with its last day', async () => {
    const { ledger, debtor, creditor, wish } = await aCancellation();
    await opening(ledger, debtor.actor, wish);
    const expiring = (): Promise<string> =>
      attempt({ ledger, by: debtor.actor }, 'approval:expire', { args: { id: ID } });
    await setDate(ledger, '2026-03-31');
    expect(await expiring()).to.equal('DATE_NOT_REACHED');
    await setDate(ledger, '2026-04-01');
    expect(await signing(ledger, creditor.actor)).to.equal('STATE_CONFLICT');
    expect(await expiring()).to.equal(NOTHING);
    expect(ledger.record('approval', [ID])).to.include({ state: 'EXPIRED', since: '2026-04-01' });
    expect(await expiring()).to.equal('STATE_CONFLICT');
  });

  it('is opened for a month at most, and not into the past', async () => {
    const { ledger, debtor, wish } = await aCancellation();
    const until = (validUntil: string): Promise<string> =>
      opening(ledger, debtor.actor, { ...wish, validUntil });
    expect(await until('2026-03-01')).to.equal('DATE_PASSED');
    expect(await until('2026-04-02')).to.equal('APPROVAL_TOO_LONG');
    expect(await until('2026-04-01')).to.equal(NOTHING);
    expect(await until('2026-04-01')).to.equal('ALREADY_EXISTS');
  });

  it('is for public acts that need it', async () => {
    const { ledger, debtor, id } = await aCancellation();
    const opened = (act: string, args: Record<string, unknown> = {}): Promise<string> =>
      opening(ledger, debtor.actor, { act, args });
    const advice = {
      id,
      amount: { currency: 'CNY', amount: '1.00' },
      payOn: '2026-08-28',
      reference: aHash('r'),
    };
    expect(await opened('receivable:advise', advice)).to.equal('APPROVAL_NOT_NEEDED');
    expect(await opened('approval:sign', { id: ID })).to.equal('ACT_NOT_APPROVABLE');
    expect(await opened('programme:found', aFounding())).to.equal('ACT_NOT_APPROVABLE');
    expect(await opened('party:verify')).to.equal('ACT_NOT_APPROVABLE');
    expect(await opened('receivable:steal')).to.equal('ACT_NOT_APPROVABLE');
    expect(await opened('receivable:cancel', { id })).to.equal('COMMAND_MALFORMED');
  });
});

describe('a second person', () => {
  it('confirms with the first what is above the limit', async () => {
    const ledger = await aFoundedLedger({ secondPersonAbove: '99999.99' });
    const { id, debtor } = await aProposal(ledger);
    const checker = await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' });
    const wish = { act: 'receivable:confirm', args: confirmation() };
    expect(await opening(ledger, debtor.actor, wish)).to.equal(NOTHING);
    expect(await signing(ledger, debtor.actor)).to.equal('SIGNATURE_NOT_NEEDED');
    // Another confirmation out of the same quota voids nothing: the rule tests it again.
    const other = await businessKey(ledger, 'BankAMSP');
    const granted = { currency: 'CNY', amount: '9000000.00' };
    await ledger.submit(other, 'quota:set', { args: { debtor: debtor.id, shard: 'a', granted } });
    expect(await signing(ledger, checker)).to.equal(NOTHING);
    expect(ledger.record('receivable', [id])).to.include({
      state: 'CONFIRMED',
      confirmedBy: debtor.actor.key,
    });
  });

  it('signs what the rule still allows at that moment', async () => {
    const ledger = await aFoundedLedger({ secondPersonAbove: '99999.99' });
    const { debtor } = await aProposal(ledger);
    const checker = await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' });
    await opening(ledger, debtor.actor, { act: 'receivable:confirm', args: confirmation() });
    const bank = await businessKey(ledger, 'BankAMSP');
    const granted = { currency: 'CNY', amount: '0.00' };
    await ledger.submit(bank, 'quota:set', { args: { debtor: debtor.id, shard: 'a', granted } });
    expect(await signing(ledger, checker)).to.equal('QUOTA_EXCEEDED');
  });
});

describe('a network policy', () => {
  it('is set by a quorum of operators', async () => {
    const ledger = await aFoundedLedger();
    const rules = { ...NETWORK_RULES, hopsMax: 4 };
    const args = { scope: 'NETWORK', from: '2026-04-01', rules };
    const wish = { act: 'policy:set', args };
    const operators = ['CoreMSP', 'AccessMSP', 'BankAMSP', 'BankBMSP'].map(anOperator);
    const [first, second, third, fourth] = operators;
    if (!first || !second || !third || !fourth) throw new Error('four operators');
    expect(await attempt({ ledger, by: first }, 'policy:set', { args })).to.equal(
      'SIGNATURES_MISSING',
    );
    expect(await opening(ledger, first, wish)).to.equal(NOTHING);
    await setDate(ledger, '2026-03-03');
    expect(await signing(ledger, second)).to.equal(NOTHING);
    expect(ledger.record('policy', ['NETWORK', 'network', '2026-04-01'])).to.equal(null);
    expect(await signing(ledger, second)).to.equal('SIGNATURE_NOT_NEEDED');
    expect(await signing(ledger, third)).to.equal(NOTHING);
    expect(ledger.record('policy', ['NETWORK', 'network', '2026-04-01'])).to.not.equal(null);
    expect(await signing(ledger, fourth)).to.equal('STATE_CONFLICT');
  });
});
