import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { headerHash } from '../../network/embedded/blocks.js';
import { realDisk } from '../../network/embedded/store/disk.js';
import { StorePoisoned } from '../../network/embedded/store/errors.js';
import {
  FAILPOINTS,
  type Failpoint,
  armFailpoints,
} from '../../network/embedded/store/failpoint.js';
import type { LedgerStore } from '../../network/embedded/store/ledger.js';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { NAMESPACE, aPlace, commitBlockOf } from '../support/chain.js';
import { type Fault, type FaultyDisk, faultyDisk, volatileDisk } from '../support/disks.js';
import { someBlock } from '../support/some-blocks.js';

const HEIGHT = 5;
/** The next block's number; it has private parts. */
const NEXT = 6;

const FAULTS: readonly Fault[] = [
  { path: '.blk', call: 'write', code: 'ENOSPC' },
  { path: '.blk', call: 'write', code: 'ENOSPC', partial: 30 },
  { path: '.blk', call: 'write', code: 'ENOSPC', partial: 100 },
  { path: '.blk', call: 'sync', code: 'EIO' },
  { path: '.ack', call: 'write', code: 'ENOSPC' },
  { path: 'BankAMSP.pvt', call: 'write', code: 'ENOSPC', partial: 70 },
  { path: 'AccessMSP.pvt', call: 'sync', code: 'EIO' },
];

describe('a store whose disk fails', () => {
  let place: Awaited<ReturnType<typeof aPlace>>;
  let disk: FaultyDisk;
  let store: LedgerStore;

  beforeEach(async () => {
    place = await aPlace();
    disk = faultyDisk(realDisk);
    store = (await openLedger(place, disk)).store;
    for (let number = 0; number <= HEIGHT; number += 1) {
      await commitBlockOf(store, someBlock(number));
    }
  });

  afterEach(async () => {
    armFailpoints(null);
    await store.close();
    await place.remove();
  });

  const refusesEverything = async (reason: string): Promise<void> => {
    const acts: readonly (() => unknown)[] = [
      () => store.state.get(NAMESPACE, 'lot1'),
      () => store.state.getMany(NAMESPACE, ['lot1']),
      () => store.state.range(NAMESPACE, { start: '', end: '' }).next(),
      () => store.state.stateHash(),
      () => store.snapshot(),
      () => store.block(0),
      () => store.transaction('t1.0'),
      () => store.blockNumberByHash(store.lastHash),
      () => store.history(NAMESPACE, 'lot1').next(),
      () => store.privateOf('BankAMSP', 2),
    ];
    for (const act of acts) {
      const refused = await attempt(act);
      expect(refused, String(act)).to.be.instanceOf(StorePoisoned);
      expect(refused).to.have.property('message').that.contains(reason);
    }
  };

  for (const fault of FAULTS) {
    const { path, call, code, partial = 0 } = fault;
    it(`stops at the first ${code} of a ${call} to ${path} after ${partial} bytes`, async () => {
      disk.fail(fault);
      const failed = await attempt(() => commitBlockOf(store, someBlock(NEXT)));
      expect(failed).to.be.instanceOf(StorePoisoned);
      disk.fail(null);
      // The disk is well again: the store is not.
      const again = await attempt(() => commitBlockOf(store, someBlock(NEXT)));
      expect(again).to.equal(failed);
      await refusesEverything(code);

      await store.close();
      store = (await openLedger(place, disk)).store;
      expect(store.height).to.be.within(NEXT, NEXT + 1);
      await commitBlockOf(store, someBlock(store.height));
    });
  }

  it('stops when a block on disk is not what was written', async () => {
    disk.fail({ path: '.blk', call: 'read', code: 'EIO' });
    expect(await attempt(() => store.block(1))).to.be.instanceOf(StorePoisoned);
    disk.fail(null);
    await refusesEverything('EIO');
  });

  it('stops when the index fails, the block being committed all the same', async () => {
    armFailpoints((name: Failpoint) => {
      if (name === 'index.beforeWrite') throw new Error('the index failed');
    });
    const failed = await attempt(() => commitBlockOf(store, someBlock(NEXT)));
    expect(failed).to.be.instanceOf(StorePoisoned);
    armFailpoints(null);
    await refusesEverything('the index failed');
    await store.close();
    const opened = await openLedger(place, disk);
    store = opened.store;
    expect(store.height).to.equal(NEXT + 1);
    expect(opened.report.replayed?.from).to.equal(NEXT);
  });

  it('is closed while a block is being committed only after that block', async () => {
    const commit = commitBlockOf(store, someBlock(NEXT));
    await store.close();
    await commit;
    store = (await openLedger(place, disk)).store;
    expect(store.height).to.equal(NEXT + 1);
  });

  it('takes one block at a time', async () => {
    const first = commitBlockOf(store, someBlock(NEXT));
    expect(await attempt(() => commitBlockOf(store, someBlock(NEXT)))).to.be.instanceOf(Error);
    await first;
    expect(store.height).to.equal(NEXT + 1);
  });

  it('that could not be opened leaves no lock behind', async () => {
    await store.close();
    disk.fail({ path: '.blk', call: 'read', code: 'EIO' });
    const refused = await attempt(() => openLedger(place, disk));
    expect(refused).to.have.property('code', 'EIO');
    disk.fail(null);
    store = (await openLedger(place, disk)).store;
    expect(store.height).to.equal(NEXT);
  });
});

