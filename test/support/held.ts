import { EventEmitter } from 'node:events';
import {
  type CallOptions,
  Client,
  type ClientUnaryCall,
  credentials,
  Metadata,
  type requestCallback,
} from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import {
  type Command,
  LedgerClient,
  type LedgerIdentity,
} from '../../gateway-api/ledger/client.js';
import { ContractRefusal } from '../../gateway-api/ledger/errors.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import { PROGRAMME } from '../../network/topology.js';

/** What became of an act that was held back. */
export interface Fate {
  /** `done`, or the code it was refused with. */
  readonly outcome: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Fabric's validation code of each transaction that was committed for it, in order. */
  readonly codes: readonly number[];
  /** Blocks it took effect in; null when it did not. */
  readonly block: bigint | null;
}

/** An act that its peers have endorsed on the state as it was, and that nobody has ordered yet. */
export interface Held {
  /** Order it, and let the gateway go on as always: wait, and try again what met a conflict. */
  readonly release: () => Promise<Fate>;
}

/**
 * Send `command` through a ledger client of its own, whose first transaction stops on the way to the orderer.
 * @throws ContractRefusal, LedgerError when it is not endorsed.
 */
export async function hold(
  network: EmbeddedNetwork,
  identity: LedgerIdentity,
  command: Command,
): Promise<Held> {
  const gate = new Gate(network.client(identity.mspId));
  const ledger = new LedgerClient({ ...PROGRAMME, peer: () => gate });
  const fate = ledger.submit(identity, command).then(
    ({ block }): Fate => ({ outcome: 'done', facts: {}, codes: gate.codes, block }),
    (error: unknown): Fate => {
      if (!(error instanceof ContractRefusal) || gate.codes.length === 0) throw error;
      return { outcome: error.code, facts: error.facts, codes: gate.codes, block: null };
    },
  );
  await Promise.race([gate.reached, fate]);
  return {
    release: async () => {
      gate.open();
      try {
        return await fate;
      } finally {
        ledger.close();
      }
    },
  };
}

type Unary<Q, S> = readonly [
  method: string,
  serialize: (value: Q) => Buffer,
  deserialize: (bytes: Buffer) => S,
  argument: Q,
];
type Tail<S> = readonly (Metadata | CallOptions | requestCallback<S>)[];

const SUBMIT = '/gateway.Gateway/Submit';
const COMMIT_STATUS = '/gateway.Gateway/CommitStatus';

/** A peer's connection with a gate before its orderer, and an ear for what becomes of transactions. */
class Gate extends Client {
  readonly codes: number[] = [];
  readonly reached: Promise<void>;
  readonly open: () => void;
  readonly #peer: Client;
  readonly #opened: Promise<void>;
  readonly #tellReached: () => void;

  constructor(peer: Client) {
    super('held', credentials.createInsecure());
    this.#peer = peer;
    [this.#opened, this.open] = signal();
    [this.reached, this.#tellReached] = signal();
  }

  override makeUnaryRequest<Q, S>(
    ...[method, serialize, deserialize, argument, ...tail]: readonly [...Unary<Q, S>, ...Tail<S>]
  ): ClientUnaryCall {
    const heard = (bytes: Buffer): S => {
      if (method === COMMIT_STATUS) {
        this.codes.push(gateway.CommitStatusResponse.deserializeBinary(bytes).getResult());
      }
      return deserialize(bytes);
    };
    const pass = (): ClientUnaryCall =>
      this.#peer.makeUnaryRequest(
        method,
        serialize,
        heard,
        argument,
        optionsOf(tail),
        callbackOf(tail),
      );
    if (method !== SUBMIT) return pass();
    this.#tellReached();
    void this.#opened.then(pass);
    return new HeldCall();
  }
}

/** The SDK asks for a call that it never uses. */
class HeldCall extends EventEmitter {
  cancel(): void {
    this.emit('cancelled');
  }

  getPeer(): string {
    return 'held';
  }

  getAuthContext(): null {
    return null;
  }
}

function signal(): [Promise<void>, () => void] {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [given, () => give()];
}

function optionsOf(tail: Tail<never>): CallOptions {
  for (const part of tail) {
    if (typeof part !== 'function' && !(part instanceof Metadata)) return part;
  }
  return {};
}

function callbackOf<S>(tail: Tail<S>): requestCallback<S> {
  for (const part of tail) if (typeof part === 'function') return part;
  throw new Error('a call without a callback');
}
