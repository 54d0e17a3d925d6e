import { expect } from 'chai';
import { aFoundedLedger, anId, anOperator, attempt } from '../support/build.js';
import { businessKey, partyOf } from '../support/parties.js';

const debtor = partyOf('CoreMSP');
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });

describe('granting an issuance quota', () => {
  it('is a bank’s act, and later only that bank’s', async () => {
    const ledger = await aFoundedLedger();
    const args = { debtor, shard: 'a', granted: cny('1000.00') };
    const by = await businessKey(ledger, 'BankAMSP');
    for (const other of [await businessKey(ledger, 'CoreMSP'), anOperator('BankAMSP')]) {
      const code = await attempt({ ledger, by: other }, 'quota:set', { args });
      expect(code).to.equal('ROLE_REQUIRED');
    }
    await ledger.submit(by, 'quota:set', { args });
    const bankB = await businessKey(ledger, 'BankBMSP');
    expect(await attempt({ ledger, by: bankB }, 'quota:set', { args })).to.equal('ROLE_REQUIRED');
    const raised = { ...args, granted: cny('2000.00') };
    await ledger.submit(by, 'quota:set', { args: raised });
    expect(ledger.record('quota', [debtor, 'a'])).to.deep.include({
      grantor: partyOf('BankAMSP'),
      granted: cny('2000.00'),
      reserved: cny('0.00'),
      version: 2,
    });
  });

  it('names a debtor, and keeps to the currency it began with', async () => {
    const ledger = await aFoundedLedger();
    const by = await businessKey(ledger, 'BankAMSP');
    const args = { debtor, shard: 'a', granted: cny('1000.00') };
    const unknown = { ...args, debtor: anId('org', 'nobody') };
    const code = await attempt({ ledger, by }, 'quota:set', { args: unknown });
    expect(code).to.equal('PARTY_UNKNOWN');
    await ledger.submit(by, 'quota:set', { args });
    const euros = { ...args, granted: { currency: 'EUR', amount: '1000.00' } };
    expect(await attempt({ ledger, by }, 'quota:set', { args: euros })).to.equal(
      'CURRENCY_MISMATCH',
    );
  });
});
