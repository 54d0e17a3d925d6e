import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import { CalendarDate, addDays } from '../../chaincode/domain/dates.js';
import { PayableBatch } from '../../gateway-api/documents/draft.js';
import type { Import } from '../../gateway-api/documents/import.js';
import { importOf, refusals } from './documents-support.js';
import {
  CHINESE,
  COLUMNS,
  ENGLISH,
  read,
  row,
  table,
  USCC,
  type Cells,
} from './documents-table.js';

/** Every two-byte character of GB18030, by what Node's own decoder makes of it. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return Uint8Array.from(
    Array.from(text).flatMap((c) =>
      c < '\u0080' ? [c.charCodeAt(0)] : (bytesOf.get(c) ?? [0x3f]),
    ),
  );
}

const aCell = fc
  .stringMatching(/^[A-Za-z0-9中文号][A-Za-z0-9中文号 ",'-]{0,20}$/)
  .map((text) => text.trim());
const someRows = fc
  .array(
    fc.record({
      voucher: aCell,
      invoiceNumber: aCell.filter((text) => /[A-Za-z0-9中文号]/.test(text)),
      days: fc.nat(400),
      fen: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ voucher, invoiceNumber, days, fen }, index) => ({
      ...row(index),
      voucher: `${voucher}/${index.toString()}`,
      invoiceNumber: `${invoiceNumber}/${index.toString()}`,
      contractDueDate: addDays(CalendarDate.parse('2026-03-05'), days),
      amount: (Number(fen) / 100).toFixed(2),
    })),
  );

describe('reading a table of payables', () => {
  it('gives back every row of every spelling: headers, order, quotes, line ends, mark', () => {
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const spelling = fc.record({
      header: fc.constantFrom(ENGLISH, CHINESE),
      order: fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      mark: fc.constantFrom('', '\uFEFF'),
      last: fc.boolean(),
    });
    fc.assert(
      fc.property(someRows, spelling, (rows, { header, order, end, mark, last }) => {
        const lines = [header, ...rows].map((cells) =>
          order.map((c) => quoted(cells[c])).join(','),
        );
        const text = mark + lines.join(end) + (last ? end : '');
        expect(refusals(importOf(text))).to.deep.equal([]);
        expect(read(text)).to.deep.equal(rows);
      }),
    );
  });

  it('reads GB18030 as it reads UTF-8', () => {
    const rows = [row(1, { voucher: '凭证-壹' }), row(2, { voucher: '凭证-贰' })];
    expect(read(gb18030(table(rows, CHINESE)))).to.deep.equal(rows);
    expect(read(table(rows, CHINESE))).to.deep.equal(rows);
  });

  it('takes currency, supplier name and the invoice itself where they are given', () => {
    const { payables, unknownParties } = importOf(
      '凭证号,供应商统一社会信用代码,供应商名称,发票代码,发票号码,开票日期,价税合计,交货日期,金额,合同到期日,币种\n' +
        `A1,${USCC},甲公司,011002200111,12345678,2026-03-01,200,2026-03-05,100,2026-05-04,JPY`,
    );
    const [batch] = payables.map((made) => z.encode(PayableBatch, made));
    expect(batch?.currency).to.equal('JPY');
    expect(batch?.rows).to.deep.equal([
      {
        file: 'a',
        line: 2,
        voucher: 'A1',
        supplier: {
          name: '甲公司',
          country: 'CN',
          identifiers: [{ scheme: 'USCC', value: USCC }],
          partyId: null,
        },
        invoiceNumber: '12345678',
        invoiceCode: '011002200111',
        invoiceDate: '2026-03-01',
        invoiceAmount: { currency: 'JPY', amount: '200' },
        deliveryDate: '2026-03-05',
        amount: { currency: 'JPY', amount: '100' },
        contractDueDate: '2026-05-04',
      },
    ]);
    expect(unknownParties.map(({ name, roles }) => [name, roles])).to.deep.equal([
      ['甲公司', ['SELLER']],
    ]);
  });

  it('cuts the rows into batches of at most 200, in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 199, 200, 201, 400, 401), (count) => {
        const rows = Array.from({ length: count }, (_, index) => row(index));
        const sizes = importOf(table(rows)).payables.map((batch) => batch.rows.length);
        expect(Math.max(...sizes)).to.be.at.most(200);
        expect(sizes.length).to.equal(Math.ceil(count / 200));
        expect(read(table(rows))).to.deep.equal(rows);
      }),
      { numRuns: 12 },
    );
  });

  it('refuses a formula in any cell, by line and column', () => {
    const starts = ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠', ' ='];
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.constantFrom(...COLUMNS),
        fc.nat(4),
        (start, column, at) => {
          const rows = [0, 1, 2, 3, 4].map((index) => row(index));
          rows[at] = row(at, { [column]: `"${start}1+1"` });
          const { refused, payables } = importOf(table(rows));
          const place = `line ${(at + 2).toString()}, column ${(COLUMNS.indexOf(column) + 1).toString()}`;
          expect(refused.map(({ code, pointer }) => [code, pointer])).to.deep.equal([
            ['CSV_FORMULA', place],
          ]);
          expect(payables).to.deep.equal([]);
        },
      ),
    );
  });

  it('refuses the second of two rows with one voucher or one invoice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 }), (first, gap) => {
        const rows = Array.from({ length: 12 }, (_, index) => row(index));
        const twin = (change: Partial<Cells>): Import => {
          const changed = rows.with(first + gap, row(first + gap, change));
          return importOf(table(changed));
        };
        const place = `line ${(first + gap + 2).toString()}`;
        const { voucher, invoiceNumber } = row(first);
        const grouped = `${invoiceNumber.slice(0, 5)} ${invoiceNumber.slice(5)}`;
        for (const [change, code] of [
          [{ voucher: voucher.toLowerCase() }, 'VOUCHER_DUPLICATED'],
          [{ invoiceNumber }, 'INVOICE_DUPLICATED'],
          [{ invoiceNumber: grouped }, 'INVOICE_DUPLICATED'],
        ] as const) {
          const { refused } = twin(change);
          expect(refused.map((r) => [r.code, r.pointer])).to.deep.equal([[code, place]]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes one number of two suppliers, or of two paper invoice codes', () => {
    const { invoiceNumber } = row(1);
    const ofOther = row(2, { supplierUscc: '91350203M0001QAY9B', invoiceNumber });
    expect(refusals(importOf(table([row(1), ofOther])))).to.deep.equal([]);
    const [header, ...rows] = table([row(1), row(2, { invoiceNumber })]).split('\n');
    const coded = (codes: readonly string[]): string =>
      [`${header ?? ''},invoiceCode`, ...rows.map((r, i) => `${r},${codes[i] ?? ''}`)].join('\n');
    expect(refusals(importOf(coded(['011002200111', '011002200112'])))).to.deep.equal([]);
    expect(refusals(importOf(coded(['011002200111', '011002200111'])))).to.deep.equal([
      'INVOICE_DUPLICATED',
    ]);
  });
});
