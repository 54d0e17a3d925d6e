import { execFile } from 'node:child_process';
import { cp, readFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { realDisk } from '../../network/embedded/store/disk.js';
import { LedgerDamaged } from '../../network/embedded/store/errors.js';
import { openFrames } from '../../network/embedded/store/frames.js';
import { type OpenReport, openLedger } from '../../network/embedded/store/open-ledger.js';
import { rebuild, scanLedger } from '../../network/embedded/store/scan.js';
import { emptyBatch } from '../../network/embedded/store/update-batch.js';
import { aPlace, commitBlockOf, nextCommit } from '../support/chain.js';
import { type Picture, pictureOf } from '../support/picture.js';
import { someBlock } from '../support/some-blocks.js';

const run = promisify(execFile);

const HEIGHT = 9;

describe('opening a ledger again', () => {
  let place: Awaited<ReturnType<typeof aPlace>>;
  let before: Picture;

  beforeEach(async () => {
    place = await aPlace();
    const { store } = await openLedger(place);
    for (let number = 0; number < HEIGHT; number += 1) {
      await commitBlockOf(store, someBlock(number));
    }
    before = await pictureOf(store);
    await store.close();
  });

  afterEach(() => place.remove());

  /** Open, compare with what was there, commit one more block, close. */
  const opensAsItWas = async (): Promise<OpenReport> => {
    const { store, report } = await openLedger(place);
    try {
      expect(await pictureOf(store)).to.deep.equal(before);
      await commitBlockOf(store, someBlock(HEIGHT));
    } finally {
      await store.close();
    }
    return report;
  };

  /** Opening must be refused, naming what the text says. */
  const isRefused = async (text: string): Promise<void> => {
    const opened = await openLedger(place).catch((error: unknown) => error);
    expect(opened).to.be.instanceOf(LedgerDamaged);
    expect(opened).to.have.property('message').that.contains(text);
  };

  const path = (...parts: string[]): string => join(place.directory, ...parts);

  /** A damaged index may end the process that opens it, so another one goes first. */
  const openElsewhere = async (): Promise<void> => {
    const opener = new URL('../support/opener.js', import.meta.url);
    await run(process.execPath, [opener.pathname, place.directory]).catch((error: unknown) => {
      const aborted = error instanceof Error && 'signal' in error && error.signal === 'SIGABRT';
      if (!aborted) throw error;
    });
  };

  it('finds nothing to do after a clean end', async () => {
    expect(await opensAsItWas()).to.deep.equal({ cut: 0, replayed: null });
  });

  it('builds the index again when it was removed', async () => {
    await rm(path('index'), { recursive: true });
    expect((await opensAsItWas()).replayed).to.deep.equal({
      from: 0,
      reason: 'there was no index',
    });
  });

  it('applies to the index the blocks it lacks', async () => {
    await cp(path('index'), path('older'), { recursive: true });
    await opensAsItWas();
    await rm(path('index'), { recursive: true });
    await rename(path('older'), path('index'));
    const { store, report } = await openLedger(place);
    expect(report.replayed?.from).to.equal(HEIGHT);
    expect(store.height).to.equal(HEIGHT + 1);
    await store.close();
  });

  it('builds the index again whatever bit of it is flipped, wherever it is cut', async () => {
    // Once more, so that LevelDB has tables as well as a log.
    await (await openLedger(place)).store.close();
    await cp(path('index'), path('good'), { recursive: true });
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fraction, fc.nat(7), fc.boolean(), async (where, bit, cut) => {
        await rm(path('index'), { recursive: true });
        await cp(path('good'), path('index'), { recursive: true });
        await damageOneByte(path('index'), { where, bit, cut });
        await openElsewhere();
        const { store } = await openLedger(place);
        try {
          expect(await pictureOf(store)).to.deep.equal(before);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 20 },
    );
  });

  it('refuses when the block file ends before what was acknowledged, whatever else is gone', async () => {
    const blocks = path('blocks', '000001.blk');
    const whole = await readFile(blocks);
    await truncate(blocks, whole.length - 1);
    await isRefused('acknowledged');
    await rm(path('index'), { recursive: true });
    await isRefused('acknowledged');
    await rm(`${blocks}.ack`);
    await isRefused('cannot be cut off');
    await writeFile(blocks, whole);
    await opensAsItWas();
  });

  it('refuses an older block file under a newer index', async () => {
    const blocks = path('blocks', '000001.blk');
    const older = await readFile(blocks);
    await opensAsItWas();
    await rm(`${blocks}.ack`);
    await writeFile(blocks, older);
    await isRefused(`ends after ${HEIGHT} frames, ${HEIGHT + 1} were acknowledged`);
  });

  it('never takes a ledger without its block file for an empty one', async () => {
    await rm(path('blocks'), { recursive: true });
    await isRefused('the index holds 9 blocks');
    await rm(path('index'), { recursive: true });
    await isRefused('AccessMSP has a private file');
  });

  it('names the organisation and block whose private values are gone', async () => {
    const file = path('private', 'BankAMSP.pvt');
    const whole = await readFile(file);
    await rm(file);
    await isRefused('The private values of BankAMSP for block 2 are missing: the file is gone');
    await writeFile(file, whole.subarray(0, -1));
    await isRefused('The private values of BankAMSP for block 8 are missing');
    await writeFile(file, await readFile(path('private', 'AccessMSP.pvt')));
    await isRefused('not that of the file for private data of BankAMSP');
    await writeFile(file, whole);
    await opensAsItWas();
  });

  it('names the place of any bit flipped in the block or private files', async () => {
    const files = [path('blocks', '000001.blk'), path('private', 'BankAMSP.pvt')];
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fraction, fc.nat(7), async (file, where, bit) => {
        const whole = await readFile(file);
        const damaged = Buffer.from(whole);
        const at = Math.floor(where * whole.length);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        await writeFile(file, damaged);
        await isRefused(file);
        await writeFile(file, whole);
      }),
      { numRuns: 30 },
    );
    await opensAsItWas();
  });

  it('takes no other private values than those of the block', async () => {
    const path = join(place.directory, 'private', 'BankAMSP.pvt');
    const label = 'private data of BankAMSP on programme';
    const file = await openFrames({ disk: realDisk, path, label }, 'write');
    const forged = await file?.settle(0);
    await forged?.append([Buffer.from('not what was written')]);
    await forged?.close();
    await isRefused('something else in their place');
  });

  it('refuses a block that does not write what its commit hash says', async () => {
    const { store } = await openLedger(place);
    const commit = nextCommit(store, [{ txId: 'a', writes: { k: '1' } }]);
    await store.commit({ ...commit, batch: emptyBatch() });
    await store.close();
    await rm(path('index'), { recursive: true });
    await isRefused(`Block ${HEIGHT} cannot be applied again`);
  });

  it('refuses an index of another ledger', async () => {
    const other = await aPlace();
    const { store } = await openLedger(other);
    await commitBlockOf(store, [{ txId: 'another genesis' }]);
    await store.close();
    await rm(path('index'), { recursive: true });
    await cp(join(other.directory, 'index'), path('index'), { recursive: true });
    await isRefused('another chain');
    await other.remove();
  });

  it('leaves nothing changed by a refusal', async () => {
    const file = path('private', 'BankAMSP.pvt');
    await truncate(file, (await readFile(file)).length - 1);
    const blocks = await readFile(path('blocks', '000001.blk'));
    await isRefused('BankAMSP');
    expect(Buffer.compare(await readFile(path('blocks', '000001.blk')), blocks)).to.equal(0);
  });

  it('is the same as building from the files alone, beside a running server', async () => {
    const { store } = await openLedger(place);
    const rebuilt = await rebuild(place, path('scratch'));
    expect(rebuilt).to.include({
      height: HEIGHT,
      blockHash: Buffer.from(store.lastHash).toString('hex'),
      stateHash: await store.state.stateHash(),
    });
    await rebuilt.close();
    await store.close();
  });

  it('can be read from genesis while blocks are being committed', async () => {
    const { store } = await openLedger(place);
    const heights: number[] = [];
    const reader = (async () => {
      while (store.height < HEIGHT + 40) {
        const known = store.height;
        let read = 0;
        for await (const { head } of scanLedger(place)) read = head.height;
        expect(read).to.be.at.least(known);
        heights.push(read);
      }
    })();
    for (let number = HEIGHT; number < HEIGHT + 40; number += 1) {
      await commitBlockOf(store, someBlock(number));
    }
    await reader;
    expect(heights.length).to.be.greaterThan(0);
    await store.close();
  });
});

/** Flip a bit, or cut, at one place of the directory's files taken as one. */
async function damageOneByte(
  directory: string,
  { where, bit, cut }: { readonly where: number; readonly bit: number; readonly cut: boolean },
): Promise<void> {
  const names = (await readdir(directory)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(directory, name))));
  let at = Math.floor(where * contents.reduce((sum, content) => sum + content.length, 0));
  for (const [nth, content] of contents.entries()) {
    if (at >= content.length) {
      at -= content.length;
      continue;
    }
    const damaged = cut ? content.subarray(0, at) : Buffer.from(content);
    if (!cut) damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
    await writeFile(join(directory, names[nth] ?? ''), damaged);
    return;
  }
}
