import { expect } from 'chai';
import {
  aFounding,
  anOperator,
  aSigner,
  found,
  NETWORK_RULES,
  refusalOf,
} from '../support/build.js';
import { MemoryLedger } from '../support/memory-ledger.js';

const core = anOperator('CoreMSP');

describe('founding a programme', () => {
  it('makes a party and an operator key of each organisation', async () => {
    const ledger = new MemoryLedger();
    await found(ledger);
    expect(ledger.records('party')).to.have.length(5);
    expect(ledger.records('key')).to.have.length(5);
    expect(ledger.record('programme', [])).to.include({ schema: 'programme/1', version: 1 });
  });

  it('is accepted once', async () => {
    const ledger = new MemoryLedger();
    await found(ledger);
    expect(await refusalOf(found(ledger))).to.equal('ALREADY_EXISTS');
  });

  it('does the same reference once, and refuses it for anything else', async () => {
    const ledger = new MemoryLedger();
    const ref = 'a'.repeat(64);
    await ledger.submit(core, 'programme:found', { args: aFounding(), ref });
    const again = ledger.submit(core, 'programme:found', { args: aFounding(), ref });
    expect(await refusalOf(again)).to.equal('REFERENCE_DONE');
    const other = { ...aFounding(), debtorSees: 'FULL' };
    const reused = ledger.submit(core, 'programme:found', { args: other, ref });
    expect(await refusalOf(reused)).to.equal('REFERENCE_REUSED');
  });

  it('belongs to an administrator', async () => {
    const client = aSigner('CoreMSP', 'somebody');
    const attempt = new MemoryLedger().submit(client, 'programme:found', { args: aFounding() });
    expect(await refusalOf(attempt)).to.equal('ROLE_REQUIRED');
  });

  it('refuses two organisations with one key', async () => {
    const args = aFounding();
    const twin = { ...args, clearingMsp: 'CoreMSP' };
    const attempt = new MemoryLedger().submit(core, 'programme:found', { args: twin });
    expect(await refusalOf(attempt)).to.equal('FOUNDING_INCOMPLETE');
  });

  it('begins with a policy in force', async () => {
    const args = aFounding();
    const later = { id: 'network', from: '2026-03-03', rules: NETWORK_RULES };
    const attempt = new MemoryLedger().submit(core, 'programme:found', {
      args: { ...args, policy: later },
    });
    expect(await refusalOf(attempt)).to.equal('FOUNDING_INCOMPLETE');
  });

  it('has a quorum of more than half of its organisations, and of no more than there are', async () => {
    const codes = [2, 3, 5, 6].map((quorum) => {
      const args = { ...aFounding(), quorum };
      return refusalOf(new MemoryLedger().submit(core, 'programme:found', { args }));
    });
    expect(await Promise.all(codes)).to.deep.equal([
      'FOUNDING_INCOMPLETE',
      'nothing refused',
      'nothing refused',
      'FOUNDING_INCOMPLETE',
    ]);
  });
});

describe('the business date of a sandbox', () => {
  it('moves forward only', async () => {
    const ledger = new MemoryLedger();
    await found(ledger);
    const moved = await ledger.submit(core, 'programme:setDate', { args: { date: '2026-03-03' } });
    expect(moved.records[0]?.record).to.include({ date: '2026-03-03', version: 2 });
    const back = ledger.submit(core, 'programme:setDate', { args: { date: '2026-03-03' } });
    expect(await refusalOf(back)).to.equal('DATE_NOT_FORWARD');
  });

  it('is not for a programme that follows the clock', async () => {
    const ledger = new MemoryLedger();
    const args = { ...aFounding(), mode: 'CLOCK', date: null };
    await ledger.submit(core, 'programme:found', { args });
    const move = ledger.submit(core, 'programme:setDate', { args: { date: '2027-01-01' } });
    expect(await refusalOf(move)).to.equal('CLOCK_NOT_DECLARED');
  });

  it('is an operator’s to move', async () => {
    const ledger = new MemoryLedger();
    await found(ledger);
    const stranger = aSigner('CoreMSP', 'stranger');
    const attempt = ledger.submit(stranger, 'programme:setDate', { args: { date: '2026-03-03' } });
    expect(await refusalOf(attempt)).to.equal('KEY_NOT_PINNED');
  });

  it('takes no unknown field', async () => {
    const ledger = new MemoryLedger();
    await found(ledger);
    const args = { date: '2026-03-03', note: 'x' };
    const attempt = ledger.submit(core, 'programme:setDate', { args });
    expect(await refusalOf(attempt)).to.equal('COMMAND_MALFORMED');
  });
});
