import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { VALIDATION_PARAMETER, encodeMetadata } from '../../network/embedded/rwset/metadata.js';
import type {
  CollectionRwSet,
  KeyWrite,
  MetadataWrite,
  NamespaceRwSet,
} from '../../network/embedded/store/rwset.js';
import type { Committed } from '../../network/embedded/store/types.js';
import type { Endorsed } from '../../network/embedded/validation/endorsed.js';
import type { Examined } from '../../network/embedded/validation/examine.js';
import { aSigner } from './policy-model.js';

export const NAMESPACE = 'trial';

/** What a test says of one namespace's results; the rest is empty. */
export type SomeResults = Partial<NamespaceRwSet>;

export interface SomeTransaction {
  readonly txId?: string;
  readonly results?: readonly SomeResults[];
  /** As `policy-model.ts` names people: `A.peer`. */
  readonly signers?: readonly string[];
  readonly chaincode?: string;
}

let count = 0;

/** A transaction as it comes out of its examination, with nothing wrong so far. */
export function anExamined(transaction: SomeTransaction): Examined {
  count += 1;
  return {
    code: peer.TxValidationCode.VALID,
    txId: transaction.txId ?? `tx ${count}`,
    content: content(transaction),
  };
}

function content({ results, signers, chaincode = NAMESPACE }: SomeTransaction): Endorsed {
  const sets = (results ?? []).map(namespaceResults);
  const written = sets.filter(
    ({ writes, metadataWrites, collections }) =>
      writes.length + metadataWrites.length + collections.length > 0,
  );
  return {
    code: peer.TxValidationCode.VALID,
    chaincode,
    results: sets,
    namespaces: [...new Set([chaincode, ...written.map(({ namespace }) => namespace)])],
    signers: (signers ?? []).map(aSigner),
    event: null,
  };
}

function namespaceResults(some: SomeResults): NamespaceRwSet {
  const empty = { reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };
  return { namespace: NAMESPACE, ...empty, ...some };
}

export function aCollection(
  collection: string,
  some: Partial<CollectionRwSet> = {},
): CollectionRwSet {
  return { collection, reads: [], writes: [], metadataWrites: [], privateHash: null, ...some };
}

/** Writes; a key whose value is null is deleted. */
export function writesOf(values: Readonly<Record<string, string | null>>): readonly KeyWrite[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: value === null ? null : Buffer.from(value),
    isPurge: false,
  }));
}

export function metadataOf(
  entries: Readonly<Record<string, Buffer | null>>,
): readonly MetadataWrite[] {
  return Object.entries(entries).map(([key, metadata]) => ({ key, metadata }));
}

/** Key metadata that holds a policy, given in the policy language. */
export function keyPolicy(text: string): Buffer {
  return encodeMetadata(VALIDATION_PARAMETER, parsePolicy(text).serializeBinary());
}

/** A committed value, from the first transaction of block 1. */
export function aRow(metadata: Buffer | null): Committed {
  return { value: Buffer.from('v'), metadata, version: { block: 1, tx: 0 } };
}
