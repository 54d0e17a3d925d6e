import { invariant } from '../domain/refusal.js';

/** A signature policy over peers: `PEER` of an MSP, or n of some rules. */
export type PeerPolicy =
  { readonly peer: string } | { readonly atLeast: number; readonly of: readonly PeerPolicy[] };

export function allOf(...of: readonly PeerPolicy[]): PeerPolicy {
  return { atLeast: of.length, of };
}

export function anyOf(...of: readonly PeerPolicy[]): PeerPolicy {
  return { atLeast: 1, of };
}

/** Who endorses for the programme: MSP ids by kind. */
export interface Endorsers {
  readonly core: readonly string[];
  readonly access: readonly string[];
  readonly banks: readonly string[];
}

/** AND(OR(banks), OR(core, access)): no public write without a bank's own machine (decisions.md 1). */
export function chaincodePolicy({ core, access, banks }: Endorsers): PeerPolicy {
  return allOf(anyOf(...peers(banks)), anyOf(...peers(core), ...peers(access)));
}

/**
 * The key policy of a pledged or bank-owned lot (decisions.md 1):
 * OR(AND(bank, OR(core, access, other banks)), AND(core, access, OR(other banks))); with one bank only
 * its first arm.
 */
export function pledgedPolicy({ core, access, banks }: Endorsers, bank: string): PeerPolicy {
  const others = banks.filter((each) => each !== bank);
  invariant(others.length < banks.length, 'the pledgee is a bank of the programme');
  const withBank = allOf({ peer: bank }, anyOf(...peers(core), ...peers(access), ...peers(others)));
  if (others.length === 0) return withBank;
  const withoutBank = allOf(
    anyOf(...peers(core)),
    anyOf(...peers(access)),
    anyOf(...peers(others)),
  );
  return anyOf(withBank, withoutBank);
}

function peers(mspIds: readonly string[]): PeerPolicy[] {
  return mspIds.map((peer) => ({ peer }));
}

/**
 * `common.SignaturePolicyEnvelope` in protobuf, byte for byte the same on every peer
 * (fabric-protos common/policies.proto, msp/msp_principal.proto). Principals are in order of first use.
 */
export function encodePolicy(policy: PeerPolicy): Uint8Array {
  const principals: string[] = [];
  const rule = encodeRule(policy, principals);
  const identities = principals.map((mspId) => field(3, principal(mspId)));
  return Uint8Array.from([...field(2, rule), ...identities.flat()]);
}

/** SignaturePolicy: signed_by = 1 (int32), n_out_of = 2 (NOutOf{n = 1, rules = 2}). */
function encodeRule(policy: PeerPolicy, principals: string[]): number[] {
  if ('peer' in policy) {
    if (!principals.includes(policy.peer)) principals.push(policy.peer);
    // A oneof member is written even when it is 0.
    return [0x08, ...varint(principals.indexOf(policy.peer))];
  }
  const rules = policy.of.flatMap((each) => field(2, encodeRule(each, principals)));
  return field(2, [0x08, ...varint(policy.atLeast), ...rules]);
}

/** MSPPrincipal{principal_classification = ROLE (0, omitted), principal = 2: MSPRole{msp, PEER}}. */
function principal(mspId: string): number[] {
  const PEER = 3;
  return field(2, [...field(1, [...new TextEncoder().encode(mspId)]), 0x10, PEER]);
}

function field(number: number, bytes: readonly number[]): number[] {
  return [(number << 3) | 2, ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}
