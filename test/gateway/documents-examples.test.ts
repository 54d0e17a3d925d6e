import { expect } from 'chai';
import { z } from 'zod';
import { amountText } from '../../gateway-api/documents/amount.js';
import { CreditNoteDraft, InvoiceDraft, OrderDraft } from '../../gateway-api/documents/draft.js';
import type { Import } from '../../gateway-api/documents/import.js';
import { drafts, example, exampleNames, importOf, refusals } from './documents-support.js';

const EXPECTED: Readonly<Record<string, string>> = {
  'en16931-ubl-tc434-example1.xml': 'INVOICE 12115118 EUR 250.33 due 2015-01-09',
  'en16931-ubl-tc434-example2.xml': 'INVOICE TOSL108 NOK 801.78 due 2013-07-20',
  'en16931-ubl-tc434-example5.xml': 'INVOICE TOSL110 DKK 2337.50 due 2013-05-10',
  'oasis-UBL-Invoice-2.1-Example.xml': 'INVOICE TOSL108 EUR 729.00 due 2009-12-31',
  'en16931-ubl-tc434-creditnote1.xml': 'CREDIT_NOTE 018304 / 28865 EUR 100.11',
  'oasis-UBL-Order-2.1-Example.xml': 'ORDER 34 SEK 6225.00',
  'oasis-UBL-OrderCancellation-2.1-Example.xml': 'DOCUMENT_NOT_IMPORTABLE OrderCancellation',
  'oasis-UBL-OrderResponse-2.1-Example.xml': 'DOCUMENT_NOT_IMPORTABLE OrderResponse',
  'oasis-UBL-DespatchAdvice-2.0-Example.xml': 'DOCUMENT_NOT_IMPORTABLE DespatchAdvice',
};

function summary(read: Import): string {
  const [invoice] = read.invoices.map((draft) => z.encode(InvoiceDraft, draft));
  const [credit] = read.creditNotes.map((draft) => z.encode(CreditNoteDraft, draft));
  const [placed] = read.orders.map((draft) => z.encode(OrderDraft, draft));
  const [refused] = read.refused;
  if (invoice !== undefined) {
    const { number, currency, remaining, dueDate } = invoice;
    return `INVOICE ${number} ${currency} ${remaining.amount} due ${dueDate ?? ''}`;
  }
  if (credit !== undefined) {
    return `CREDIT_NOTE ${credit.number} ${credit.currency} ${credit.amount.amount}`;
  }
  if (placed !== undefined)
    return `ORDER ${placed.number} ${placed.currency} ${placed.ordered.amount}`;
  return `${refused?.code ?? ''} ${refused?.facts['type'] ?? ''}`;
}

describe('reading published UBL examples', () => {
  it('knows every file of the examples', function () {
    if (exampleNames().length === 0) this.skip();
    expect([...exampleNames()].sort()).to.deep.equal(Object.keys(EXPECTED).sort());
  });

  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`reads ${name}`, function () {
      if (!exampleNames().includes(name)) this.skip();
      expect(summary(importOf(example(name)))).to.equal(expected);
    });

    it(`reads ${name} alike under other prefixes`, function () {
      if (!exampleNames().includes(name)) this.skip();
      const text = example(name);
      const renamed = text
        .replaceAll('cac:', 'cbc2:')
        .replaceAll('cbc:', 'q-1:')
        .replaceAll('xmlns:cac=', 'xmlns:cbc2=')
        .replaceAll('xmlns:cbc=', 'xmlns:q-1=');
      const root = /<([A-Z][A-Za-z]+)\s/.exec(renamed)?.[1] ?? '';
      const prefixed = renamed
        .replace(`<${root}`, `<cac:${root}`)
        .replace(`</${root}>`, `</cac:${root}>`)
        .replace(/ xmlns="/, ' xmlns:cac="');
      expect(renamed).to.not.equal(text);
      expect(drafts(importOf(renamed))).to.deep.equal(drafts(importOf(text)));
      expect(summary(importOf(prefixed))).to.equal(expected);
    });

    it(`refuses ${name} with any total changed by one minor unit`, function () {
      if (!exampleNames().includes(name)) this.skip();
      const text = example(name);
      const group =
        /<cac:(?:Legal|Anticipated)MonetaryTotal>[^]*?<\/cac:(?:Legal|Anticipated)/.exec(text);
      if (group === null) return;
      const amounts = [...group[0].matchAll(/>(-?[0-9]+)(?:\.([0-9]*))?</g)];
      expect(amounts.length).to.be.above(3);
      for (const [written, whole = '', fraction = ''] of amounts) {
        for (const step of [1n, -1n]) {
          const minor = BigInt(whole + fraction.padEnd(2, '0')) + step;
          const changed = group[0].replace(written, `>${amountText(minor, 'EUR')}<`);
          const read = importOf(text.replace(group[0], changed));
          expect(refusals(read).join(' '), written).to.match(/^(?:RULE_BROKEN BR-CO-1[0-6] ?)+$/);
          expect(drafts(read)).to.deep.equal([[], [], []]);
        }
      }
    });
  }

  it('reads the terms of EN 16931', function () {
    const name = 'en16931-ubl-tc434-example5.xml';
    if (!exampleNames().includes(name)) this.skip();
    const [draft] = importOf(example(name)).invoices;
    if (draft === undefined) throw new Error('not read');
    const { lines, seller, buyer, payee, ...rest } = z.encode(InvoiceDraft, draft);
    expect(rest).to.deep.equal({
      kind: 'INVOICE',
      file: 'a',
      profile: 'EN16931',
      number: 'TOSL110',
      issueDate: '2013-04-10',
      typeCode: '380',
      currency: 'DKK',
      dueDate: '2013-05-10',
      paymentTerms: '50% prepaid, 50% within one month',
      deliveredOn: '2013-04-15',
      contractReference: '2013-05',
      orderReference: 'PO4711',
      precedingInvoices: [{ number: 'TOSL109', issueDate: '2013-03-10' }],
      payeeIsNotSeller: true,
      accounts: [],
      amountWithoutTax: { currency: 'DKK', amount: '4000.00' },
      tax: { currency: 'DKK', amount: '675.00' },
      amountWithTax: { currency: 'DKK', amount: '4675.00' },
      paid: { currency: 'DKK', amount: '2337.50' },
      rounding: { currency: 'DKK', amount: '0.00' },
      payable: { currency: 'DKK', amount: '2337.50' },
      credited: { currency: 'DKK', amount: '0.00' },
      remaining: { currency: 'DKK', amount: '2337.50' },
    });
    expect(lines[1]).to.deep.equal({
      id: '2',
      name: 'Parker Pen',
      amount: { currency: 'DKK', amount: '500.00' },
    });
    expect(seller).to.deep.equal({
      name: 'SellerCompany',
      country: 'NL',
      identifiers: [
        { scheme: 'REG-NL', value: 'NL16356706' },
        { scheme: 'VAT', value: 'NL16356706' },
        { scheme: '0088', value: '5790000436101' },
      ],
      partyId: null,
    });
    expect([buyer.name, payee?.name]).to.deep.equal(['Buyercompany ltd', 'Dagobert Duck']);
  });
});
