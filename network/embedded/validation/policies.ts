import { type Policy, PolicyError } from '../policy/policy.js';
import { signaturePolicyOf } from '../policy/evaluate.js';
import { validationParameter } from '../rwset/metadata.js';
import type { NamespaceRwSet } from '../store/rwset.js';
import type { StateReader } from '../store/types.js';
import { WireError } from '../store/wire.js';
import type { Endorsed } from './endorsed.js';

/** The policies that the committed definition of one chaincode gives; null where it gives none. */
export interface NamespacePolicies {
  readonly chaincode: Policy;
  /** The collection's own policy, or the chaincode's when it has none; null when there is no such collection. */
  collection(name: string): Policy | null;
}

/** The keys whose own policy an earlier transaction of the block has changed: it cannot be known which one counts. */
export class ChangedPolicies {
  readonly #keys = new Set<string>();

  has(namespace: string, collection: string, key: string): boolean {
    return this.#keys.has(JSON.stringify([namespace, collection, key]));
  }

  /** Only a transaction that passed its policies counts, even if it fails later on. */
  add({ namespace, metadataWrites, collections }: NamespaceRwSet): void {
    for (const { key } of metadataWrites) this.#add(namespace, '', key);
    for (const set of collections) {
      for (const { key } of set.metadataWrites) this.#add(namespace, set.collection, key);
    }
  }

  #add(namespace: string, collection: string, key: string): void {
    this.#keys.add(JSON.stringify([namespace, collection, key]));
  }
}

export interface PolicyStanding {
  readonly committed: StateReader;
  readonly changed: ChangedPolicies;
}

interface WrittenKey {
  readonly collection: string;
  readonly key: string;
}

/**
 * Whether a transaction's endorsements satisfy what its writes to one namespace ask for: for each key its own policy if
 * one is committed, else the collection's, else the chaincode's, which must hold at least once if nothing else was asked.
 * @see fabric core/common/validation/statebased/validator_keylevel.go, v20.go
 */
export function satisfiesPolicies(
  set: NamespaceRwSet | undefined,
  { signers }: Pick<Endorsed, 'signers'>,
  asked: { readonly policies: NamespacePolicies; readonly standing: PolicyStanding },
): boolean {
  const { policies, standing } = asked;
  const checked = new Map<Policy, boolean>();
  const holds = (policy: Policy): boolean => {
    const known = checked.get(policy) ?? policy.isSatisfiedBy(signers);
    checked.set(policy, known);
    return known;
  };
  for (const written of set === undefined ? [] : writtenKeys(set)) {
    const policy = policyOf(set?.namespace ?? '', written, { policies, standing });
    if (policy === null || !holds(policy)) return false;
  }
  return checked.size > 0 || holds(policies.chaincode);
}

function* writtenKeys(set: NamespaceRwSet): Generator<WrittenKey> {
  for (const { key } of set.writes) yield { collection: '', key };
  for (const { key } of set.metadataWrites) yield { collection: '', key };
  for (const { collection, writes } of set.collections) {
    for (const { key } of writes) yield { collection, key };
  }
  for (const { collection, metadataWrites } of set.collections) {
    for (const { key } of metadataWrites) yield { collection, key };
  }
}

/** The policy that guards a key, or null when none can be satisfied. */
function policyOf(
  namespace: string,
  { collection, key }: WrittenKey,
  { policies, standing }: { policies: NamespacePolicies; standing: PolicyStanding },
): Policy | null {
  if (standing.changed.has(namespace, collection, key)) return null;
  const guard = collection === '' ? policies.chaincode : policies.collection(collection);
  if (guard === null) return null;
  const own = keyPolicy(
    collection === ''
      ? standing.committed.get(namespace, key)?.metadata
      : standing.committed.getHash({ namespace, collection }, key)?.metadata,
  );
  return own === 'none' ? guard : own;
}

/** A key's own policy; null when its bytes are no policy, for which Fabric halts the channel and we refuse the write. */
function keyPolicy(metadata: Uint8Array | null | undefined): Policy | 'none' | null {
  try {
    const bytes = validationParameter(metadata ?? null);
    return bytes === null || bytes.length === 0 ? 'none' : signaturePolicyOf(bytes);
  } catch (error) {
    if (error instanceof PolicyError || error instanceof WireError) return null;
    throw error;
  }
}
