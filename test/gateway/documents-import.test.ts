import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  IMPORT_FILES_MAX,
  readDocuments,
  type Import,
} from '../../gateway-api/documents/import.js';
import type { KnownParties } from '../../gateway-api/documents/import-parties.js';
import { bill, file, order, refusals } from './documents-support.js';

function importing(...texts: readonly string[]): Import {
  return readDocuments(texts.map((text, index) => file(index.toString(), text)));
}

function refusedFiles(read: Import): readonly (readonly [string, string])[] {
  return read.refused.map(({ code, file: name }) => [code, name]);
}

const credit = (number: string, lines: readonly bigint[], reference = 'INV-1'): string =>
  bill({ root: 'CreditNote', number, lines, rate: 0n, references: [reference] });
const invoice = (lines: readonly bigint[], number = 'INV-1'): string =>
  bill({ number, lines, rate: 0n });

describe('importing several files', () => {
  it('imports nothing when one file does not read', () => {
    const read = importing(bill(), order(), '<a/>', bill());
    expect(refusedFiles(read)).to.deep.equal([['DOCUMENT_UNKNOWN', '2']]);
    expect([read.invoices, read.orders, read.payables, read.unknownParties]).to.deep.equal([
      [],
      [],
      [],
      [],
    ]);
  });

  it('refuses one invoice twice, however its number is written', () => {
    for (const number of ['INV-1', 'inv 1', 'ＩＮＶ１', 'INV–1']) {
      expect(refusedFiles(importing(bill(), bill({ number })))).to.deep.equal([
        ['INVOICE_DUPLICATED', '1'],
      ]);
    }
    expect(refusedFiles(importing(bill(), bill({ number: 'INV-01' })))).to.deep.equal([]);
    expect(refusedFiles(importing(bill(), bill({ seller: 'OTHER' })))).to.deep.equal([]);
  });

  it('refuses one invoice with another date, buyer or amount as a contradiction', () => {
    for (const change of [{ issueDate: '2026-03-03' }, { buyer: 'B2' }, { lines: [10_001n] }]) {
      expect(refusedFiles(importing(bill(), bill(change)))).to.deep.equal([
        ['INVOICE_CONTRADICTS', '1'],
      ]);
    }
  });

  it('refuses an invoice beside the one that corrects it', () => {
    const corrected = bill({ number: 'INV-2', typeCode: '384', references: ['INV-1'] });
    expect(refusedFiles(importing(bill(), corrected))).to.deep.equal([['INVOICE_REPLACED', '0']]);
    expect(importing(corrected).invoices[0]?.precedingInvoices.map((r) => r.number)).to.deep.equal([
      'INV-1',
    ]);
  });

  it('refuses one order or one credit note twice', () => {
    expect(refusedFiles(importing(order(), order()))).to.deep.equal([['ORDER_DUPLICATED', '1']]);
    const twice = importing(credit('C1', [5n]), credit('C1', [5n]));
    expect(refusedFiles(twice)).to.deep.equal([['CREDIT_DUPLICATED', '1']]);
    expect(refusals(importing(order({ number: '1-11' }), order({ number: '11-1' })))).to.deep.equal(
      [],
    );
  });

  it('refuses more files than an import may hold', () => {
    const files = Array.from({ length: IMPORT_FILES_MAX + 1 }, () => file('a', ''));
    expect(refusals(readDocuments(files))).to.deep.equal(['FILES_TOO_MANY']);
  });
});

