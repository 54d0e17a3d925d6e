import { expect } from 'chai';
import { STAGES } from '../support/lot-pairs.js';
import { aLotWorld, type LotWorld } from '../support/lot-world.js';
import { playPairs } from '../support/pair-play.js';
import { PeerLedger } from '../support/peer-ledger.js';

/** One whose acts are all public, and one where acts touch what a bank and its holder alone see, and set key policies. */
const ON_PEERS = ['OFFERED', 'COMMITTED, money came'];

describe('of two acts that peers endorsed on one lot in the same state, the first wins', function () {
  this.timeout(60_000);
  let world: LotWorld<PeerLedger>;

  before(async () => {
    world = await aLotWorld(await PeerLedger.open());
  });

  after(async () => {
    await world.ledger.remove();
  });

  for (const name of ON_PEERS) {
    it(name, async () => {
      const stage = STAGES[name];
      if (stage === undefined) throw new Error(`no stage ${name}`);
      await playPairs(world, name, stage);
      expect(await world.ledger.differences(world.bank.actor)).to.deep.equal([]);
      expect(world.ledger.broken()).to.deep.equal([]);
    });
  }
});
