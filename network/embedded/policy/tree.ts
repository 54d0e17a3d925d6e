import { common } from '@hyperledger/fabric-protos';

import { principalKey } from '../identity/principal.js';
import { type Policy, PolicyError } from './policy.js';
import { decodeEnvelope, signaturePolicy } from './evaluate.js';

/** What of google-protobuf's map is used here; the package carries no types of it. */
export interface ProtoMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): unknown;
  forEach(visit: (value: V, key: string) => void): void;
}

/** The policies of a channel configuration by absolute path, such as `/Channel/Application/Writers`. */
export type PolicyTree = ReadonlyMap<string, Policy>;

/** What stands in for a policy that is not there: it counts, and nothing satisfies it. */
const REJECT: Policy = {
  isSatisfiedBy: () => false,
  envelope: () => {
    throw new PolicyError('a policy that is not defined cannot be converted');
  },
};

/**
 * The policies of a group and of all groups below it (common/policies/policy.go `NewManagerImpl`).
 * @throws PolicyError
 */
export function policyTree(group: common.ConfigGroup, path: string): PolicyTree {
  const tree = new Map<string, Policy>();
  const children = entriesOf<common.ConfigGroup>(group.getGroupsMap());
  for (const [name, child] of children) {
    for (const [below, policy] of policyTree(child, `${path}/${name}`)) tree.set(below, policy);
  }
  for (const [name, held] of entriesOf<common.ConfigPolicy>(group.getPoliciesMap())) {
    const policy = held.getPolicy();
    if (policy === undefined) throw new PolicyError(`${path}/${name} is empty`);
    const sub = (wanted: string): Policy[] =>
      children.map(([child]) => tree.get(`${path}/${child}/${wanted}`) ?? REJECT);
    tree.set(`${path}/${name}`, configPolicy(policy, sub));
  }
  return tree;
}

/** The entries of a protobuf map in key order, so that nothing depends on how it was written. */
export function entriesOf<V>(map: ProtoMap<V>): [string, V][] {
  const entries: [string, V][] = [];
  map.forEach((value, key) => entries.push([key, value]));
  return entries.sort(([left], [right]) => (left < right ? -1 : 1));
}

function configPolicy(policy: common.Policy, sub: (name: string) => Policy[]): Policy {
  const { SIGNATURE, IMPLICIT_META } = common.Policy.PolicyType;
  switch (policy.getType()) {
    case SIGNATURE:
      return signaturePolicy(decodeEnvelope(policy.getValue_asU8()));
    case IMPLICIT_META: {
      const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
      return implicitPolicy(meta.getRule(), sub(meta.getSubPolicy()));
    }
    default:
      throw new PolicyError(`unknown type of policy: ${policy.getType()}`);
  }
}

/** ANY, ALL or MAJORITY of the policies of one name in the groups below (policies/implicitmeta.go). */
function implicitPolicy(rule: number, below: readonly Policy[]): Policy {
  const needed = below.length === 0 ? 0 : threshold(rule, below.length);
  return {
    isSatisfiedBy: (signers) =>
      below.filter((policy) => policy.isSatisfiedBy(signers)).length >= needed,
    envelope: () =>
      merged(
        needed,
        below.map((policy) => policy.envelope()),
      ),
  };
}

function threshold(rule: number, count: number): number {
  const { ANY, ALL } = common.ImplicitMetaPolicy.Rule;
  if (rule === ANY) return 1;
  return rule === ALL ? count : Math.floor(count / 2) + 1;
}

/** N of the envelopes, with equal principals shared (common/policies/convert.go). */
function merged(
  needed: number,
  parts: readonly common.SignaturePolicyEnvelope[],
): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  const known = new Map<string, number>();
  const gate = new common.SignaturePolicy.NOutOf();
  gate.setN(needed);
  for (const part of parts) {
    const numbers = part.getIdentitiesList().map((principal) => {
      const key = principalKey(principal);
      const number = known.get(key) ?? known.size;
      if (number === known.size) envelope.addIdentities(principal);
      known.set(key, number);
      return number;
    });
    const rule = part.getRule();
    if (rule === undefined) throw new PolicyError('an empty rule');
    gate.addRules(renumbered(rule, numbers));
  }
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(gate);
  envelope.setRule(policy);
  return envelope;
}

function renumbered(
  rule: common.SignaturePolicy,
  numbers: readonly number[],
): common.SignaturePolicy {
  const copy = new common.SignaturePolicy();
  const gate = rule.getNOutOf();
  if (gate === undefined) {
    copy.setSignedBy(numbers[rule.getSignedBy()] ?? 0);
    return copy;
  }
  const inner = new common.SignaturePolicy.NOutOf();
  inner.setN(gate.getN());
  inner.setRulesList(gate.getRulesList().map((each) => renumbered(each, numbers)));
  copy.setNOutOf(inner);
  return copy;
}
