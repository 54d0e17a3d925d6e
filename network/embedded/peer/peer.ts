import type { Channel } from '../channel/channel.js';
import { policyAt } from '../config/bundle.js';
import type { Answer } from '../endorsing/answer.js';
import { Endorser } from '../endorsing/endorser.js';
import { turnedAway } from '../endorsing/filters.js';
import { type PreProcessed, preProcess } from '../endorsing/pre-process.js';
import type { InstalledChaincode } from '../endorsing/simulate.js';
import { SYSTEM_CHAINCODES, systemQuery } from '../endorsing/system-queries.js';
import type { ChaincodeHost } from '../execution/chaincode-host.js';
import type { PeerNode } from '../gateway/discovery.js';
import type { Identity } from '../identity/identity.js';
import type { Principal } from '../identity/principal.js';
import type { Proposal } from '../messages/proposal.js';
import { encodeResponsePayload } from '../messages/transaction.js';
import type { SigningIdentity } from '../ordering/block-writer.js';

/** A chaincode's code as an organisation runs it. */
export interface Installed {
  readonly name: string;
  readonly host: ChaincodeHost;
}

export interface PeerInput {
  readonly mspId: string;
  /** `host:port`, by which error details name the peer. */
  readonly address: string;
  readonly identity: Identity;
  readonly signer: SigningIdentity;
  /** Null for a peer that only commits. */
  readonly installed: Installed | null;
  readonly channel: Channel;
  /** Shared by the peers of this process: what one has found out of a proposal holds for all. */
  readonly proposals: ProposalChecks;
}

/** The version that Fabric gives its system chaincodes. */
const SYSTEM_VERSION = 'syscc';
const ERROR_THRESHOLD = 400;

/** One organisation's peer. */
export class Peer implements PeerNode {
  readonly mspId: string;
  readonly address: string;
  readonly #input: PeerInput;
  readonly #endorser: Endorser;

  constructor(input: PeerInput) {
    this.mspId = input.mspId;
    this.address = input.address;
    this.#input = input;
    const { channel, mspId, signer } = input;
    this.#endorser = new Endorser({
      mspId,
      channel: channel.config.channelId,
      signer,
      chaincode: (name) => this.#installed(name),
      snapshot: () => channel.store.snapshot(),
      history: (namespace, key) => channel.store.history(namespace, key),
      keepPrivate: (txId, sets) => channel.transient.keep(txId, sets, channel.store.height),
    });
  }

  satisfies(principal: Principal): boolean {
    return this.#input.identity.satisfies(principal);
  }

  hasChaincode(name: string): boolean {
    return SYSTEM_CHAINCODES.has(name) || this.#input.installed?.name === name;
  }

  async process(proposal: Proposal): Promise<Answer> {
    const { channel, proposals } = this.#input;
    const away = turnedAway(proposal, channel.config.members, Date.now());
    if (away !== null) return { kind: 'turned away', message: away };
    const checked = await proposals.of(proposal);
    if ('refusal' in checked) return { kind: 'rejected', message: checked.refusal };
    if (SYSTEM_CHAINCODES.has(proposal.chaincode)) {
      return await this.#query(proposal, checked.creator);
    }
    return await this.#endorser.process(proposal, checked.creator);
  }

  /** System chaincodes only answer: there is nothing to endorse. */
  async #query(proposal: Proposal, creator: Identity): Promise<Answer> {
    const { channel } = this.#input;
    const response = await systemQuery({ proposal, creator, channel });
    const chaincode = { name: proposal.chaincode, version: SYSTEM_VERSION };
    const outcome = { response, results: new Uint8Array(0), event: null, chaincode };
    const isRefusal = response.status >= ERROR_THRESHOLD && response.status < SERVER_ERROR;
    const payload = isRefusal ? null : encodeResponsePayload(proposal.hash, outcome);
    return { kind: 'processed', response, payload, endorsement: null, interest: [] };
  }

  #installed(name: string): InstalledChaincode | null {
    const { installed, channel } = this.#input;
    const committed = channel.definitions.find(name);
    if (installed?.name !== name || committed === null) return null;
    const { sequenceKey, definition, access } = committed;
    return { name, version: definition.version, sequenceKey, host: installed.host, access };
  }
}

const SERVER_ERROR = 500;

/** The checks of a proposal that do not depend on whose peer makes them, made once. */
export class ProposalChecks {
  readonly #channel: Channel;
  readonly #made = new WeakMap<Proposal, Promise<PreProcessed>>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  async of(proposal: Proposal): Promise<PreProcessed> {
    const made = this.#made.get(proposal);
    if (made !== undefined) return await made;
    const { membership, config, store } = this.#channel;
    const making = preProcess(proposal, {
      ...membership,
      writers: policyAt(config, '/Channel/Application/Writers'),
      hasTransaction: (txId) => store.transaction(txId) !== null,
      isSystemChaincode: (name) => SYSTEM_CHAINCODES.has(name),
    });
    this.#made.set(proposal, making);
    return await making;
  }
}
