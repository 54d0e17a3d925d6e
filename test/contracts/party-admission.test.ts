import { expect } from 'chai';
import { commitment } from '../../chaincode/domain/commitment.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import {
  aFoundedLedger,
  aHash,
  anId,
  anOperator,
  aSigner,
  attempt,
  refusalOf,
} from '../support/build.js';
import type { Actor } from '../support/memory-ledger.js';
import {
  anActiveParty,
  anApplicant,
  anInvitedParty,
  aVerification,
  aVerifiedParty,
  businessKey,
  partyOf,
  someDetails,
} from '../support/parties.js';

const access = anOperator('AccessMSP');
const core = anOperator('CoreMSP');
const bankA = anOperator('BankAMSP');
const DEAL_A = 'deal_BankAMSP_AccessMSP';

describe('admitting a party', () => {
  it('goes from invitation to an active party with its first key pinned', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    expect(ledger.record('party', [id])).to.include({
      state: 'ACTIVE',
      mspId: 'AccessMSP',
      verifiedBy: partyOf('BankAMSP'),
    });
    expect(ledger.record('key', [actor.key])).to.include({ party: id, role: 'MAKER', limit: null });
  });

  it('keeps name and account from public state, and commits to them with a salt', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await anApplicant(ledger, 'supplier');
    const seed = aHash('seed of supplier');
    const text = canonicalJson(someDetails('supplier'));
    const details = commitment({ seed, name: `party:${id}`, version: 1 }, text);
    expect(ledger.record('party', [id])).to.include({ details });
    const open = [...ledger.state].filter(([key]) => key.startsWith('|'));
    expect(JSON.stringify(open))
      .not.to.contain('演示企业')
      .and.not.to.contain('91990100M000100Y43');
    expect(ledger.record('party', [id], DEAL_A)).to.deep.include({
      details: someDetails('supplier'),
    });
  });

  it('is begun by the operator of the core enterprise or the access organisation', async () => {
    const ledger = await aFoundedLedger();
    const args = { party: anId('org', 'x'), kind: 'ENTERPRISE', size: 'SMALL' };
    const maker = await businessKey(ledger, 'CoreMSP');
    expect(await attempt({ ledger, by: bankA }, 'party:invite', { args })).to.equal(
      'ROLE_REQUIRED',
    );
    expect(await attempt({ ledger, by: maker }, 'party:invite', { args })).to.equal(
      'ROLE_REQUIRED',
    );
    expect(await attempt({ ledger, by: core }, 'party:invite', { args })).to.equal(
      'nothing refused',
    );
    expect(await attempt({ ledger, by: access }, 'party:invite', { args })).to.equal(
      'ALREADY_EXISTS',
    );
  });

  it('takes no bank as an invited party', async () => {
    const ledger = await aFoundedLedger();
    const args = { party: anId('org', 'x'), kind: 'BANK', size: 'SMALL' };
    expect(await attempt({ ledger, by: access }, 'party:invite', { args })).to.equal(
      'COMMAND_MALFORMED',
    );
  });

  it('takes an application once, from the party’s own organisation, to a bank', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anInvitedParty(ledger, 'supplier');
    const secret = { details: someDetails('supplier'), seed: aHash('seed') };
    const args = { party: id, bank: partyOf('BankAMSP') };
    const foreign = aSigner('CoreMSP', 'stranger');
    const tried = (by: Actor, given: Record<string, unknown> = args): Promise<string> =>
      attempt({ ledger, by }, 'party:apply', { args: given, secret });
    expect(await tried(foreign)).to.equal('ROLE_REQUIRED');
    expect(await tried(actor, { ...args, bank: partyOf('CoreMSP') })).to.equal('BANK_UNKNOWN');
    expect(await tried(access)).to.equal('ALREADY_EXISTS');
    expect(await tried(actor, { ...args, party: anId('org', 'y') })).to.equal('PARTY_UNKNOWN');
    expect(await tried(actor)).to.equal('nothing refused');
    expect(await tried(actor)).to.equal('STATE_CONFLICT');
  });

  it('takes details in one printable form only', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anInvitedParty(ledger, 'supplier');
    const args = { party: id, bank: partyOf('BankAMSP') };
    const details = someDetails('supplier');
    const wrong = [
      { ...details, name: '' },
      { ...details, name: ' A' },
      { ...details, name: 'e\u0301' },
      { ...details, name: 'a\u0000b' },
      { ...details, name: 'a\u202eb' },
      { ...details, identifiers: [] },
      { ...details, identifiers: [{ scheme: 'USCC', value: '91350100M000100Y4' }] },
      { ...details, identifiers: [{ scheme: 'USCC', value: '91350100M000100I43' }] },
      { ...details, account: { scheme: 'CNAPS', bank: '1', number: '6200000000000001' } },
    ];
    for (const each of wrong) {
      const secret = { details: each, seed: aHash('seed') };
      const code = await attempt({ ledger, by: actor }, 'party:apply', { args, secret });
      expect(code, JSON.stringify(each)).to.equal('COMMAND_MALFORMED');
    }
  });

  it('is checked by the bank applied to, for the key applied with', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anApplicant(ledger, 'supplier');
    const own = await businessKey(ledger, 'BankAMSP');
    const other = await businessKey(ledger, 'BankBMSP');
    const args = { party: id, key: actor.key };
    const tried = (by: Actor, given = args, secret = aVerification()): Promise<string> =>
      attempt({ ledger, by }, 'party:verify', { args: given, secret });
    expect(await tried(other)).to.equal('PARTY_UNKNOWN');
    expect(await tried(bankA)).to.equal('ROLE_REQUIRED');
    expect(await tried(await businessKey(ledger, 'CoreMSP'))).to.equal('ROLE_REQUIRED');
    expect(await tried(own, { party: id, key: aHash('another') })).to.equal('KEY_NOT_APPLIED');
    const later = { ...aVerification(), screenedOn: '2026-03-03' };
    expect(await tried(own, args, later)).to.equal('DATE_IN_FUTURE');
    const unverified = { ...aVerification(), accountVerified: false };
    expect(await tried(own, args, unverified)).to.equal('COMMAND_MALFORMED');
    expect(await tried(own)).to.equal('nothing refused');
    expect(await tried(own)).to.equal('STATE_CONFLICT');
  });

  it('is completed by an operator of another organisation than the bank that checked', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await aVerifiedParty(ledger, 'supplier');
    const args = { party: id, key: actor.key };
    const maker = await businessKey(ledger, 'BankBMSP');
    expect(await attempt({ ledger, by: bankA }, 'party:activate', { args })).to.equal(
      'ROLE_REQUIRED',
    );
    expect(await attempt({ ledger, by: maker }, 'party:activate', { args })).to.equal(
      'ROLE_REQUIRED',
    );
    const wrong = { party: id, key: aHash('another') };
    expect(await attempt({ ledger, by: access }, 'party:activate', { args: wrong })).to.equal(
      'KEY_NOT_APPLIED',
    );
    expect(await attempt({ ledger, by: core }, 'party:activate', { args })).to.equal(
      'nothing refused',
    );
    expect(await attempt({ ledger, by: access }, 'party:activate', { args })).to.equal(
      'STATE_CONFLICT',
    );
  });

  it('pins a key once, whatever parties apply with it', async () => {
    const ledger = await aFoundedLedger();
    const key = aSigner('AccessMSP', 'shared');
    const bank = await businessKey(ledger, 'BankAMSP');
    const ids = ['one', 'two'].map((words) => anId('org', words));
    for (const party of ids) {
      const kind = { kind: 'ENTERPRISE', size: 'MICRO' };
      await ledger.submit(access, 'party:invite', { args: { party, ...kind } });
      await ledger.submit(key, 'party:apply', {
        args: { party, bank: partyOf('BankAMSP') },
        secret: { details: someDetails(party), seed: aHash(party) },
      });
      const args = { party, key: key.key };
      await ledger.submit(bank, 'party:verify', { args, secret: aVerification() });
    }
    const [first, second] = ids.map((party) => ({ party, key: key.key }));
    expect(await attempt({ ledger, by: access }, 'party:activate', { args: first ?? {} })).to.equal(
      'nothing refused',
    );
    expect(
      await attempt({ ledger, by: access }, 'party:activate', { args: second ?? {} }),
    ).to.equal('ALREADY_EXISTS');
  });
});

