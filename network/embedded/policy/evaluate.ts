import { common } from '@hyperledger/fabric-protos';

import type { Identity } from '../identity/identity.js';
import type { MspSet } from '../identity/msp-set.js';
import { decodePrincipal, type Principal } from '../identity/principal.js';
import { CertificateError } from '../identity/signed.js';
import { type Policy, PolicyError, type Signer } from './policy.js';

/** A signature, who claims it and over what (protoutil/signeddata.go). */
export interface SignedData {
  /** Bytes of a `SerializedIdentity`. */
  readonly identity: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether the rule holds; marks in `used` the signers that it has taken. */
type Rule = (signers: readonly Signer[], used: boolean[]) => boolean;

/** Distinct policies of a channel are few: the chaincode's, the collections', one a pledgee. */
const CACHE_MAX = 1000;
const compiled = new Map<string, Policy>();

/**
 * The policy of the bytes of a `SignaturePolicyEnvelope`, compiled once.
 * @throws PolicyError if Fabric could not compile it either.
 */
export function signaturePolicyOf(bytes: Uint8Array): Policy {
  const key = Buffer.from(bytes).toString('latin1');
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const policy = signaturePolicy(decodeEnvelope(bytes));
  if (compiled.size >= CACHE_MAX) compiled.clear();
  compiled.set(key, policy);
  return policy;
}

/**
 * Fabric's evaluator of signature policies (common/cauthdsl/cauthdsl.go), with its greed: a gate
 * tries all its rules in order, each takes the first free signer that fits, and a rule that held
 * keeps what it took even when the gate had enough without it.
 * @throws PolicyError
 */
export function signaturePolicy(envelope: common.SignaturePolicyEnvelope): Policy {
  if (envelope.getVersion() !== 0) throw new PolicyError('only version 0 of policies is known');
  const rule = compile(envelope.getRule(), envelope.getIdentitiesList().map(decodePrincipal));
  return {
    isSatisfiedBy: (signers) =>
      rule(
        signers,
        signers.map(() => false),
      ),
    envelope: () => envelope,
  };
}

/** @throws PolicyError */
export function decodeEnvelope(bytes: Uint8Array): common.SignaturePolicyEnvelope {
  try {
    return common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  } catch (cause) {
    throw new PolicyError('the bytes are no signature policy', { cause });
  }
}

/**
 * The identities whose signatures are valid, each once, in order of their first valid signature
 * (common/policies/policy.go `SignatureSetToValidIdentities`). Whether an identity is itself valid
 * is asked when a principal is tested. Different identities are verified at the same time.
 */
export async function validSigners(
  signatures: readonly SignedData[],
  members: MspSet,
): Promise<Identity[]> {
  const claims = new Map<string, { identity: Identity; tries: [number, SignedData][] }>();
  for (const [index, signed] of signatures.entries()) {
    const identity = identityOf(signed.identity, members);
    if (identity === null) continue;
    const key = identity.mspId + identity.id;
    const claim = claims.get(key) ?? { identity, tries: [] };
    claim.tries.push([index, signed]);
    claims.set(key, claim);
  }
  const found = await Promise.all(
    [...claims.values()].map(async ({ identity, tries }) => {
      for (const [index, { data, signature }] of tries) {
        if (await identity.verify(data, signature)) return { index, identity };
      }
      return null;
    }),
  );
  return found
    .filter((entry) => entry !== null)
    .sort((left, right) => left.index - right.index)
    .map(({ identity }) => identity);
}

function identityOf(serialized: Uint8Array, members: MspSet): Identity | null {
  try {
    return members.deserialize(serialized);
  } catch (error) {
    if (error instanceof CertificateError) return null;
    throw error;
  }
}

function compile(rule: common.SignaturePolicy | undefined, principals: readonly Principal[]): Rule {
  if (rule?.hasSignedBy() === true) {
    const principal = principals[rule.getSignedBy()];
    if (principal === undefined)
      throw new PolicyError('a rule names a principal that is not there');
    return signedBy(principal);
  }
  const gate = rule?.getNOutOf();
  if (gate === undefined) throw new PolicyError('an empty rule');
  return atLeast(
    gate.getN(),
    gate.getRulesList().map((each) => compile(each, principals)),
  );
}

function signedBy(principal: Principal): Rule {
  return (signers, used) => {
    const taken = signers.findIndex(
      (signer, index) => used[index] === false && signer.satisfies(principal),
    );
    if (taken < 0) return false;
    used[taken] = true;
    return true;
  };
}

function atLeast(needed: number, rules: readonly Rule[]): Rule {
  return (signers, used) => {
    let held = 0;
    for (const rule of rules) {
      const attempt = [...used];
      if (!rule(signers, attempt)) continue;
      held += 1;
      for (const [index, taken] of attempt.entries()) used[index] = taken;
    }
    return held >= needed;
  };
}
