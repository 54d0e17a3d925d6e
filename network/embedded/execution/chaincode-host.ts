import { createRequire } from 'node:module';
import { z } from 'zod';
import type { ChaincodeEvent, Response } from '../messages/transaction.js';
import { decodeChaincodeEvent } from '../messages/transaction.js';
import type { ChaincodeHandler } from './handler.js';

/**
 * The only door to fabric-shim's internals: its own dispatcher runs the contracts, its own stub talks to our handler, so
 * a contract cannot tell this peer from a real one. fabric-shim has an older fabric-protos of its own; only bytes cross.
 */

type Constructor = new (...args: never[]) => unknown;

const isConstructor = (value: unknown): value is Constructor => typeof value === 'function';
const constructor = z.custom<Constructor>(isConstructor, 'a class');
const decoder = z.custom<{ deserializeBinary(bytes: Uint8Array): unknown }>(isConstructor);

const shim = createRequire(createRequire(import.meta.url).resolve('fabric-shim/package.json'));
const Dispatcher = constructor.parse(shim('./lib/contract-spi/chaincodefromcontract.js'));
const Stub = constructor.parse(shim('./lib/stub.js'));
const { JSONSerializer } = z
  .object({ JSONSerializer: constructor })
  .parse(shim('fabric-contract-api'));
const { peer } = z
  .object({ peer: z.object({ ChaincodeInput: decoder, SignedProposal: decoder }) })
  .parse(shim('@hyperledger/fabric-protos'));

const logs = z
  .object({ getLogger: z.custom<(name: string) => object>(isConstructor) })
  .parse(shim('./lib/logger.js'));

// They print each refusal of a contract as an error, though it is the caller's, who gets it; and they format what they
// debug, several lines a call, before they find that nobody wants it.
const SILENCED = ['contracts-spi/chaincodefromcontract.js', 'contracts-spi/datamarshall.js'];
for (const name of [...SILENCED, 'lib/stub.js', 'lib/iterators.js']) {
  const nothing = (): void => {};
  Object.assign(logs.getLogger(name), { debug: nothing, info: nothing, error: nothing });
}

/** Instances are taken as they are: a copy would lose their prototype. */
const dispatcher = z.custom<{ Invoke(stub: unknown): Promise<unknown> }>(
  (value) => typeof value === 'object' && value !== null && 'Invoke' in value,
);
const reply = z.object({
  status: z.number(),
  message: z.unknown().optional(),
  payload: z.unknown().optional(),
});
const serializable = z.custom<{ serializeBinary(): Uint8Array }>(
  (value) => typeof value === 'object' && value !== null && 'serializeBinary' in value,
);
const stubState = z.object({ chaincodeEvent: serializable.optional() });

/** A contract class, as `fabric-contract-api` has them. */
export type ContractClass = new () => object;

export interface Invocation {
  readonly channel: string;
  readonly txId: string;
  /** A serialised ChaincodeInput. */
  readonly input: Uint8Array;
  /** A serialised SignedProposal: creator, timestamp and transient data reach the contract through it. */
  readonly signedProposal: Uint8Array;
  readonly handler: ChaincodeHandler;
}

export interface InvocationResult {
  readonly response: Response;
  /** The last event set, without chaincode and transaction id: the peer fills them in. */
  readonly event: Pick<ChaincodeEvent, 'eventName' | 'payload'> | null;
}

/** One organisation's instance of the chaincode; calls may overlap. */
export class ChaincodeHost {
  readonly #chaincode: z.infer<typeof dispatcher>;

  constructor(contracts: readonly ContractClass[]) {
    const serializers = {
      transaction: 'jsonSerializer',
      serializers: { jsonSerializer: JSONSerializer },
    };
    // The dispatcher pushes a contract of its own onto the list that it is given.
    this.#chaincode = dispatcher.parse(
      Reflect.construct(Dispatcher, [[...contracts], serializers]),
    );
  }

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const input = peer.ChaincodeInput.deserializeBinary(invocation.input);
    const proposal = peer.SignedProposal.deserializeBinary(invocation.signedProposal);
    const { handler, channel, txId } = invocation;
    const stub: unknown = Reflect.construct(Stub, [handler, channel, txId, input, proposal]);
    const { status, message, payload } = reply.parse(await this.#chaincode.Invoke(stub));
    const { chaincodeEvent } = stubState.parse(stub);
    return {
      response: { status, message: textOf(message), payload: bytesOf(payload) },
      event:
        chaincodeEvent === undefined
          ? null
          : decodeChaincodeEvent(chaincodeEvent.serializeBinary()),
    };
  }
}

/** A contract that throws something else than an Error has no message. */
function textOf(message: unknown): string {
  return typeof message === 'string' ? message : '';
}

/** What the contract returned, copied out of its reach. */
function bytesOf(payload: unknown): Buffer {
  if (payload instanceof Uint8Array) return Buffer.from(payload);
  return typeof payload === 'string' ? Buffer.from(payload) : Buffer.alloc(0);
}
