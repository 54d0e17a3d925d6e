import {
  createHash,
  sign as nativeSign,
  verify as nativeVerify,
  type KeyObject,
} from 'node:crypto';

import {
  DER,
  DerError,
  encodeElement,
  encodeUnsigned,
  positiveInteger,
  readChildren,
  readElement,
} from './der.js';

/** A curve's order, and half of it: Fabric takes a signature only when S is not above the half. */
interface Curve {
  readonly order: bigint;
  readonly half: bigint;
  readonly bytes: number;
}

/** Orders from SEC 2; the names are OpenSSL's. The same curves as bccsp/utils/ecdsa.go, less P-224. */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['prime256v1', curve('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 32)],
  [
    'secp384r1',
    curve(
      'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      48,
    ),
  ],
  [
    'secp521r1',
    curve(
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
      66,
    ),
  ],
]);

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Sign SHA-256 of the message as Fabric's bccsp does: ECDSA, DER, S in the lower half. Runs on the
 * thread pool. An Ed25519 key signs the message itself (channel capability V3_0).
 */
export async function sign(privateKey: KeyObject, message: Uint8Array): Promise<Uint8Array> {
  if (privateKey.asymmetricKeyType === 'ed25519') return await rawSign(null, privateKey, message);
  const parameters = curveOf(privateKey);
  if (parameters === null) throw new TypeError('the key is on no curve that Fabric supports');
  const pair = await rawSign('sha256', privateKey, message);
  const r = pair.subarray(0, parameters.bytes);
  return encodeSignature(r, lowS(pair.subarray(parameters.bytes), parameters));
}

/**
 * Whether the signature is the key's over the message, as Fabric decides it (bccsp/sw/ecdsa.go):
 * DER read with Go's tolerance for bytes that follow, R and S positive, S not above half the order.
 * Never throws for a bad signature. Runs on the thread pool.
 */
export async function verify(
  publicKey: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.asymmetricKeyType === 'ed25519') {
    return signature.length === 64 && (await rawVerify(null, publicKey, { message, signature }));
  }
  const parameters = curveOf(publicKey);
  const pair = parameters === null ? null : lowSPair(signature, parameters);
  return pair !== null && (await rawVerify('sha256', publicKey, { message, signature: pair }));
}

/** The same ECDSA signature with S in the lower half, encoded minimally. @throws DerError, TypeError */
export function toLowS(publicKey: KeyObject, signature: Uint8Array): Buffer {
  const parameters = curveOf(publicKey);
  if (parameters === null) throw new TypeError('the key is on no curve that Fabric supports');
  const { r, s } = readSignature(signature);
  return encodeSignature(r, lowS(s, parameters));
}

/** Whether the key is of a kind that Fabric's MSP accepts under channel capability V3_0. */
export function isSupportedKey(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ed25519' || curveOf(key) !== null;
}

function curve(order: string, bytes: number): Curve {
  const value = BigInt(`0x${order}`);
  return { order: value, half: value >> 1n, bytes };
}

function curveOf(key: KeyObject): Curve | null {
  if (key.asymmetricKeyType !== 'ec') return null;
  return CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? '') ?? null;
}

/** @throws DerError if the bytes are no sequence of two positive integers. */
function readSignature(signature: Uint8Array): { r: Buffer; s: Buffer } {
  const sequence = readElement(signature);
  if (sequence.tag !== DER.SEQUENCE) throw new DerError('a signature is a sequence');
  const [first, second] = readChildren(sequence.content, 2);
  if (first === undefined || second === undefined) throw new DerError('two integers were expected');
  const r = positiveInteger(first);
  const s = positiveInteger(second);
  if (r === null || s === null) throw new DerError('R and S must be larger than zero');
  return { r, s };
}

/** R ‖ S of fixed width if S is low and both fit, else null. */
function lowSPair(signature: Uint8Array, { half, bytes }: Curve): Buffer | null {
  try {
    const { r, s } = readSignature(signature);
    if (r.length > bytes || s.length > bytes || unsigned(s) > half) return null;
    const pair = Buffer.alloc(2 * bytes);
    r.copy(pair, bytes - r.length);
    s.copy(pair, 2 * bytes - s.length);
    return pair;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function lowS(s: Uint8Array, { order, half, bytes }: Curve): Uint8Array {
  const value = unsigned(s);
  if (value <= half) return s;
  return Buffer.from((order - value).toString(16).padStart(2 * bytes, '0'), 'hex');
}

function encodeSignature(r: Uint8Array, s: Uint8Array): Buffer {
  return encodeElement(DER.SEQUENCE, encodeUnsigned(r), encodeUnsigned(s));
}

function unsigned(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

async function rawSign(
  algorithm: 'sha256' | null,
  key: KeyObject,
  message: Uint8Array,
): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    nativeSign(algorithm, message, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}

async function rawVerify(
  algorithm: 'sha256' | null,
  key: KeyObject,
  { message, signature }: { readonly message: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const options = { key, dsaEncoding: 'ieee-p1363' } as const;
    nativeVerify(algorithm, message, options, signature, (error, valid) => {
      if (error === null) resolve(valid);
      else reject(error);
    });
  });
}
