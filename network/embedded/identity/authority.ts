import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

import type { msp } from '@hyperledger/fabric-protos';

import {
  type AuthorityFiles,
  loadAuthority,
  type Revocation,
  saveAuthority,
  saveRevocations,
} from './authority-files.js';
import { mspConfig } from './msp-config.js';
import { decodePem, encodePem } from './pem.js';
import { CertificateError, isSignedBy } from './signed.js';
import {
  type Certificate,
  createCertificate,
  createRevocationList,
  keyId,
  parseCertificate,
  parseRequest,
  type Profile,
} from './x509.js';

/** The unit of a certificate, which gives its owner's role in the organisation. */
export type NodeRole = 'client' | 'peer' | 'admin' | 'orderer';

export interface Enrolment {
  readonly publicKey: KeyObject;
  readonly role: NodeRole;
  /** For Fabric's own tools; the contracts read none. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly lifetimeDays?: number;
}

export interface IssuedCertificate {
  readonly pem: string;
  readonly commonName: string;
  /** Hex. */
  readonly serialNumber: string;
  readonly notAfter: Date;
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 15 * 365;
const LEAF_DAYS = 365;
const REVOCATION_LIST_DAYS = 30;
/** Clocks of an organisation's machines may differ; nothing is judged before its beginning. */
const BACKDATED_MS = 5 * 60_000;

const newKeyPair = promisify(generateKeyPair);

/** A fresh P-256 key; the private half stays with whoever asked for it. */
export async function generateKey(): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  return await newKeyPair('ec', { namedCurve: 'P-256' });
}

/**
 * The certificate authority of one organisation: one root for identities, one for TLS, kept in its
 * own directory. It never sees a member's private key.
 */
export class Authority {
  readonly mspId: string;
  readonly #files: AuthorityFiles;
  readonly #directory: string;
  readonly #clock: () => Date;
  #revocations: readonly Revocation[];

  private constructor(directory: string, files: AuthorityFiles, clock: () => Date) {
    this.mspId = files.mspId;
    this.#directory = directory;
    this.#files = files;
    this.#clock = clock;
    this.#revocations = files.revocations;
  }

  /**
   * Open the authority of a directory, or found it there when the directory does not exist.
   * @throws Error if the directory holds another organisation's authority, or a damaged one.
   */
  static async open(directory: string, mspId: string, clock: () => Date): Promise<Authority> {
    const known = await Authority.load(directory, mspId, clock);
    if (known !== null) return known;
    await saveAuthority(directory, await found(mspId, clock()));
    return await Authority.open(directory, mspId, clock);
  }

  /**
   * The authority of a directory; null when the directory does not exist.
   * @throws Error as `open` does
   */
  static async load(
    directory: string,
    mspId: string,
    clock: () => Date,
  ): Promise<Authority | null> {
    const files = await loadAuthority(directory);
    if (files === null) return null;
    if (files.mspId !== mspId) {
      throw new Error(`${directory} holds the authority of ${files.mspId}, not of ${mspId}`);
    }
    return new Authority(directory, files, clock);
  }

  /** PEM of the root that identities chain to. */
  get certificatePem(): string {
    return this.#files.identity.certificatePem;
  }

  /** PEM of the root that TLS certificates chain to. */
  get tlsCertificatePem(): string {
    return this.#files.tls.certificatePem;
  }

  /** The organisation's entry in a channel configuration, with what has been revoked so far. */
  async mspConfig(): Promise<msp.MSPConfig> {
    return mspConfig({
      mspId: this.mspId,
      rootPem: this.certificatePem,
      tlsRootPem: this.tlsCertificatePem,
      revocationListPem: this.#revocations.length === 0 ? null : await this.revocationList(),
    });
  }

