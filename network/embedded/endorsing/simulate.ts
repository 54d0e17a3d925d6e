import type { CollectionAccess } from '../execution/access.js';
import type { ChaincodeHost, InvocationResult } from '../execution/chaincode-host.js';
import { ChaincodeHandler } from '../execution/handler.js';
import { LIFECYCLE, Simulation, type SimulationResults } from '../execution/simulation.js';
import type { Identity } from '../identity/identity.js';
import type { Proposal } from '../messages/proposal.js';
import type { ChaincodeEvent, Outcome } from '../messages/transaction.js';
import type { KeyModification, StateView } from '../store/ledger.js';

/** A chaincode as one organisation's peer has it: the committed definition, and the code. */
export interface InstalledChaincode {
  readonly name: string;
  readonly version: string;
  /** The `_lifecycle` key that every simulation reads first. */
  readonly sequenceKey: string;
  readonly host: ChaincodeHost;
  readonly access: (creator: Identity) => CollectionAccess;
}

export interface SimulationContext {
  readonly creator: Identity;
  /** Whose peer simulates: it has this organisation's private values. */
  readonly mspId: string;
  /** Must not change while the chaincode runs. */
  readonly state: StateView;
  readonly history: (namespace: string, key: string) => AsyncGenerator<KeyModification>;
}

/** What a chaincode answered, and what it read and wrote. */
export interface Simulated extends Pick<InvocationResult, 'response'> {
  readonly event: ChaincodeEvent | null;
  readonly results: SimulationResults;
}

/** A simulation that takes longer than this is given up (core.yaml chaincode.executetimeout). */
const EXECUTE_TIMEOUT_MS = 30_000;
/** From here on a response is not endorsed. @see fabric-chaincode-go shim.ERRORTHRESHOLD */
export const ERROR_THRESHOLD = 400;

/**
 * Run a proposal's chaincode against a state.
 * @returns what went wrong in the peer, as text, when it could not be run to its end
 * @throws what broke in the peer itself, which is not the chaincode's refusal, whatever the chaincode made of it
 */
export async function simulate(
  proposal: Proposal,
  chaincode: InstalledChaincode,
  { creator, mspId, state, history }: SimulationContext,
): Promise<Simulated | string> {
  const { txId, channelId: channel } = proposal.channelHeader;
  const simulation = new Simulation({ state, mspId, txId, access: chaincode.access(creator) });
  simulation.get(LIFECYCLE, chaincode.sequenceKey);
  const namespace = chaincode.name;
  const handler = new ChaincodeHandler({ simulation, namespace, channel, txId, history });
  const result = await execute(proposal, handler, chaincode.host);
  if (handler.failure !== null) throw handler.failure;
  if (result === null) {
    return `failed to execute transaction ${txId}: error sending: timeout expired while executing transaction`;
  }
  const { response } = result;
  const event = response.status < ERROR_THRESHOLD ? completed(result, proposal) : null;
  return { response, event, results: simulation.results() };
}

/** What is to be endorsed of a simulation. */
export function outcomeOf(
  { response, event, results }: Simulated,
  { name, version }: InstalledChaincode,
): Outcome {
  return { response, event, results: results.bytes, chaincode: { name, version } };
}

/** @returns null when the chaincode took too long */
async function execute(
  proposal: Proposal,
  handler: ChaincodeHandler,
  host: ChaincodeHost,
): Promise<InvocationResult | null> {
  const { channelId: channel, txId } = proposal.channelHeader;
  const { bytes: signedProposal } = proposal.signed;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), EXECUTE_TIMEOUT_MS);
  });
  const input = proposal.input.bytes;
  try {
    const run = host.invoke({ channel, txId, input, signedProposal, handler });
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
    await handler.close();
  }
}

/** The peer, not the chaincode, says whose event it is. @see fabric chaincode_support.go processChaincodeExecutionResult */
function completed({ event }: InvocationResult, proposal: Proposal): ChaincodeEvent | null {
  if (event === null) return null;
  const { eventName, payload } = event;
  const { txId } = proposal.channelHeader;
  return { chaincodeId: proposal.chaincode, txId, eventName, payload };
}
