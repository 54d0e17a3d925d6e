import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { idOf } from '../../chaincode/domain/identifiers.js';
import { decimal } from '../../chaincode/domain/money.js';
import { DEMO_DIRECTORY } from '../../gateway-api/documents/demo/demo-parties.js';
import { identifierKey } from '../../gateway-api/documents/identifier.js';
import type { ImportFile } from '../../gateway-api/documents/import-file.js';
import { DocumentStore } from '../../gateway-api/documents/store.js';
import { allOf } from '../../gateway-api/drafts/draft-record.js';
import { DraftStore } from '../../gateway-api/drafts/draft-store.js';
import { importDocuments, type ImportOutcome } from '../../gateway-api/drafts/import-documents.js';
import { LedgerLocked } from '../../network/embedded/store/errors.js';
import { lockDirectory } from '../../network/embedded/store/lock.js';
import { bill, file, order } from './documents-support.js';

const OWNER = { mspId: 'AccessMSP', party: idOf('org', new Uint8Array(16).fill(7)) };
const OTHER = { mspId: 'AccessMSP', party: idOf('org', new Uint8Array(16).fill(8)) };
const KEY = { id: 'k1', key: '0b'.repeat(32) };

const invoice = (lines: readonly bigint[] = [10_000n], number = 'INV-1'): string =>
  bill({ number, lines, rate: 0n });
const credit = (number: string, lines: readonly bigint[]): string =>
  bill({ root: 'CreditNote', number, lines, rate: 0n, references: ['INV-1'] });