describe('applying credit notes', () => {
  it('takes off what they credit, to the minor unit, in any order of the files', () => {
    const drawn = fc.record({
      amount: fc.bigInt({ min: 1n, max: 10_000n }),
      paid: fc.bigInt({ min: 0n, max: 9_999n }),
      credits: fc.array(fc.bigInt({ min: 1n, max: 3_000n }), { minLength: 1, maxLength: 5 }),
      first: fc.boolean(),
    });
    fc.assert(
      fc.property(drawn, ({ amount, paid, credits, first }) => {
        fc.pre(paid < amount);
        const notes = credits.map((minor, index) => credit(`C${index.toString()}`, [minor]));
        const original = bill({ lines: [amount], rate: 0n, paid });
        const read = importing(...(first ? [original, ...notes] : [...notes, original]));
        const sum = credits.reduce((total, minor) => total + minor, 0n);
        if (sum > amount) {
          expect(new Set(refusals(read))).to.deep.equal(new Set(['CREDIT_EXCEEDS_INVOICE']));
          return;
        }
        const left = amount - paid - sum;
        const [draft] = read.invoices;
        expect(draft?.credited.minor).to.equal(sum);
        expect(draft?.remaining.minor).to.equal(left > 0n ? left : 0n);
        expect(read.creditNotes.map((note) => note.appliedTo)).to.deep.equal(
          credits.map(() => (first ? '0' : credits.length.toString())),
        );
      }),
    );
  });

  it('never makes a claim: alone, it is reported as wanting its invoice', () => {
    const read = importing(credit('C1', [5n]));
    expect([read.invoices.length, read.creditNotes[0]?.appliedTo]).to.deep.equal([0, null]);
    expect(read.warnings.map(({ code }) => code)).to.deep.equal(['ORIGINAL_MISSING']);
  });

  it('leaves the invoice of another seller alone', () => {
    const read = importing(bill({ seller: 'OTHER' }), credit('C1', [5n]));
    expect(read.invoices[0]?.credited.minor).to.equal(0n);
    expect(read.creditNotes[0]?.appliedTo).to.equal(null);
  });

  it('refuses one for another buyer or another currency than its invoice', () => {
    const note = { root: 'CreditNote', number: 'C1', references: ['INV-1'] } as const;
    for (const change of [{ buyer: 'B2' }, { currency: 'SEK' } as const]) {
      expect(refusals(importing(bill(), bill({ ...note, ...change })))).to.deep.equal([
        'CREDIT_CONTRADICTS',
      ]);
    }
  });

  it('refuses one that names the invoice with another date', () => {
    const dated = credit('C1', [5n]).replace(
      '<cbc:ID>INV-1</cbc:ID>',
      '<cbc:ID>INV-1</cbc:ID><cbc:IssueDate>2026-01-01</cbc:IssueDate>',
    );
    expect(refusals(importing(bill(), dated))).to.deep.equal(['CREDIT_CONTRADICTS']);
  });

  it('refuses one for several invoices, since nobody can tell how much of each', () => {
    const both = bill({ root: 'CreditNote', number: 'C1', references: ['INV-1', 'INV-2'] });
    expect(refusals(importing(invoice([5n]), invoice([5n], 'INV-2'), both))).to.deep.equal([
      'CREDIT_AMBIGUOUS',
    ]);
  });
});

describe('importing payables beside their invoices', () => {
  const USCC = '91350100M000100Y43';
  const own = bill({ currency: 'CNY', seller: USCC, lines: [10_000n], rate: 0n }).replace(
    '>NL<',
    '>CN<',
  );
  const row = (amount: string, more: Readonly<Record<string, string>> = {}): string =>
    [
      'voucher,supplierUscc,invoiceNumber,deliveryDate,amount,contractDueDate',
      `A1,${USCC},INV 1,2026-03-05,${amount},2026-05-04`,
    ]
      .map((line, index) => [line, ...Object.entries(more).map((pair) => pair[index])].join(','))
      .join('\n');

  it('accepts a payable up to what is left of the invoice', () => {
    expect(refusals(importing(own, row('100.00')))).to.deep.equal([]);
    expect(refusals(importing(own, row('100.01')))).to.deep.equal(['PAYABLE_EXCEEDS_INVOICE']);
  });

  it('counts the credit notes first', () => {
    const note = bill({
      root: 'CreditNote',
      number: 'C1',
      currency: 'CNY',
      seller: USCC,
      lines: [1n],
      rate: 0n,
      references: ['INV-1'],
    }).replace('>NL<', '>CN<');
    expect(refusals(importing(own, note, row('99.99')))).to.deep.equal([]);
    expect(refusals(importing(own, note, row('100.00')))).to.deep.equal([
      'PAYABLE_EXCEEDS_INVOICE',
    ]);
  });

  it('refuses a row that contradicts the invoice', () => {
    const beside = (more: Readonly<Record<string, string>>): readonly string[] =>
      refusals(importing(own, row('100.00', more)));
    expect(beside({ invoiceDate: '2026-03-02', invoiceAmount: '100.00' })).to.deep.equal([]);
    expect(beside({ invoiceDate: '2026-03-03' })).to.deep.equal(['INVOICE_CONTRADICTS']);
    expect(beside({ invoiceAmount: '100.01' })).to.deep.equal(['INVOICE_CONTRADICTS']);
    expect(beside({ currency: 'USD' })).to.deep.equal(['INVOICE_CONTRADICTS']);
    const above = importing(row('100.01', { invoiceAmount: '100.00' }));
    expect(refusals(above)).to.deep.equal(['PAYABLE_EXCEEDS_INVOICE']);
  });

  it('refuses one voucher in two files', () => {
    const again = row('100.00').replace('INV 1', 'INV 9');
    expect(refusedFiles(importing(row('100.00'), again))).to.deep.equal([
      ['VOUCHER_DUPLICATED', '1'],
    ]);
  });
});

