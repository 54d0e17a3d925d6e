import { verify as nativeVerify, type KeyObject } from 'node:crypto';

import { DER, encodeElement, readChildren, readElement } from '../../der.js';

/** A certificate, a list or a request that cannot be read, or breaks a rule of X.509 or of an MSP. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** The three parts that every signed X.509 structure has. */
export interface Signed {
  readonly toBeSigned: Buffer;
  /** Object identifier content of the signature algorithm, hex. */
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
}

/** ecdsa-with-SHA256, -384, -512 and Ed25519 (RFC 5758, RFC 8410) with the hash that each signs. */
const HASHES: ReadonlyMap<string, string | null> = new Map([
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a8648ce3d040304', 'sha512'],
  ['2b6570', null],
]);

/** @throws CertificateError, DerError */
export function signedParts(der: Uint8Array): Signed {
  const [toBeSigned, algorithm, bits] = readChildren(readElement(der).content, 3);
  if (toBeSigned === undefined || algorithm === undefined || bits?.tag !== DER.BIT_STRING) {
    throw new CertificateError('no signed structure');
  }
  if (bits.content[0] !== 0) throw new CertificateError('a signature is a whole number of bytes');
  return {
    toBeSigned: toBeSigned.raw,
    signatureAlgorithm: algorithmOf(algorithm.content),
    signature: bits.content.subarray(1),
  };
}

/** The same structure with another signature. */
export function withSignature(der: Uint8Array, signature: Uint8Array): Buffer {
  const [toBeSigned, algorithm] = readChildren(readElement(der).content, 2);
  if (toBeSigned === undefined || algorithm === undefined) {
    throw new CertificateError('no signed structure');
  }
  const bits = encodeElement(DER.BIT_STRING, Uint8Array.of(0), signature);
  return encodeElement(DER.SEQUENCE, toBeSigned.raw, algorithm.raw, bits);
}

/** Whether the key's owner signed the structure, with an algorithm that Fabric accepts. */
export function isSignedBy(signed: Signed, key: KeyObject): boolean {
  const hash = HASHES.get(signed.signatureAlgorithm);
  if (hash === undefined) return false;
  if (key.asymmetricKeyType !== (hash === null ? 'ed25519' : 'ec')) return false;
  return nativeVerify(hash, signed.toBeSigned, key, signed.signature);
}

/** The object identifier's content, hex, of an AlgorithmIdentifier's content. */
export function algorithmOf(content: Uint8Array): string {
  return readElement(content).content.toString('hex');
}
