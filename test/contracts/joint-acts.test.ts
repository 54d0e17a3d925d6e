import { expect } from 'chai';
import {
  aFoundedLedger,
  aHash,
  anId,
  anOperator,
  attempt,
  moveTo,
  NETWORK_RULES,
  refusalOf,
} from '../support/build.js';
import { jointly } from '../support/jointly.js';
import type { Actor } from '../support/memory-ledger.js';
import { aBatch, aRow, payableSides } from '../support/payable.js';
import { anActiveParty, businessKey, partyOf } from '../support/parties.js';
import { aProposal, aSupplier, theCoreEnterprise } from '../support/receivable.js';

const operators = (['CoreMSP', 'AccessMSP', 'BankBMSP'] as const).map(anOperator);
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });

describe('a quorum of operators', () => {
  it('sets a network policy, which then decides', async () => {
    const ledger = await aFoundedLedger();
    const rules = { ...NETWORK_RULES, tenorDaysMax: 90 };
    const args = { scope: 'NETWORK', from: '2026-03-10', rules };
    await jointly(ledger, { act: 'policy:set', args }, operators);
    expect(ledger.record('policy', ['NETWORK', 'network', '2026-03-10'])).to.deep.include({
      rules,
      owner: null,
    });
    const wish = { dueDate: '2026-06-15' };
    const { id } = await aProposal(ledger, wish);
    const policies = ['NETWORK:network:2026-03-02'];
    expect(ledger.record('receivable', [id])).to.deep.include({ policies });
    await moveTo(ledger, '2026-03-10');
    const later = aProposal(ledger, { ...wish, words: 'later' });
    expect(await refusalOf(later)).to.equal('TENOR_EXCEEDED');
  });

  it('suspends an organisation’s own party, and that party does not act', async () => {
    const ledger = await aFoundedLedger();
    const party = partyOf('BankAMSP');
    await jointly(ledger, { act: 'party:suspend', args: { party } }, operators);
    expect(ledger.record('party', [party])).to.include({ state: 'SUSPENDED' });
    const by = anOperator('BankAMSP');
    const code = await attempt({ ledger, by }, 'party:reinstate', { args: { party } });
    expect(code).to.equal('PARTY_NOT_ACTIVE');
    await jointly(ledger, { act: 'party:reinstate', args: { party } }, operators);
    expect(ledger.record('party', [party])).to.include({ state: 'ACTIVE' });
  });

  it('is of organisations: two operators of one count once', async () => {
    const ledger = await aFoundedLedger();
    const second = await businessKey(ledger, 'CoreMSP', { words: 'second', role: 'OPERATOR' });
    const [core, access] = operators;
    const signers = [core, access, second].filter((each) => each !== undefined);
    const args = { party: partyOf('BankAMSP') };
    const tried = jointly(ledger, { act: 'party:suspend', args }, signers);
    expect(await refusalOf(tried)).to.equal('SIGNATURE_NOT_NEEDED');
  });
});

describe('a policy of the core enterprise or a bank', () => {
  it('binds with the network’s where it is the stricter, and both are kept', async () => {
    const ledger = await aFoundedLedger();
    const own = { scope: 'PROGRAMME', from: '2026-03-02', rules: { tenorDaysMax: 90 } };
    await ledger.submit(anOperator('CoreMSP'), 'policy:set', { args: own });
    const bank = { scope: 'PRODUCT', from: '2026-03-02', rules: { hopsMax: 1 } };
    await ledger.submit(anOperator('BankAMSP'), 'policy:set', { args: bank });
    const tooLong = aProposal(ledger, { dueDate: '2026-06-01' });
    expect(await refusalOf(tooLong)).to.equal('TENOR_EXCEEDED');
    const { id } = await aProposal(ledger, { dueDate: '2026-05-31' });
    expect(ledger.record('receivable', [id])).to.deep.include({
      policies: ['NETWORK:network:2026-03-02', `PROGRAMME:${partyOf('CoreMSP')}:2026-03-02`],
    });
    const dealer = await anActiveParty(ledger, 'dealer');
    const other = await aProposal(ledger, {
      words: 'other',
      debtor: dealer,
      dueDate: '2026-06-01',
    });
    expect(ledger.record('receivable', [other.id])).to.deep.include({
      policies: ['NETWORK:network:2026-03-02'],
    });
  });
});

