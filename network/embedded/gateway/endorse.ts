import { status } from '@grpc/grpc-js';
import type { Processed } from '../endorsing/answer.js';
import { type InterestCall, publicCall } from '../endorsing/interest.js';
import type { Proposal } from '../messages/proposal.js';
import { type ErrorDetail, RpcError } from '../rpc/rpc.js';
import type { PeerNode, Registry } from './discovery.js';
import { outcomeOf } from './outcome.js';
import type { Complete, Plan } from './plan.js';

export interface EndorseInput {
  readonly proposal: Proposal;
  /** The organisations that the client names; none leaves the choice to the gateway. */
  readonly organisations: readonly string[];
  /** Whose gateway this is. */
  readonly local: string;
}

/**
 * Collect the endorsements that a proposal needs. Named organisations are asked as they stand, with no look at the
 * policies; else the gateway's own peer goes first, and what its simulation touched says who else is needed.
 * @throws RpcError with Fabric's codes, messages and details
 * @see fabric internal/pkg/gateway/endorse.go
 */
export async function endorse(input: EndorseInput, registry: Registry): Promise<Complete> {
  const plan =
    input.organisations.length > 0
      ? planForNamed(input, registry)
      : await planFromFirst(input, registry);
  while (plan.complete === null) {
    const endorsers = plan.endorsers();
    if (endorsers.length === 0) break;
    const exhausted = await Promise.all(
      endorsers.map(async (peer) => await collect(peer, plan, input.proposal)),
    );
    plan.abandon(exhausted.filter((group) => group !== null));
  }
  if (plan.complete !== null) return plan.complete;
  throw new RpcError(
    status.ABORTED,
    'failed to collect enough transaction endorsements, see attached details for more info',
    plan.errors,
  );
}

function planForNamed(
  { proposal, organisations }: EndorseInput,
  registry: Registry,
): Plan<PeerNode> {
  const plan = registry.planForOrganisations(proposal.specChaincode, organisations);
  if (!('missing' in plan)) return plan;
  throw new RpcError(
    status.UNAVAILABLE,
    `failed to find any endorsing peers for org(s): ${plan.missing.join(', ')}`,
  );
}

/** Ask a peer, and the others of its group until one endorses. @returns the group when nobody did */
async function collect(
  first: PeerNode,
  plan: Plan<PeerNode>,
  proposal: Proposal,
): Promise<string | null> {
  for (let peer = first; ;) {
    const outcome = outcomeOf(await peer.process(proposal));
    if (outcome.ok && plan.accept(peer, outcome.processed)) return null;
    if (!outcome.ok) plan.report(peer, outcome.message);
    const next = plan.alternative(peer);
    if ('exhausted' in next) return next.exhausted;
    peer = next.peer;
  }
}

async function planFromFirst(input: EndorseInput, registry: Registry): Promise<Plan<PeerNode>> {
  const { proposal } = input;
  const chaincode = proposal.specChaincode;
  const { peer, processed } = await firstEndorsement(input, firstPlan(input, registry));
  const interest = processed.interest.length > 0 ? processed.interest : [publicCall(chaincode)];
  const plan = protectedPlan(
    { interest, peer, isProtected: proposal.transient.size > 0 },
    registry,
  );
  plan.accept(peer, processed);
  return plan;
}

function firstPlan({ proposal, local }: EndorseInput, registry: Registry): Plan<PeerNode> {
  const chaincode = proposal.specChaincode;
  const own = registry.planForOrganisations(chaincode, [local]);
  if (!('missing' in own)) return own;
  if (proposal.transient.size > 0) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
    );
  }
  return registry.endorsementPlan([publicCall(chaincode)], null);
}

async function firstEndorsement(
  { proposal }: EndorseInput,
  plan: Plan<PeerNode>,
): Promise<{ peer: PeerNode; processed: Processed }> {
  const errors: ErrorDetail[] = [];
  for (let peer = plan.endorsers()[0]; peer !== undefined;) {
    const outcome = outcomeOf(await peer.process(proposal));
    if (outcome.ok) return { peer, processed: outcome.processed };
    const { address, mspId } = peer;
    errors.push({ address, mspId, message: outcome.message });
    const next = plan.alternative(peer);
    peer = 'peer' in next ? next.peer : undefined;
  }
  throw new RpcError(
    status.ABORTED,
    'failed to endorse transaction, see attached details for more info',
    errors,
  );
}

/** With transient data only members of the touched collections may see the proposal, also of those only written to. */
function protectedPlan(
  wanted: {
    readonly interest: readonly InterestCall[];
    readonly peer: PeerNode;
    readonly isProtected: boolean;
  },
  registry: Registry,
): Plan<PeerNode> {
  const { interest, peer, isProtected } = wanted;
  const guarded = isProtected ? interest.filter(({ noPrivateReads }) => noPrivateReads) : [];
  try {
    const cautious = interest.map((call) =>
      guarded.includes(call) ? { ...call, noPrivateReads: false } : call,
    );
    return registry.endorsementPlan(cautious, peer);
  } catch (error) {
    if (guarded.length === 0 || !isPossible(interest, peer, registry)) throw error;
    const collections = guarded.flatMap((call) => call.collections).join(' ');
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [${collections}]; retry specifying trusted endorsing organizations to protect transient data`,
    );
  }
}

function isPossible(
  interest: readonly InterestCall[],
  peer: PeerNode,
  registry: Registry,
): boolean {
  try {
    registry.endorsementPlan(interest, peer);
    return true;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}
