import {
  createPublicKey,
  generateKeyPairSync,
  sign as nativeSign,
  verify as nativeVerify,
} from 'node:crypto';

import { expect } from 'chai';
import * as fc from 'fast-check';

import { sign, toLowS, verify } from '../../network/crypto.js';
import {
  DER,
  encodeElement,
  encodeUnsigned,
  readChildren,
  readElement,
} from '../../network/der.js';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

describe('signatures as Fabric takes them', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const message = Buffer.from('a proposal');

  it('are ECDSA over SHA-256 in DER, with S in the lower half', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const signature = await sign(privateKey, bytes);
        expect(partsOf(signature).s <= ORDER / 2n).to.equal(true);
        expect(nativeVerify('sha256', bytes, publicKey, signature)).to.equal(true);
        expect(await verify(publicKey, bytes, signature)).to.equal(true);
      }),
      { numRuns: 40 },
    );
  });

  it('are refused with S in the upper half, and taken when it is brought down', async () => {
    const { r, s } = partsOf(await sign(privateKey, message));
    const high = signatureOf(r, ORDER - s);
    expect(nativeVerify('sha256', message, publicKey, high)).to.equal(true);
    expect(await verify(publicKey, message, high)).to.equal(false);
    expect(await verify(publicKey, message, toLowS(publicKey, high))).to.equal(true);
  });

  it('are refused for another message, another key or one flipped bit', async () => {
    const signature = await sign(privateKey, message);
    const stranger = createPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect(await verify(publicKey, Buffer.from('another'), signature)).to.equal(false);
    expect(await verify(stranger, message, signature)).to.equal(false);
    await fc.assert(
      fc.asyncProperty(fc.nat(signature.length * 8 - 1), async (bit) => {
        const flipped = Buffer.from(signature);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(await verify(publicKey, message, flipped)).to.equal(false);
      }),
      { numRuns: 200 },
    );
  });

  it('never throw for bytes that are no signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        expect(await verify(publicKey, message, bytes)).to.equal(false);
      }),
    );
    const { r } = partsOf(await sign(privateKey, message));
    for (const s of [0n, ORDER]) {
      expect(await verify(publicKey, message, signatureOf(r, s))).to.equal(false);
    }
    expect(await verify(publicKey, message, signatureOf(2n ** 300n, 1n))).to.equal(false);
  });

  it('may be followed by bytes that Go does not read', async () => {
    const signature = await sign(privateKey, message);
    const followed = Buffer.concat([signature, Buffer.from('rest')]);
    expect(await verify(publicKey, message, followed)).to.equal(true);
  });

  it('keep their scalars minimal: a padded integer is refused', async () => {
    const { r, s } = partsOf(await sign(privateKey, message));
    const padded = encodeElement(DER.INTEGER, Uint8Array.of(0, 0), bytesOf(r));
    const signature = encodeElement(DER.SEQUENCE, padded, encodeUnsigned(bytesOf(s)));
    expect(await verify(publicKey, message, signature)).to.equal(false);
  });

  it('work on the other kinds of key that an organisation may use', async () => {
    for (const pair of [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('ec', { namedCurve: 'P-521' }),
      generateKeyPairSync('ed25519'),
    ]) {
      const signature = await sign(pair.privateKey, message);
      expect(await verify(pair.publicKey, message, signature)).to.equal(true);
      expect(await verify(pair.publicKey, Buffer.from('another'), signature)).to.equal(false);
    }
  });

  it('do not exist on curves that Fabric does not know', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const signature = nativeSign('sha256', message, pair.privateKey);
    expect(await verify(pair.publicKey, message, signature)).to.equal(false);
  });
});

function partsOf(signature: Uint8Array): { r: bigint; s: bigint } {
  const [r = 0n, s = 0n] = readChildren(readElement(signature).content).map(({ content }) =>
    BigInt(`0x${content.toString('hex')}`),
  );
  return { r, s };
}

function signatureOf(r: bigint, s: bigint): Buffer {
  return encodeElement(DER.SEQUENCE, encodeUnsigned(bytesOf(r)), encodeUnsigned(bytesOf(s)));
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
