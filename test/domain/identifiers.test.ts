import { expect } from 'chai';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  Hex256,
  Id,
  ID_PREFIXES,
  idOf,
  KeyAttribute,
  LotId,
} from '../../chaincode/domain/identifiers.js';
import { anId } from '../support/build.js';
import { verdict } from '../support/schema.js';

const sixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('an id', () => {
  it('is its prefix and sixteen bytes in Crockford base32', () => {
    expect(idOf('rcv', new Uint8Array(16))).to.equal(`rcv_${'0'.repeat(26)}`);
    expect(idOf('rcv', new Uint8Array(16).fill(255))).to.equal(`rcv_7${'z'.repeat(25)}`);
  });

  it('is taken for its own kind only', () => {
    for (const prefix of ID_PREFIXES) {
      const id = anId(prefix, 'one');
      expect(verdict(Id(prefix), id)).to.equal('accepted');
      const others = ID_PREFIXES.filter((other) => other !== prefix);
      for (const other of others) expect(verdict(Id(other), id)).to.deep.equal(['ID_MALFORMED']);
    }
  });

  it('is written five bits at a time, after two bits that are 0', () => {
    fc.assert(
      fc.property(sixteenBytes, (bytes) => {
        expect(idOf('loan', bytes)).to.equal(`loan_${letters(bytes)}`);
      }),
    );
  });

  it('is one for one value', () => {
    fc.assert(
      fc.property(sixteenBytes, sixteenBytes, (a, b) => {
        const [first, second] = [idOf('org', a), idOf('org', b)];
        expect(verdict(Id('org'), first)).to.equal('accepted');
        expect(first === second).to.equal(Buffer.from(a).equals(b));
      }),
    );
  });

  it('is refused in any other form', () => {
    const zeros = '0'.repeat(25);
    for (const id of [
      `rcv_8${zeros}`,
      `rcv_i${zeros}`,
      `rcv_u${zeros}`,
      `RCV_0${zeros}`,
      `rcv_A${zeros}`,
      `rcv_${zeros}`,
      `rcv_00${zeros}`,
      `rcv_0${zeros}\n`,
      `rcv_\u0000${zeros}`,
      `rcv_\u{10ffff}${zeros}`,
      `0${zeros}`,
      '',
      7,
      null,
    ]) {
      expect(verdict(Id('rcv'), id), String(id)).to.deep.equal(['ID_MALFORMED']);
    }
  });

  it('is never made of another number of bytes', () => {
    expect(() => idOf('rcv', new Uint8Array(15))).to.throw('invariant broken');
  });
});

describe('a hash', () => {
  it('is 64 lower-case hex digits', () => {
    expect(verdict(Hex256, 'a0'.repeat(32))).to.equal('accepted');
    for (const text of [
      'a0'.repeat(31),
      'A0'.repeat(32),
      'g0'.repeat(32),
      `${'a0'.repeat(32)}\n`,
      1,
    ]) {
      expect(verdict(Hex256, text)).to.deep.equal(['HEX_MALFORMED']);
    }
  });
});

describe('a key attribute', () => {
  it('is 1 to 64 plain characters', () => {
    for (const text of ['a', 'A.b_c-9', '0'.repeat(64)]) {
      expect(verdict(KeyAttribute, text)).to.equal('accepted');
    }
    for (const text of [
      '',
      '0'.repeat(65),
      'a b',
      'a:b',
      'é',
      'a\u0000',
      '\u{10ffff}',
      'a\n',
      null,
    ]) {
      expect(verdict(KeyAttribute, text)).to.deep.equal(['KEY_ATTRIBUTE_MALFORMED']);
    }
  });
});

describe('the name of a lot', () => {
  const receivable = anId('rcv', 'one');

  it('says its receivable and the unit it begins at', () => {
    expect(LotId.parse(`${receivable}:101`)).to.deep.equal({ receivable, from: 101n });
    expect(z.encode(LotId, { receivable, from: 101n })).to.equal(`${receivable}:101`);
  });

  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(sixteenBytes, fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (bytes, from) => {
        const name = { receivable: idOf('rcv', bytes), from };
        expect(z.decode(LotId, z.encode(LotId, name))).to.deep.equal(name);
      }),
    );
  });

  it('is refused in any other form', () => {
    for (const text of [
      receivable,
      `${receivable}:`,
      `${receivable}:0`,
      `${receivable}:01`,
      `${receivable}:-1`,
      `${receivable}:1${'0'.repeat(18)}`,
      `${receivable}:1:2`,
      `${anId('org', 'one')}:1`,
      7,
    ]) {
      expect(verdict(LotId, text), String(text)).to.deep.equal(['LOT_ID_MALFORMED']);
    }
    expect(() => z.encode(LotId, { receivable, from: 0n })).to.throw('LOT_ID_MALFORMED');
    expect(() => z.encode(LotId, { receivable, from: 10n ** 18n })).to.throw('LOT_ID_MALFORMED');
  });
});

/** Crockford base32 of `bytes`, five bits at a time: another way than the code's. */
function letters(bytes: Uint8Array): string {
  const bits = `00${[...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')}`;
  const groups = bits.match(/.{5}/g) ?? [];
  return groups
    .map((group) => '0123456789abcdefghjkmnpqrstvwxyz'.charAt(parseInt(group, 2)))
    .join('');
}
