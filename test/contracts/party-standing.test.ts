import { expect } from 'chai';
import { aFoundedLedger, aHash, anOperator, aSigner, attempt } from '../support/build.js';
import type { Actor } from '../support/memory-ledger.js';
import { anActiveParty, anInvitedParty, businessKey, partyOf } from '../support/parties.js';

const access = anOperator('AccessMSP');
const core = anOperator('CoreMSP');
const bankA = anOperator('BankAMSP');

describe('a party’s standing', () => {
  it('suspends and comes back; a suspended party does not act', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const key = { party: id, key: aHash('second'), role: 'MAKER', limit: null, validTo: null };
    expect(
      await attempt({ ledger, by: access }, 'party:suspend', { args: { party: id } }),
    ).to.equal('nothing refused');
    expect(await attempt({ ledger, by: actor }, 'party:addKey', { args: key })).to.equal(
      'PARTY_NOT_ACTIVE',
    );
    expect(
      await attempt({ ledger, by: access }, 'party:suspend', { args: { party: id } }),
    ).to.equal('STATE_CONFLICT');
    await ledger.submit(access, 'party:reinstate', { args: { party: id } });
    expect(await attempt({ ledger, by: actor }, 'party:addKey', { args: key })).to.equal(
      'nothing refused',
    );
  });

  it('is decided alone only by the operator of the party’s organisation', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const document = aHash('order of the court');
    const maker = await businessKey(ledger, 'AccessMSP');
    expect(await attempt({ ledger, by: actor }, 'party:suspend', { args: { party: id } })).to.equal(
      'ROLE_REQUIRED',
    );
    expect(await attempt({ ledger, by: maker }, 'party:suspend', { args: { party: id } })).to.equal(
      'ROLE_REQUIRED',
    );
    for (const name of ['party:declareInsolvent', 'party:dissolve']) {
      const code = await attempt({ ledger, by: bankA }, name, { args: { party: id, document } });
      expect(code, name).to.equal('SIGNATURES_MISSING');
    }
    const own = { party: partyOf('CoreMSP') };
    expect(await attempt({ ledger, by: core }, 'party:suspend', { args: own })).to.equal(
      'SIGNATURES_MISSING',
    );
  });

  it('ends with a document, also before the party is active', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await anInvitedParty(ledger, 'invited');
    const document = aHash('withdrawn');
    const without = await attempt({ ledger, by: access }, 'party:dissolve', {
      args: { party: id },
    });
    expect(without).to.equal('COMMAND_MALFORMED');
    await ledger.submit(access, 'party:dissolve', { args: { party: id, document } });
    expect(ledger.record('party', [id])).to.include({ state: 'DISSOLVED', document });
  });

  it('keeps the document of an insolvency when the party is reinstated', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await anActiveParty(ledger, 'supplier');
    const document = aHash('order of the court');
    await ledger.submit(access, 'party:declareInsolvent', { args: { party: id, document } });
    await ledger.submit(access, 'party:reinstate', { args: { party: id } });
    expect(ledger.record('party', [id])).to.include({ state: 'ACTIVE', document });
  });
});