describe('finding the parties of an import', () => {
  const known = (...entries: readonly (readonly [string, string])[]): KnownParties =>
    new Map(entries);

  it('gives registered parties their id and lists the others once, with their roles', () => {
    const files = [bill(), bill({ number: 'INV-2' }), order({ number: 'PO-9' })].map((text, i) =>
      file(i.toString(), text),
    );
    const read = readDocuments(files, known(['REG-NL:SELLER1', 'org_1']));
    expect(read.invoices.map(({ seller, buyer }) => [seller.partyId, buyer.partyId])).to.deep.equal(
      [
        ['org_1', null],
        ['org_1', null],
      ],
    );
    expect(read.unknownParties).to.deep.equal([
      {
        name: 'Company BUYER1',
        country: 'NL',
        identifiers: [{ scheme: 'REG-NL', value: 'BUYER1' }],
        roles: ['BUYER'],
        files: ['0', '1', '2'],
      },
    ]);
  });

  it('sees one company behind two identifiers once a document gives both', () => {
    const vat = (text: string, id: string): string =>
      text.replace(
        '<cac:PartyLegalEntity>',
        `<cac:PartyTaxScheme><cbc:CompanyID>${id}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>`,
      );
    const texts = [
      bill({ seller: 'S1' }),
      bill({ seller: 'S2', number: 'X' }),
      vat(bill({ seller: 'S1', number: 'Y' }), 'NL1'),
      vat(bill({ seller: 'S2', number: 'Z' }), 'NL1'),
    ];
    const sellers = importing(...texts).unknownParties.filter(({ roles }) =>
      roles.includes('SELLER'),
    );
    expect(sellers.map(({ identifiers }) => identifiers.map((i) => i.value).sort())).to.deep.equal([
      ['NL1', 'S1', 'S2'],
    ]);
  });

  it('refuses a party whose identifiers belong to two registered ones', () => {
    const text = bill().replace(
      '</cac:PartyLegalEntity>',
      '</cac:PartyLegalEntity><cac:PartyIdentification><cbc:ID schemeID="0088">123</cbc:ID></cac:PartyIdentification>',
    );
    const read = readDocuments(
      [file('a', text)],
      known(['REG-NL:SELLER1', 'org_1'], ['0088:123', 'org_2']),
    );
    expect(refusals(read)).to.deep.equal(['PARTY_AMBIGUOUS']);
    expect(read.invoices).to.deep.equal([]);
  });

  it('does not take a number that only two parties know for a registered one', () => {
    const text = bill().replace(
      '</cac:PartyLegalEntity>',
      '</cac:PartyLegalEntity><cac:PartyIdentification><cbc:ID>7</cbc:ID></cac:PartyIdentification>',
    );
    const read = readDocuments([file('a', text)], known(['LOCAL:7', 'org_2']));
    expect(read.invoices[0]?.seller.partyId).to.equal(null);
  });
});
