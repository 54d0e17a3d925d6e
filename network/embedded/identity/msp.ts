import { msp as proto } from '@hyperledger/fabric-protos';

import { isSupportedKey } from '../../crypto.js';
import { certifiersIdentifier, type TrustAnchors, uniqueChain } from './chain.js';
import { Identity } from './identity.js';
import { decodePem } from './pem.js';
import type { Principal, Role } from './principal.js';
import { CertificateError, isSignedBy } from './signed.js';
import {
  type Certificate,
  parseCertificate,
  parseRevocationList,
  type RevocationList,
  sanitised,
} from './x509.js';

/** A unit name that gives a role; `certifiers` null means that any authority may certify it. */
interface NodeUnit {
  readonly role: Role;
  readonly certifiers: string | null;
}

/** `MSPConfig.type` of an X.509 organisation (msp.FABRIC). */
const FABRIC_MSP = 0;

/**
 * One organisation's trust, set up from its `MSPConfig`: Fabric's bccspmsp at version 3.0 of the
 * channel capabilities (msp/mspimpl.go, mspimplsetup.go, mspimplvalidate.go). Immutable: a new
 * configuration makes a new one, so a revocation takes effect at its block.
 */
export class Msp {
  readonly id: string;
  /** PEM of the authorities that TLS certificates of this organisation come from. */
  readonly tlsRootCertificates: readonly Uint8Array[];
  readonly #anchors: TrustAnchors;
  readonly #innerAuthorities: ReadonlySet<string>;
  readonly #revocations: readonly RevocationList[];
  readonly #admins: ReadonlySet<string>;
  /** If not empty, a member must carry one of these units, as its named authority certified it. */
  readonly #requiredUnits: readonly string[];
  /** By unit name; null when the organisation does not tell its nodes apart. */
  readonly #nodeUnits: ReadonlyMap<string, NodeUnit> | null;

