import { expect } from 'chai';
import { aFoundedLedger, aHash, anId, anOperator, attempt, refusalOf } from '../support/build.js';
import type { Actor, MemoryLedger } from '../support/memory-ledger.js';
import { businessKey, partyOf, type PartyWithKey } from '../support/parties.js';
import { aProposal, aSupplier, theCoreEnterprise } from '../support/receivable.js';

const id = anId('ord', 'order 1');
const core = partyOf('CoreMSP');
const cny = (amount: string): unknown => ({ currency: 'CNY', amount });
const signed = {
  id,
  ordered: cny('100000.00'),
  advancePaid: cny('0.00'),
  content: aHash('order 1'),
};

interface Sides {
  readonly ledger: MemoryLedger;
  readonly core: PartyWithKey;
  readonly supplier: PartyWithKey;
}

async function aRecordedOrder(): Promise<Sides> {
  const ledger = await aFoundedLedger();
  const sides = {
    ledger,
    core: await theCoreEnterprise(ledger),
    supplier: await aSupplier(ledger, 'supplier 1'),
  };
  const args = { ...signed, kind: 'PURCHASE', counterparty: core };
  await ledger.submit(sides.supplier.actor, 'order:record', { args });
  return sides;
}

async function aConfirmedOrder(): Promise<Sides> {
  const sides = await aRecordedOrder();
  await sides.ledger.submit(sides.core.actor, 'order:confirm', { args: signed });
  return sides;
}

