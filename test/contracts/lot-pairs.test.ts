import { expect } from 'chai';
import { ConcurrentLedger } from '../support/concurrent-ledger.js';
import { STAGES } from '../support/lot-pairs.js';
import { aLotWorld } from '../support/lot-world.js';
import { playPairs } from '../support/pair-play.js';

describe('of two acts endorsed on one lot in the same state, the first wins', () => {
  for (const [name, stage] of Object.entries(STAGES)) {
    it(name, async () => {
      const ledger = new ConcurrentLedger();
      await playPairs(await aLotWorld(ledger), name, stage);
      expect(ledger.broken()).to.deep.equal([]);
    });
  }
});
