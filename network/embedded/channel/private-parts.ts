import type { Signer } from '../policy/policy.js';
import type {
  BlockPrivate,
  ExpectedPrivate,
  MissingPrivate,
  PrivateWriteSet,
} from '../store/types.js';
import { implicitCollectionOwner } from '../config/lifecycle.js';
import type { Definitions } from './definitions.js';
import type { TransientStore } from './transient-store.js';

/** A peer of this process, to which private data can be given. */
export interface Holder extends Signer {
  readonly mspId: string;
}

/**
 * Deal a block's private write sets out to the members of their collections. What is not at hand is named for every
 * member: the ledger then knows that it is missing.
 */
export function privateParts(
  expected: readonly ExpectedPrivate[],
  txIds: readonly string[],
  from: {
    readonly transient: TransientStore;
    readonly definitions: Definitions;
    readonly holders: readonly Holder[];
  },
): BlockPrivate {
  const byMsp = new Map<string, PrivateWriteSet[]>();
  const missing: MissingPrivate[] = [];
  for (const { hash, ...place } of expected) {
    const found = from.transient.find(txIds[place.tx] ?? '', place, hash);
    for (const { mspId } of membersOf(place, from)) {
      if (found === null) {
        missing.push({ ...place, mspId });
        continue;
      }
      const sets = byMsp.get(mspId) ?? [];
      sets.push({ ...place, rwset: found.rwset });
      byMsp.set(mspId, sets);
    }
  }
  return { byMsp, missing };
}

function membersOf(
  { namespace, collection }: Pick<ExpectedPrivate, 'namespace' | 'collection'>,
  {
    definitions,
    holders,
  }: { readonly definitions: Definitions; readonly holders: readonly Holder[] },
): readonly Holder[] {
  const owner = implicitCollectionOwner(collection);
  if (owner !== null) return holders.filter(({ mspId }) => mspId === owner);
  const chaincode = definitions.find(namespace);
  return holders.filter((holder) => chaincode?.isMember(collection, holder) === true);
}
