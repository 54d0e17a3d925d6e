import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { idOf } from '../../chaincode/domain/identifiers.js';
import { DocumentStore, type Owner } from '../../gateway-api/documents/store.js';

const owner = (mspId: string, byte: number): Owner => ({
  mspId,
  party: idOf('org', new Uint8Array(16).fill(byte)),
});
const SUPPLIER = owner('AccessMSP', 1);
const NEIGHBOUR = owner('AccessMSP', 2);
const DEBTOR = owner('CoreMSP', 3);
const PAPER = Buffer.from('delivery note 17');
const SEED = 'ab'.repeat(32);

describe('the document store', () => {
  let directory: string;
  let store: DocumentStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'counterfoil-'));
    store = new DocumentStore(directory);
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('keeps a paper under its hash, once', async () => {
    const document = await store.keep(SUPPLIER, PAPER);
    expect(await store.keep(SUPPLIER, PAPER)).to.equal(document);
    expect(await readdir(join(directory, 'AccessMSP'))).to.deep.equal([document]);
  });

  it('opens a commitment to the paper it was made of', async () => {
    const sealed = await store.seal(SUPPLIER, PAPER);
    expect(await store.open(SUPPLIER, sealed)).to.deep.equal(PAPER);
  });

  it('commits to the same paper differently each time, so that nobody can try', async () => {
    const seals = new Set([
      await store.seal(SUPPLIER, PAPER),
      await store.seal(SUPPLIER, PAPER),
      await store.keep(SUPPLIER, PAPER),
    ]);
    expect(seals.size).to.equal(3);
  });

  it('makes the same commitment of the same paper and seed', async () => {
    const sealed = await store.seal(SUPPLIER, PAPER, SEED);
    expect(await store.seal(DEBTOR, PAPER, SEED)).to.equal(sealed);
    expect(await store.seal(SUPPLIER, Buffer.from('another'), SEED)).to.not.equal(sealed);
  });

  it('shows a paper to nobody of the same organisation, until it is shared', async () => {
    const sealed = await store.seal(SUPPLIER, PAPER);
    expect(await store.open(NEIGHBOUR, sealed)).to.equal(null);
    await store.share(sealed, SUPPLIER, NEIGHBOUR);
    expect(await store.open(NEIGHBOUR, sealed)).to.deep.equal(PAPER);
    expect(await store.open(SUPPLIER, sealed)).to.deep.equal(PAPER);
  });

  it('gives another organisation its own copy', async () => {
    const sealed = await store.seal(SUPPLIER, PAPER);
    expect(await store.open(DEBTOR, sealed)).to.equal(null);
    await store.share(sealed, SUPPLIER, DEBTOR);
    await rm(join(directory, 'AccessMSP'), { recursive: true });
    expect(await store.open(DEBTOR, sealed)).to.deep.equal(PAPER);
  });

  it('tells a paper that was exchanged, and one that is gone', async () => {
    const sealed = await store.seal(SUPPLIER, PAPER);
    const document = await store.keep(SUPPLIER, PAPER);
    const path = join(directory, 'AccessMSP', document);
    await writeFile(path, 'delivery note 18');
    expect(await messageOf(store.open(SUPPLIER, sealed))).to.match(/is another one$/);
    await rm(path);
    expect(await messageOf(store.open(SUPPLIER, sealed))).to.match(/is missing$/);
  });

  it('takes no path for a commitment', async () => {
    expect(await messageOf(store.open(SUPPLIER, '../../etc/passwd'))).to.match(/HEX_MALFORMED/);
  });
});

async function messageOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
}
