import { expect } from 'chai';
import * as fc from 'fast-check';

import {
  DER,
  DerError,
  encodeElement,
  encodeUnsigned,
  positiveInteger,
  readChildren,
  readElement,
} from '../../network/der.js';

describe('DER', () => {
  it('is read back as it was written, at every size of length', () => {
    for (const size of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const content = Buffer.alloc(size, 7);
      const element = readElement(
        Buffer.concat([encodeElement(DER.OCTET_STRING, content), content]),
      );
      expect(element.tag).to.equal(DER.OCTET_STRING);
      expect(element.content.equals(content)).to.equal(true);
    }
    expect(
      encodeElement(DER.OCTET_STRING, Buffer.alloc(200)).subarray(0, 3).toString('hex'),
    ).to.equal('0481c8');
  });

  it('keeps the value of an unsigned integer, with a sign byte only where it must', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 300n }), (value) => {
        const hex = value.toString(16);
        const magnitude = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
        const encoded = encodeUnsigned(Buffer.concat([Buffer.alloc(2), magnitude]));
        const element = readElement(encoded);
        expect(element.content.length).to.equal(Math.floor(value.toString(2).length / 8) + 1);
        expect(BigInt(`0x${positiveInteger(element)?.toString('hex')}`)).to.equal(value);
      }),
    );
  });

  it('has no positive integer in zero, in a negative one or in a padded one', () => {
    const integer = (hex: string): Buffer | null =>
      positiveInteger(readElement(Buffer.from(hex, 'hex')));
    expect(integer('020100')).to.equal(null);
    expect(integer('0201ff')).to.equal(null);
    expect(integer('02020080')?.toString('hex')).to.equal('80');
    for (const padded of ['02020001', '0202ff80', '0200', '040101']) {
      expect(() => integer(padded), padded).to.throw(DerError);
    }
  });

  it('is refused when its length is indefinite, padded or longer than the bytes', () => {
    for (const bad of [
      '',
      '30',
      '3080',
      '30810100',
      '3082000100',
      '30820080',
      '3003aabb',
      '3085000000000100',
      '3f0100',
      '3082',
    ]) {
      expect(() => readElement(Buffer.from(bad, 'hex')), bad).to.throw(DerError);
    }
  });

  it('lists the elements inside, no more than asked for', () => {
    const parts = ['a', 'b', 'c'].map((text) => encodeElement(DER.OCTET_STRING, Buffer.from(text)));
    const { content } = readElement(encodeElement(DER.SEQUENCE, ...parts));
    expect(readChildren(content).map((child) => child.content.toString())).to.deep.equal([
      'a',
      'b',
      'c',
    ]);
    expect(readChildren(content, 2).length).to.equal(2);
  });
});