describe('the directory', () => {
  const secret = { details: someDetails('supplier'), seed: aHash('seed of supplier') };

  it('is filed by the operator of the party’s organisation, and again until the party applied', async () => {
    const ledger = await aFoundedLedger();
    const { id } = await anInvitedParty(ledger, 'supplier');
    const tried = (by: Actor): Promise<string> =>
      attempt({ ledger, by }, 'party:fileDetails', { args: { party: id }, secret });
    expect(await tried(bankA)).to.equal('ROLE_REQUIRED');
    expect(await tried(core)).to.equal('ROLE_REQUIRED');
    expect(await tried(access)).to.equal('nothing refused');
    expect(await tried(access)).to.equal('nothing refused');
    expect(ledger.record('party', [id], 'directory')).to.include({ id, version: 2 });
    expect(ledger.record('party', [id])).to.include({ version: 1 });
  });

  it('then takes only what the party applied with', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const other = { ...secret, details: someDetails('somebody else') };
    const tried = (given: Record<string, unknown>): Promise<string> =>
      attempt({ ledger, by: actor }, 'party:fileDetails', { args: { party: id }, secret: given });
    expect(await tried(other)).to.equal('DETAILS_MISMATCH');
    expect(await tried({ ...secret, seed: aHash('another seed') })).to.equal('DETAILS_MISMATCH');
    expect(await tried(secret)).to.equal('nothing refused');
  });

  it('is shown to the party and the two that keep it', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const other = await anActiveParty(ledger, 'another');
    await ledger.submit(access, 'party:fileDetails', { args: { party: id }, secret });
    const seenBy = (by: Actor): Promise<string> =>
      refusalOf(
        ledger.read(by, 'record:get', { type: 'party', attributes: [id], collection: 'directory' }),
      );
    for (const by of [actor, access, core]) expect(await seenBy(by)).to.equal('nothing refused');
    for (const by of [other.actor, bankA]) expect(await seenBy(by)).to.equal('PARTY_UNKNOWN');
  });
});
