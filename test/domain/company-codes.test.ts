import { expect } from 'chai';
import * as fc from 'fast-check';
import { inspectUscc, Lei, Uscc } from '../../chaincode/domain/company-codes.js';
import { verdict } from '../support/schema.js';

const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');

describe('a unified social credit code', () => {
  it('passes as the standard works it out', () => {
    expect(inspectUscc('91350100M000100Y43')).to.deep.equal({
      valid: true,
      checkOk: true,
      organisationCheckOk: true,
    });
  });

  it('passes for codes in public registers', () => {
    for (const code of ['91330100799655058B', '9144030071526726XG', '914403001922038216']) {
      expect(inspectUscc(code), code).to.deep.equal({
        valid: true,
        checkOk: true,
        organisationCheckOk: true,
      });
    }
  });

  it('is taken with a warning where the check character does not fit', () => {
    // A code in use, which the standard's own sum gives a 9.
    expect(inspectUscc('91350203M0001QAY9B')).to.include({ valid: true, checkOk: false });
    expect(inspectUscc('91350203M0001QAY99')).to.include({ valid: true, checkOk: true });
    expect(verdict(Uscc, '91350203M0001QAY9B')).to.equal('accepted');
  });

  it('is refused with a letter that the standard leaves out, or of another length', () => {
    for (const code of [
      '91350100M000100Y4Z',
      '91350100I000100Y43',
      '91350100O000100Y43',
      '91350100S000100Y43',
      '91350100V000100Y43',
      '9135010AM000100Y43',
      '91350100m000100y43',
      '91350100M000100Y4',
      '91350100M000100Y433',
      '91350100M000100Y43\n',
      '',
    ]) {
      expect(verdict(Uscc, code), code).to.deep.equal(['USCC_MALFORMED']);
      expect(inspectUscc(code), code).to.deep.equal({
        valid: false,
        checkOk: false,
        organisationCheckOk: false,
      });
    }
    expect(verdict(Uscc, 913501)).to.deep.equal(['USCC_MALFORMED']);
  });

  it('has exactly one check character that fits, and misses no slip of one character', () => {
    const symbol = fc.constantFrom(...SYMBOLS);
    const region = fc.constantFrom(...'0123456789'.split(''));
    const base = fc
      .tuple(
        fc.array(symbol, { minLength: 2, maxLength: 2 }),
        fc.array(region, { minLength: 6, maxLength: 6 }),
        fc.array(symbol, { minLength: 9, maxLength: 9 }),
      )
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(base, fc.nat(16), symbol, (code, at, slip) => {
        const fitting = SYMBOLS.filter((last) => inspectUscc(code + last).checkOk);
        expect(fitting).to.have.lengthOf(1);
        const slipped = code.slice(0, at) + slip + code.slice(at + 1);
        if (slipped !== code)
          expect(inspectUscc(slipped + fitting.join('')).checkOk).to.equal(false);
      }),
    );
  });

  it('writes 10 as X and 11 as 0 in the organisation code', () => {
    const checkOf = (eight: string): string[] =>
      '0123456789X'
        .split('')
        .filter((check) => inspectUscc(`91350100${eight}${check}0`).organisationCheckOk);
    expect(checkOf('00000000')).to.deep.equal(['0']);
    expect(checkOf('00000030')).to.deep.equal(['X']);
    expect(checkOf('M000100Y')).to.deep.equal(['4']);
  });
});

describe('a legal entity identifier', () => {
  it('passes as published', () => {
    for (const lei of ['5493001KJTIIGC8Y1R12', 'G5GSEF7VJP5I7OUK5573', '7LTWFZYICNSX8D621K86']) {
      expect(verdict(Lei, lei), lei).to.equal('accepted');
    }
  });

  it('is refused with a slip, or in another form', () => {
    expect(verdict(Lei, '5493001KJTIIGC8Y1R13')).to.deep.equal(['LEI_CHECK_FAILED']);
    expect(verdict(Lei, '5493001KJTIIGC8Y1R21')).to.deep.equal(['LEI_CHECK_FAILED']);
    for (const lei of [
      '5493001kjtiigc8y1r12',
      '5493001KJTIIGC8Y1R1',
      '5493001KJTIIGC8Y1RXX',
      '5493001KJTIIGC8Y1R00',
      '5493001KJTIIGC8Y1R01',
      '5493001KJTIIGC8Y1R99',
      7,
    ]) {
      expect(verdict(Lei, lei), String(lei)).to.deep.equal(['LEI_MALFORMED']);
    }
  });

  it('has the check digits 98 − (base · 100 mod 97)', () => {
    const letter = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(''));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 18, maxLength: 18 }), (base) => {
        const number = BigInt(base.map((each) => parseInt(each, 36)).join('') + '00');
        const check = (98n - (number % 97n)).toString().padStart(2, '0');
        expect(verdict(Lei, base.join('') + check)).to.equal('accepted');
      }),
    );
  });
});
