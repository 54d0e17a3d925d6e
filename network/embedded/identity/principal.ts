import { msp } from '@hyperledger/fabric-protos';

export type Role = 'MEMBER' | 'ADMIN' | 'CLIENT' | 'PEER' | 'ORDERER';

/** A decoded MSPPrincipal (fabric-protos msp/msp_principal.proto). */
export type Principal =
  | { readonly kind: 'role'; readonly mspId: string; readonly role: Role }
  | {
      readonly kind: 'unit';
      readonly mspId: string;
      readonly unit: string;
      readonly certifiers: string;
    }
  | { readonly kind: 'identity'; readonly mspId: string; readonly certificate: Uint8Array }
  | { readonly kind: 'combined'; readonly parts: readonly Principal[] }
  | { readonly kind: 'nominal' }
  /** Nothing satisfies it: malformed, anonymous or of an unknown kind, as in Fabric's X.509 MSP. */
  | { readonly kind: 'unsatisfiable' };

const ROLES: readonly Role[] = ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'];

const UNSATISFIABLE: Principal = { kind: 'unsatisfiable' };

export function decodePrincipal(principal: msp.MSPPrincipal): Principal {
  try {
    return decode(principal);
  } catch {
    // Fabric finds a malformed principal when it evaluates it, and counts it as not satisfied.
    return UNSATISFIABLE;
  }
}

/** A principal that any identity of the organisation with the role satisfies. */
export function rolePrincipal(mspId: string, role: Role): msp.MSPPrincipal {
  const content = new msp.MSPRole();
  content.setMspIdentifier(mspId);
  content.setRole(msp.MSPRole.MSPRoleType[role]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(content.serializeBinary());
  return principal;
}

/** A key under which equal principals are equal: classification and bytes, as Fabric compares them. */
export function principalKey(principal: msp.MSPPrincipal): string {
  return `${principal.getPrincipalClassification()}:${principal.getPrincipal_asB64()}`;
}

function decode(principal: msp.MSPPrincipal): Principal {
  const bytes = principal.getPrincipal_asU8();
  const { ROLE, ORGANIZATION_UNIT, IDENTITY, ANONYMITY, COMBINED } =
    msp.MSPPrincipal.Classification;
  switch (principal.getPrincipalClassification()) {
    case ROLE:
      return decodeRole(msp.MSPRole.deserializeBinary(bytes));
    case ORGANIZATION_UNIT: {
      const unit = msp.OrganizationUnit.deserializeBinary(bytes);
      return {
        kind: 'unit',
        mspId: unit.getMspIdentifier(),
        unit: unit.getOrganizationalUnitIdentifier(),
        certifiers: Buffer.from(unit.getCertifiersIdentifier_asU8()).toString('hex'),
      };
    }
    case IDENTITY: {
      const identity = msp.SerializedIdentity.deserializeBinary(bytes);
      return {
        kind: 'identity',
        mspId: identity.getMspid(),
        certificate: identity.getIdBytes_asU8(),
      };
    }
    case ANONYMITY: {
      const { NOMINAL } = msp.MSPIdentityAnonymity.MSPIdentityAnonymityType;
      const anonymity = msp.MSPIdentityAnonymity.deserializeBinary(bytes);
      return anonymity.getAnonymityType() === NOMINAL ? { kind: 'nominal' } : UNSATISFIABLE;
    }
    case COMBINED: {
      const parts = msp.CombinedPrincipal.deserializeBinary(bytes).getPrincipalsList().map(decode);
      return parts.length === 0 ? UNSATISFIABLE : { kind: 'combined', parts };
    }
    default:
      return UNSATISFIABLE;
  }
}

function decodeRole(content: msp.MSPRole): Principal {
  const role = ROLES[content.getRole()];
  if (role === undefined) return UNSATISFIABLE;
  return { kind: 'role', mspId: content.getMspIdentifier(), role };
}
