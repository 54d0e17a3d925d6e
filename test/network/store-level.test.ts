import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import { blockKey, publicKey } from '../../network/embedded/store/index-keys.js';
import { encodeState } from '../../network/embedded/store/index-rows.js';
import { openLevel } from '../../network/embedded/store/level.js';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { NAMESPACE, aPlace, commitBlockOf } from '../support/chain.js';
import { someBlock } from '../support/some-blocks.js';

const run = promisify(execFile);

describe('the index on disk', () => {
  let place: Awaited<ReturnType<typeof aPlace>>;

  beforeEach(async () => {
    place = await aPlace();
  });

  afterEach(() => place.remove());

  it('gives back no value that was not written, whatever bit of a table is flipped', async () => {
    const good = join(place.directory, 'good');
    const written = new Map<string, string>();
    const rows = await openLevel(good);
    for (let nth = 0; nth < 40; nth += 1) {
      written.set(`key${nth}`, randomBytes(90).toString('latin1'));
    }
    const changes = [...written].map(([key, value]) => ({
      key: Buffer.from(key),
      value: Buffer.from(value, 'latin1'),
    }));
    await rows.write(changes);
    await rows.close();
    // LevelDB turns its log into a table when it is opened again.
    await (await openLevel(good)).close();
    const table = (await readdir(good)).find((name) => name.endsWith('.ldb')) ?? '';
    const whole = await readFile(join(good, table));

    let refused = 0;
    const bad = join(place.directory, 'bad');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        await rm(bad, { recursive: true, force: true });
        await cp(good, bad, { recursive: true });
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        await writeFile(join(bad, table), damaged);
        const found = await readElsewhere(bad);
        if (found === null) refused += 1;
        else for (const [key, value] of found) expect(written.get(key) === value).to.equal(true);
      }),
      { numRuns: 25 },
    );
    expect(refused).to.be.greaterThan(0);
  });

  it('is built again when the process that opened it died in doing so', async () => {
    const first = await openLedger(place);
    await commitBlockOf(first.store, someBlock(0));
    const stateHash = await first.store.state.stateHash();
    await first.store.close();
    await writeFile(join(place.directory, 'index.opening'), '');
    for (const reason of ['the last opening of it did not end', undefined]) {
      const { store, report } = await openLedger(place);
      expect(report.replayed?.reason).to.equal(reason);
      expect(await store.state.stateHash()).to.equal(stateHash);
      await store.close();
    }
  });

  it('is built again when a row or a block is missing from its middle', async () => {
    const first = await openLedger(place);
    for (let number = 0; number < 5; number += 1) {
      await commitBlockOf(first.store, someBlock(number));
    }
    const stateHash = await first.store.state.stateHash();
    await first.store.close();
    const lost = [
      [blockKey(2), 'block 2 is not in it'],
      [publicKey(NAMESPACE, 'lot1'), 'rows, it holds 5 and'],
    ] as const;
    for (const [key, reason] of lost) {
      const rows = await openLevel(join(place.directory, 'index'));
      await rows.write([{ key, value: null }]);
      await rows.close();
      const { store, report } = await openLedger(place);
      expect(report.replayed?.from).to.equal(0);
      expect(report.replayed?.reason).to.contain(reason);
      expect(await store.state.stateHash()).to.equal(stateHash);
      await store.close();
    }
  });

  it('is built from genesis when the blocks it lacks do not fit on it', async () => {
    const index = join(place.directory, 'index');
    const older = join(place.directory, 'older');
    const first = await openLedger(place);
    await commitBlockOf(first.store, [{ txId: 'genesis' }]);
    await commitBlockOf(first.store, [{ txId: 'a', writes: { k: '1' } }]);
    await first.store.close();
    await cp(index, older, { recursive: true });
    const second = await openLedger(place);
    await commitBlockOf(second.store, [{ txId: 'b', policies: { k: 'p' } }]);
    const stateHash = await second.store.state.stateHash();
    await second.store.close();
    await rm(index, { recursive: true });
    await rename(older, index);
    const rows = await openLevel(index);
    const other = encodeState({ metadata: null, version: { block: 1, tx: 0 } }, Buffer.from('2'));
    await rows.write([{ key: publicKey(NAMESPACE, 'k'), value: other }]);
    await rows.close();
    const { store, report } = await openLedger(place);
    expect(report.replayed).to.have.property('from', 0);
    expect(report.replayed?.reason).to.contain('Block 2 cannot be applied again');
    expect(await store.state.stateHash()).to.equal(stateHash);
    await store.close();
  });
});

/** Every row, or null when reading was refused. */
const Rows = z.array(z.tuple([z.string(), z.string()]));

/** A damaged table may end the process that reads it, so another one does; null when it could not. */
async function readElsewhere(directory: string): Promise<z.output<typeof Rows> | null> {
  const reader = new URL('../support/index-reader.js', import.meta.url);
  try {
    const { stdout } = await run(process.execPath, [reader.pathname, directory]);
    return Rows.nullable().parse(JSON.parse(stdout));
  } catch (error) {
    if (error instanceof Error && 'signal' in error && error.signal === 'SIGABRT') return null;
    throw error;
  }
}
