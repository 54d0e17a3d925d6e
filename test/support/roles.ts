import type { Msp } from '../../network/embedded/identity/msp.js';
import {
  decodePrincipal,
  type Role,
  rolePrincipal,
} from '../../network/embedded/identity/principal.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';

const ROLES: readonly Role[] = ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'];

/** The roles that the organisation gives the certificate, in a fixed order; empty if it refuses it. */
export function rolesOf(trust: Msp, pem: string): string {
  try {
    const identity = trust.identity(Buffer.from(pem));
    return ROLES.filter((role) =>
      identity.satisfies(decodePrincipal(rolePrincipal(trust.id, role))),
    ).join(' ');
  } catch (error) {
    if (error instanceof CertificateError) return '';
    throw error;
  }
}
