import { sha256 } from '../../crypto.js';
import { CertificateError, isSignedBy } from './signed.js';
import type { Certificate } from './x509.js';

/** The authorities of one organisation. */
export interface TrustAnchors {
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

/**
 * The one chain from the certificate to a root, the certificate first. The rules are those of Go's
 * crypto/x509 as Fabric calls it (msp/mspimplvalidate.go): validity is judged one second after the
 * certificate's own beginning, so that nothing expires in block validation, and a certificate that
 * names extended usages must allow server authentication.
 * @throws CertificateError if there is no chain, or more than one.
 */
export function uniqueChain(
  certificate: Certificate,
  anchors: TrustAnchors,
): readonly Certificate[] {
  const instant = certificate.notBefore + 1000;
  requireValid(certificate, instant);
  const chains = chainsOf(certificate, anchors, instant).filter(allowsServerAuth);
  const [chain] = chains;
  if (chain === undefined)
    throw new CertificateError('signed by no authority of this organisation');
  if (chains.length > 1) throw new CertificateError('more than one chain leads to a root');
  return chain;
}

/** Fabric's identifier of a path of authorities: SHA-256 of their certificates, lowest first. */
export function certifiersIdentifier(authorities: readonly Certificate[]): string {
  return sha256(...authorities.map(({ der }) => der)).toString('hex');
}

function chainsOf(
  certificate: Certificate,
  anchors: TrustAnchors,
  instant: number,
): (readonly Certificate[])[] {
  if (anchors.roots.some((root) => same(root, certificate))) return [[certificate]];
  return extend([certificate], anchors, instant);
}

function extend(
  chain: readonly Certificate[],
  anchors: TrustAnchors,
  instant: number,
): (readonly Certificate[])[] {
  const child = chain.at(-1);
  if (child === undefined) return [];
  const parents = (candidates: readonly Certificate[]): Certificate[] =>
    candidates.filter((candidate) => isParent(candidate, chain, instant));
  return [
    ...parents(anchors.roots).map((root) => [...chain, root]),
    ...parents(anchors.intermediates).flatMap((parent) =>
      extend([...chain, parent], anchors, instant),
    ),
  ];
}

function isParent(candidate: Certificate, chain: readonly Certificate[], instant: number): boolean {
  const child = chain.at(-1);
  if (child === undefined || !candidate.rawSubject.equals(child.rawIssuer)) return false;
  if (chain.some((member) => same(member, candidate))) return false;
  if (!candidate.isCa || !candidate.maySignCertificates || candidate.constrainsNames) return false;
  if (candidate.pathLength !== null && chain.length - 1 > candidate.pathLength) return false;
  return refusal(candidate, instant) === null && isSignedBy(child, candidate.publicKey);
}

function requireValid(certificate: Certificate, instant: number): void {
  const reason = refusal(certificate, instant);
  if (reason !== null) throw new CertificateError(reason);
}

function refusal(certificate: Certificate, instant: number): string | null {
  if (certificate.unhandledCritical.length > 0) {
    return `extensions that are not understood: ${certificate.unhandledCritical.join(', ')}`;
  }
  const valid = instant >= certificate.notBefore && instant <= certificate.notAfter;
  return valid ? null : 'not valid at the time of its issue';
}

function allowsServerAuth(chain: readonly Certificate[]): boolean {
  return chain.every(
    ({ extendedUsages: usages }) =>
      usages === null || usages.includes(SERVER_AUTH) || usages.includes(ANY_USAGE),
  );
}

function same(left: Certificate, right: Certificate): boolean {
  return left.fingerprint === right.fingerprint;
}
