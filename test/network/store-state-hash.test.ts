import { expect } from 'chai';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { aPlace, commitBlockOf } from '../support/chain.js';

describe('the state hash', () => {
  it('tells two states apart and two ways to one state not', async () => {
    const hashes: string[] = [];
    const ways = [
      [{ a: '1', b: '2' }],
      [{ b: '2', a: 'old' }, { c: 'x' }, { a: '1', c: null }],
      [{ a: '1', b: '3' }],
      [{ ab: '12' }],
    ];
    for (const way of ways) {
      const place = await aPlace();
      const { store } = await openLedger(place);
      for (const [nth, writes] of way.entries()) {
        await commitBlockOf(store, [{ txId: `t${nth}`, writes: { ...writes } }]);
      }
      hashes.push(await store.state.stateHash());
      await store.close();
      await place.remove();
    }
    expect(hashes[1]).to.equal(hashes[0]);
    expect(new Set(hashes).size).to.equal(3);
  });
});
