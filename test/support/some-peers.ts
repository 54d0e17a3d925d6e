import { expect } from 'chai';
import type { Answer } from '../../network/embedded/endorsing/answer.js';
import { failed } from '../../network/embedded/endorsing/answer.js';
import { type InterestCall, publicCall } from '../../network/embedded/endorsing/interest.js';
import {
  type ChaincodeDirectory,
  type PeerNode,
  Registry,
} from '../../network/embedded/gateway/discovery.js';
import type { Principal } from '../../network/embedded/identity/principal.js';
import { newProposal } from '../../network/embedded/messages/new-proposal.js';
import type { Proposal } from '../../network/embedded/messages/proposal.js';
import { encodeResponsePayload } from '../../network/embedded/messages/transaction.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { seededRandom } from '../../network/embedded/policy/layouts.js';
import type { Signer } from '../../network/embedded/policy/policy.js';
import { aSigner } from './policy-model.js';

/** The interest of a simulation, as a test says it; the rest is as if nothing were special. */
export type SomeInterest = Partial<InterestCall>;

/** A peer that answers what it is told to; it remembers that it was asked. */
export class SomePeer implements PeerNode {
  readonly mspId: string;
  readonly address: string;
  asked = 0;
  answer: Answer = endorsement('same', []);
  chaincodes: readonly string[] = ['trial'];
  readonly #signer: Signer;

  /** @param address of the form `A1`: organisation, then number */
  constructor(address: string) {
    this.address = address;
    this.mspId = address.slice(0, 1);
    this.#signer = aSigner(`${this.mspId}.peer`);
  }

  satisfies(principal: Principal): boolean {
    return this.#signer.satisfies(principal);
  }

  hasChaincode(name: string): boolean {
    return this.chaincodes.includes(name);
  }

  process(): Promise<Answer> {
    this.asked += 1;
    const { answer } = this;
    if (answer.kind !== 'processed' || answer.endorsement === null) return Promise.resolve(answer);
    const signature = Buffer.from('signed');
    const endorser = Buffer.from(this.address);
    return Promise.resolve({ ...answer, endorsement: { endorser, signature } });
  }
}

/** An endorsement of a result, which the peer signs. */
export function endorsement(result: string, interest: readonly SomeInterest[]): Answer {
  const response = { status: 200, message: '', payload: Buffer.from('beside') };
  return {
    kind: 'processed',
    response,
    payload: responsePayload(result),
    endorsement: { endorser: Buffer.alloc(0), signature: Buffer.alloc(0) },
    interest: interest.map((each) => ({ ...publicCall('trial'), ...each })),
  };
}

/** A chaincode that refuses: its response is in a payload that nobody signs. */
export function refusal(message: string): Answer {
  const response = { status: 500, message, payload: Buffer.alloc(0) };
  return {
    kind: 'processed',
    response,
    payload: responsePayload(''),
    endorsement: null,
    interest: [],
  };
}

/** A peer that could not run the chaincode. */
export function broken(message: string): Answer {
  return failed(message);
}

function responsePayload(result: string): Buffer {
  return encodeResponsePayload(Buffer.from('hash'), {
    response: { status: 200, message: '', payload: Buffer.from(result) },
    results: Buffer.alloc(0),
    event: null,
    chaincode: { name: 'trial', version: '1.0' },
  });
}

/** Policies of the chaincode (under '') and of its collections, and who is a member of which. */
export interface SomeChaincode {
  readonly policies: Readonly<Record<string, string>>;
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

export class SomeDirectory implements ChaincodeDirectory {
  generation = 0;
  chaincode: SomeChaincode;

  constructor(chaincode: SomeChaincode) {
    this.chaincode = chaincode;
  }

  withPolicies(call: InterestCall): ReturnType<ChaincodeDirectory['withPolicies']> {
    const { policies } = this.chaincode;
    const names = call.collections.length === 0 ? [''] : call.collections;
    const { chaincode, keyPolicies, disregardNamespacePolicy } = call;
    return {
      chaincode,
      policies: names.map((name) => parsePolicy(policies[name] ?? expect.fail(`no ${name}`))),
      keyPolicies,
      disregardNamespacePolicy,
    };
  }

  isMember(peer: Signer, { collections }: InterestCall): boolean {
    return collections.every((name) =>
      this.chaincode.members?.[name]?.some((mspId) =>
        peer.satisfies({ kind: 'role', mspId, role: 'PEER' }),
      ),
    );
  }
}

export interface SomeNetwork {
  readonly registry: Registry;
  readonly directory: SomeDirectory;
  readonly peers: Readonly<Record<string, SomePeer>>;
  /** The addresses of the peers that have been asked, once or more. */
  asked(): readonly string[];
}

/** Peers of these addresses with a gateway’s registry over them. */
export function someNetwork(addresses: readonly string[], chaincode: SomeChaincode): SomeNetwork {
  const peers = addresses.map((address) => new SomePeer(address));
  const directory = new SomeDirectory(chaincode);
  return {
    registry: new Registry(peers, directory, seededRandom(1)),
    directory,
    peers: Object.fromEntries(peers.map((peer) => [peer.address, peer])),
    asked: () => peers.filter(({ asked }) => asked > 0).map(({ address }) => address),
  };
}

/** A proposal to the chaincode that these peers have, with or without transient data. */
export async function someProposal(secret = false): Promise<Proposal> {
  const proposal = await newProposal(
    { channel: 'channel', chaincode: 'trial', args: [Buffer.from('put')] },
    { serialized: Buffer.from('creator'), sign: () => Promise.resolve(Buffer.from('signed')) },
  );
  const transient = secret ? new Map([['value', Buffer.from('x')]]) : new Map<string, Buffer>();
  return { ...proposal, transient };
}
