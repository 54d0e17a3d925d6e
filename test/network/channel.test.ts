import { expect } from 'chai';
import { type Block, sha256 } from '../../network/embedded/blocks.js';
import { BlockFeed } from '../../network/embedded/channel/block-feed.js';
import { type CommitStatus, CommitStatuses } from '../../network/embedded/channel/commit-status.js';
import { TransientStore } from '../../network/embedded/channel/transient-store.js';
import { RpcError } from '../../network/embedded/rpc/rpc.js';
import { caught } from '../support/caught.js';

const DESK = { namespace: 'trial', collection: 'desk' };
const NEVER = new AbortController().signal;

describe('private data between endorsement and commit', () => {
  const rwset = Buffer.from('writes');
  const hash = sha256(rwset);

  function kept(): TransientStore {
    const store = new TransientStore();
    store.keep('tx', [{ ...DESK, rwset }], 5);
    return store;
  }

  it('is found by transaction, collection and hash alone', () => {
    const store = kept();
    expect(store.find('tx', DESK, hash)?.rwset).to.equal(rwset);
    expect(store.find('other', DESK, hash)).to.equal(null);
    expect(store.find('tx', { ...DESK, collection: 'file' }, hash)).to.equal(null);
    expect(store.find('tx', { ...DESK, namespace: 'other' }, hash)).to.equal(null);
    expect(store.find('tx', DESK, sha256(Buffer.from('others')))).to.equal(null);
  });

  it('is what every endorsement of the transaction has left', () => {
    const store = kept();
    const other = Buffer.from('others');
    store.keep('tx', [{ ...DESK, rwset: other }], 5);
    expect(store.find('tx', DESK, hash)?.rwset).to.equal(rwset);
    expect(store.find('tx', DESK, sha256(other))?.rwset).to.equal(other);
  });

  it('goes when its transaction is committed', () => {
    const store = kept();
    store.keep('other', [{ ...DESK, rwset }], 5);
    store.drop(['tx'], 6);
    expect(store.find('tx', DESK, hash)).to.equal(null);
    expect(store.find('other', DESK, hash)?.rwset).to.equal(rwset);
  });

  it('goes a thousand blocks after an endorsement that nobody has submitted', () => {
    const store = kept();
    store.keep('later', [{ ...DESK, rwset }], 6);
    store.drop([], 1004);
    expect(store.find('tx', DESK, hash)?.rwset).to.equal(rwset);
    store.drop([], 1005);
    expect(store.find('tx', DESK, hash)).to.equal(null);
    expect(store.find('later', DESK, hash)?.rwset).to.equal(rwset);
  });
});

describe('following a chain', () => {
  const template = { previousHash: sha256(), dataHash: sha256(), data: [], metadata: [] };
  const block = (number: number): Block => ({ ...template, number });

  function feedOf(height: number): BlockFeed {
    return new BlockFeed(height, (number) => Promise.resolve(block(number)));
  }

  it('gives every block once, those before and those to come', async () => {
    const feed = feedOf(2);
    const blocks = feed.follow(0, NEVER);
    const found: number[] = [];
    const next = async (): Promise<unknown> => found.push((await blocks.next()).value.number);
    await next();
    await next();
    const coming = next();
    feed.announce(block(2));
    feed.announce(block(3));
    await coming;
    await next();
    expect(found).to.deep.equal([0, 1, 2, 3]);
    expect(feed.height).to.equal(4);
  });

  it('does not read back the block that was just committed', async () => {
    const feed = new BlockFeed(0, () => Promise.reject(new Error('read')));
    feed.announce(block(0));
    expect((await feed.follow(0, NEVER).next()).value).to.deep.equal(block(0));
  });

  it('fails when the chain ends, but gives what there is', async () => {
    const feed = feedOf(1);
    const blocks = feed.follow(0, NEVER);
    const waiting = feed.follow(1, NEVER).next();
    const reason = new Error('closed');
    feed.close(reason);
    feed.close(new Error('closed again'));
    expect(await caught(Error, waiting)).to.equal(reason);
    expect((await blocks.next()).value.number).to.equal(0);
    expect(await caught(Error, blocks.next())).to.equal(reason);
  });

  it('ends with its reader’s call, waiting or not', async () => {
    const call = new AbortController();
    const reason = new RpcError(1, 'cancelled');
    const feed = feedOf(1);
    const waiting = feed.follow(1, call.signal).next();
    call.abort(reason);
    expect(await caught(RpcError, waiting)).to.equal(reason);
    expect(await caught(RpcError, feed.follow(0, call.signal).next())).to.equal(reason);
    expect(await caught(RpcError, feed.follow(1, call.signal).next())).to.equal(reason);
  });
});

describe('waiting for a transaction', () => {
  const status: CommitStatus = { block: 3, code: 0 };

  function statuses(): { known: Map<string, CommitStatus>; statuses: CommitStatuses } {
    const known = new Map<string, CommitStatus>();
    return { known, statuses: new CommitStatuses((txId) => known.get(txId) ?? null) };
  }

  it('ends for everybody when it is committed, and at once when it has been', async () => {
    const { known, statuses: waiting } = statuses();
    const both = [waiting.of('tx', NEVER), waiting.of('tx', NEVER)];
    known.set('tx', status);
    waiting.settle('other');
    waiting.settle('tx');
    expect(await Promise.all(both)).to.deep.equal([status, status]);
    expect(await waiting.of('tx', NEVER)).to.equal(status);
  });

  it('ends with its call alone', async () => {
    const { known, statuses: waiting } = statuses();
    const call = new AbortController();
    const [cancelled, patient] = [waiting.of('tx', call.signal), waiting.of('tx', NEVER)];
    const reason = new RpcError(1, 'cancelled');
    call.abort(reason);
    expect(await caught(RpcError, cancelled)).to.equal(reason);
    expect(await caught(RpcError, waiting.of('tx', call.signal))).to.equal(reason);
    known.set('tx', status);
    waiting.settle('tx');
    expect(await patient).to.equal(status);
  });

  it('ends when nothing more will be committed, but knows what has been', async () => {
    const { known, statuses: waiting } = statuses();
    const reason = new Error('closed');
    const open = waiting.of('tx', NEVER);
    waiting.close(reason);
    waiting.close(new Error('closed again'));
    expect(await caught(Error, open)).to.equal(reason);
    expect(await caught(Error, waiting.of('tx', NEVER))).to.equal(reason);
    known.set('done', status);
    expect(await waiting.of('done', NEVER)).to.equal(status);
  });
});
