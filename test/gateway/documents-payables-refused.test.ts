import { expect } from 'chai';
import { CSV_ROWS_MAX } from '../../gateway-api/documents/payables-csv.js';
import { importOf, refusals } from './documents-support.js';
import { row, table, type Cells } from './documents-table.js';

describe('refusing a table of payables', () => {
  const refusedRows: readonly (readonly [string, Partial<Cells>, string])[] = [
    ['no voucher', { voucher: '' }, 'CELL_MISSING'],
    ['a code that is none', { supplierUscc: '91350100M000100Y4' }, 'IDENTIFIER_INVALID'],
    ['a code with the letter O', { supplierUscc: '9135O100M000100Y43' }, 'IDENTIFIER_INVALID'],
    ['an invoice number of hyphens', { invoiceNumber: '"—-"' }, 'TEXT_INVALID'],
    ['an unseen character', { voucher: 'A\u200b' }, 'TEXT_INVALID'],
    ['another normal form', { voucher: 'e\u0301' }, 'TEXT_INVALID'],
    ['a date that does not exist', { deliveryDate: '2026-02-29' }, 'DATE_INVALID'],
    ['a date in another form', { deliveryDate: '2026/03/05' }, 'DATE_INVALID'],
    ['0', { amount: '0.00' }, 'AMOUNT_NOT_POSITIVE'],
    ['an exponent', { amount: '1e3' }, 'AMOUNT_INVALID'],
    ['thousands separators', { amount: '"1,000.00"' }, 'AMOUNT_INVALID'],
    ['a tenth of a fen', { amount: '1.005' }, 'AMOUNT_INEXACT'],
    ['16 digits', { amount: '1000000000000000' }, 'AMOUNT_INVALID'],
    ['payment before delivery', { contractDueDate: '2026-03-04' }, 'PREPAYMENT_NOT_ELIGIBLE'],
    ['a cell too many', { contractDueDate: '2026-05-04,' }, 'CSV_MALFORMED'],
    ['a stray quote', { voucher: 'A"B' }, 'CSV_MALFORMED'],
    ['an open quote', { voucher: '"A' }, 'CSV_MALFORMED'],
  ];
  for (const [what, change, code] of refusedRows) {
    it(`refuses a row with ${what}, and the rest with it`, () => {
      const { refused, payables } = importOf(table([row(0), row(1, change), row(2)]));
      expect(refused.map((r) => r.code)).to.deep.equal([code]);
      expect(refused[0]?.pointer).to.match(/^line [34]/);
      expect(payables).to.deep.equal([]);
    });
  }

  const refusedTables: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['an unknown column', table([row(0)]).replace('AMOUNT', 'Price'), 'CSV_COLUMN_UNKNOWN'],
    ['a missing column', table([row(0)]).replaceAll(/,[^,\n]*(?=\n|$)/g, ''), 'CSV_COLUMN_MISSING'],
    ['one column twice', table([row(0)]).replace('AMOUNT', 'voucher'), 'CSV_COLUMN_REPEATED'],
    ['a header alone', table([]), 'CSV_ROWS_NONE'],
    [
      'no header',
      table([row(0)])
        .split('\n')
        .slice(1)
        .join('\n'),
      'CSV_COLUMN_UNKNOWN',
    ],
    [
      'too many rows',
      table(Array.from({ length: CSV_ROWS_MAX + 1 }, (_, i) => row(i))),
      'CSV_ROWS_TOO_MANY',
    ],
    ['bytes of no text', Uint8Array.of(0x61, 0x80, 0xff, 0x80), 'ENCODING_UNSUPPORTED'],
    ['UTF-16', Buffer.from(`\uFEFF${table([row(0)])}`, 'utf16le'), 'FILE_TYPE_UNKNOWN'],
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), 'FILE_TYPE_UNKNOWN'],
    ['nothing', '', 'FILE_EMPTY'],
    ['only line ends', '\n\n\n', 'FILE_EMPTY'],
    ['more than 2 MiB', `voucher\n${'x'.repeat(2 * 1024 * 1024)}`, 'FILE_TOO_LARGE'],
    ['U+0000', `${table([row(0)])}\n${'x'.repeat(100)}\u0000`, 'CHARACTER_FORBIDDEN'],
  ];
  for (const [what, content, code] of refusedTables) {
    it(`refuses a table with ${what}`, () => {
      expect(refusals(importOf(content))).to.deep.equal([code]);
    });
  }

  const MEGA = 1024 * 1024;
  const hostile: Readonly<Record<string, string>> = {
    quotes: '"'.repeat(2 * MEGA),
    commas: ','.repeat(2 * MEGA),
    'line ends': 'x\n'.repeat(MEGA),
    'short rows': `${table([])}\n${',\n'.repeat(900_000)}`,
    'empty rows': `${table([])}${'\n,,,,,'.repeat(9_999)}`,
  };
  for (const [what, text] of Object.entries(hostile)) {
    it(`ends soon: ${what}`, () => {
      const started = performance.now();
      const { refused } = importOf(text);
      expect(performance.now() - started).to.be.below(10_000);
      expect(refused.length).to.be.within(1, 100);
    });
  }
});