  /** @throws CertificateError if the organisation's configuration is one that Fabric refuses. */
  constructor(config: proto.MSPConfig) {
    if (config.getType() !== FABRIC_MSP) throw new CertificateError('not an X.509 organisation');
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    requireDefaultHashes(content.getCryptoConfig());
    this.id = content.getName();
    this.tlsRootCertificates = content.getTlsRootCertsList_asU8();
    this.#anchors = anchorsOf(content);
    this.#revocations = content.getRevocationListList_asU8().map(revocationListOf);
    this.#innerAuthorities = this.#checkedAuthorities();
    this.#nodeUnits = this.#nodeUnitsOf(content.getFabricNodeOus());
    this.#requiredUnits = content
      .getOrganizationalUnitIdentifiersList()
      .map((unit) => unitKey(unit.getOrganizationalUnitIdentifier(), this.#certifiersOf(unit)));
    const admins = content.getAdminsList_asU8().map((pem) => this.identity(pem));
    this.#admins = new Set(admins.map(({ id }) => id));
    this.#checkAdmins(admins);
  }

  /**
   * The identity of a PEM certificate. Fabric accepts it here if a chain leads to one of the
   * organisation's roots; whether it is revoked or has a proper role is its `invalidity`.
   * @throws CertificateError
   */
  identity(pem: Uint8Array): Identity {
    const block = decodePem(pem);
    if (block === null) throw new CertificateError('the identity is no PEM certificate');
    const parsed = parseCertificate(block.der);
    const issuer = uniqueChain(parsed, this.#anchors)[1];
    const certificate = issuer === undefined ? parsed : sanitised(parsed, issuer.publicKey);
    return new Identity(this, certificate);
  }

  /** Why the certificate is no valid member, in Fabric's order of checks; null if it is one. */
  invalidity(certificate: Certificate): string | null {
    if (!isSupportedKey(certificate.publicKey)) return 'the key is of an unsupported kind';
    if (certificate.isCa) return 'an authority cannot act as an identity';
    try {
      const chain = this.#chain(certificate);
      if (this.#isRevoked(certificate, chain)) return 'the certificate has been revoked';
      return this.#unitRefusal(certificate, certifiersIdentifier(chain.slice(1)));
    } catch (error) {
      if (error instanceof CertificateError) return error.message;
      throw error;
    }
  }

  /** Whether a member of this organisation satisfies the principal. */
  satisfies(member: Identity, principal: Principal): boolean {
    switch (principal.kind) {
      case 'role':
        return principal.mspId === this.id && this.#hasRole(member, principal.role);
      case 'unit':
        return principal.mspId === this.id && this.#hasUnit(member, principal);
      case 'identity':
        return principal.mspId === this.id && this.#isIdentity(member, principal.certificate);
      case 'combined':
        return principal.parts.every((part) => this.satisfies(member, part));
      case 'nominal':
        return true;
      case 'unsatisfiable':
        return false;
    }
  }

  #hasRole(member: Identity, role: Role): boolean {
    if (role === 'ADMIN' && this.#admins.has(member.id)) return true;
    if (member.invalidity !== null) return false;
    if (role === 'MEMBER') return true;
    return member.certificate.organizationalUnits.some(
      (unit) => this.#nodeUnits?.get(unit)?.role === role,
    );
  }

  #hasUnit(member: Identity, wanted: { unit: string; certifiers: string }): boolean {
    if (member.invalidity !== null) return false;
    const { organizationalUnits } = member.certificate;
    const authorities = this.#chain(member.certificate).slice(1);
    return (
      organizationalUnits.includes(wanted.unit) &&
      certifiersIdentifier(authorities) === wanted.certifiers
    );
  }

  #isIdentity(member: Identity, pem: Uint8Array): boolean {
    try {
      const named = this.identity(pem);
      return named.id === member.id && named.invalidity === null;
    } catch (error) {
      if (error instanceof CertificateError) return false;
      throw error;
    }
  }

  /** The chain of a leaf: its issuer must be a lowest authority, not one above another. */
  #chain(certificate: Certificate): readonly Certificate[] {
    const chain = uniqueChain(certificate, this.#anchors);
    const issuer = chain[1];
    if (issuer === undefined) throw new CertificateError('a root cannot act as an identity');
    if (this.#innerAuthorities.has(issuer.fingerprint)) {
      throw new CertificateError('issued by an authority above another');
    }
    return chain;
  }

  #isRevoked(certificate: Certificate, chain: readonly Certificate[]): boolean {
    const issuer = chain[1];
    if (issuer === undefined) return false;
    return this.#revocations.some(
      (list) =>
        list.authorityKeyId === issuer.subjectKeyId &&
        list.serialNumbers.has(certificate.serialNumber) &&
        isSignedBy(list, issuer.publicKey),
    );
  }

  /** Exactly one unit must give a role, certified by the authority that the configuration names. */
  #unitRefusal(certificate: Certificate, certifiers: string): string | null {
    const { organizationalUnits } = certificate;
    const keys = organizationalUnits.map((unit) => unitKey(unit, certifiers));
    if (this.#requiredUnits.length > 0 && !keys.some((key) => this.#requiredUnits.includes(key))) {
      return 'the certificate carries none of the units that the organisation asks for';
    }
    if (this.#nodeUnits === null) return null;
    const roles: NodeUnit[] = [];
    for (const unit of organizationalUnits) {
      const found = this.#nodeUnits.get(unit);
      if (found !== undefined) roles.push(found);
    }
    if (roles.some((role) => role.certifiers !== null && role.certifiers !== certifiers)) {
      return 'the role is certified by another authority';
    }
    if (roles.length === 0) return 'the certificate gives no role';
    return roles.length === 1 ? null : 'the certificate gives more than one role';
  }

