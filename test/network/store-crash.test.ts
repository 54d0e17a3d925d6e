import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { headerHash } from '../../network/embedded/blocks.js';
import { LedgerLocked } from '../../network/embedded/store/errors.js';
import type { Failpoint } from '../../network/embedded/store/failpoint.js';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { rebuild } from '../../network/embedded/store/scan.js';
import { aPlace, commitBlockOf } from '../support/chain.js';
import { someBlock } from '../support/some-blocks.js';

const CHILD = new URL('../support/store-child.js', import.meta.url).pathname;

type Point = readonly [name: Failpoint, reached: number];

/** Where a commit is stopped, when it is reached that often; the block is then not in the file yet. */
const BEFORE: readonly Point[] = [
  ['private.beforeWrite', 4],
  ['private.beforeSync', 4],
  ['private.afterSync', 2],
  ['blocks.beforeWrite', 5],
];

/** The same; the block is then written, and outlives the process though nobody was told. */
const AFTER: readonly Point[] = [
  ['blocks.beforeSync', 5],
  ['blocks.afterSync', 5],
  ['acknowledged.afterWrite', 5],
  ['index.beforeWrite', 5],
  ['index.afterWrite', 5],
];

const CYCLES = 2;

describe('a process killed while it commits', () => {
  let place: Awaited<ReturnType<typeof aPlace>>;

  beforeEach(async () => {
    place = await aPlace();
  });

  afterEach(() => place.remove());

  /** What the child was told is committed: height and header hash, in order. */
  const runUntilKilled = async (point: Point | number) => {
    const [name, count] = typeof point === 'number' ? ['-', 1] : point;
    const child = spawn(process.execPath, [CHILD, place.directory, name, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told = new Map<number, string>();
    for await (const line of linesOf(child)) {
      const [height = '', hash = ''] = line.split(' ');
      if (line !== 'open') told.set(Number(height), hash);
      if (typeof point === 'number' && told.size >= point) child.kill('SIGKILL');
    }
    await ended(child);
    expect(child.signalCode, 'how the child ended').to.equal('SIGKILL');
    return told;
  };

  /** Everything told is there, the next block can be written, and the files alone give the same state. */
  const holdsWhatWasTold = async (
    told: ReadonlyMap<number, string>,
    untold: readonly number[],
  ): Promise<void> => {
    const { store } = await openLedger(place);
    expect(store.height - Math.max(...told.keys())).to.be.oneOf([...untold]);
    for (const [height, hash] of told) {
      const block = await store.block(height - 1);
      expect(Buffer.from(headerHash(block)).toString('hex')).to.equal(hash);
    }
    await commitBlockOf(store, someBlock(store.height));
    const rebuilt = await rebuild(place, join(place.directory, 'scratch'));
    expect(rebuilt.stateHash).to.equal(await store.state.stateHash());
    await rebuilt.close();
    await store.close();
  };

  for (const point of [...BEFORE, ...AFTER]) {
    it(`at ${point[0]} loses nothing it acknowledged, again and again`, async () => {
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        const told = await runUntilKilled(point);
        await holdsWhatWasTold(told, [BEFORE.includes(point) ? 0 : 1]);
      }
    });
  }

  it('at any moment loses nothing it acknowledged', async () => {
    for (const blocks of [1, 7, 20, 3]) {
      const told = await runUntilKilled(blocks);
      expect(told.size).to.be.at.least(blocks);
      await holdsWhatWasTold(told, [0, 1]);
    }
  });

  it('while it opens leaves a ledger that opens', async () => {
    const told = await runUntilKilled(8);
    await appendFile(join(place.directory, 'blocks', '000001.blk'), Buffer.alloc(70));
    const opening: readonly Point[] = [
      ['open.beforeCut', 1],
      ['open.beforeRebuild', 1],
      ['open.duringRebuild', 3],
    ];
    for (const point of opening) {
      await rm(join(place.directory, 'index'), { recursive: true });
      expect(await runUntilKilled(point)).to.have.property('size', 0);
    }
    await holdsWhatWasTold(told, [0, 1]);
  });

  it('leaves no lock behind, and a living one holds the lock', async () => {
    const child = spawn(process.execPath, [CHILD, place.directory, '-', '1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = linesOf(child);
    await lines.next();
    const refused = await openLedger(place).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(LedgerLocked).with.property('pid', child.pid);
    child.kill('SIGKILL');
    await ended(child);
    const { store } = await openLedger(place);
    await store.close();
  });
});

function linesOf(child: ChildProcess): AsyncIterableIterator<string> {
  if (child.stdout === null) throw new Error('the child has no output');
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
