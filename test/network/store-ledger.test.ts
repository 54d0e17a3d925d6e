import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { commitHashOf, headerHash } from '../../network/embedded/blocks.js';
import { CommitRefused, LedgerLocked } from '../../network/embedded/store/errors.js';
import type { LedgerStore } from '../../network/embedded/store/ledger.js';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { NAMESPACE, aPlace, commitBlockOf, nextCommit } from '../support/chain.js';

const OFFERS = { namespace: NAMESPACE, collection: 'offers_BankA_Access' };
const MEMBERS = ['BankAMSP', 'AccessMSP'];

describe('the ledger store', () => {
  let place: Awaited<ReturnType<typeof aPlace>>;
  let store: LedgerStore;

  beforeEach(async () => {
    place = await aPlace();
    store = (await openLedger(place)).store;
    await commitBlockOf(store, [{ txId: 'genesis' }]);
  });

  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  const reopen = async (): Promise<void> => {
    await store.close();
    store = (await openLedger(place)).store;
  };

  it('reads back values with their versions, in this run and the next', async () => {
    await commitBlockOf(store, [
      { txId: 'a', writes: { lot: '1', gone: 'x' } },
      { txId: 'b', writes: { lot: '2', gone: null }, policies: { lot: 'AND(bank)' } },
    ]);
    for (const again of [false, true]) {
      if (again) await reopen();
      const lot = store.state.get(NAMESPACE, 'lot');
      expect(text(lot?.value)).to.equal('2');
      expect(lot?.version).to.deep.equal({ block: 1, tx: 1 });
      expect(text(lot?.metadata)).to.contain('AND(bank)');
      expect(store.state.get(NAMESPACE, 'gone')).to.equal(null);
      expect(store.height).to.equal(2);
    }
  });

  it('keeps a policy when a value is written, and drops it with the key', async () => {
    await commitBlockOf(store, [{ txId: 'a', writes: { k: '1' }, policies: { k: 'p' } }]);
    await commitBlockOf(store, [{ txId: 'b', writes: { k: '2' } }]);
    expect(text(store.state.get(NAMESPACE, 'k')?.metadata)).to.contain('p');
    await commitBlockOf(store, [{ txId: 'c', writes: { k: null } }]);
    await commitBlockOf(store, [{ txId: 'd', writes: { k: '3' } }]);
    expect(store.state.get(NAMESPACE, 'k')?.metadata).to.equal(null);
  });

  it('moves the version when only a policy is written, and ignores one on an absent key', async () => {
    await commitBlockOf(store, [{ txId: 'a', writes: { k: '1' } }]);
    await commitBlockOf(store, [{ txId: 'b', policies: { k: 'p', absent: 'p' } }]);
    expect(store.state.get(NAMESPACE, 'k')?.version).to.deep.equal({ block: 2, tx: 0 });
    expect(text(store.state.get(NAMESPACE, 'k')?.value)).to.equal('1');
    expect(store.state.get(NAMESPACE, 'absent')).to.equal(null);
  });

  it('keeps private values with their members only, and their hashes with everybody', async () => {
    await commitBlockOf(store, [
      {
        txId: 'a',
        private: [{ ...OFFERS, members: MEMBERS, writes: { offer: 'rate 4.35' } }],
      },
    ]);
    const keyHash = createHash('sha256').update('offer').digest('hex');
    for (const again of [false, true]) {
      if (again) await reopen();
      expect(text(store.state.getPrivate('BankAMSP', OFFERS, 'offer')?.value)).to.equal(
        'rate 4.35',
      );
      expect(store.state.getPrivate('BankBMSP', OFFERS, 'offer')).to.equal(null);
      const hash = createHash('sha256').update('rate 4.35').digest('hex');
      expect(hex(store.state.getHash(OFFERS, keyHash)?.value)).to.equal(hash);
      expect((await store.privateOf('AccessMSP', 1)).map((set) => set.collection)).to.deep.equal([
        OFFERS.collection,
      ]);
    }
  });

  it("moves a private value's version with its hash when only its policy is written", async () => {
    const members = MEMBERS;
    await commitBlockOf(store, [
      { txId: 'a', private: [{ ...OFFERS, members, writes: { offer: '1' } }] },
    ]);
    await commitBlockOf(store, [
      { txId: 'b', private: [{ ...OFFERS, members, policies: { offer: 'p' } }] },
    ]);
    const version = { block: 2, tx: 0 };
    expect(store.state.getPrivate('BankAMSP', OFFERS, 'offer')?.version).to.deep.equal(version);
  });

  it('leaves the version of a private value that is stale', async () => {
    const offer = (value: string) => ({ ...OFFERS, members: MEMBERS, writes: { offer: value } });
    await commitBlockOf(store, [{ txId: 'a', private: [offer('1')] }]);
    const lost = nextCommit(store, [{ txId: 'b', private: [offer('2')] }]);
    const missing = [{ tx: 0, ...OFFERS, mspId: 'BankAMSP' }];
    await store.commit({ ...lost, private: { byMsp: new Map(), missing } });
    const policy = { ...OFFERS, members: MEMBERS, policies: { offer: 'p' } };
    await commitBlockOf(store, [{ txId: 'c', private: [policy] }]);
    const version = { block: 1, tx: 0 };
    expect(store.state.getPrivate('BankAMSP', OFFERS, 'offer')?.version).to.deep.equal(version);
  });

  it('yields ranges end exclusive, in UTF-8 byte order, composite keys apart', async () => {
    // In UTF-16 order the emoji would come before U+FF5E.
    const keys = ['\u0000lot\u0000a\u0000', 'a', 'b', 'c', '～', '😀'];
    await commitBlockOf(store, [
      { txId: 'a', writes: Object.fromEntries(keys.map((key) => [key, 'v'])) },
    ]);
    const range = async (start: string, end: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const row of store.state.range(NAMESPACE, { start, end })) found.push(row.key);
      return found;
    };
    expect(await range('a', 'c')).to.deep.equal(['a', 'b']);
    expect(await range('\u0001', '')).to.deep.equal(['a', 'b', 'c', '～', '😀']);
    expect(await range('\u0000lot\u0000', '\u0000lot\u0000\u{10ffff}')).to.deep.equal([keys[0]]);
    expect(await range('', '')).to.have.lengthOf(6);
    expect(await range('c', 'a')).to.deep.equal([]);
  });

  it('answers many keys at once as one by one', async () => {
    await commitBlockOf(store, [{ txId: 'a', writes: { a: '1', c: '3' } }]);
    const found = await store.state.getMany(NAMESPACE, ['c', 'b', 'a']);
    expect(found.map((one) => text(one?.value))).to.deep.equal(['3', '', '1']);
  });

  it('shows a snapshot as it was while blocks go on', async () => {
    await commitBlockOf(store, [{ txId: 'a', writes: { k: '1' } }]);
    const snapshot = store.snapshot();
    await commitBlockOf(store, [{ txId: 'b', writes: { k: '2' } }]);
    expect(text(snapshot.get(NAMESPACE, 'k')?.value)).to.equal('1');
    expect(snapshot.height).to.equal(2);
    await snapshot.close();
    expect(() => snapshot.get(NAMESPACE, 'k')).to.throw('closed');
    expect(text(store.state.get(NAMESPACE, 'k')?.value), 'the store goes on').to.equal('2');
  });

  it('finds a transaction by id, the first under that id, valid or not', async () => {
    await commitBlockOf(store, [
      { txId: 'a', code: 11 },
      { txId: 'a', writes: { k: '1' } },
    ]);
    await commitBlockOf(store, [{ txId: 'a', code: 9 }]);
    expect(store.transaction('a')).to.deep.equal({ block: 1, tx: 0, code: 11 });
    expect(store.transaction('b')).to.equal(null);
  });

  it('writes nothing of an invalid transaction', async () => {
    await commitBlockOf(store, [{ txId: 'a', code: 10, writes: { k: '1' } }]);
    expect(store.state.get(NAMESPACE, 'k')).to.equal(null);
  });

  it('tells the history of a key newest first, also what was written over in one block', async () => {
    await commitBlockOf(store, [
      { txId: 'a', writes: { k: '1' } },
      { txId: 'b', writes: { k: '2', kk: 'other' } },
    ]);
    await commitBlockOf(store, [{ txId: 'c', writes: { k: null } }]);
    const seen: string[] = [];
    for await (const { txId, value, block, tx } of store.history(NAMESPACE, 'k')) {
      seen.push(`${txId} ${block}/${tx} ${value === null ? 'deleted' : text(value)}`);
    }
    expect(seen).to.deep.equal(['c 2/0 deleted', 'b 1/1 2', 'a 1/0 1']);
  });

  it('finds blocks by number and by header hash', async () => {
    const block = await commitBlockOf(store, [{ txId: 'a' }]);
    expect(await store.block(1)).to.deep.equal(block);
    expect(store.blockNumberByHash(headerHash(block))).to.equal(1);
    expect(store.blockNumberByHash(new Uint8Array(32))).to.equal(null);
    expect(await failure(store.block(2))).to.be.instanceOf(RangeError);
  });

  it('chains a commit hash from block 1 on', async () => {
    const one = await commitBlockOf(store, [{ txId: 'a', writes: { k: '1' } }]);
    const two = await commitBlockOf(store, [{ txId: 'b' }]);
    expect(commitHashOf(await store.block(0))).to.have.lengthOf(0);
    const expected = createHash('sha256')
      .update(Buffer.of(1, 0))
      .update(commitHashOf(one))
      .digest('hex');
    expect(hex(commitHashOf(two))).to.equal(expected);
    await reopen();
    expect(hex(store.lastCommitHash)).to.equal(expected);
  });

  it('refuses a block that does not follow, and goes on', async () => {
    const good = nextCommit(store, [{ txId: 'a', writes: { k: '1' } }]);
    const wrong = [
      { ...good.block, number: 2 },
      { ...good.block, previousHash: new Uint8Array(32) },
      { ...good.block, dataHash: new Uint8Array(32) },
      { ...good.block, metadata: good.block.metadata.with(2, new Uint8Array(2)) },
    ];
    for (const block of wrong) {
      expect(await failure(store.commit({ ...good, block }))).to.be.instanceOf(CommitRefused);
    }
    await store.commit(good);
    expect(store.height).to.equal(2);
  });

  it('refuses private values that are changed, foreign or withheld, and records what is missing', async () => {
    const spec = { ...OFFERS, members: MEMBERS, writes: { offer: '1' } };
    const good = nextCommit(store, [
      { txId: 'a', private: [spec] },
      { txId: 'b', code: 10 },
    ]);
    const [set] = good.private.byMsp.get('BankAMSP') ?? [];
    if (set === undefined) throw new Error('the builder gave no private set');
    const given = (sets: readonly (typeof set)[]) => ({
      ...good,
      private: { byMsp: new Map([['BankAMSP', sets]]), missing: [] },
    });
    for (const sets of [[], [{ ...set, rwset: Buffer.from('other') }], [{ ...set, tx: 1 }]]) {
      expect(await failure(store.commit(given(sets)))).to.be.instanceOf(CommitRefused);
    }
    const outside = { byMsp: new Map([['../BankAMSP', [set]]]), missing: [] };
    expect(await failure(store.commit({ ...good, private: outside }))).to.be.instanceOf(
      CommitRefused,
    );
    const missing = [{ tx: 0, ...OFFERS, mspId: 'BankAMSP' }];
    await store.commit({ ...good, private: { byMsp: new Map(), missing } });
    await reopen();
    expect(store.state.getPrivate('BankAMSP', OFFERS, 'offer')).to.equal(null);
  });

  it('refuses keys that would not come back as they are', async () => {
    expect(() => store.state.get(NAMESPACE, '\ud800')).to.throw(RangeError);
    expect(() => store.state.get('a\0b', 'k')).to.throw(RangeError);
    await commitBlockOf(store, [{ txId: 'after', writes: { k: '1' } }]);
  });

  it('is open in one place at a time', async () => {
    const second = await failure(openLedger(place));
    expect(second).to.be.instanceOf(LedgerLocked);
    expect(second).to.have.property('pid', process.pid);
    await commitBlockOf(store, [{ txId: 'a' }]);
  });
});

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

function text(bytes: Uint8Array | null | undefined): string {
  return bytes === null || bytes === undefined ? '' : Buffer.from(bytes).toString();
}

function hex(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('hex');
}
