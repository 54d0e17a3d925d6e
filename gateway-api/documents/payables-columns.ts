/** The columns of a table of payables, by their English and Chinese names, in any order. */
import { Unreadable } from './problem.js';

const COLUMNS = [
  { name: 'voucher', required: true, headers: ['voucher', '凭证号'] },
  { name: 'supplierUscc', required: true, headers: ['supplierUscc', '供应商统一社会信用代码'] },
  { name: 'supplierName', required: false, headers: ['supplierName', '供应商名称'] },
  { name: 'invoiceCode', required: false, headers: ['invoiceCode', '发票代码'] },
  { name: 'invoiceNumber', required: true, headers: ['invoiceNumber', '发票号码'] },
  { name: 'invoiceDate', required: false, headers: ['invoiceDate', '开票日期'] },
  { name: 'invoiceAmount', required: false, headers: ['invoiceAmount', '价税合计', '发票金额'] },
  { name: 'deliveryDate', required: true, headers: ['deliveryDate', '交货日期'] },
  { name: 'amount', required: true, headers: ['amount', '金额'] },
  { name: 'contractDueDate', required: true, headers: ['contractDueDate', '合同到期日'] },
  { name: 'currency', required: false, headers: ['currency', '币种'] },
] as const;
export type Column = (typeof COLUMNS)[number]['name'];

/** The place of each column that the table has, 0 for the first. */
export type Columns = ReadonlyMap<Column, number>;

const BY_HEADER = new Map<string, Column>(
  COLUMNS.flatMap(({ name, headers }) => headers.map((header) => [plainHeader(header), name])),
);

/** @throws Unreadable CSV_COLUMN_UNKNOWN, CSV_COLUMN_REPEATED, CSV_COLUMN_MISSING. */
export function headerColumns(cells: readonly string[]): Columns {
  const columns = new Map<Column, number>();
  cells.forEach((cell, index) => {
    const pointer = `line 1, column ${(index + 1).toString()}`;
    const column = BY_HEADER.get(plainHeader(cell));
    if (column === undefined) {
      throw new Unreadable('CSV_COLUMN_UNKNOWN', { header: cell.slice(0, 40) }, pointer);
    }
    if (columns.has(column)) throw new Unreadable('CSV_COLUMN_REPEATED', { column }, pointer);
    columns.set(column, index);
  });
  for (const { name, required, headers } of COLUMNS) {
    if (required && !columns.has(name)) {
      throw new Unreadable('CSV_COLUMN_MISSING', { column: headers.join(' / ') }, 'line 1');
    }
  }
  return columns;
}

function plainHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}