describe('importing into drafts', () => {
  let directory: string;
  let drafts: DraftStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'counterfoil-'));
    drafts = new DraftStore(join(directory, 'drafts'), lockDirectory);
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const importing = async (
    files: readonly ImportFile[],
    known: ReadonlyMap<string, string> = new Map<string, string>(),
  ): Promise<ImportOutcome> =>
    await importDocuments(
      { owner: OWNER, files, known },
      { drafts, documents: new DocumentStore(join(directory, 'documents')), consortiumKey: KEY },
    );
  const reading = async (...texts: readonly string[]): Promise<ImportOutcome> =>
    await importing(texts.map((text, at) => file(at.toString(), text)));
  const told = ({ records, refused }: ImportOutcome): readonly string[] => [
    ...records.map(({ status, record }) => `${status} ${record.kind}`),
    ...refused.map(({ code }) => code),
  ];
  const remaining = async (): Promise<readonly string[]> => {
    const { invoices } = await drafts.read(OWNER.party);
    return invoices.map(({ content }) => decimal(content.remaining.minor, 2));
  };

  it('keeps each paper of the import as a draft of the importing party', async () => {
    expect(told(await reading(invoice(), order()))).to.deep.equal(['NEW INVOICE', 'NEW ORDER']);
    expect(allOf(await drafts.read(OWNER.party))).to.have.length(2);
    expect(allOf(await drafts.read(OTHER.party))).to.have.length(0);
  });

  it('keeps the paper itself', async () => {
    await reading(invoice());
    const [draft] = (await drafts.read(OWNER.party)).invoices;
    const path = join(directory, 'documents', 'AccessMSP', draft?.paper ?? '');
    expect(await readFile(path, 'utf8')).to.equal(invoice());
  });

  it('recognises what was imported before, and writes nothing', async () => {
    const texts = [invoice(), order(), credit('C-1', [100n])];
    await reading(...texts);
    const before = await snapshot(join(directory, 'drafts', OWNER.party));
    expect(told(await reading(...texts))).to.deep.equal([
      'KNOWN INVOICE',
      'KNOWN CREDIT_NOTE',
      'KNOWN ORDER',
    ]);
    expect(await snapshot(join(directory, 'drafts', OWNER.party))).to.deep.equal(before);
  });

  it('refuses all when one says something else than before', async () => {
    await reading(invoice(), order(), credit('C-1', [100n]));
    const changed: readonly (readonly [string, string])[] = [
      [invoice([10_001n]), 'INVOICE_CONTRADICTS'],
      [order({ tax: 1_301n, payable: 11_301n }), 'ORDER_DUPLICATED'],
      [credit('C-1', [101n]), 'CREDIT_DUPLICATED'],
    ];
    for (const [text, code] of changed) {
      expect(told(await reading(invoice([5n], 'INV-9'), text))).to.deep.equal([code]);
    }
    expect(allOf(await drafts.read(OWNER.party))).to.have.length(3);
  });

  it('reduces an invoice by credit notes before, with and after it', async () => {
    expect((await reading(credit('C-1', [100n]))).warnings.map(({ code }) => code)).to.deep.equal([
      'ORIGINAL_MISSING',
    ]);
    expect(await remaining()).to.deep.equal([]);
    const both = await reading(invoice(), credit('C-2', [200n]));
    expect(both.warnings).to.deep.equal([]);
    expect(await remaining()).to.deep.equal(['97.00']);
    const after = await reading(credit('C-3', [300n]));
    expect([told(after), after.warnings]).to.deep.equal([
      ['REDUCED INVOICE', 'NEW CREDIT_NOTE'],
      [],
    ]);
    expect(await remaining()).to.deep.equal(['94.00']);
  });

  it('lets credit notes of several imports together take no more than the invoice', async () => {
    await reading(invoice(), credit('C-1', [6_000n]));
    expect(told(await reading(credit('C-2', [4_001n])))).to.deep.equal(['CREDIT_EXCEEDS_INVOICE']);
    await reading(credit('C-2', [4_000n]));
    expect(await remaining()).to.deep.equal(['0.00']);
  });

  it('refuses an invoice whose correction was imported before', async () => {
    await reading(bill({ number: 'INV-2', typeCode: '384', references: ['INV-1'], rate: 0n }));
    expect(told(await reading(invoice()))).to.deep.equal(['INVOICE_REPLACED']);
  });

  it('knows the rows of a payables file again by voucher, and refuses another amount', async () => {
    const text = await readFile(new URL('payables-core.csv', DEMO_DIRECTORY), 'utf8');
    expect(told(await reading(text))).to.deep.equal(Array(4).fill('NEW PAYABLE'));
    expect(told(await reading(text))).to.deep.equal(Array(4).fill('KNOWN PAYABLE'));
    const later = text.replace('2026-05-11', '2026-05-12');
    expect(told(await reading(later))).to.deep.equal(['VOUCHER_DUPLICATED']);
  });

  it('fills in a party that was registered since', async () => {
    await reading(invoice());
    const seller = (await drafts.read(OWNER.party)).invoices[0]?.content.seller;
    expect(seller?.partyId).to.equal(null);
    const keys = (seller?.identifiers ?? []).map(identifierKey);
    await importing([file('0', order())], new Map(keys.map((key) => [key, OTHER.party])));
    const [known] = (await drafts.read(OWNER.party)).invoices;
    expect(known?.content.seller.partyId).to.equal(OTHER.party);
  });

  it('finishes an import that was cut off after it was decided', async () => {
    await reading(invoice(), order());
    const own = join(directory, 'drafts', OWNER.party);
    const decided = await Promise.all(
      (await readdir(own)).map(async (name) => await readFile(join(own, name), 'utf8')),
    );
    await rm(own, { recursive: true });
    await mkdir(own);
    await writeFile(join(own, 'journal.json'), `[${decided.join(',')}]`);
    expect(allOf(await drafts.read(OWNER.party))).to.have.length(2);
    expect((await readdir(own)).filter((name) => name.startsWith('journal'))).to.deep.equal([]);
  });

  it('takes imports of one process one after the other', async () => {
    const all = await Promise.all(
      [1, 2, 3].map(async (n) => await reading(invoice([5n], `A-${n}`))),
    );
    expect(all.map(({ refused }) => refused.length)).to.deep.equal([0, 0, 0]);
    expect(allOf(await drafts.read(OWNER.party))).to.have.length(3);
  });

  it('lets one import at a time into a directory', async () => {
    const held = await lockDirectory(join(directory, 'drafts'));
    try {
      await reading(invoice());
      expect.fail('two at once');
    } catch (error) {
      expect(error).to.be.instanceOf(LedgerLocked);
    } finally {
      await held.release();
    }
  });
});

async function snapshot(directory: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(directory)).toSorted();
  return await Promise.all(
    names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
  );
}
