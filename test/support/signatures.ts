import {
  DER,
  encodeElement,
  encodeUnsigned,
  readChildren,
  readElement,
} from '../../network/der.js';

/** The order of P-256 (SEC 2). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The same P-256 signature with S in the upper half: mathematically good, and refused by Fabric. */
export function highS(signature: Uint8Array): Uint8Array {
  const [r, s] = readChildren(readElement(signature).content, 2);
  if (r === undefined || s === undefined) throw new Error('no signature');
  const mirrored = ORDER - BigInt(`0x${Buffer.from(s.content).toString('hex')}`);
  const digits = Buffer.from(mirrored.toString(16).padStart(64, '0'), 'hex');
  return encodeElement(DER.SEQUENCE, encodeUnsigned(r.content), encodeUnsigned(digits));
}
