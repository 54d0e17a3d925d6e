import { expect } from 'chai';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Block,
  SLOT,
  commitHash,
  commitHashOf,
  commitHashSlot,
  dataHash,
  flagsOf,
} from '../../network/embedded/blocks.js';
import { decodeRecord, encodeRecord } from '../../network/embedded/store/block-record.js';
import { publicKey } from '../../network/embedded/store/index-keys.js';
import { acknowledgedPath, indexDirectory } from '../../network/embedded/store/layout.js';
import { openLevel } from '../../network/embedded/store/level.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { AuditBench, auditOf, foundIn } from '../support/audits.js';
import { receivable } from '../support/audited.js';
import { blocksOf, flipBit, placeIn, privateOf, rewrite } from '../support/block-file.js';

describe('auditing a ledger’s files', () => {
  const bench = new AuditBench();
  let last = 0;
  before(async () => {
    await bench.open();
    last = bench.height - 1;
  });
  after(() => bench.close());

  /** Change the last block and put it back in a frame that is as it should be. */
  async function changeLast(directory: string, change: (block: Block) => Block): Promise<void> {
    await rewrite(blocksOf(directory), (payloads) => {
      const record = decodeRecord(payloads[last] ?? Buffer.alloc(0));
      const changed = encodeRecord({ ...record, block: change(record.block) });
      return [...payloads.slice(0, last), changed];
    });
  }

  it('finds nothing where nothing is wrong, having run every act again', async () => {
    const { directory } = await bench.copy();
    const report = await auditOf(directory);
    expect(foundIn(report)).to.deep.equal([]);
    expect(report).to.include({ ok: true, height: last + 1 });
    expect(report.notes).to.deep.equal([]);
    expect(report.counts).to.deep.include({
      transactions: 19,
      codes: { VALID: 19 },
      runAgain: 13,
      notRunAgain: { secret: 0, definitions: 6 },
    });
    expect(report.invariants.find(({ id }) => id === 'C9')).to.include({ checked: 1 });
  });

  it('names the block and the byte of a flipped bit', async () => {
    const { directory } = await bench.copy();
    const offset = await flipBit(blocksOf(directory), 9);
    const report = await auditOf(directory);
    expect(report).to.include({ ok: false, height: 9, stateHash: '' });
    expect(foundIn(report)).to.deep.equal(['LEDGER_DAMAGED 9']);
    expect(report.faults[0]?.at).to.include({ file: blocksOf(directory).path, offset });
  });

  it('names the first of two blocks that changed places', async () => {
    const { directory } = await bench.copy();
    await rewrite(blocksOf(directory), (payloads) => {
      const [nine, ten] = [payloads[9], payloads[10]];
      return payloads.map(
        (payload, at) => (at === 9 ? ten : at === 10 ? nine : payload) ?? payload,
      );
    });
    expect(foundIn(await auditOf(directory))).to.deep.equal(['LEDGER_DAMAGED 9']);
  });

  it('names the place of a block that was taken out', async () => {
    const { directory } = await bench.copy();
    await rewrite(blocksOf(directory), (payloads) => payloads.filter((_, at) => at !== 9));
    expect(foundIn(await auditOf(directory))).to.deep.equal(['LEDGER_DAMAGED 9']);
  });

  it('misses a last block that was acknowledged', async () => {
    const { directory } = await bench.copy();
    await rewrite(blocksOf(directory), (payloads) => payloads.slice(0, last));
    expect(foundIn(await auditOf(directory))).to.deep.equal([`LEDGER_DAMAGED ${last}`]);
  });

  it('misses it by the index when the record of acknowledged blocks went with it', async () => {
    const { directory } = await bench.copy();
    await rewrite(blocksOf(directory), (payloads) => payloads.slice(0, last));
    await rm(acknowledgedPath(placeIn(directory)));
    expect(foundIn(await auditOf(directory))).to.deep.equal([
      `INDEX_DIFFERS ${last}`,
      'C9 state by ?.?',
    ]);
  });

  it('knows a block that no orderer signed', async () => {
    const { directory } = await bench.copy();
    let other: Uint8Array = new Uint8Array(0);
    await rewrite(blocksOf(directory), (payloads) => {
      const { block } = decodeRecord(payloads[last - 1] ?? Buffer.alloc(0));
      other = block.metadata[SLOT.SIGNATURES] ?? other;
      return payloads;
    });
    await changeLast(directory, (block) => ({
      ...block,
      metadata: block.metadata.with(SLOT.SIGNATURES, other),
    }));
    expect(foundIn(await auditOf(directory))).to.deep.equal([`ORDERER_SIGNATURE_INVALID ${last}`]);
  });

  it('knows a transaction that was changed under its signatures', async () => {
    const { directory } = await bench.copy();
    await changeLast(directory, (block) => {
      const [envelope = new Uint8Array(0), ...rest] = block.data;
      const text = Buffer.from(envelope).toString('latin1').replace('40000.00', '40000.01');
      const data = [Buffer.from(text, 'latin1'), ...rest];
      return { ...block, data, dataHash: dataHash(data) };
    });
    expect(foundIn(await auditOf(directory))).to.include.members([
      `ORDERER_SIGNATURE_INVALID ${last}`,
      `VALIDATION_DIFFERS ${last}.0`,
    ]);
  });

  it('knows a verdict that validation does not give', async () => {
    const { directory } = await bench.copy();
    await rewrite(blocksOf(directory), (payloads) => {
      const before = decodeRecord(payloads[last - 1] ?? Buffer.alloc(0)).block;
      const record = decodeRecord(payloads[last] ?? Buffer.alloc(0));
      const flags = flagsOf(record.block).with(0, 11);
      const previous = commitHashOf(before);
      const hash = commitHash({ flags, updates: new Uint8Array(0), previous });
      const metadata = record.block.metadata
        .with(SLOT.TRANSACTIONS_FILTER, flags)
        .with(SLOT.COMMIT_HASH, commitHashSlot(hash));
      const block = { ...record.block, metadata };
      return [...payloads.slice(0, last), encodeRecord({ ...record, block })];
    });
    const found = foundIn(await auditOf(directory));
    expect(found).to.include(`VALIDATION_DIFFERS ${last}.0`);
  });

  it('names the private file that ends too early, and the block', async () => {
    const { directory } = await bench.copy();
    await rewrite(privateOf(directory, 'BankAMSP'), (payloads) => payloads.slice(0, -1));
    const report = await auditOf(directory);
    expect(report.ok).to.equal(false);
    expect(report.faults[0]?.at.file).to.equal(privateOf(directory, 'BankAMSP').path);
    expect(report.faults[0]?.why.en).to.match(
      /private values of BankAMSP for block \d+ are missing/,
    );
  });

  it('names the private file that is gone', async () => {
    const { directory } = await bench.copy();
    await rm(privateOf(directory, 'AccessMSP').path);
    const [fault] = (await auditOf(directory)).faults;
    expect(fault).to.include({ code: 'LEDGER_DAMAGED' });
    expect(fault?.at.file).to.equal(privateOf(directory, 'AccessMSP').path);
  });

  it('names the key that the index has otherwise', async () => {
    const { directory } = await bench.copy();
    const rows = await openLevel(indexDirectory(placeIn(directory)));
    const key = publicKey('counterfoil', compositeKey('receivable', [receivable]));
    const row = Buffer.from(rows.get(key) ?? []);
    const value = Buffer.from(row.toString('latin1').replace('"UPSTREAM"', '"UPSTREAN"'), 'latin1');
    await rows.write([{ key, value }]);
    await rows.close();
    expect(foundIn(await auditOf(directory))).to.deep.equal([
      `INDEX_DIFFERS receivable:${receivable}`,
      `C9 receivable:${receivable} by ?.?`,
    ]);
  });

  it('goes on without an index, and says so', async () => {
    const { directory } = await bench.copy();
    await rm(indexDirectory(placeIn(directory)), { recursive: true });
    const report = await auditOf(directory);
    expect(report.ok).to.equal(true);
    expect(report.notes.map(({ code }) => code)).to.deep.equal(['INDEX_NOT_COMPARED']);
  });

  it('leaves nothing behind and changes nothing', async () => {
    const { directory } = await bench.copy();
    const scratch = await bench.emptyDirectory();
    const before = await picture(directory);
    const elsewhere = process.env['TMPDIR'];
    process.env['TMPDIR'] = scratch;
    try {
      await auditOf(directory);
    } finally {
      if (elsewhere === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = elsewhere;
    }
    expect(await readdir(scratch)).to.deep.equal([]);
    expect(await picture(directory)).to.deep.equal(before);
  });
});

/** Every file with its size and when it was last written. */
async function picture(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  const shown = names.sort().map(async (name) => {
    const { size, mtimeMs } = await stat(join(directory, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return await Promise.all(shown);
}
