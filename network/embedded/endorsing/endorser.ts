import type { SimulationResults } from '../execution/simulation.js';
import type { Identity } from '../identity/identity.js';
import type { Proposal } from '../messages/proposal.js';
import { encodeResponsePayload } from '../messages/transaction.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import { PolicyError } from '../policy/policy.js';
import type { PrivateSet } from '../rwset/builder.js';
import type { KeyModification, StateSnapshot } from '../store/ledger.js';
import { asBuffer } from '../messages/fields.js';
import { type Processed, failed } from './answer.js';
import { interestOf } from './interest.js';
import {
  ERROR_THRESHOLD,
  type InstalledChaincode,
  type Simulated,
  outcomeOf,
  simulate,
} from './simulate.js';

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
    const { response, results } = simulated;
    const payload = encodeResponsePayload(proposal.hash, outcomeOf(simulated, chaincode));
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

  /** Run the chaincode against the state as it stands now. */
  async #simulate(
    proposal: Proposal,
    chaincode: InstalledChaincode,
    creator: Identity,
  ): Promise<Simulated | string> {
    const { mspId, snapshot, history } = this.#input;
    const state = snapshot();
    try {
      return await simulate(proposal, chaincode, { creator, mspId, state, history });
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

function interestOrRefusal(results: SimulationResults): ReturnType<typeof interestOf> | string {
  try {
    return interestOf(results);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
