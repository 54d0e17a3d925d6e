import { status } from '@grpc/grpc-js';
import type { Processed } from '../endorsing/answer.js';
import { decoded } from '../messages/fields.js';
import type { Proposal } from '../messages/proposal.js';
import {
  type Response,
  decodeChaincodeAction,
  decodeResponsePayload,
} from '../messages/transaction.js';
import { type ErrorDetail, RpcError } from '../rpc/rpc.js';
import type { PeerNode, Registry } from './discovery.js';
import { outcomeOf } from './outcome.js';

export interface EvaluateInput {
  readonly proposal: Proposal;
  /** The organisations that may see the proposal; none means all, or only our own when it has transient data. */
  readonly organisations: readonly string[];
  /** Whose gateway this is. */
  readonly local: string;
}

/**
 * Run a proposal on one peer, the gateway's own if it can, and give its response.
 * @throws RpcError with Fabric's codes, messages and details
 * @see fabric internal/pkg/gateway/evaluate.go
 */
export async function evaluate(input: EvaluateInput, registry: Registry): Promise<Response> {
  const errors: ErrorDetail[] = [];
  let last: status = status.ABORTED;
  for (const peer of peersFor(input, registry)) {
    const outcome = outcomeOf(await peer.process(input.proposal));
    if (outcome.ok) return resultOf(outcome.processed);
    const { address, mspId } = peer;
    errors.push({ address, mspId, message: outcome.message });
    last = outcome.code;
    if (!outcome.retry) {
      const message = `evaluate call to endorser returned error: ${outcome.message}`;
      throw new RpcError(outcome.code, message, errors);
    }
  }
  throw new RpcError(
    last,
    'failed to evaluate transaction, see attached details for more info',
    errors,
  );
}

function peersFor(
  { proposal, organisations, local }: EvaluateInput,
  registry: Registry,
): readonly PeerNode[] {
  const chaincode = proposal.specChaincode;
  const isProtected = proposal.transient.size > 0 && organisations.length === 0;
  const targets = isProtected ? [local] : organisations;
  const peers = registry.evaluators(chaincode, { local, targets });
  if (peers.length > 0) return peers;
  const none = `no peers available to evaluate chaincode ${chaincode} in channel ${proposal.channelHeader.channelId}`;
  throw new RpcError(
    status.FAILED_PRECONDITION,
    isProtected
      ? `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${none}`
      : none,
  );
}

/** The result in the signed payload counts, not the one beside it. */
function resultOf({ response, payload }: Processed): Response {
  const result = decoded(() => {
    const { extension } = decodeResponsePayload(payload ?? Buffer.alloc(0));
    return decodeChaincodeAction(extension).response?.payload ?? Buffer.alloc(0);
  });
  return result === null ? response : { ...response, payload: result };
}