describe('the keys of a party', () => {
  const aKey = (party: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
    party,
    key: aHash('second key'),
    role: 'MAKER',
    limit: null,
    validTo: null,
    ...over,
  });

  it('of an organisation are its operator’s to pin', async () => {
    const ledger = await aFoundedLedger();
    const bank = partyOf('BankAMSP');
    const maker = await businessKey(ledger, 'BankAMSP');
    expect(await attempt({ ledger, by: maker }, 'party:addKey', { args: aKey(bank) })).to.equal(
      'ROLE_REQUIRED',
    );
    expect(await attempt({ ledger, by: core }, 'party:addKey', { args: aKey(bank) })).to.equal(
      'ROLE_REQUIRED',
    );
    const operator = aKey(bank, { role: 'OPERATOR' });
    expect(await attempt({ ledger, by: bankA }, 'party:addKey', { args: operator })).to.equal(
      'nothing refused',
    );
    expect(await attempt({ ledger, by: bankA }, 'party:addKey', { args: operator })).to.equal(
      'ALREADY_EXISTS',
    );
  });

  it('of an organisation stay its operator’s, a checker or not', async () => {
    const ledger = await aFoundedLedger();
    await businessKey(ledger, 'BankAMSP', { role: 'CHECKER' });
    const party = partyOf('BankAMSP');
    expect(ledger.record('party', [party])).to.include({ secondPerson: false, version: 1 });
  });

  it('of a supplier are its own to pin, not its organisation’s', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const other = await anActiveParty(ledger, 'another');
    const tried = (by: Actor, over: Record<string, unknown> = {}): Promise<string> =>
      attempt({ ledger, by }, 'party:addKey', { args: aKey(id, over) });
    expect(await tried(access)).to.equal('ROLE_REQUIRED');
    expect(await tried(other.actor)).to.equal('ROLE_REQUIRED');
    expect(await tried(actor, { role: 'OPERATOR' })).to.equal('ROLE_REQUIRED');
    expect(await tried(actor, { validTo: '2026-03-01' })).to.equal('DATE_PASSED');
    const limit = { currency: 'CNY', amount: '1000.00' };
    expect(await tried(actor, { role: 'CHECKER', limit })).to.equal('COMMAND_MALFORMED');
    expect(await tried(actor, { limit, validTo: '2026-03-02' })).to.equal('nothing refused');
    const added = aSigner('AccessMSP', 'x');
    const second = { ...added, key: aHash('second key') };
    expect(await tried(second, { key: aHash('third') })).to.equal('ROLE_REQUIRED');
  });

  it('change by two persons as soon as there is a checker', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const checker = aKey(id, { role: 'CHECKER' });
    await ledger.submit(actor, 'party:addKey', { args: checker });
    const third = aKey(id, { key: aHash('third') });
    expect(await attempt({ ledger, by: actor }, 'party:addKey', { args: third })).to.equal(
      'SIGNATURES_MISSING',
    );
    const revoked = { party: id, key: aHash('second key') };
    const code = await attempt({ ledger, by: actor }, 'party:revokeKey', { args: revoked });
    expect(code).to.equal('SIGNATURES_MISSING');
  });

  it('are in force from their first to their last day', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const second: Actor = { ...actor, key: aHash('second key') };
    await ledger.submit(actor, 'party:addKey', { args: aKey(id, { validTo: '2026-03-03' }) });
    const third = aKey(id, { key: aHash('third') });
    const fourth = aKey(id, { key: aHash('fourth') });
    await ledger.submit(core, 'programme:setDate', { args: { date: '2026-03-03' } });
    expect(await attempt({ ledger, by: second }, 'party:addKey', { args: third })).to.equal(
      'nothing refused',
    );
    await ledger.submit(core, 'programme:setDate', { args: { date: '2026-03-04' } });
    expect(await attempt({ ledger, by: second }, 'party:addKey', { args: fourth })).to.equal(
      'KEY_NOT_PINNED',
    );
  });

  it('are revoked at once and for ever, never by themselves', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const second: Actor = { ...actor, key: aHash('second key') };
    await ledger.submit(actor, 'party:addKey', { args: aKey(id) });
    const revoke = (by: Actor, key: string): Promise<string> =>
      attempt({ ledger, by }, 'party:revokeKey', { args: { party: id, key } });
    expect(await revoke(actor, actor.key)).to.equal('KEY_REVOKES_ITSELF');
    expect(await revoke(actor, aHash('no such key'))).to.equal('KEY_UNKNOWN');
    expect(await revoke(actor, core.key)).to.equal('KEY_UNKNOWN');
    expect(await revoke(access, second.key)).to.equal('ROLE_REQUIRED');
    expect(await revoke(second, actor.key)).to.equal('nothing refused');
    expect(await revoke(actor, second.key)).to.equal('KEY_NOT_PINNED');
    expect(await revoke(second, actor.key)).to.equal('STATE_CONFLICT');
    expect(
      await attempt({ ledger, by: second }, 'party:addKey', { args: aKey(id, { key: actor.key }) }),
    ).to.equal('ALREADY_EXISTS');
  });
});