describe('a power failure', () => {
  it('takes no block that was served after a failed sync', async () => {
    const place = await aPlace();
    const disk = volatileDisk();
    const failing = faultyDisk(disk);
    const first = (await openLedger(place, failing)).store;
    await commitBlockOf(first, someBlock(0));
    failing.fail({ path: '.blk', call: 'sync', code: 'EIO' });
    await attempt(() => commitBlockOf(first, someBlock(1)));
    failing.fail(null);
    disk.forgetUnsynced();
    await first.close();
    const second = (await openLedger(place, disk)).store;
    const { height } = second;
    expect(height, 'the block is in the page cache').to.equal(2);
    await second.close();
    disk.powerLoss(() => 0);
    const { store } = await openLedger(place, disk);
    expect(store.height).to.equal(height);
    await store.close();
    await place.remove();
  });

  it('takes nothing that was acknowledged, whatever of the rest reached the disk', async () => {
    const points = fc.constantFrom(...FAILPOINTS.filter((name) => !name.startsWith('open.')));
    const choices = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(
        points,
        fc.integer({ min: 1, max: 6 }),
        choices,
        async (point, at, choose) => {
          const place = await aPlace();
          const disk = volatileDisk();
          const first = (await openLedger(place, disk)).store;
          let left = at;
          armFailpoints((name) => {
            if (name !== point) return;
            left -= 1;
            if (left <= 0) throw new Error('the power failed');
          });
          const told: string[] = [];
          while (told.length < 12) {
            const done = await commitBlockOf(first, someBlock(told.length)).catch(() => null);
            if (done === null) break;
            told.push(hashOf(first));
          }
          armFailpoints(null);
          disk.powerLoss(() => choose.next().value ?? 0);
          await first.close();
          // LevelDB is not on that disk: at worst it lost everything.
          if ((choose.next().value ?? 0) < 0.5)
            await rm(join(place.directory, 'index'), { recursive: true });
          const { store } = await openLedger(place, disk);
          expect(store.height).to.be.within(told.length, told.length + 1);
          for (const [number, hash] of told.entries()) {
            expect(hex(headerHash(await store.block(number)))).to.equal(hash);
          }
          await commitBlockOf(store, someBlock(store.height));
          await store.close();
          await place.remove();
        },
      ),
      { numRuns: 40 },
    );
  });
});

function hashOf(store: LedgerStore): string {
  return hex(store.lastHash);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

async function attempt(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
