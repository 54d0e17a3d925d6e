/**
 * The reading half of an import: files in, checked drafts or precise refusals out. Nothing is written and
 * nothing is half imported: one file that does not read, or two that contradict each other, refuse them all.
 */
import type { Currency } from '../../chaincode/domain/currency.js';
import {
  PAYABLE_BATCH_MAX,
  type CreditNoteDraft,
  type InvoiceDraft,
  type OrderDraft,
  type PayableBatch,
  type PayableRow,
} from './draft.js';
import { applyCredits } from './import-credits.js';
import { readFile, type ImportFile } from './import-file.js';
import {
  checkCreditNotes,
  checkOrders,
  checkPayables,
  registerInvoices,
  type Refuse,
} from './import-identity.js';
import { PartyBook, type KnownParties, type UnknownParty } from './import-parties.js';
import {
  DOCUMENT_CODES,
  Findings,
  WARNING_CODES,
  type DocumentCode,
  type Facts,
  type WarningCode,
} from './problem.js';

export const IMPORT_FILES_MAX = 1000;

export interface FileNote<Code extends string> {
  readonly file: string;
  /** An XPath, `line 3, column 2` of a table, or empty for the whole file. */
  readonly pointer: string;
  readonly code: Code;
  /** One English sentence; the code and the facts are for programs and other languages. */
  readonly detail: string;
  readonly facts: Facts;
}

/** Either `refused` is empty, or it alone and `warnings` are filled. */
export interface Import {
  readonly invoices: readonly InvoiceDraft[];
  readonly creditNotes: readonly CreditNoteDraft[];
  readonly orders: readonly OrderDraft[];
  readonly payables: readonly PayableBatch[];
  readonly unknownParties: readonly UnknownParty[];
  readonly warnings: readonly FileNote<WarningCode>[];
  readonly refused: readonly FileNote<DocumentCode>[];
}

/** Drafts by kind. */
export interface Contents {
  readonly invoices: readonly InvoiceDraft[];
  readonly creditNotes: readonly CreditNoteDraft[];
  readonly orders: readonly OrderDraft[];
  readonly rows: readonly PayableRow[];
}

/** @param known the registered parties, by `identifierKey`. */
export function readDocuments(
  files: readonly ImportFile[],
  known: KnownParties = new Map<string, string>(),
): Import {
  const notes = new Notes();
  if (files.length > IMPORT_FILES_MAX) {
    notes.refuse(
      'FILES_TOO_MANY',
      { file: '', pointer: '' },
      { limit: IMPORT_FILES_MAX.toString() },
    );
    return notes.refusal();
  }
  const contents = readAll(files, notes);
  if (notes.refused.length > 0) return notes.refusal();
  const checked = checkTogether(contents, notes);
  const book = new PartyBook(known, notes.refuse);
  const resolved = resolveParties(checked, book);
  if (notes.refused.length > 0) return notes.refusal();
  const { rows, ...drafts } = resolved;
  return {
    ...drafts,
    payables: batches(rows),
    unknownParties: book.unknown,
    warnings: notes.warnings,
    refused: [],
  };
}

/** Collects what is wrong, and what is only worth a look, in sentences. */
export class Notes {
  readonly warnings: FileNote<WarningCode>[] = [];
  readonly refused: FileNote<DocumentCode>[] = [];

  readonly refuse: Refuse = (code, { file, pointer }, facts) => {
    this.refused.push({
      file,
      pointer,
      code,
      facts,
      detail: sentence(DOCUMENT_CODES[code].en, facts),
    });
  };

  warn(code: WarningCode, { file, pointer }: Parameters<Refuse>[1], facts: Facts): void {
    const detail = sentence(WARNING_CODES[code].en, facts);
    this.warnings.push({ file, pointer, code, facts, detail });
  }

  refusal(): Import {
    return {
      invoices: [],
      creditNotes: [],
      orders: [],
      payables: [],
      unknownParties: [],
      warnings: this.warnings,
      refused: this.refused,
    };
  }
}

function sentence(title: string, facts: Facts): string {
  const said = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return said.length === 0 ? title : `${title} (${said.join(', ')})`;
}

function readAll(files: readonly ImportFile[], notes: Notes): Contents {
  const contents = files.flatMap((file) => {
    const findings = new Findings();
    const content = readFile(file, findings);
    for (const { code, pointer, facts } of findings.problems) {
      notes.refuse(code, { file: file.name, pointer }, facts);
    }
    for (const { code, pointer, facts } of findings.warnings) {
      notes.warn(code, { file: file.name, pointer }, facts);
    }
    return content ?? [];
  });
  const drafts = contents.flatMap((content) => content.drafts);
  return {
    invoices: drafts.filter((draft) => draft.kind === 'INVOICE'),
    creditNotes: drafts.filter((draft) => draft.kind === 'CREDIT_NOTE'),
    orders: drafts.filter((draft) => draft.kind === 'ORDER'),
    rows: contents.flatMap((content) => content.rows),
  };
}

/** What the files say of each other. */
function checkTogether(contents: Contents, notes: Notes): Contents {
  checkOrders(contents.orders, notes.refuse);
  checkCreditNotes(contents.creditNotes, notes.refuse);
  const register = registerInvoices(contents.invoices, notes.refuse);
  const reduced = applyCredits(contents, register, notes.refuse);
  for (const { appliedTo, file } of reduced.creditNotes) {
    if (appliedTo === null) {
      notes.warn('ORIGINAL_MISSING', { file, pointer: '/CreditNote/cac:BillingReference' }, {});
    }
  }
  const remaining = registerInvoices(reduced.invoices, () => undefined);
  checkPayables(contents.rows, remaining, notes.refuse);
  return { ...contents, ...reduced };
}

/** The contents with the id of every party that the book knows. */
export function resolveParties(
  { invoices, creditNotes, orders, rows }: Contents,
  book: PartyBook,
): Contents {
  return {
    invoices: invoices.map((draft) => ({
      ...draft,
      seller: book.resolve(draft.seller, 'SELLER', draft.file),
      buyer: book.resolve(draft.buyer, 'BUYER', draft.file),
      payee: draft.payee === null ? null : book.resolve(draft.payee, 'PAYEE', draft.file),
    })),
    creditNotes: creditNotes.map((draft) => ({
      ...draft,
      seller: book.resolve(draft.seller, 'SELLER', draft.file),
      buyer: book.resolve(draft.buyer, 'BUYER', draft.file),
    })),
    orders: orders.map((draft) => ({
      ...draft,
      seller: book.resolve(draft.seller, 'SELLER', draft.file),
      buyer: book.resolve(draft.buyer, 'BUYER', draft.file),
    })),
    rows: rows.map((row) => ({
      ...row,
      supplier: book.resolve(row.supplier, 'SELLER', row.file),
    })),
  };
}

/** At most 200 rows of one currency each, in the order of the files. */
function batches(rows: readonly PayableRow[]): readonly PayableBatch[] {
  const byCurrency = new Map<Currency, PayableRow[]>();
  for (const row of rows) {
    const own = byCurrency.get(row.amount.currency) ?? [];
    own.push(row);
    byCurrency.set(row.amount.currency, own);
  }
  return [...byCurrency].flatMap(([currency, own]) => {
    const made: PayableBatch[] = [];
    for (let from = 0; from < own.length; from += PAYABLE_BATCH_MAX) {
      made.push({ currency, rows: own.slice(from, from + PAYABLE_BATCH_MAX) });
    }
    return made;
  });
}
