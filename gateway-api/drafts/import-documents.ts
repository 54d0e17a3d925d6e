import { createHash } from 'node:crypto';
import { normaliseInvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { compare } from '../../chaincode/domain/money.js';
import { invariant } from '../../chaincode/domain/refusal.js';
import type { InvoiceDraft, PartyDraft } from '../documents/draft.js';
import type { ImportFile } from '../documents/import-file.js';
import { PartyBook, type KnownParties, type UnknownParty } from '../documents/import-parties.js';
import {
  Notes,
  readDocuments,
  resolveParties,
  type Contents,
  type FileNote,
  type Import,
} from '../documents/import.js';
import { plainNumber } from '../documents/import-identity.js';
import {
  companyNumber,
  invoiceMarks,
  type ConsortiumKey,
  type InvoiceMarks,
} from '../documents/invoice-hmac.js';
import type { DocumentCode, WarningCode } from '../documents/problem.js';
import type { DocumentStore, Owner } from '../documents/store.js';
import { allOf, draftId, draftText, type DraftRecord, type Drafts } from './draft-record.js';
import type { Change, DraftStore } from './draft-store.js';
import { mergeDrafts } from './merge.js';

/** What became of an imported paper, or of an earlier one by it. */
export type ImportStatus = 'NEW' | 'KNOWN' | 'REDUCED';

export interface Imported<R extends DraftRecord> {
  readonly status: ImportStatus;
  readonly record: R;
}

/** Either `refused` is empty, or it alone and `warnings` are filled, and nothing was written. */
export interface ImportOutcome {
  readonly records: readonly Imported<DraftRecord>[];
  readonly unknownParties: readonly UnknownParty[];
  readonly warnings: readonly FileNote<WarningCode>[];
  readonly refused: readonly FileNote<DocumentCode>[];
}

/** Where an import puts what it read. */
export interface ImportPlaces {
  readonly drafts: DraftStore;
  readonly documents: DocumentStore;
  readonly consortiumKey: ConsortiumKey;
}

export interface ImportRequest {
  readonly owner: Owner;
  readonly files: readonly ImportFile[];
  readonly known: KnownParties;
}

/**
 * Read papers into drafts of one party: every paper of the import, or none. The papers are kept in the
 * document store of the party's organisation.
 */
export async function importDocuments(
  { owner, files, known }: ImportRequest,
  { drafts, documents, consortiumKey }: ImportPlaces,
): Promise<ImportOutcome> {
  const read = readDocuments(files, known);
  if (read.refused.length > 0) return refused(read.refused, read.warnings);
  const papers = new Map(files.map(({ name, bytes }) => [name, sha256(bytes)]));
  return await drafts.change(owner.party, async (stored) => {
    const keeping = { owner, papers, known, consortiumKey };
    const change = decide(stored, read, keeping);
    const fresh = new Set(change.save.map(({ paper }) => paper));
    for (const { bytes } of files.filter(({ name }) => fresh.has(papers.get(name) ?? ''))) {
      await documents.keep(owner, bytes);
    }
    return change;
  });
}

interface Keeping {
  readonly owner: Owner;
  /** SHA-256 of each file by its name. */
  readonly papers: ReadonlyMap<string, string>;
  readonly known: KnownParties;
  readonly consortiumKey: ConsortiumKey;
}

function decide(stored: Drafts, read: Import, keeping: Keeping): Change<ImportOutcome> {
  const notes = new Notes();
  const imported = { ...read, rows: read.payables.flatMap(({ rows }) => rows) };
  const merged = mergeDrafts(contentsOf(stored), imported, notes.refuse);
  if (notes.refused.length > 0) {
    return { save: [], result: refused(notes.refused, read.warnings) };
  }
  const book = new PartyBook(keeping.known, () => undefined);
  const after = recordsOf(resolveParties(merged.drafts, book), stored, keeping);
  const old = new Map(allOf(stored).map((record) => [record.id, record]));
  const compared = allOf(after).map((record) => ({ record, earlier: old.get(record.id) ?? null }));
  return {
    save: compared
      .filter(({ record, earlier }) => !same(record, earlier))
      .map(({ record }) => record),
    result: {
      records: compared.flatMap(({ record, earlier }): Imported<DraftRecord>[] => {
        const status = statusOf(record, earlier, merged.known);
        return status === null ? [] : [{ status, record }];
      }),
      unknownParties: read.unknownParties,
      warnings: read.warnings.filter((warning) => !isSettled(warning, after)),
      refused: [],
    },
  };
}

/** null: an earlier draft that this import does not touch. */
function statusOf(
  record: DraftRecord,
  earlier: DraftRecord | null,
  known: ReadonlySet<object>,
): ImportStatus | null {
  if (earlier === null) return 'NEW';
  if (record.kind === 'INVOICE' && earlier.kind === 'INVOICE') {
    const { remaining } = earlier.content;
    if (compare(record.content.remaining, remaining) !== 0) return 'REDUCED';
  }
  return known.has(earlier.content) ? 'KNOWN' : null;
}

function same(record: DraftRecord, earlier: DraftRecord | null): boolean {
  return earlier !== null && draftText(record) === draftText(earlier);
}

/** The import alone missed an invoice that the party has had for long. */
function isSettled({ code, file }: FileNote<WarningCode>, { creditNotes }: Drafts): boolean {
  if (code !== 'ORIGINAL_MISSING') return false;
  return creditNotes.some(({ content }) => content.file === file && content.appliedTo !== null);
}

function contentsOf({ invoices, creditNotes, orders, payables }: Drafts): Contents {
  return {
    invoices: invoices.map(({ content }) => content),
    creditNotes: creditNotes.map(({ content }) => content),
    orders: orders.map(({ content }) => content),
    rows: payables.map(({ content }) => content),
  };
}

/** Records of merged drafts: the stored ones come first, and keep their ids and papers. */
function recordsOf(contents: Contents, stored: Drafts, keeping: Keeping): Drafts {
  const { owner, consortiumKey } = keeping;
  const kept = (content: Named, earlier: DraftRecord | undefined): Kept => ({
    schema: 'draft/1',
    id: earlier?.id ?? draftId({ ...content, party: owner.party }),
    party: owner.party,
    paper: earlier?.paper ?? paperOf(keeping.papers, content.file),
  });
  return {
    invoices: contents.invoices.map((content, at) => ({
      ...kept({ ...named(content, content.seller), kind: 'INVOICE' }, stored.invoices[at]),
      kind: 'INVOICE',
      content,
      marks: marksOf(content, consortiumKey),
    })),
    creditNotes: contents.creditNotes.map((content, at) => ({
      ...kept({ ...named(content, content.seller), kind: 'CREDIT_NOTE' }, stored.creditNotes[at]),
      kind: 'CREDIT_NOTE',
      content,
    })),
    orders: contents.orders.map((content, at) => ({
      ...kept(
        { ...content, kind: 'ORDER', issuer: content.buyer, number: plainNumber(content.number) },
        stored.orders[at],
      ),
      kind: 'ORDER',
      content,
    })),
    payables: contents.rows.map((content, at) => ({
      ...kept(
        { ...content, kind: 'PAYABLE', issuer: NOBODY, number: plainNumber(content.voucher) },
        stored.payables[at],
      ),
      kind: 'PAYABLE',
      content,
    })),
  };
}

type Kept = Pick<DraftRecord, 'schema' | 'id' | 'party' | 'paper'>;

interface Named {
  readonly file: string;
  readonly kind: DraftRecord['kind'];
  readonly issuer: Pick<PartyDraft, 'name' | 'identifiers'>;
  readonly number: string;
}

/** A voucher's number is the importing party's own. */
const NOBODY = { name: null, identifiers: [] };

function named(
  { file, number }: { readonly file: string; readonly number: string },
  issuer: PartyDraft,
): Omit<Named, 'kind'> {
  return { file, issuer, number: normaliseInvoiceNumber(number) };
}

/** null while one of the two has no number that others know it by. */
function marksOf(invoice: InvoiceDraft, key: ConsortiumKey): InvoiceMarks | null {
  const seller = companyNumber(invoice.seller.identifiers);
  const buyer = companyNumber(invoice.buyer.identifiers);
  if (seller === null || buyer === null) return null;
  return invoiceMarks(key, { ...invoice, seller, buyer, code: null });
}

function paperOf(papers: ReadonlyMap<string, string>, file: string): string {
  const paper = papers.get(file);
  invariant(paper !== undefined, 'a draft is of a file that was imported');
  return paper;
}

function refused(
  refused: readonly FileNote<DocumentCode>[],
  warnings: readonly FileNote<WarningCode>[],
): ImportOutcome {
  return { records: [], unknownParties: [], warnings, refused };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
