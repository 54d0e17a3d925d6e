import { verify } from '../../crypto.js';
import type { Principal } from './principal.js';
import { verifiedSignatures } from './verified.js';
import type { Certificate } from './x509.js';

/** What an identity asks of its organisation. */
export interface MemberJudge {
  readonly id: string;
  invalidity(certificate: Certificate): string | null;
  satisfies(member: Identity, principal: Principal): boolean;
}

/**
 * A deserialised identity: a certificate under one organisation. What is costly to find out about
 * it is found out once (Fabric keeps the same answers: msp/identities.go, msp/cache).
 */
export class Identity {
  readonly certificate: Certificate;
  readonly #judge: MemberJudge;
  readonly #satisfied = new WeakMap<Principal, boolean>();
  #invalidity: string | null | undefined;

  constructor(judge: MemberJudge, certificate: Certificate) {
    this.#judge = judge;
    this.certificate = certificate;
  }

  get mspId(): string {
    return this.#judge.id;
  }

  /** SHA-256 of the certificate with a low-S signature, hex: Fabric's identity identifier. */
  get id(): string {
    return this.certificate.fingerprint;
  }

  /** Why the identity is not a valid one of its organisation; null if it is. */
  get invalidity(): string | null {
    if (this.#invalidity === undefined) {
      this.#invalidity = this.#judge.invalidity(this.certificate);
    }
    return this.#invalidity;
  }

  /**
   * Whether the certificate has ended at the instant (milliseconds since 1970). Endorse, Evaluate,
   * Submit and Deliver ask; block validation never does (core/handlers/auth/filter/expiration.go).
   */
  isExpiredAt(instant: number): boolean {
    return instant > this.certificate.notAfter;
  }

  satisfies(principal: Principal): boolean {
    const known = this.#satisfied.get(principal);
    if (known !== undefined) return known;
    const answer = this.#judge.satisfies(this, principal);
    this.#satisfied.set(principal, answer);
    return answer;
  }

  /** Whether this identity's key signed the message; says nothing of the identity's validity. */
  async verify(message: Uint8Array, signature: Uint8Array): Promise<boolean> {
    const { fingerprint, publicKey } = this.certificate;
    return await verifiedSignatures.check(
      { fingerprint, message, signature },
      async () => await verify(publicKey, message, signature),
    );
  }
}
