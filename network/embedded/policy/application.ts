import { peer } from '@hyperledger/fabric-protos';

import { signaturePolicyOf } from './evaluate.js';
import { type Policy, PolicyError } from './policy.js';
import type { PolicyTree } from './tree.js';

/**
 * The policy of the bytes of an `ApplicationPolicy`, as a chaincode definition holds it for the
 * chaincode and its collections: a signature policy, or the path of one in the channel
 * configuration in force (core/policy/application.go).
 * @throws PolicyError
 */
export function applicationPolicyOf(bytes: Uint8Array, tree: PolicyTree): Policy {
  const application = decode(bytes);
  const envelope = application.getSignaturePolicy();
  if (envelope !== undefined) return signaturePolicyOf(envelope.serializeBinary());
  if (!application.hasChannelConfigPolicyReference()) {
    throw new PolicyError('an application policy of an unknown kind');
  }
  const path = application.getChannelConfigPolicyReference();
  const policy = tree.get(path);
  if (policy === undefined) {
    throw new PolicyError(`failed to retrieve policy for reference ${path}`);
  }
  return policy;
}

function decode(bytes: Uint8Array): peer.ApplicationPolicy {
  try {
    return peer.ApplicationPolicy.deserializeBinary(bytes);
  } catch (cause) {
    throw new PolicyError('the bytes are no application policy', { cause });
  }
}