describe('both sides of an order', () => {
  const id = anId('ord', 'order 1');
  const signed = { id, ordered: cny('1000.00'), advancePaid: cny('0.00'), content: aHash('order') };

  it('change it and cancel what is left', async () => {
    const ledger = await aFoundedLedger();
    const buyer = await theCoreEnterprise(ledger);
    const seller = await aSupplier(ledger, 'supplier 1');
    const args = { ...signed, kind: 'PURCHASE', counterparty: buyer.id };
    await ledger.submit(seller.actor, 'order:record', { args });
    await ledger.submit(buyer.actor, 'order:confirm', { args: signed });
    const sides: readonly Actor[] = [buyer.actor, seller.actor];
    const change = {
      ...signed,
      ordered: cny('900.00'),
      cancelled: cny('100.00'),
      shipped: cny('0.00'),
      invoiced: cny('0.00'),
      content: aHash('changed order'),
    };
    await jointly(ledger, { act: 'order:change', args: change }, sides);
    expect(ledger.record('order', [id])).to.deep.include({ ...change, state: 'CONFIRMED' });
    const shipment = { id, amount: cny('300.00'), evidence: aHash('papers') };
    await ledger.submit(seller.actor, 'order:ship', { args: shipment });
    await jointly(ledger, { act: 'order:cancel', args: { id } }, sides);
    expect(ledger.record('order', [id])).to.deep.include({
      state: 'CANCELLED',
      cancelled: cny('600.00'),
    });
  });

  it('do not change it when it moved while they signed', async () => {
    const ledger = await aFoundedLedger();
    const buyer = await theCoreEnterprise(ledger);
    const seller = await aSupplier(ledger, 'supplier 1');
    const args = { ...signed, kind: 'PURCHASE', counterparty: buyer.id };
    await ledger.submit(seller.actor, 'order:record', { args });
    await ledger.submit(buyer.actor, 'order:confirm', { args: signed });
    await jointly(ledger, { act: 'order:cancel', args: { id } }, [buyer.actor]);
    const shipment = { id, amount: cny('300.00'), evidence: aHash('papers') };
    await ledger.submit(seller.actor, 'order:ship', { args: shipment });
    const approval = anId('apr', `order:cancel ${JSON.stringify({ id })}`);
    const by = seller.actor;
    const code = await attempt({ ledger, by }, 'approval:sign', { args: { id: approval } });
    expect(code).to.equal('APPROVAL_STALE');
  });
});

describe('two persons of one party', () => {
  it('publish what is above one person’s limit', async () => {
    const ledger = await aFoundedLedger({ secondPersonAbove: '999.99' });
    const { debtor } = await payableSides(ledger);
    const checker = await businessKey(ledger, 'CoreMSP', { words: 'checker', role: 'CHECKER' });
    const args = aBatch([aRow()]);
    await jointly(ledger, { act: 'payable:publish', args }, [debtor.actor, checker]);
    expect(ledger.records('payable')[0]).to.include({ publishedBy: debtor.actor.key });
  });

  it('change the keys of a supplier that has a checker', async () => {
    const ledger = await aFoundedLedger();
    const { id, actor } = await anActiveParty(ledger, 'supplier');
    const checker: Actor = { ...actor, key: aHash('checker') };
    const key = { party: id, limit: null, validTo: null };
    const pinned = { ...key, key: checker.key, role: 'CHECKER' };
    await ledger.submit(actor, 'party:addKey', { args: pinned });
    const third = { ...key, key: aHash('third'), role: 'MAKER' };
    await jointly(ledger, { act: 'party:addKey', args: third }, [actor, checker]);
    expect(ledger.record('key', [aHash('third')])).to.include({ addedBy: actor.key });
    const revoked = { party: id, key: checker.key };
    await jointly(ledger, { act: 'party:revokeKey', args: revoked }, [actor, checker]);
    expect(ledger.record('key', [checker.key])).to.include({ revokedOn: '2026-03-02' });
  });
});
