import type { CollectionAccess } from '../execution/access.js';
import { ChaincodeHandler } from '../execution/handler.js';
import type { ChaincodeHost, InvocationResult } from '../execution/chaincode-host.js';
import { LIFECYCLE, Simulation, type SimulationResults } from '../execution/simulation.js';
import type { Identity } from '../identity/identity.js';
import type { Proposal } from '../messages/proposal.js';
import { type ChaincodeEvent, encodeResponsePayload } from '../messages/transaction.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import { PolicyError } from '../policy/policy.js';
import type { PrivateSet } from '../rwset/builder.js';
import type { KeyModification, StateSnapshot } from '../store/ledger.js';
import { asBuffer } from '../messages/fields.js';
import { type Processed, failed } from './answer.js';
import { interestOf } from './interest.js';

/** A chaincode as one organisation's peer has it: the committed definition, and the code. */
export interface InstalledChaincode {
  readonly name: string;
  readonly version: string;
  /** The `_lifecycle` key that every simulation reads first. */
  readonly sequenceKey: string;
  readonly host: ChaincodeHost;
  readonly access: (creator: Identity) => CollectionAccess;
}

export interface EndorserInput {
  readonly mspId: string;
  readonly channel: string;
  readonly signer: SigningIdentity;
  /** Null when no such chaincode is committed, or this peer does not have it. */
  readonly chaincode: (name: string) => InstalledChaincode | null;
  readonly snapshot: () => StateSnapshot;
  readonly history: (namespace: string, key: string) => AsyncGenerator<KeyModification>;
  /** Keeps private write sets until their transaction is committed. */
  readonly keepPrivate: (txId: string, sets: readonly PrivateSet[]) => void;
}

/** A simulation that takes longer than this is given up (core.yaml chaincode.executetimeout). */
const EXECUTE_TIMEOUT_MS = 30_000;
/** From here on a response is not endorsed. @see fabric-chaincode-go shim.ERRORTHRESHOLD */
const ERROR_THRESHOLD = 400;
const ERROR = 500;

/** One organisation's endorsing peer. @see fabric core/endorser/endorser.go */
export class Endorser {
  readonly #input: EndorserInput;

  constructor(input: EndorserInput) {
    this.#input = input;
  }

  /** Simulate a proposal whose creator has been checked, and sign what comes of it. */
  async process(proposal: Proposal, creator: Identity): Promise<Processed> {
    const chaincode = this.#input.chaincode(proposal.chaincode);
    if (chaincode === null) return failed(this.#undefined(proposal.chaincode));
    return await this.#endorse(proposal, chaincode, creator);
  }

  async #endorse(
    proposal: Proposal,
    chaincode: InstalledChaincode,
    creator: Identity,
  ): Promise<Processed> {
    const simulated = await this.#simulate(proposal, chaincode, creator);
    if (typeof simulated === 'string') return failed(`error in simulation: ${simulated}`);
    const { response, event, results } = simulated;
    const { name, version } = chaincode;
    const outcome = { response, event, results: results.bytes, chaincode: { name, version } };
    const payload = encodeResponsePayload(proposal.hash, outcome);
    const interest = interestOrRefusal(results);
    if (typeof interest === 'string') return failed(`error in simulation: ${interest}`);
    const processed = { kind: 'processed', response, interest } as const;
    if (response.status >= ERROR) return { ...processed, payload, endorsement: null };
    if (response.status >= ERROR_THRESHOLD)
      return { ...processed, payload: null, endorsement: null };
    const { signer, keepPrivate } = this.#input;
    keepPrivate(proposal.channelHeader.txId, results.privateSets);
    const endorser = asBuffer(signer.serialized);
    const signature = asBuffer(await signer.sign(Buffer.concat([payload, endorser])));
    return { ...processed, payload, endorsement: { endorser, signature } };
  }

  /** Run the chaincode against the state as it stands now. @returns what went wrong in the peer, as text */
  async #simulate(
    proposal: Proposal,
    chaincode: InstalledChaincode,
    creator: Identity,
  ): Promise<Simulated | string> {
    const { mspId, channel, snapshot, history } = this.#input;
    const { txId } = proposal.channelHeader;
    const state = snapshot();
    try {
      const simulation = new Simulation({ state, mspId, txId, access: chaincode.access(creator) });
      simulation.get(LIFECYCLE, chaincode.sequenceKey);
      const namespace = chaincode.name;
      const handler = new ChaincodeHandler({ simulation, namespace, channel, txId, history });
      const result = await execute(proposal, handler, chaincode.host);
      if (result === null) {
        return `failed to execute transaction ${txId}: error sending: timeout expired while executing transaction`;
      }
      // A fault of the peer is not the chaincode's refusal, whatever the chaincode made of it.
      if (handler.failure !== null) throw handler.failure;
      const { response } = result;
      const event = response.status < ERROR_THRESHOLD ? completed(result, proposal) : null;
      return { response, event, results: simulation.results() };
    } finally {
      await state.close();
    }
  }

  #undefined(name: string): string {
    return (
      `make sure the chaincode ${name} has been successfully defined on channel ${this.#input.channel} ` +
      `and try again: chaincode ${name} not found`
    );
  }
}

interface Simulated extends Pick<InvocationResult, 'response'> {
  readonly event: ChaincodeEvent | null;
  readonly results: SimulationResults;
}

/** @returns null when the chaincode took too long */
async function execute(
  proposal: Proposal,
  handler: ChaincodeHandler,
  host: ChaincodeHost,
): Promise<InvocationResult | null> {
  const { channelId, txId } = proposal.channelHeader;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), EXECUTE_TIMEOUT_MS);
  });
  const run = host.invoke({
    channel: channelId,
    txId,
    input: proposal.input.bytes,
    signedProposal: proposal.signed.bytes,
    handler,
  });
  try {
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
  return {
    chaincodeId: proposal.chaincode,
    txId: proposal.channelHeader.txId,
    eventName,
    payload,
  };
}

function interestOrRefusal(results: SimulationResults): ReturnType<typeof interestOf> | string {
  try {
    return interestOf(results);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
