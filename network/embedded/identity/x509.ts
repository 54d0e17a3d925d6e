// The door to @peculiar/x509, which needs the metadata polyfill loaded before it.
// oxlint-disable-next-line import/no-unassigned-import -- the polyfill only has an effect
import 'reflect-metadata';

import { createPublicKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

import * as x509 from '@peculiar/x509';

import { sha256, toLowS } from '../../crypto.js';
import { readChildren, readElement } from '../../der.js';
import { CertificateError, type Signed, signedParts, withSignature } from './signed.js';

/** What Fabric's MSP looks at in a certificate (RFC 5280). Key ids and serial numbers are hex. */
export interface Certificate extends Signed {
  readonly der: Buffer;
  /** SHA-256 of the DER: the identity's identifier. */
  readonly fingerprint: string;
  readonly publicKey: KeyObject;
  readonly serialNumber: string;
  readonly rawSubject: Buffer;
  readonly rawIssuer: Buffer;
  readonly commonName: string;
  readonly organizationalUnits: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isCa: boolean;
  /** How many authorities may stand below this one; null if not limited. */
  readonly pathLength: number | null;
  readonly maySignCertificates: boolean;
  readonly subjectKeyId: string | null;
  /** Object identifiers of the extended key usages; null if the extension is absent. */
  readonly extendedUsages: readonly string[] | null;
  /** Name constraints are not enforced here: an authority that carries them is not trusted. */
  readonly constrainsNames: boolean;
  /** Critical extensions that validation does not understand. */
  readonly unhandledCritical: readonly string[];
}

/** A certificate revocation list. */
export interface RevocationList extends Signed {
  readonly authorityKeyId: string;
  readonly serialNumbers: ReadonlySet<string>;
}

export interface CertificateRequest {
  readonly publicKey: KeyObject;
}

type NameParts = readonly Readonly<Record<string, string>>[];

/** What is asked of an authority for one certificate; names are in order, most general first. */
export interface Issue {
  readonly subject: NameParts;
  readonly issuer: NameParts;
  readonly publicKey: KeyObject;
  /** Hex key id of the authority; its own for a root. */
  readonly authorityKeyId: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly profile: Profile;
}

/** What the certificate is for; the attributes are Fabric's, the hosts DNS names or IPv4 addresses. */
export type Profile =
  | { readonly kind: 'authority' }
  | { readonly kind: 'member'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'tls'; readonly hosts: readonly string[] };

export interface RevocationIssue {
  readonly issuer: NameParts;
  readonly authorityKeyId: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly { readonly serialNumber: string; readonly revokedAt: Date }[];
}

/** Where fabric-ca puts a certificate's attributes, as JSON. */
const ATTRIBUTES_EXTENSION = '1.2.3.4.5.6.7.8.1';

/** Extensions under 2.5.29 that Go's crypto/x509 reads and that are enforced or harmless here. */
const HANDLED = new Set([14, 15, 17, 19, 30, 31, 32, 35, 36, 37, 54].map((id) => `2.5.29.${id}`));

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

const NAME_CONSTRAINTS = '2.5.29.30';

/** @throws CertificateError */
export function parseCertificate(der: Uint8Array): Certificate {
  return reading('certificate', () => {
    const parsed = new x509.X509Certificate(der);
    const signed = signedParts(der);
    const fields = readChildren(readElement(signed.toBeSigned).content);
    const versioned = fields[0]?.tag === 0xa0 ? 1 : 0;
    const [innerAlgorithm, issuer, , subject] = fields.slice(versioned + 1);
    if (innerAlgorithm === undefined || issuer === undefined || subject === undefined) {
      throw new CertificateError('truncated certificate');
    }
    if (!innerAlgorithm.raw.equals(signed.algorithm)) {
      throw new CertificateError('the two signature algorithms differ');
    }
    return {
      ...signed,
      ...extensionsOf(parsed),
      der: Buffer.from(der),
      fingerprint: sha256(der).toString('hex'),
      publicKey: publicKeyOf(parsed.publicKey.rawData),
      serialNumber: normalised(parsed.serialNumber),
      rawSubject: subject.raw,
      rawIssuer: issuer.raw,
      commonName: parsed.subjectName.getField('CN').at(-1) ?? '',
      organizationalUnits: parsed.subjectName.getField('OU'),
      notBefore: parsed.notBefore.getTime(),
      notAfter: parsed.notAfter.getTime(),
    };
  });
}

/** @throws CertificateError, also if the list names no authority key, as Fabric requires. */
export function parseRevocationList(der: Uint8Array): RevocationList {
  return reading('revocation list', () => {
    const parsed = new x509.X509Crl(der);
    const key = parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
    if (key === undefined) throw new CertificateError('the list names no authority key');
    const serialNumbers = new Set(parsed.entries.map((entry) => normalised(entry.serialNumber)));
    return { ...signedParts(der), authorityKeyId: normalised(key), serialNumbers };
  });
}

/** A PKCS #10 request, checked to be signed by the key that it carries. @throws CertificateError */
export async function parseRequest(der: Uint8Array): Promise<CertificateRequest> {
  const parsed = reading('certificate request', () => new x509.Pkcs10CertificateRequest(der));
  if (!(await parsed.verify())) {
    throw new CertificateError('the request is not signed by its own key');
  }
  return { publicKey: publicKeyOf(parsed.publicKey.rawData) };
}

/** The certificate with its signature's S in the lower half, as Fabric's MSP compares it. */
export function sanitised(certificate: Certificate, issuerKey: KeyObject): Certificate {
  if (issuerKey.asymmetricKeyType !== 'ec') return certificate;
  const signature = reading('signature', () => toLowS(issuerKey, certificate.signature));
  if (signature.equals(certificate.signature)) return certificate;
  return parseCertificate(withSignature(certificate.der, signature));
}

/** A certificate signed by `key` (P-256), low-S as fabric-ca's are. */
export async function createCertificate(issue: Issue, key: KeyObject): Promise<Buffer> {
  const created = await x509.X509CertificateGenerator.create({
    serialNumber: positiveSerial(),
    subject: nameOf(issue.subject),
    issuer: nameOf(issue.issuer),
    notBefore: issue.notBefore,
    notAfter: issue.notAfter,
    extensions: [
      ...profileExtensions(issue.profile),
      new x509.SubjectKeyIdentifierExtension(keyId(issue.publicKey)),
      new x509.AuthorityKeyIdentifierExtension(issue.authorityKeyId),
    ],
    publicKey: issue.publicKey.export({ type: 'spki', format: 'der' }),
    signingKey: await signingKey(key),
    signingAlgorithm: SIGNING,
  });
  return lowSOf(Buffer.from(created.rawData), key);
}

/** A revocation list signed by `key` (P-256), low-S. */
export async function createRevocationList(
  issue: RevocationIssue,
  key: KeyObject,
): Promise<Buffer> {
  const created = await x509.X509CrlGenerator.create({
    issuer: nameOf(issue.issuer),
    thisUpdate: issue.thisUpdate,
    nextUpdate: issue.nextUpdate,
    entries: issue.revoked.map(({ serialNumber, revokedAt }) => ({
      serialNumber,
      revocationDate: revokedAt,
    })),
    extensions: [new x509.AuthorityKeyIdentifierExtension(issue.authorityKeyId)],
    signingKey: await signingKey(key),
    signingAlgorithm: SIGNING,
  });
  return lowSOf(Buffer.from(created.rawData), key);
}

/** The key id that this authority writes: 160 bits of SHA-256 of the key (RFC 7093, method 4). */
export function keyId(key: KeyObject): string {
  return sha256(key.export({ type: 'spki', format: 'der' }))
    .subarray(0, 20)
    .toString('hex');
}

function profileExtensions(profile: Profile): x509.Extension[] {
  const { digitalSignature, keyAgreement, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const usage = (flags: x509.KeyUsageFlags): x509.Extension =>
    new x509.KeyUsagesExtension(flags, true);
  const leaf = new x509.BasicConstraintsExtension(false, undefined, true);
  switch (profile.kind) {
    case 'authority':
      return [new x509.BasicConstraintsExtension(true, 0, true), usage(keyCertSign | cRLSign)];
    case 'member': {
      const json = Buffer.from(JSON.stringify({ attrs: profile.attributes }));
      return [leaf, usage(digitalSignature), new x509.Extension(ATTRIBUTES_EXTENSION, false, json)];
    }
    case 'tls': {
      const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
      const names = profile.hosts.map((host) => ({ type: hostType(host), value: host }));
      return [
        leaf,
        usage(digitalSignature | keyAgreement),
        new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
        new x509.SubjectAlternativeNameExtension(names),
      ];
    }
  }
}

function extensionsOf(
  parsed: x509.X509Certificate,
): Pick<
  Certificate,
  | 'isCa'
  | 'pathLength'
  | 'maySignCertificates'
  | 'subjectKeyId'
  | 'extendedUsages'
  | 'constrainsNames'
  | 'unhandledCritical'
> {
  const basic = parsed.getExtension(x509.BasicConstraintsExtension);
  const usage = parsed.getExtension(x509.KeyUsagesExtension);
  const subjectKey = parsed.getExtension(x509.SubjectKeyIdentifierExtension);
  const refused = parsed.extensions.filter(({ type, critical }) => critical && !HANDLED.has(type));
  return {
    isCa: basic?.ca ?? false,
    pathLength: basic?.pathLength ?? null,
    maySignCertificates: usage === null || (usage.usages & x509.KeyUsageFlags.keyCertSign) !== 0,
    subjectKeyId: subjectKey === null ? null : normalised(subjectKey.keyId),
    extendedUsages: parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages.map(String) ?? null,
    constrainsNames: parsed.extensions.some(({ type }) => type === NAME_CONSTRAINTS),
    unhandledCritical: refused.map(({ type }) => type),
  };
}

function lowSOf(der: Buffer, key: KeyObject): Buffer {
  return withSignature(der, toLowS(createPublicKey(key), signedParts(der).signature));
}

function publicKeyOf(spki: ArrayBuffer): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' });
}

async function signingKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}

function nameOf(parts: NameParts): x509.JsonName {
  return parts.map((part) =>
    Object.fromEntries(Object.entries(part).map(([type, value]) => [type, [value]])),
  );
}

function hostType(host: string): 'ip' | 'dns' {
  return isIP(host) === 0 ? 'dns' : 'ip';
}

/** 127 random bits: positive, and never of the same value twice. */
function positiveSerial(): string {
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  return serial.toString('hex');
}

/** Hex without leading zeros, so that two writings of one number are equal. */
function normalised(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '');
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof CertificateError) throw cause;
    throw new CertificateError(`unreadable ${what}`, { cause });
  }
}