  /** The fingerprints of the authorities that stand above another one. */
  #checkedAuthorities(): ReadonlySet<string> {
    const inner = new Set<string>();
    for (const authority of [...this.#anchors.roots, ...this.#anchors.intermediates]) {
      if (!authority.isCa) throw new CertificateError('an authority without the CA attribute');
      if (authority.subjectKeyId === null)
        throw new CertificateError('an authority without key id');
      const chain = uniqueChain(authority, this.#anchors);
      if (this.#isRevoked(authority, chain)) throw new CertificateError('a revoked authority');
      for (const above of chain.slice(1)) inner.add(above.fingerprint);
    }
    return inner;
  }

  #checkAdmins(admins: readonly Identity[]): void {
    const adminUnit = [...(this.#nodeUnits?.values() ?? [])].some(({ role }) => role === 'ADMIN');
    if (admins.length === 0 && !adminUnit) throw new CertificateError('nobody is an administrator');
    for (const admin of admins) {
      const units = admin.certificate.organizationalUnits.map((unit) => this.#nodeUnits?.get(unit));
      const named = units.some((unit) => unit?.role === 'CLIENT' || unit?.role === 'ADMIN');
      const refused = this.#nodeUnits === null ? admin.invalidity !== null : !named;
      if (refused) throw new CertificateError('a named administrator is no valid one');
    }
  }

  #nodeUnitsOf(config: proto.FabricNodeOUs | undefined): ReadonlyMap<string, NodeUnit> | null {
    if (config === undefined || !config.getEnable()) return null;
    const units = new Map<string, NodeUnit>();
    const add = (role: Role, unit: proto.FabricOUIdentifier | undefined): void => {
      if (unit === undefined) return;
      const any = unit.getCertificate_asU8().length === 0;
      const certifiers = any ? null : this.#certifiersOf(unit);
      units.set(unit.getOrganizationalUnitIdentifier(), { role, certifiers });
    };
    add('CLIENT', config.getClientOuIdentifier());
    add('PEER', config.getPeerOuIdentifier());
    add('ADMIN', config.getAdminOuIdentifier());
    add('ORDERER', config.getOrdererOuIdentifier());
    return units.size === 0 ? null : units;
  }

  #certifiersOf(unit: proto.FabricOUIdentifier): string {
    const named = certificateOf(unit.getCertificate_asU8());
    const known = [...this.#anchors.roots, ...this.#anchors.intermediates];
    const authority = known.find(({ toBeSigned }) => toBeSigned.equals(named.toBeSigned));
    if (authority === undefined) throw new CertificateError('a unit names an unknown authority');
    return certifiersIdentifier(uniqueChain(authority, this.#anchors));
  }
}

function anchorsOf(content: proto.FabricMSPConfig): TrustAnchors {
  const roots = content.getRootCertsList_asU8().map(certificateOf);
  const intermediates = content.getIntermediateCertsList_asU8().map(certificateOf);
  if (roots.length === 0) throw new CertificateError('an organisation needs a root');
  const clean = roots.map((root) => sanitised(root, root.publicKey));
  const anchors = { roots: clean, intermediates };
  return {
    roots: clean,
    intermediates: intermediates.map((certificate) => {
      const issuer = uniqueChain(certificate, anchors)[1];
      return issuer === undefined ? certificate : sanitised(certificate, issuer.publicKey);
    }),
  };
}

function certificateOf(pem: Uint8Array): Certificate {
  const block = decodePem(pem);
  if (block === null) throw new CertificateError('a certificate of the organisation is no PEM');
  return parseCertificate(block.der);
}

function revocationListOf(bytes: Uint8Array): RevocationList {
  return parseRevocationList(decodePem(bytes)?.der ?? bytes);
}

function unitKey(unit: string, certifiers: string): string {
  return `${certifiers}:${unit}`;
}

/** Other hash families change what a signature is over; Fabric's own default is these two. */
function requireDefaultHashes(config: proto.FabricCryptoConfig | undefined): void {
  const family = config?.getSignatureHashFamily() ?? '';
  const identifier = config?.getIdentityIdentifierHashFunction() ?? '';
  if (!['', 'SHA2'].includes(family) || !['', 'SHA256'].includes(identifier)) {
    throw new CertificateError('only SHA2 and SHA256 are supported');
  }
}
