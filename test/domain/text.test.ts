import { expect } from 'chai';
import * as fc from 'fast-check';
import { FreeText } from '../../chaincode/domain/text.js';
import {
  InvoiceNumber,
  normaliseInvoiceNumber,
  VatInvoice,
} from '../../chaincode/domain/invoice-number.js';
import { anyString } from '../support/arbitrary.js';
import { verdict } from '../support/schema.js';

const Name = FreeText(20);

describe('text written by a person', () => {
  it('is taken as it stands', () => {
    for (const text of [
      '演示企业一',
      'Årdal & Söhne',
      'a',
      'x'.repeat(20),
      '"quoted" <b>',
      '=1+1',
      '😀',
    ]) {
      expect(verdict(Name, text), text).to.equal('accepted');
      expect(Name.parse(text)).to.equal(text);
    }
  });

  for (const [what, text, fault] of [
    ['nothing', '', 'TEXT_EMPTY'],
    ['too much', 'x'.repeat(21), 'TEXT_TOO_LONG'],
    ['U+0000', 'a\u0000b', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a line break', 'a\nb', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a line separator', 'a\u2028b', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a C1 control', 'a\u0085b', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a lone surrogate', 'a\ud800b', 'TEXT_CHARACTER_FORBIDDEN'],
    ['surrogates the wrong way round', '\udc00\ud800', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a noncharacter', 'a\u{10ffff}', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a bidirectional override', 'a\u202eb', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a zero-width blank', 'a\u200bb', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a byte order mark', '\ufeffa', 'TEXT_CHARACTER_FORBIDDEN'],
    ['a blank in front', ' a', 'TEXT_NOT_TRIMMED'],
    ['a wide blank behind', 'a\u3000', 'TEXT_NOT_TRIMMED'],
    ['a decomposed letter', 'e\u0301', 'TEXT_NOT_NFC'],
    ['the ångström sign', '\u212b', 'TEXT_NOT_NFC'],
    ['a number', 7, 'TEXT_MALFORMED'],
    ['null', null, 'TEXT_MALFORMED'],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(verdict(Name, text)).to.deep.equal([fault]);
    });
  }

  it('is told its first fault only', () => {
    const all = ' e\u0301\u0000';
    expect(verdict(FreeText(3), all)).to.deep.equal(['TEXT_TOO_LONG']);
    expect(verdict(FreeText(4), all)).to.deep.equal(['TEXT_CHARACTER_FORBIDDEN']);
    expect(verdict(FreeText(4), ' e\u0301')).to.deep.equal(['TEXT_NOT_TRIMMED']);
  });

  it('has one form for one look: twins of NFC and NFD cannot both be taken', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const [nfc, nfd] = [text.normalize('NFC'), text.normalize('NFD')];
        if (nfc === nfd) return;
        expect(
          [nfc, nfd].filter((each) => FreeText(400).safeParse(each).success),
        ).to.have.length.at.most(1);
      }),
    );
  });

  it('can always be written as UTF-8 and read back', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        if (Name.safeParse(text).success) expect(Buffer.from(text).toString()).to.equal(text);
      }),
    );
  });
});

describe('an invoice number', () => {
  it('is the same however it is grouped or typed', () => {
    for (const typed of [
      'INV-0088',
      'inv 0088',
      'Inv–00—88',
      'ＩＮＶ００８８',
      'inv\u00a000\u221288',
    ]) {
      expect(normaliseInvoiceNumber(typed), typed).to.equal('INV0088');
    }
  });

  it('keeps its leading zeros and its other signs', () => {
    expect(normaliseInvoiceNumber('000729')).to.equal('000729');
    expect(normaliseInvoiceNumber('A/1.2_3')).to.equal('A/1.2_3');
    expect(normaliseInvoiceNumber('729')).not.to.equal(normaliseInvoiceNumber('0729'));
  });

  it('does not change when normalised again', () => {
    fc.assert(
      fc.property(anyString, (number) => {
        const once = normaliseInvoiceNumber(number);
        expect(normaliseInvoiceNumber(once)).to.equal(once);
      }),
    );
    // Upper case takes this letter apart, and a second normalisation puts it together.
    expect(normaliseInvoiceNumber('\u0390')).to.equal('\u03aa\u0301'.normalize('NFKC'));
  });

  it('is refused when nothing is left of it, or when it is no text', () => {
    expect(verdict(InvoiceNumber, '729')).to.equal('accepted');
    expect(verdict(InvoiceNumber, '- -')).to.deep.equal(['INVOICE_NUMBER_EMPTY']);
    expect(verdict(InvoiceNumber, 'a\u0000')).to.deep.equal(['TEXT_CHARACTER_FORBIDDEN']);
    expect(verdict(InvoiceNumber, 'x'.repeat(65))).to.deep.equal(['TEXT_TOO_LONG']);
  });
});

describe('a Chinese VAT invoice', () => {
  const digital = { form: 'DIGITAL', number: '0123456789'.repeat(2) };
  const paper = { form: 'PAPER', code: '3100164130', number: '00012345', checkCode: '012340' };

  it('is a digital one of 20 digits, or a paper one with its code', () => {
    for (const invoice of [
      digital,
      paper,
      { ...paper, code: '310016413012' },
      { ...paper, checkCode: null },
    ]) {
      expect(verdict(VatInvoice, invoice)).to.equal('accepted');
    }
  });

  it('is refused with any other count of digits', () => {
    for (const invoice of [
      { ...digital, number: '1'.repeat(19) },
      { ...digital, number: 1 },
      { ...paper, code: '31001641301' },
      { ...paper, number: '0001234' },
      { ...paper, checkCode: '12345' },
    ]) {
      expect(verdict(VatInvoice, invoice)).to.deep.equal(['VAT_INVOICE_MALFORMED']);
    }
    expect(verdict(VatInvoice, { ...digital, code: '3100164130' })).not.to.equal('accepted');
  });
});
