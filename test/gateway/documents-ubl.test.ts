import { expect } from 'chai';
import { aParty, bill, drafts, importOf, order, refusals } from './documents-support.js';

const dueBeside = (date: string): string =>
  `<cac:PaymentMeans><cbc:PaymentDueDate>${date}</cbc:PaymentDueDate></cac:PaymentMeans>`;

describe('refusing what is no claim', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a country that is no code', bill().replace('>NL<', '>Holland<'), ['TEXT_INVALID']],
    [
      'a charge that is neither one nor an allowance',
      bill({ charges: [5n] }).replace('>true<', '>maybe<'),
      ['TEXT_INVALID'],
    ],
    [
      'an identifier in characters of no register',
      bill().replace('>SELLER1<', '>公司1<'),
      ['TEXT_INVALID'],
    ],
    [
      'another type of credit note',
      bill({ root: 'CreditNote' }).replace('>381<', '>396<'),
      ['INVOICE_TYPE_REFUSED'],
    ],
    ['an order without lines', order({ lines: [] }), ['ELEMENT_MISSING UBL-ORDER-LINE']],
    [
      'a date with something hidden in it',
      bill().replace('2026-03-02<', '2026-03-02<cbc:ID>1</cbc:ID><'),
      ['DATE_INVALID'],
    ],
    [
      'two tax totals in its own currency',
      bill().replace(/<cac:TaxTotal>[^]*<\/cac:TaxTotal>/, '$&$&'),
      ['ELEMENT_REPEATED'],
    ],
    [
      'two due dates beside each other',
      bill().replace(
        /<cbc:DueDate>.*<\/cbc:DueDate>/,
        ['2026-06-30', '2026-07-01'].map(dueBeside).join(''),
      ),
      ['ELEMENT_REPEATED'],
    ],
    ['a prepayment invoice', bill({ typeCode: '386' }), ['PREPAYMENT_NOT_ELIGIBLE']],
    [
      'a credit note in the form of an invoice',
      bill({ typeCode: '381' }),
      ['INVOICE_TYPE_REFUSED'],
    ],
    ['an invoice paid in full', bill({ paid: 11_300n }), ['AMOUNT_NOT_POSITIVE']],
    ['an invoice paid beyond its amount', bill({ paid: 11_301n }), ['AMOUNT_NOT_POSITIVE']],
    [
      'a negative invoice',
      bill({ lines: [-5n], rate: 0n }),
      ['AMOUNT_NEGATIVE', 'AMOUNT_NOT_POSITIVE', 'AMOUNT_NOT_POSITIVE'],
    ],
    ['a negative advance', bill({ paid: -1n }), ['AMOUNT_NEGATIVE']],
    [
      'a negative credit note',
      bill({ root: 'CreditNote', lines: [-5n], rate: 0n }),
      ['AMOUNT_NOT_POSITIVE'],
    ],
    [
      'a credit note over nothing',
      bill({ root: 'CreditNote', lines: [0n] }),
      ['AMOUNT_NOT_POSITIVE'],
    ],
    [
      'neither date nor terms',
      bill().replace(/<cbc:DueDate>.*<\/cbc:DueDate>/, ''),
      ['RULE_BROKEN BR-CO-25'],
    ],
    ['no lines', bill({ lines: [] }), ['ELEMENT_MISSING BR-16']],
    [
      'no number',
      bill().replace('<cbc:ID>INV-1</cbc:ID>', '<cbc:ID> </cbc:ID>'),
      ['ELEMENT_MISSING BR-02'],
    ],
    ['a number of hyphens', bill({ number: '---' }), ['TEXT_INVALID']],
    ['a number with an unseen character', bill({ number: 'A\u200bB' }), ['TEXT_INVALID']],
    ['a number in another normal form', bill({ number: 'e\u0301' }), ['TEXT_INVALID']],
    [
      'a number twice',
      bill().replace('<cbc:ID>INV-1</cbc:ID>', '<cbc:ID>INV-1</cbc:ID><cbc:ID>INV-2</cbc:ID>'),
      ['ELEMENT_REPEATED'],
    ],
    [
      'a payable amount twice',
      bill().replace(/(<cbc:PayableAmount .*<\/cbc:PayableAmount>)/, '$1$1'),
      ['ELEMENT_REPEATED'],
    ],
    ['a date that does not exist', bill({ issueDate: '2026-02-30' }), ['DATE_INVALID']],
    ['a due date that is none', bill({ dueDate: 'tomorrow' }), ['DATE_INVALID']],
    ['a currency that nobody pays in', bill().replaceAll('EUR', 'XXX'), ['CURRENCY_UNKNOWN']],
    [
      'one line in another currency',
      bill().replace(
        'cbc:LineExtensionAmount currencyID="EUR"',
        'cbc:LineExtensionAmount currencyID="USD"',
      ),
      ['CURRENCY_MIXED'],
    ],
    [
      'a price in another currency',
      bill().replace(
        '<cac:Item>',
        '<cac:Price><cbc:PriceAmount currencyID="USD">1</cbc:PriceAmount></cac:Price><cac:Item>',
      ),
      ['CURRENCY_MIXED'],
    ],
    [
      'an amount without a currency',
      bill().replace('<cbc:PayableAmount currencyID="EUR"', '<cbc:PayableAmount'),
      ['CURRENCY_MIXED'],
    ],
    [
      'a seller without any identifier',
      bill().replace('<cbc:CompanyID>SELLER1</cbc:CompanyID>', ''),
      ['ELEMENT_MISSING BR-CO-26'],
    ],
    [
      'a buyer without a name',
      bill().replace('<cbc:RegistrationName>Company BUYER1</cbc:RegistrationName>', ''),
      ['ELEMENT_MISSING BR-07'],
    ],
    [
      'a stated credit code that is none',
      bill().replace('<cbc:CompanyID>SELLER1', '<cbc:CompanyID schemeID="USCC">SELLER1'),
      ['IDENTIFIER_INVALID'],
    ],
    [
      'a lookalike in another namespace',
      bill()
        .replace(/cbc:PayableAmount/g, 'x:PayableAmount')
        .replace('<Invoice ', '<Invoice xmlns:x="urn:x" '),
      ['ELEMENT_MISSING BR-15'],
    ],
    [
      'a total hidden in an attribute',
      bill().replace(
        /<cbc:PayableAmount currencyID="EUR">.*<\/cbc:PayableAmount>/,
        '<cbc:PayableAmount currencyID="EUR" value="113.00"/>',
      ),
      ['ELEMENT_MISSING BR-15'],
    ],
    [
      'a tax currency without its total',
      bill({ extra: '<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>' }),
      ['ELEMENT_MISSING BR-53'],
    ],
    ['an unknown document', '<a/>', ['DOCUMENT_UNKNOWN']],
    ['an invoice in name only', '<Invoice/>', ['DOCUMENT_UNKNOWN']],
    [
      'a cross industry invoice',
      '<i:CrossIndustryInvoice xmlns:i="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>',
      ['DOCUMENT_NOT_IMPORTABLE'],
    ],
  ];
  for (const [what, text, expected] of cases) {
    it(`refuses ${what}`, () => {
      const read = importOf(text);
      expect(refusals(read)).to.deep.equal(expected);
      expect(drafts(read)).to.deep.equal([[], [], []]);
    });
  }

  it('reads terms in words in place of a date, with a warning', () => {
    const terms = '<cac:PaymentTerms><cbc:Note>30 days</cbc:Note></cac:PaymentTerms><cac:TaxTotal>';
    const text = bill()
      .replace(/<cbc:DueDate>.*<\/cbc:DueDate>/, '')
      .replace('<cac:TaxTotal>', terms);
    const { invoices, warnings } = importOf(text);
    expect(invoices[0]?.paymentTerms).to.equal('30 days');
    expect(warnings.map(({ code }) => code)).to.deep.equal(['DUE_DATE_MISSING']);
  });

  it('takes the due date from the means of payment, and the last of several deliveries', () => {
    const delivered = (date: string): string =>
      `<cac:Delivery><cbc:ActualDeliveryDate>${date}</cbc:ActualDeliveryDate></cac:Delivery>`;
    const elsewhere = [dueBeside('2026-06-30'), dueBeside('2026-06-30')].join('');
    const deliveries = ['2026-02-27', '2026-03-01', '2026-02-28'].map(delivered).join('');
    const text = bill().replace(/<cbc:DueDate>.*<\/cbc:DueDate>/, elsewhere + deliveries);
    const [draft] = importOf(text).invoices;
    expect([draft?.dueDate, draft?.deliveredOn]).to.deep.equal(['2026-06-30', '2026-03-01']);
  });

  it('takes a credit code for one only where the company can be Chinese', () => {
    const code = '91350100M000100Y43';
    const scheme = (country: string): string | undefined =>
      importOf(bill({ seller: code }).replace('>NL<', `>${country}<`)).invoices[0]?.seller
        .identifiers[0]?.scheme;
    expect([scheme('CN'), scheme('NL')]).to.deep.equal(['USCC', 'REG-NL']);
  });

  it('flags another payee, and not the seller as payee', () => {
    const payee = (number: string): string =>
      aParty('PayeeParty', number).replaceAll(/<\/?cac:Party>/g, '');
    const paying = (number: string): boolean | undefined =>
      importOf(bill().replace('<cac:TaxTotal>', `${payee(number)}<cac:TaxTotal>`)).invoices[0]
        ?.payeeIsNotSeller;
    expect([paying('SELLER1'), paying('FACTOR1')]).to.deep.equal([false, true]);
  });

  it('warns of an account that is no valid IBAN, and of another payee', () => {
    const account =
      '<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>DK12 1234 1234 1234 12</cbc:ID>' +
      '</cac:PayeeFinancialAccount></cac:PaymentMeans>';
    const payee = aParty('PayeeParty', 'FACTOR1').replaceAll(/<\/?cac:Party>/g, '');
    const { invoices, warnings } = importOf(
      bill().replace('<cac:TaxTotal>', `${account}${payee}<cac:TaxTotal>`),
    );
    expect(invoices[0]?.accounts).to.deep.equal(['DK1212341234123412']);
    expect(warnings.map(({ code }) => code)).to.deep.equal([
      'PAYEE_NOT_SELLER',
      'IBAN_CHECK_FAILED',
    ]);
  });

  it('leaves out a number of the two parties that no register could hold, with a warning', () => {
    const own =
      '<cac:PartyIdentification><cbc:ID>供应商7</cbc:ID></cac:PartyIdentification><cac:PartyLegalEntity>';
    const { invoices, warnings } = importOf(bill().replace('<cac:PartyLegalEntity>', own));
    expect(invoices[0]?.seller.identifiers.length).to.equal(1);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['IDENTIFIER_IGNORED']);
  });

  it('accepts a credit code whose check character does not compute, with a warning', () => {
    const code = '91350203M0001QAY9B';
    const { invoices, warnings } = importOf(bill({ seller: code }).replace('>NL<', '>CN<'));
    expect(invoices[0]?.seller.identifiers).to.deep.equal([{ scheme: 'USCC', value: code }]);
    expect(warnings.map((w) => w.code)).to.deep.equal(['USCC_CHECK_FAILED']);
  });
});
