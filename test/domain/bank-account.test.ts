import { expect } from 'chai';
import { BankAccount, BankReference, Cnaps, Iban } from '../../chaincode/domain/bank-account.js';
import { verdict } from '../support/schema.js';

describe('an IBAN', () => {
  it("passes as the registry's examples", () => {
    for (const iban of [
      'DE89370400440532013000',
      'GB29NWBK60161331926819',
      'NO9386011117947',
      'DK5000400440116243',
      'SE4550000000058398257466',
      'FR1420041010050500013M02606',
      'MT84MALT011000012345MTLCAST001S',
      'LC55HEMM000100010012001200023015',
    ]) {
      expect(verdict(Iban, iban), iban).to.equal('accepted');
    }
  });

  for (const [what, iban, fault] of [
    ['a slip', 'DE89370400440532013001', 'IBAN_CHECK_FAILED'],
    ['two digits changed round', 'DE98370400440532013000', 'IBAN_CHECK_FAILED'],
    ['a digit missing', 'DE8937040044053201300', 'IBAN_LENGTH_WRONG'],
    ['a country without IBAN', 'CN89370400440532013000', 'IBAN_LENGTH_WRONG'],
    ['blanks', 'DE89 3704 0044 0532 0130 00', 'IBAN_MALFORMED'],
    ['small letters', 'de89370400440532013000', 'IBAN_MALFORMED'],
    ['check digits that have a twin', 'DE00370400440532013000', 'IBAN_MALFORMED'],
    ['nothing', '', 'IBAN_MALFORMED'],
    ['a number', 89, 'IBAN_MALFORMED'],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(verdict(Iban, iban)).to.deep.equal([fault]);
    });
  }
});

describe('an account', () => {
  it('is a branch and a number in China, an IBAN elsewhere', () => {
    for (const account of [
      { scheme: 'CNAPS', bank: '102290000017', number: '6222000000000000' },
      { scheme: 'IBAN', iban: 'NO9386011117947' },
    ]) {
      expect(verdict(BankAccount, account)).to.equal('accepted');
    }
    expect(
      verdict(BankAccount, { scheme: 'CNAPS', bank: '102290000017', number: '62-22' }),
    ).to.deep.equal(['ACCOUNT_NUMBER_MALFORMED']);
    expect(
      verdict(BankAccount, { scheme: 'CNAPS', bank: '102290000017', number: 6 }),
    ).to.deep.equal(['ACCOUNT_NUMBER_MALFORMED']);
    for (const bank of ['10229000001', '1022900000170', '10229000001X', 102290000017]) {
      expect(verdict(Cnaps, bank)).to.deep.equal(['CNAPS_MALFORMED']);
    }
  });
});

describe("a bank's reference", () => {
  it('is one line of visible ASCII with single blanks', () => {
    for (const reference of ['20260302-000001', 'NOTPROVIDED', 'A B/C', 'x'.repeat(64)]) {
      expect(verdict(BankReference, reference), reference).to.equal('accepted');
    }
    for (const reference of ['', ' A', 'A ', 'A  B', 'A\tB', '流水号', 'x'.repeat(65), 'A\n', 7]) {
      expect(verdict(BankReference, reference), String(reference)).to.deep.equal([
        'BANK_REFERENCE_MALFORMED',
      ]);
    }
  });

  it('is judged in a moment, whatever is sent', () => {
    const started = process.hrtime.bigint();
    expect(verdict(BankReference, `${'a '.repeat(500_000)} `)).to.deep.equal([
      'BANK_REFERENCE_MALFORMED',
    ]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).to.be.below(500);
  });
});