  /** A certificate under a random name: who owns it is on the ledger, not in the certificate. */
  async issue(enrolment: Enrolment): Promise<IssuedCertificate> {
    const commonName = `k_${base32(randomBytes(16))}`;
    const attributes = {
      'hf.Affiliation': '',
      'hf.EnrollmentID': commonName,
      'hf.Type': enrolment.role,
      ...enrolment.attributes,
    };
    return await this.#sign('identity', {
      publicKey: enrolment.publicKey,
      subject: [{ OU: enrolment.role }, { CN: commonName }],
      profile: { kind: 'member', attributes },
      lifetimeDays: enrolment.lifetimeDays ?? LEAF_DAYS,
    });
  }

  /** As `issue`, for a PKCS #10 request in PEM; the request's own names are not taken over. */
  async issueForRequest(
    requestPem: string,
    enrolment: Omit<Enrolment, 'publicKey'>,
  ): Promise<IssuedCertificate> {
    const block = decodePem(requestPem);
    if (block === null) throw new CertificateError('the request is no PEM');
    const { publicKey } = await parseRequest(block.der);
    return await this.issue({ ...enrolment, publicKey });
  }

  /** A server and client certificate for the hosts (DNS names or IP addresses). */
  async issueTls(publicKey: KeyObject, hosts: readonly string[]): Promise<IssuedCertificate> {
    return await this.#sign('tls', {
      publicKey,
      subject: [{ CN: hosts[0] ?? this.mspId }],
      profile: { kind: 'tls', hosts },
      lifetimeDays: LEAF_DAYS,
    });
  }

  /**
   * Put an identity's certificate on the revocation list. It works once the list is in the channel's
   * configuration. @throws CertificateError if this authority did not issue it.
   */
  async revoke(pem: string): Promise<void> {
    const block = decodePem(pem);
    if (block === null) throw new CertificateError('no PEM certificate');
    const certificate = parseCertificate(block.der);
    const { serialNumber } = certificate;
    if (!isSignedBy(certificate, rootOf(this.certificatePem).publicKey)) {
      throw new CertificateError('the certificate is another authority’s');
    }
    if (this.#revocations.some((entry) => entry.serialNumber === serialNumber)) return;
    const revokedAt = this.#clock().toISOString();
    const revocations = [...this.#revocations, { serialNumber, revokedAt }];
    await saveRevocations(this.#directory, revocations);
    this.#revocations = revocations;
  }

  /** PEM of the list of all certificates revoked so far. */
  async revocationList(): Promise<string> {
    const now = this.#clock();
    const { privateKey } = this.#root('identity');
    const list = await createRevocationList(
      {
        issuer: issuerName(this.mspId, 'identity'),
        authorityKeyId: keyId(createPublicKey(privateKey)),
        thisUpdate: now,
        nextUpdate: new Date(now.getTime() + REVOCATION_LIST_DAYS * DAY_MS),
        revoked: this.#revocations.map(({ serialNumber, revokedAt }) => ({
          serialNumber,
          revokedAt: new Date(revokedAt),
        })),
      },
      privateKey,
    );
    return encodePem('X509 CRL', list);
  }

  async #sign(
    root: 'identity' | 'tls',
    wanted: {
      readonly publicKey: KeyObject;
      readonly subject: readonly Readonly<Record<string, string>>[];
      readonly profile: Profile;
      readonly lifetimeDays: number;
    },
  ): Promise<IssuedCertificate> {
    const { privateKey, certificate } = this.#root(root);
    const now = this.#clock().getTime();
    const { lifetimeDays, ...rest } = wanted;
    const der = await createCertificate(
      {
        ...rest,
        issuer: issuerName(this.mspId, root),
        authorityKeyId: keyId(createPublicKey(privateKey)),
        notBefore: new Date(Math.max(now - BACKDATED_MS, certificate.notBefore)),
        notAfter: new Date(Math.min(now + lifetimeDays * DAY_MS, certificate.notAfter)),
      },
      privateKey,
    );
    const issued = parseCertificate(der);
    return {
      pem: encodePem('CERTIFICATE', der),
      commonName: issued.commonName,
      serialNumber: issued.serialNumber,
      notAfter: new Date(issued.notAfter),
    };
  }

  #root(root: 'identity' | 'tls'): { privateKey: KeyObject; certificate: Certificate } {
    const { privateKeyPem, certificatePem } = this.#files[root];
    return { privateKey: createPrivateKey(privateKeyPem), certificate: rootOf(certificatePem) };
  }
}

async function found(mspId: string, now: Date): Promise<AuthorityFiles> {
  return {
    mspId,
    identity: await foundRoot(issuerName(mspId, 'identity'), now),
    tls: await foundRoot(issuerName(mspId, 'tls'), now),
    revocations: [],
  };
}

async function foundRoot(
  name: readonly Readonly<Record<string, string>>[],
  now: Date,
): Promise<AuthorityFiles['identity']> {
  const { privateKey, publicKey } = await generateKey();
  const der = await createCertificate(
    {
      subject: name,
      issuer: name,
      publicKey,
      authorityKeyId: keyId(publicKey),
      notBefore: new Date(now.getTime() - BACKDATED_MS),
      notAfter: new Date(now.getTime() + ROOT_DAYS * DAY_MS),
      profile: { kind: 'authority' },
    },
    privateKey,
  );
  return {
    certificatePem: encodePem('CERTIFICATE', der),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function issuerName(mspId: string, root: 'identity' | 'tls'): readonly Record<string, string>[] {
  const prefix = root === 'identity' ? 'ca' : 'tlsca';
  return [{ O: mspId }, { CN: `${prefix}-${mspId}` }];
}

function rootOf(pem: string): Certificate {
  const block = decodePem(pem);
  if (block === null) throw new CertificateError('the root is no PEM');
  return parseCertificate(block.der);
}

/** RFC 4648 base32, lower case, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
