import { StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { aHash, anOperator } from '../support/build.js';
import type { Fate } from '../support/held.js';
import { anAcceptance, anOffer, yuan, type OfferWish } from '../support/lot.js';
import {
  aLotWorld,
  financing,
  LOT_FACE,
  perform,
  received,
  receivableOf,
  someLots,
  type LotAct,
  type LotWorld,
} from '../support/lot-world.js';
import { PeerLedger } from '../support/peer-ledger.js';
import { CONFLICT, expectWonBy, race, VALID } from '../support/race.js';
import { aConfirmedReceivable, aProposal, aSupplier, confirmation } from '../support/receivable.js';

describe('two acts on one state', function () {
  this.timeout(30_000);
  let world: LotWorld<PeerLedger>;

  before(async () => {
    world = await aLotWorld(await PeerLedger.open());
  });

  after(async () => {
    await world.ledger.remove();
  });

  const inBothOrders = async (
    words: string,
    make: (words: string) => Promise<readonly [LotAct, LotAct]>,
  ): Promise<readonly (readonly Fate[])[]> => {
    const [a, b] = await make(`${words} 1`);
    const [c, d] = await make(`${words} 2`);
    return [await race(world, a, b), await race(world, d, c)];
  };

  /** A lot whose holder has an offer of both banks. */
  const offered = async (words: string): Promise<ReturnType<typeof financing>> => {
    const [lot = ''] = await someLots(world, words, 2);
    const acts = financing(world, lot);
    await perform(world, acts.open());
    for (const bank of [world.bank, world.rival]) {
      await perform(world, acts.invite(bank));
      await perform(world, acts.offer(bank));
    }
    return acts;
  };

  const onClaim = (by: 'debtor' | 'holder', name: string, args: object): LotAct => ({
    by: world[by].actor,
    name,
    submission: { args: { ...args } },
  });

  it('offers of two banks accepted: the first takes the lot', async () => {
    const fates = await inBothOrders('two banks', async (words) => {
      const acts = await offered(words);
      return [acts.accept(world.bank), acts.accept(world.rival)];
    });
    for (const each of fates) {
      expectWonBy(each, 'STATE_CONFLICT');
      expect(each[1]?.facts).to.deep.include({ state: 'ACCEPTED', since: '2026-03-02' });
    }
  });

  it('an offer withdrawn kills an acceptance that is on its way, and the other way round', async () => {
    const [acceptFirst, withdrawFirst] = await inBothOrders('withdrawn', async (words) => {
      const acts = await offered(words);
      return [acts.accept(), acts.withdrawOffer()];
    });
    expectWonBy(acceptFirst ?? [], 'STATE_CONFLICT');
    expectWonBy(withdrawFirst ?? [], 'STATE_CONFLICT');
    expect(withdrawFirst?.[1]?.facts).to.include({ state: 'WITHDRAWN', since: '2026-03-02' });
  });

  it('a proposal is confirmed or withdrawn', async () => {
    const fates = await inBothOrders('proposal', async (words) => {
      const { id } = await aProposal(world.ledger, { words });
      return [
        onClaim('debtor', 'receivable:confirm', confirmation({ words })),
        onClaim('holder', 'receivable:withdraw', { id }),
      ];
    });
    for (const each of fates) expectWonBy(each, 'STATE_CONFLICT');
    expect(fates.map(([, loser]) => loser?.facts['state'])).to.deep.equal(['CONFIRMED', 'VOID']);
  });

  it('a confirmed receivable is accepted or revoked', async () => {
    const fates = await inBothOrders('confirmed', async (words) => {
      const { id } = await aConfirmedReceivable(world.ledger, { words });
      return [
        onClaim('holder', 'receivable:accept', { id }),
        onClaim('debtor', 'receivable:revoke', { id }),
      ];
    });
    for (const each of fates) expectWonBy(each, 'STATE_CONFLICT');
    expect(fates.map(([, loser]) => loser?.facts['state'])).to.deep.equal(['ISSUED', 'REVOKED']);
  });

  const hop = (lot: string): OfferWish => ({
    words: `hop of ${lot}`,
    use: LOT_FACE,
    validUntil: '2026-06-30',
  });

  const accepting = (lot: string): LotAct => ({
    by: world.recipient.actor,
    name: 'lot:acceptTransfer',
    submission: { args: anAcceptance(lot, LOT_FACE, hop(lot)) },
  });

  const redeeming = (lot: string): LotAct => ({
    by: world.recipient.actor,
    name: 'receivable:redeem',
    submission: {
      args: {
        receivable: receivableOf(lot),
        lots: [lot.slice(lot.indexOf(':') + 1)],
        receiptsUpTo: yuan('0.00'),
      },
    },
  });

  it('money that comes in while lots are redeemed costs each redemption one retry', async () => {
    const lots = await someLots(world, 'redeemed', 6);
    await received(world, lots[0] ?? '', '30000.00');
    const redeems = lots.map(redeeming);
    const paying: LotAct = {
      by: world.bank.actor,
      name: 'receipt:registerPayment',
      submission: {
        args: {
          receipt: aHash('meanwhile'),
          amount: yuan('30000.00'),
          valueDate: '2026-03-02',
          fromDebtor: true,
          allocations: [
            {
              receivable: receivableOf(lots[0] ?? ''),
              pool: 'MAIN',
              amount: yuan('30000.00'),
              late: yuan('0.00'),
            },
          ],
        },
      },
    };
    const [paid, ...redeemed] = await race(world, paying, ...redeems);
    expect(paid?.codes).to.deep.equal([VALID]);
    expect(redeemed.map(({ codes }) => codes)).to.deep.equal(lots.map(() => [CONFLICT, VALID]));
    const amounts = world.ledger
      .records('instruction')
      .map((each) =>
        typeof each === 'object' && each !== null && 'amount' in each ? each.amount : null,
      );
    expect(amounts).to.deep.equal(lots.map(() => yuan(LOT_FACE)));
  });

  it('a lot is redeemed under its pledge or after its release', async () => {
    const fates = await inBothOrders('released', async (words) => {
      const [lot = ''] = await someLots(world, words, 2);
      const acts = financing(world, lot);
      for (const step of [acts.open, acts.invite, acts.offer, acts.accept]) {
        await perform(world, step());
      }
      for (const step of [acts.register, acts.search, acts.pay]) await perform(world, step());
      await received(world, lot, '10000.00');
      const whole = { reference: 'IN-1', valueDate: '2026-03-02', amount: yuan('9000.00') };
      return [redeeming(lot), acts.made('prepay', whole)];
    });
    for (const each of fates) {
      expect(each.map(({ codes }) => codes)).to.deep.equal([[VALID], [CONFLICT, VALID]]);
    }
  });

  it('a lot that a bank registers in the block in which it is redeemed is redeemed by a retry', async () => {
    const [lot = ''] = await someLots(world, 'guarded', 2);
    const acts = financing(world, lot);
    for (const step of [acts.open, acts.invite, acts.offer, acts.accept]) {
      await perform(world, step());
    }
    await received(world, lot, '10000.00');
    const { by, name, submission } = acts.register();
    const registering = await world.ledger.hold(by, name, submission);
    const redeem = redeeming(lot);
    const redeemed = await world.ledger.hold(redeem.by, redeem.name, redeem.submission);
    const [first, second] = await Promise.all([registering.release(), redeemed.release()]);
    expect(first.codes).to.deep.equal([VALID]);
    expect(second.codes).to.deep.equal([StatusCode.ENDORSEMENT_POLICY_FAILURE, VALID]);
  });

  it('a transfer that meets the suspension of its holder is refused', async () => {
    const seller = await aSupplier(world.ledger, 'suspended');
    const lots = await someLots({ ...world, holder: seller }, 'suspension', 2);
    for (const lot of lots) {
      const args = { lot, ...anOffer(world.recipient.id, hop(lot)) };
      await world.ledger.submit(seller.actor, 'lot:offerTransfer', { args });
    }
    const [first = '', second = ''] = lots;
    const suspending: LotAct = {
      by: anOperator('AccessMSP'),
      name: 'party:suspend',
      submission: { args: { party: seller.id } },
    };
    const [suspended, late] = await race(world, suspending, accepting(first));
    expect(suspended?.outcome).to.equal('done');
    expect(late).to.deep.include({ outcome: 'PARTY_NOT_ACTIVE', codes: [CONFLICT] });
    const reinstating = { ...suspending, name: 'party:reinstate' };
    await perform(world, reinstating);
    const [accepted, after] = await race(world, accepting(second), suspending);
    expect([accepted, after].map((fate) => fate?.codes)).to.deep.equal([[VALID], [VALID]]);
  });

  it('a transfer that meets the cut-off is refused', async () => {
    const [lot = ''] = await someLots(world, 'cut-off', 2);
    const args = { lot, ...anOffer(world.recipient.id, hop(lot)) };
    await world.ledger.submit(world.holder.actor, 'lot:offerTransfer', { args });
    const cutOff: LotAct = {
      by: anOperator('CoreMSP'),
      name: 'programme:setDate',
      submission: { args: { date: '2026-06-25' } },
    };
    const [moved, late] = await race(world, cutOff, accepting(lot));
    expect(moved?.outcome).to.equal('done');
    expect(late).to.deep.include({ outcome: 'STATE_CONFLICT', codes: [CONFLICT] });
  });

  it('leaves on the peers what the winners alone make one after the other', async () => {
    expect(await world.ledger.differences(world.bank.actor)).to.deep.equal([]);
    expect(world.ledger.broken()).to.deep.equal([]);
  });
});
