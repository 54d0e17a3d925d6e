import { expect } from 'chai';
import { aFoundedLedger, anOperator, attempt, NETWORK_RULES } from '../support/build.js';
import { businessKey, partyOf } from '../support/parties.js';

const core = anOperator('CoreMSP');

describe('policy:set', () => {
  it('records the policy and names it in the programme', async () => {
    const ledger = await aFoundedLedger();
    const args = { scope: 'PROGRAMME', from: '2026-03-10', rules: { tenorDaysMax: 90 } };
    await ledger.submit(core, 'policy:set', { args });
    const id = partyOf('CoreMSP');
    const name = { scope: 'PROGRAMME', id, from: '2026-03-10', owner: id };
    expect(ledger.record('policy', ['PROGRAMME', id, '2026-03-10'])).to.deep.include({
      ...name,
      setOn: '2026-03-02',
      rules: { tenorDaysMax: 90 },
    });
    expect(ledger.record('programme', [])).to.have.deep.nested.property('policies[1]', name);
    expect(await attempt({ ledger, by: core }, 'policy:set', { args })).to.equal('ALREADY_EXISTS');
  });

  it('takes no network policy from one organisation alone', async () => {
    const ledger = await aFoundedLedger();
    const args = { scope: 'NETWORK', from: '2026-03-10', rules: NETWORK_RULES };
    const code = await attempt({ ledger, by: core }, 'policy:set', { args });
    expect(code).to.equal('SIGNATURES_MISSING');
  });

  it('takes no policy from before today, nor from before there was any', async () => {
    const ledger = await aFoundedLedger();
    const args = { scope: 'PROGRAMME', from: '2026-03-01', rules: { hopsMax: 2 } };
    expect(await attempt({ ledger, by: core }, 'policy:set', { args })).to.equal('DATE_PASSED');
    await ledger.submit(core, 'programme:setDate', { args: { date: '2026-03-04' } });
    const yesterday = { ...args, from: '2026-03-03' };
    const code = await attempt({ ledger, by: core }, 'policy:set', { args: yesterday });
    expect(code).to.equal('DATE_PASSED');
  });

  it('takes no unknown rule', async () => {
    const ledger = await aFoundedLedger();
    const args = { scope: 'PROGRAMME', from: '2026-03-10', rules: { colour: 'red' } };
    const code = await attempt({ ledger, by: core }, 'policy:set', { args });
    expect(code).to.equal('COMMAND_MALFORMED');
  });
});

describe('rate:set', () => {
  const args = { id: 'LPR-1Y', date: '2026-02-20', rate: '3.0000' };

  it('records a published rate once', async () => {
    const ledger = await aFoundedLedger();
    await ledger.submit(core, 'rate:set', { args });
    expect(ledger.record('rate', ['LPR-1Y', '2026-02-20'])).to.include({
      rate: '3.0000',
      setOn: '2026-03-02',
    });
    const again = await attempt({ ledger, by: core }, 'rate:set', { args });
    expect(again).to.equal('ALREADY_EXISTS');
  });

  it('is an operator’s act, on the day of publication at the earliest', async () => {
    const ledger = await aFoundedLedger();
    const maker = await businessKey(ledger, 'BankAMSP');
    expect(await attempt({ ledger, by: maker }, 'rate:set', { args })).to.equal('ROLE_REQUIRED');
    const today = { ...args, date: '2026-03-02' };
    const tomorrow = { ...args, date: '2026-03-03' };
    const tried = (given: object): Promise<string> =>
      attempt({ ledger, by: core }, 'rate:set', { args: { ...given } });
    expect(await tried(tomorrow)).to.equal('DATE_IN_FUTURE');
    expect(await tried(today)).to.equal('nothing refused');
  });
});
