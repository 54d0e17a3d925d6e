/** The approved payables of a debtor's ERP, as a table of comma-separated values. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { Currency } from '../../chaincode/domain/currency.js';
import { InvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { compare, money, type Money } from '../../chaincode/domain/money.js';
import { FreeText } from '../../chaincode/domain/text.js';
import { readDecimal, toMinor } from './amount.js';
import type { PartyDraft, PayableRow } from './draft.js';
import { readIdentifier } from './identifier.js';
import { headerColumns, type Column, type Columns } from './payables-columns.js';
import { Unreadable, type DocumentCode, type Facts, type Findings } from './problem.js';

export const CSV_BYTES_MAX = 2 * 1024 * 1024;
export const CSV_ROWS_MAX = 10_000;
const CSV_ROW_BYTES_MAX = 16 * 1024;
const CELL_MAX = 200;
const DEFAULT_CURRENCY = 'CNY';

/**
 * @returns the rows that read; any problem is in `findings`, by line and column.
 * @throws Unreadable when the file is no such table.
 */
export function readPayables(
  bytes: Uint8Array,
  { file, findings }: { readonly file: string; readonly findings: Findings },
): readonly PayableRow[] {
  const [header, ...rows] = records(decodedTable(bytes));
  if (header === undefined) throw new Unreadable('FILE_EMPTY');
  const columns = headerColumns(header.cells);
  if (rows.length === 0) throw new Unreadable('CSV_ROWS_NONE');
  if (rows.length > CSV_ROWS_MAX) {
    throw new Unreadable('CSV_ROWS_TOO_MANY', { limit: CSV_ROWS_MAX.toString() });
  }
  return rows.flatMap((record) => {
    if (record.cells.length !== header.cells.length) {
      findings.refuse('CSV_MALFORMED', `line ${record.line.toString()}`, {
        columns: header.cells.length.toString(),
        found: record.cells.length.toString(),
      });
      return [];
    }
    return readRow(new Row(record, columns, findings), file) ?? [];
  });
}

/** UTF-8 with or without a byte order mark, else GB18030 (which holds GBK and GB 2312), the code of Chinese spreadsheets. */
export function decodedTable(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Unreadable('FILE_EMPTY');
  if (bytes.length > CSV_BYTES_MAX) {
    throw new Unreadable('FILE_TOO_LARGE', { limitBytes: CSV_BYTES_MAX.toString() });
  }
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes('\u0000')) throw new Unreadable('CHARACTER_FORBIDDEN');
      return text;
    } catch (error) {
      // TypeError is the decoder's refusal: the bytes are not of this encoding.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Unreadable('ENCODING_UNSUPPORTED', { accepted: 'UTF-8, GB18030' });
}

interface TableRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const CsvRecords = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

function records(text: string): readonly TableRecord[] {
  try {
    const parsed: unknown = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: CSV_ROW_BYTES_MAX,
      // The header, the rows that are allowed, and one more to see that there are too many.
      to: CSV_ROWS_MAX + 2,
    });
    return CsvRecords.parse(parsed).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const { lines } = cause;
    const pointer = typeof lines === 'number' ? `line ${lines.toString()}` : '';
    const error = new Unreadable('CSV_MALFORMED', { reason: cause.code }, pointer);
    error.cause = cause;
    throw error;
  }
}

const CellText = FreeText(CELL_MAX);

