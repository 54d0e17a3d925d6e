import { expect } from 'chai';
import { z } from 'zod';
import { anId, attempt, refusalOf } from '../support/build.js';
import { financedUpTo } from '../support/financed.js';
import {
  aFinanceScene,
  type Fields,
  type FinanceScene,
  inviteBank,
  OFFER,
  openRequest,
  setLimit,
} from '../support/financing.js';
import { yuan } from '../support/lot.js';
import { makeOffer } from '../support/offers.js';
import { businessKey } from '../support/parties.js';

const DESK = 'desk_BankAMSP';

const Used = z.array(
  z.looseObject({ subject: z.string(), reserved: z.looseObject({ amount: z.string() }) }),
);

/** What is reserved, by subject. */
function reserved({ ledger }: FinanceScene): Record<string, string> {
  const used = Used.parse(ledger.records('exposure', DESK));
  return Object.fromEntries(used.map(({ subject, reserved: { amount } }) => [subject, amount]));
}

async function invited(): Promise<FinanceScene> {
  return financedUpTo('invite');
}

function telling(scene: FinanceScene, secret: Fields): Promise<unknown> {
  return scene.ledger.submit(scene.bank.actor, 'exposure:set', { args: {}, secret });
}

describe('a bank’s limits', () => {
  it('are read by the bank and by nobody else', async () => {
    const { ledger, bank, holder, rival } = await aFinanceScene();
    const where = { type: 'limit', attributes: [], collection: DESK };
    expect(await ledger.read(bank.actor, 'record:list', where)).to.have.length(1);
    for (const other of [holder, rival]) {
      expect(await ledger.read(other.actor, 'record:list', where)).to.deep.equal([]);
    }
  });

  it('are named by keys that say nothing of the debtor', async () => {
    const { ledger, debtor } = await aFinanceScene();
    const named = [...ledger.state.keys()].filter((key) => key.startsWith(DESK));
    expect(named).to.have.length.above(2);
    expect(named.filter((key) => key.includes(debtor.id))).to.deep.equal([]);
  });

  it('are a bank’s to set', async () => {
    const { ledger, holder, debtor } = await aFinanceScene();
    const secret = { subject: debtor.id, cap: yuan('1.00'), group: null };
    for (const by of [holder.actor, await businessKey(ledger, 'CoreMSP')]) {
      const code = await attempt({ ledger, by }, 'limit:set', { args: {}, secret });
      expect(code).to.equal('ROLE_REQUIRED');
    }
    const told = { subject: debtor.id, outside: yuan('1.00'), asOf: '2026-03-02' };
    const by = holder.actor;
    const code = await attempt({ ledger, by }, 'exposure:set', { args: {}, secret: told });
    expect(code).to.equal('ROLE_REQUIRED');
  });

  it('stop an offer above what is left, and take it up to the fen', async () => {
    const scene = await invited();
    const { ledger, bank, debtor } = scene;
    await setLimit(ledger, bank.actor, { subject: debtor.id, cap: yuan('899999.99') });
    expect(await refusalOf(makeOffer(scene))).to.equal('LIMIT_EXCEEDED');
    await setLimit(ledger, bank.actor, { subject: debtor.id, cap: yuan('900000.00') });
    await makeOffer(scene);
    expect(reserved(scene)).to.deep.equal({ [debtor.id]: '900000.00' });
  });

  it('are used up by as much as an amount can say, beside what offers take up', async () => {
    const scene = await invited();
    await makeOffer(scene);
    const told = { subject: scene.debtor.id, asOf: '2026-03-02' };
    await telling(scene, { ...told, outside: yuan('999999999999999.99') });
    expect(await refusalOf(makeOffer(scene, { id: anId('ofr', 'offer 2') }))).to.equal(
      'LIMIT_EXCEEDED',
    );
  });

  it('count what the bank carries elsewhere', async () => {
    const scene = await invited();
    const { debtor } = scene;
    const told = { subject: debtor.id, asOf: '2026-03-02' };
    await telling(scene, { ...told, outside: yuan('4100000.01') });
    expect(await refusalOf(makeOffer(scene))).to.equal('LIMIT_EXCEEDED');
    await telling(scene, { ...told, outside: yuan('4100000.00') });
    await makeOffer(scene);
  });

  it('leave nothing, and not less, once lowered below what is used', async () => {
    const scene = await invited();
    const { ledger, bank, debtor } = scene;
    await makeOffer(scene);
    await setLimit(ledger, bank.actor, { subject: debtor.id, cap: yuan('1.00') });
    const second = makeOffer(scene, { id: `${OFFER.slice(0, -1)}0` });
    expect(await refusalOf(second)).to.equal('LIMIT_EXCEEDED');
  });

  it('count a debtor to its group', async () => {
    const scene = await invited();
    const { ledger, bank, debtor } = scene;
    const group = 'group.shipping';
    await setLimit(ledger, bank.actor, { subject: debtor.id, group });
    expect(await refusalOf(makeOffer(scene))).to.equal('LIMIT_UNKNOWN');
    await setLimit(ledger, bank.actor, { subject: group, cap: yuan('899999.99') });
    expect(await refusalOf(makeOffer(scene))).to.equal('LIMIT_EXCEEDED');
    await setLimit(ledger, bank.actor, { subject: group, cap: yuan('900000.00') });
    await makeOffer(scene);
    expect(reserved(scene)).to.deep.equal({ [debtor.id]: '900000.00', [group]: '900000.00' });
  });

  it('keep a debtor in its group while offers count to it', async () => {
    const scene = await invited();
    const { ledger, bank, debtor } = scene;
    await makeOffer(scene);
    const moved = setLimit(ledger, bank.actor, { subject: debtor.id, group: 'group.shipping' });
    expect(await refusalOf(moved)).to.equal('LIMIT_GROUPED');
  });

  it('know no group within a group, and no debtor as a group', async () => {
    const { ledger, bank, debtor } = await aFinanceScene();
    const nested = setLimit(ledger, bank.actor, { subject: 'group.a', group: 'group.b' });
    expect(await refusalOf(nested)).to.equal('LIMIT_GROUPED');
    const below = setLimit(ledger, bank.actor, { subject: debtor.id, group: debtor.id });
    expect(await refusalOf(below)).to.equal('LIMIT_GROUPED');
  });

  it('are needed in the currency, before anything is said of what is used', async () => {
    const scene = await aFinanceScene();
    const { ledger, debtor } = scene;
    const euros = { currency: 'EUR', amount: '1.00' };
    const told = { subject: debtor.id, outside: euros, asOf: '2026-03-02' };
    expect(await refusalOf(telling(scene, told))).to.equal('LIMIT_UNKNOWN');
    const late = { subject: debtor.id, outside: yuan('1.00'), asOf: '2026-03-03' };
    expect(await refusalOf(telling(scene, late))).to.equal('DATE_IN_FUTURE');
    expect(ledger.records('limit', DESK)).to.have.length(1);
  });

  it('are needed for an offer at all', async () => {
    const scene = await aFinanceScene();
    for (const key of scene.ledger.state.keys()) {
      if (key.startsWith(DESK)) scene.ledger.state.delete(key);
    }
    await openRequest(scene);
    await inviteBank(scene, scene.bank);
    expect(await refusalOf(makeOffer(scene))).to.equal('LIMIT_UNKNOWN');
  });
});
