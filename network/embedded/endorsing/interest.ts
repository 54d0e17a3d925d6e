import type { common } from '@hyperledger/fabric-protos';
import type { SimulationResults } from '../execution/simulation.js';
import { LIFECYCLE } from '../execution/simulation.js';
import { decodeEnvelope } from '../policy/evaluate.js';

/** What a simulation needs endorsed: the public part of a chaincode, or one collection of it (peer.ChaincodeCall). */
export interface InterestCall {
  readonly chaincode: string;
  /** None for the public part. */
  readonly collections: readonly string[];
  readonly noPrivateReads: boolean;
  /** The committed policies of the keys written, those of collections included. */
  readonly keyPolicies: readonly common.SignaturePolicyEnvelope[];
  /** Every key written has a policy of its own. */
  readonly disregardNamespacePolicy: boolean;
}

/** Collections (or '' for the public part) of one chaincode, and whether their policy is asked. */
type Required = Map<string, boolean>;

/**
 * What the gateway must know to find further endorsers.
 * @throws PolicyError when a key's committed policy is no policy
 * @see fabric core/endorser/endorser.go `buildChaincodeInterest`, `parseWritesetMetadata`
 */
export function interestOf(results: SimulationResults): readonly InterestCall[] {
  const calls: InterestCall[] = [];
  for (const [chaincode, parts] of requiredPolicies(results)) {
    const keyPolicies = results.writtenKeys
      .filter(({ namespace, keyPolicy }) => namespace === chaincode && keyPolicy !== null)
      .map(({ keyPolicy }) => decodeEnvelope(keyPolicy ?? new Uint8Array(0)));
    const isAsked = parts.get('') === true;
    if (keyPolicies.length > 0 || isAsked) {
      calls.push({ ...publicCall(chaincode), keyPolicies, disregardNamespacePolicy: !isAsked });
    }
    for (const collection of parts.keys()) {
      if (collection !== '') calls.push(collectionCall(chaincode, collection, results));
    }
  }
  return calls;
}

function collectionCall(
  chaincode: string,
  collection: string,
  { privateReads }: SimulationResults,
): InterestCall {
  const isRead = privateReads.some(
    (read) => read.namespace === chaincode && read.collection === collection,
  );
  return { ...publicCall(chaincode), collections: [collection], noPrivateReads: !isRead };
}

/** The interest of a call of which nothing is known yet. */
export function publicCall(chaincode: string): InterestCall {
  return {
    chaincode,
    collections: [],
    noPrivateReads: false,
    keyPolicies: [],
    disregardNamespacePolicy: false,
  };
}

function requiredPolicies(results: SimulationResults): ReadonlyMap<string, Required> {
  const required = new Map<string, Required>();
  for (const { namespace, collection, keyPolicy } of results.writtenKeys) {
    const parts = required.get(namespace) ?? new Map([['', false]]);
    required.set(namespace, parts);
    if (keyPolicy === null) parts.set(collection, true);
  }
  for (const { namespace } of results.namespaces) {
    if (namespace !== LIFECYCLE && !required.has(namespace)) {
      required.set(namespace, new Map([['', true]]));
    }
  }
  for (const { namespace, collection } of results.privateReads) {
    required.get(namespace)?.set(collection, true);
  }
  required.delete(LIFECYCLE);
  return required;
}
