import { common } from '@hyperledger/fabric-protos';

import { parsePolicy } from '../policy/expression.js';
import type { ProtoMap } from '../policy/tree.js';

/** Who may change an element, unless said otherwise: the policy of this name in its group. */
const ADMINS = 'Admins';

const { ANY, ALL, MAJORITY } = common.ImplicitMetaPolicy.Rule;
const IMPLICIT: ReadonlyMap<string, 0 | 1 | 2> = new Map([
  ['ANY', ANY],
  ['ALL', ALL],
  ['MAJORITY', MAJORITY],
]);

interface Serializable {
  serializeBinary(): Uint8Array;
}

/** A group's content by name; an expression is a signature policy, or `ANY|ALL|MAJORITY <name>`. */
export interface GroupContent {
  readonly values: Readonly<Record<string, Serializable>>;
  readonly policies: Readonly<Record<string, string>>;
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
}

/** A group of a channel configuration as configtxgen writes it: version 0, changed by `Admins`. */
export function configGroup({ values, policies, groups = {} }: GroupContent): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(ADMINS);
  const valueMap: ProtoMap<common.ConfigValue> = group.getValuesMap();
  for (const [name, content] of sorted(values)) {
    const value = new common.ConfigValue();
    value.setValue(content.serializeBinary());
    value.setModPolicy(ADMINS);
    valueMap.set(name, value);
  }
  const policyMap: ProtoMap<common.ConfigPolicy> = group.getPoliciesMap();
  for (const [name, expression] of sorted(policies)) {
    const policy = new common.ConfigPolicy();
    policy.setPolicy(configPolicy(expression));
    policy.setModPolicy(ADMINS);
    policyMap.set(name, policy);
  }
  const groupMap: ProtoMap<common.ConfigGroup> = group.getGroupsMap();
  for (const [name, child] of sorted(groups)) groupMap.set(name, child);
  return group;
}

export function capabilities(...names: readonly string[]): common.Capabilities {
  const all = new common.Capabilities();
  const map: ProtoMap<common.Capability> = all.getCapabilitiesMap();
  for (const name of names) map.set(name, new common.Capability());
  return all;
}

function configPolicy(expression: string): common.Policy {
  const { SIGNATURE, IMPLICIT_META } = common.Policy.PolicyType;
  const policy = new common.Policy();
  const [word = '', subPolicy] = expression.split(' ');
  const rule = IMPLICIT.get(word);
  if (rule === undefined || subPolicy === undefined) {
    policy.setType(SIGNATURE);
    policy.setValue(parsePolicy(expression).serializeBinary());
    return policy;
  }
  const meta = new common.ImplicitMetaPolicy();
  meta.setRule(rule);
  meta.setSubPolicy(subPolicy);
  policy.setType(IMPLICIT_META);
  policy.setValue(meta.serializeBinary());
  return policy;
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
