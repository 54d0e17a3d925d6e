import { verify as nativeVerify, type KeyObject } from 'node:crypto';

import { DER, encodeElement, readChildren, readElement } from '../../der.js';

/** A certificate, a list or a request that cannot be read, or breaks a rule of X.509 or of an MSP. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** The three parts that every signed X.509 structure has. */
export interface Signed {
  readonly toBeSigned: Buffer;
  /** The `AlgorithmIdentifier` of the signature. */
  readonly algorithm: Buffer;
  readonly signature: Buffer;
}

/**
 * ecdsa-with-SHA256, -384, -512 and Ed25519 (RFC 5758, RFC 8410), without parameters, with the hash
 * that each signs.
 */
const HASHES: ReadonlyMap<string, string | null> = new Map([
  ['300a06082a8648ce3d040302', 'sha256'],
  ['300a06082a8648ce3d040303', 'sha384'],
  ['300a06082a8648ce3d040304', 'sha512'],
  ['300506032b6570', null],
]);

/**
 * Go lets other elements follow the signature; here nothing may, because what is not signed would
 * give one key a second identity.
 * @throws CertificateError, DerError
 */
export function signedParts(der: Uint8Array): Signed {
  const outer = readElement(der);
  const [toBeSigned, algorithm, bits, ...rest] = readChildren(outer.content);
  if (
    outer.raw.length !== der.length ||
    toBeSigned?.tag !== DER.SEQUENCE ||
    algorithm === undefined ||
    bits?.tag !== DER.BIT_STRING ||
    rest.length > 0
  ) {
    throw new CertificateError('no signed structure');
  }
  if (bits.content[0] !== 0) throw new CertificateError('a signature is a whole number of bytes');
  return {
    toBeSigned: toBeSigned.raw,
    algorithm: algorithm.raw,
    signature: bits.content.subarray(1),
  };
}

/** The same structure with another signature. @throws CertificateError, DerError */
export function withSignature(der: Uint8Array, signature: Uint8Array): Buffer {
  const { toBeSigned, algorithm } = signedParts(der);
  const bits = encodeElement(DER.BIT_STRING, Uint8Array.of(0), signature);
  return encodeElement(DER.SEQUENCE, toBeSigned, algorithm, bits);
}

/** Whether the key's owner signed the structure, with an algorithm that Fabric accepts. */
export function isSignedBy(signed: Signed, key: KeyObject): boolean {
  const hash = HASHES.get(signed.algorithm.toString('hex'));
  if (hash === undefined) return false;
  if (key.asymmetricKeyType !== (hash === null ? 'ed25519' : 'ec')) return false;
  return nativeVerify(hash, signed.toBeSigned, key, signed.signature);
}
