// oxlint-disable-next-line import/no-unassigned-import -- the polyfill only has an effect
import 'reflect-metadata';

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  webcrypto,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as x509 from '@peculiar/x509';

import { encodePem } from '../../network/embedded/identity/pem.js';

/** Somebody who signs certificates of any shape, good or bad. */
export interface Forger {
  readonly name: string;
  readonly key: KeyObject;
}

export interface Shape {
  /** A distinguished name, such as `OU=client, CN=x`. */
  readonly subject?: string;
  readonly extensions?: readonly x509.Extension[];
  readonly publicKey?: KeyObject;
  readonly notBefore?: Date;
}

export interface AuthorityShape {
  readonly usage?: 'keyCertSign' | 'digitalSignature';
  readonly pathLength?: number;
  readonly extra?: readonly x509.Extension[];
}

/** A forger who holds the very key of an authority's directory. */
export async function holderOf(directory: string, mspId: string): Promise<Forger> {
  const pem = await readFile(join(directory, 'ca.key'), 'utf8');
  return { name: `O=${mspId}, CN=ca-${mspId}`, key: createPrivateKey(pem) };
}

/** A PEM certificate of the shape, for a fresh P-256 key unless one is given. */
export async function aCertificate(forger: Forger, shape: Shape = {}): Promise<string> {
  const subject = shape.publicKey ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const notBefore = shape.notBefore ?? new Date('2026-03-02T00:00:00Z');
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: '1234',
    subject: shape.subject ?? 'OU=client, CN=somebody',
    issuer: forger.name,
    notBefore,
    notAfter: new Date(notBefore.getTime() + 30 * 86_400_000),
    extensions: [...(shape.extensions ?? [])],
    publicKey: subject.export({ type: 'spki', format: 'der' }),
    signingKey: await webKey(forger.key),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  return encodePem('CERTIFICATE', Buffer.from(made.rawData));
}

/** An authority's certificate and the key to forge with under it. */
export async function anAuthority(
  forger: Forger,
  name: string,
  { usage = 'keyCertSign', pathLength, extra = [] }: AuthorityShape = {},
): Promise<{ pem: string; forger: Forger }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await aCertificate(forger, {
    subject: name,
    publicKey,
    notBefore: new Date('2026-03-01T12:00:00Z'),
    extensions: [
      new x509.BasicConstraintsExtension(true, pathLength, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags[usage], true),
      new x509.SubjectKeyIdentifierExtension(name.length.toString(16).padStart(40, 'a')),
      ...extra,
    ],
  });
  return { pem, forger: { name, key: privateKey } };
}

/**
 * A root that signs itself, for organisations that the authority under test never makes.
 * @param forger whose key it is; a new one if nobody is named.
 */
export async function aRoot(
  name: string,
  forger: Forger = { name, key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
): Promise<{ pem: string; forger: Forger }> {
  const publicKey = createPublicKey(forger.key);
  const pem = await aCertificate(forger, {
    subject: name,
    publicKey,
    notBefore: new Date('2026-03-01T00:00:00Z'),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.SubjectKeyIdentifierExtension('b'.repeat(40)),
    ],
  });
  return { pem, forger };
}

/** A PKCS #10 request in PEM, and the key that it asks a certificate for. */
export async function aRequest(): Promise<{ pem: string; publicKey: KeyObject }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=somebody',
    keys: { publicKey: await webKey(publicKey), privateKey: await webKey(privateKey) },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  return { pem: encodePem('CERTIFICATE REQUEST', Buffer.from(request.rawData)), publicKey };
}

export const usage = {
  serverAuth: x509.ExtendedKeyUsage.serverAuth,
  clientAuth: x509.ExtendedKeyUsage.clientAuth,
} as const;

export function extendedUsage(...usages: readonly string[]): x509.Extension {
  return new x509.ExtendedKeyUsageExtension([...usages]);
}

export function isAuthority(): x509.Extension {
  return new x509.BasicConstraintsExtension(true, undefined, true);
}

/** An extension of our own making, with the text as its value. */
export function anExtension(id: string, critical: boolean): x509.Extension {
  return new x509.Extension(id, critical, Buffer.from('\u0005\u0000'));
}

async function webKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  if (key.type === 'private') {
    const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
    return await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  }
  const spki = key.export({ type: 'spki', format: 'der' });
  return await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']);
}