describe('an order on the ledger', () => {
  it('is recorded by one side and confirmed by the other', async () => {
    const { ledger, core: debtor, supplier } = await aConfirmedOrder();
    expect(ledger.record('order', [id])).to.deep.include({
      state: 'CONFIRMED',
      buyer: debtor.id,
      seller: supplier.id,
      confirmedBy: debtor.actor.key,
      shipped: cny('0.00'),
      version: 2,
    });
  });

  it('of a dealer is recorded by the dealer that buys', async () => {
    const ledger = await aFoundedLedger();
    const dealer = await aSupplier(ledger, 'dealer');
    const args = { ...signed, kind: 'DEALER', counterparty: core };
    await ledger.submit(dealer.actor, 'order:record', { args });
    expect(ledger.record('order', [id])).to.include({ buyer: dealer.id, seller: core });
  });

  const wrong: Readonly<Record<string, [Record<string, unknown>, string]>> = {
    'an unknown party': [{ counterparty: anId('org', 'nobody') }, 'PARTY_UNKNOWN'],
    oneself: [{ counterparty: anId('org', 'supplier 1') }, 'PARTIES_NOT_DISTINCT'],
    'nothing ordered': [{ ordered: cny('0.00') }, 'COMMAND_MALFORMED'],
    'more paid than ordered': [{ advancePaid: cny('100000.01') }, 'ORDER_EXCEEDED'],
    'two currencies': [{ advancePaid: { currency: 'EUR', amount: '0.00' } }, 'CURRENCY_MISMATCH'],
    'an id that is taken': [{}, 'ALREADY_EXISTS'],
  };
  for (const [what, [over, code]] of Object.entries(wrong)) {
    it(`is not recorded with ${what}`, async () => {
      const { ledger, supplier } = await aRecordedOrder();
      const args = { ...signed, kind: 'PURCHASE', counterparty: core, ...over };
      const by = supplier.actor;
      expect(await attempt({ ledger, by }, 'order:record', { args })).to.equal(code);
    });
  }

  it('is not recorded with a party that is suspended', async () => {
    const ledger = await aFoundedLedger();
    const dealer = await aSupplier(ledger, 'dealer');
    await ledger.submit(anOperator('AccessMSP'), 'party:suspend', { args: { party: dealer.id } });
    const { actor: by } = await theCoreEnterprise(ledger);
    const args = { ...signed, kind: 'PURCHASE', counterparty: dealer.id };
    expect(await attempt({ ledger, by }, 'order:record', { args })).to.equal('PARTY_NOT_ACTIVE');
  });

  it('is recorded by a key that reaches as far', async () => {
    const ledger = await aFoundedLedger();
    const dealer = await aSupplier(ledger, 'dealer');
    const limit = { currency: 'CNY', amount: '99999.99' };
    const by = await businessKey(ledger, 'CoreMSP', { words: 'limited', limit });
    const args = { ...signed, kind: 'PURCHASE', counterparty: dealer.id };
    const code = await attempt({ ledger, by }, 'order:record', { args });
    expect(code).to.equal('SIGNATURES_MISSING');
  });

  it('waits for its answer as long as the policy of the buyer says', async () => {
    const ledger = await aFoundedLedger();
    const own = { scope: 'PROGRAMME', from: '2026-03-02', rules: { confirmDueByDays: 5 } };
    await ledger.submit(anOperator('CoreMSP'), 'policy:set', { args: own });
    const { actor } = await aSupplier(ledger, 'supplier 1');
    for (const [kind, confirmDueBy] of [
      ['PURCHASE', '2026-03-07'],
      ['DEALER', '2026-04-01'],
    ] as const) {
      const order = anId('ord', kind);
      const args = { ...signed, id: order, kind, counterparty: core };
      await ledger.submit(actor, 'order:record', { args });
      expect(ledger.record('order', [order]), kind).to.include({ confirmDueBy });
    }
  });

  it('ends by rejection, withdrawal, or its date, whoever sends it', async () => {
    const rejected = await aRecordedOrder();
    await rejected.ledger.submit(rejected.core.actor, 'order:reject', {
      args: { id, reason: 'PRICE_WRONG' },
    });
    expect(rejected.ledger.record('order', [id])).to.include({
      state: 'REJECTED',
      rejection: 'PRICE_WRONG',
    });
    const withdrawn = await aRecordedOrder();
    await withdrawn.ledger.submit(withdrawn.supplier.actor, 'order:withdraw', { args: { id } });
    expect(withdrawn.ledger.record('order', [id])).to.include({ state: 'WITHDRAWN' });
    const { ledger } = await aRecordedOrder();
    const by = anOperator('BankBMSP');
    const setDate = (date: string): Promise<unknown> =>
      ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
    await setDate('2026-04-01');
    expect(await attempt({ ledger, by }, 'order:expire', { args: { id } })).to.equal(
      'DATE_NOT_REACHED',
    );
    await setDate('2026-04-02');
    await ledger.submit(by, 'order:expire', { args: { id } });
    expect(ledger.record('order', [id])).to.include({ state: 'EXPIRED' });
  });

  it('is shipped, invoiced and completed', async () => {
    const { ledger, supplier, core: debtor } = await aConfirmedOrder();
    const evidence = aHash('papers');
    for (const act of ['order:ship', 'order:invoice']) {
      const args = { id, amount: cny('100000.00'), evidence };
      await ledger.submit(supplier.actor, act, { args });
    }
    await ledger.submit(debtor.actor, 'order:complete', { args: { id } });
    expect(ledger.record('order', [id])).to.deep.include({
      state: 'COMPLETED',
      shipped: cny('100000.00'),
      invoiced: cny('100000.00'),
    });
  });

  it('is changed and cancelled by no side alone', async () => {
    const { ledger, supplier, core: debtor } = await aConfirmedOrder();
    const none = cny('0.00');
    const change = { ...signed, cancelled: none, shipped: none, invoiced: none };
    const tried = (by: Actor, name: string, args: Record<string, unknown>): Promise<string> =>
      attempt({ ledger, by }, name, { args });
    for (const { actor } of [supplier, debtor]) {
      expect(await tried(actor, 'order:change', change)).to.equal('SIGNATURES_MISSING');
      expect(await tried(actor, 'order:cancel', { id })).to.equal('SIGNATURES_MISSING');
    }
  });

  it('is named by a receivable between the same two, once it is confirmed', async () => {
    const recorded = await aRecordedOrder();
    const terms = { order: id };
    expect(await refusalOf(aProposal(recorded.ledger, { terms }))).to.equal('ORDER_NOT_FITTING');
    const { ledger } = await aConfirmedOrder();
    const { id: receivable } = await aProposal(ledger, { terms });
    expect(ledger.record('receivable', [receivable])).to.include({ order: id });
  });
});