/** What a spreadsheet takes for the start of a formula, also in its full-width form. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

class Row {
  readonly line: number;
  readonly #cells: readonly string[];
  readonly #columns: Columns;
  readonly #findings: Findings;

  constructor(record: TableRecord, columns: Columns, findings: Findings) {
    this.line = record.line;
    this.#cells = record.cells;
    this.#columns = columns;
    this.#findings = findings;
  }

  get findings(): Findings {
    return this.#findings;
  }

  /** The row's place, or that of one of its cells. */
  place(column: Column): string {
    const index = this.#columns.get(column);
    const line = `line ${this.line.toString()}`;
    return index === undefined ? line : `${line}, column ${(index + 1).toString()}`;
  }

  refuse(code: DocumentCode, column: Column, facts: Facts = {}): null {
    return this.#findings.refuse(code, () => this.place(column), { column, ...facts });
  }

  /** The cell without the space around it; null when it is empty or the table has no such column. */
  optional(column: Column): string | null {
    const index = this.#columns.get(column);
    const raw = index === undefined ? '' : (this.#cells[index] ?? '');
    const text = raw.trim();
    if (FORMULA.test(raw) || FORMULA.test(text)) return this.refuse('CSV_FORMULA', column);
    if (text === '') return null;
    const read = (column === 'invoiceNumber' ? InvoiceNumber : CellText).safeParse(text);
    if (read.success) return read.data;
    return this.refuse('TEXT_INVALID', column, { reason: read.error.issues[0]?.message ?? '' });
  }

  required(column: Column): string | null {
    const before = this.#findings.refusals;
    const text = this.optional(column);
    if (text !== null || this.#findings.refusals > before) return text;
    return this.refuse('CELL_MISSING', column);
  }

  date(column: Column, text: string | null): CalendarDate | null {
    if (text === null) return null;
    const date = CalendarDate.safeParse(text);
    return date.success ? date.data : this.refuse('DATE_INVALID', column);
  }

  /** More than nothing. */
  money(column: Column, { text, currency }: CellAmount): Money | null {
    if (text === null || currency === null) return null;
    const decimal = readDecimal(text);
    if (decimal === null) return this.refuse('AMOUNT_INVALID', column);
    const minor = toMinor(decimal, currency);
    if (minor === null) return this.refuse('AMOUNT_INEXACT', column, { currency });
    if (minor <= 0n) return this.refuse('AMOUNT_NOT_POSITIVE', column);
    return money(currency, minor);
  }
}

interface CellAmount {
  readonly text: string | null;
  readonly currency: Currency | null;
}

/** @returns null when anything of the row is refused. */
function readRow(row: Row, file: string): PayableRow | null {
  const currency = readCurrency(row);
  const voucher = row.required('voucher');
  const supplier = readSupplier(row);
  const invoiceNumber = row.required('invoiceNumber');
  const deliveryDate = row.date('deliveryDate', row.required('deliveryDate'));
  const contractDueDate = row.date('contractDueDate', row.required('contractDueDate'));
  const amount = row.money('amount', { text: row.required('amount'), currency });
  const before = row.findings.refusals;
  const optional = {
    invoiceCode: row.optional('invoiceCode'),
    invoiceDate: row.date('invoiceDate', row.optional('invoiceDate')),
    invoiceAmount: row.money('invoiceAmount', { text: row.optional('invoiceAmount'), currency }),
  };
  if (row.findings.refusals > before) return null;
  if (voucher === null || supplier === null || invoiceNumber === null || amount === null) {
    return null;
  }
  if (deliveryDate === null || contractDueDate === null) return null;
  const read: PayableRow = {
    file,
    line: row.line,
    voucher,
    supplier,
    invoiceNumber,
    ...optional,
    deliveryDate,
    amount,
    contractDueDate,
  };
  return sound(row, read) ? read : null;
}

function readCurrency(row: Row): Currency | null {
  const read = Currency.safeParse(row.optional('currency') ?? DEFAULT_CURRENCY);
  return read.success ? read.data : row.refuse('CURRENCY_UNKNOWN', 'currency');
}

function readSupplier(row: Row): PartyDraft | null {
  const value = row.required('supplierUscc');
  const name = row.optional('supplierName');
  if (value === null) return null;
  const identifier = readIdentifier(
    { value, scheme: 'USCC', fallback: 'USCC', country: 'CN' },
    { findings: row.findings, place: () => row.place('supplierUscc') },
  );
  if (identifier === null) return null;
  return { name, country: 'CN', identifiers: [identifier], partyId: null };
}

/** What the cells of one row say of each other. */
function sound(row: Row, read: PayableRow): boolean {
  const before = row.findings.refusals;
  if (read.contractDueDate < read.deliveryDate) {
    row.refuse('PREPAYMENT_NOT_ELIGIBLE', 'contractDueDate');
  }
  if (read.invoiceAmount !== null && compare(read.amount, read.invoiceAmount) > 0) {
    row.refuse('PAYABLE_EXCEEDS_INVOICE', 'amount');
  }
  return row.findings.refusals === before;
}
