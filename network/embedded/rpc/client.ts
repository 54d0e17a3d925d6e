import { EventEmitter } from 'node:events';
import {
  type CallOptions,
  Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  Metadata,
  credentials,
  type requestCallback,
  status,
} from '@grpc/grpc-js';
import { CallControl } from './call-control.js';
import { RpcError, type Services } from './rpc.js';
import { serviceError } from './service-error.js';
import { AnswerStream, BidiStream } from './streams.js';

type Codec<Q, S> = readonly [
  method: string,
  serialize: (value: Q) => Buffer,
  deserialize: (bytes: Buffer) => S,
];
type Tail<S> =
  | readonly [Metadata, CallOptions, requestCallback<S>]
  | readonly [Metadata | CallOptions, requestCallback<S>]
  | readonly [requestCallback<S>];
type Options = readonly [(Metadata | CallOptions | undefined)?, (CallOptions | undefined)?];

/**
 * A grpc-js client whose server is one organisation's peer in this process. Everything crosses as bytes, so client and
 * peer share no object; errors, deadlines and cancelling are gRPC's own. It extends `Client` because fabric-gateway asks
 * for the whole type; no connection is ever made.
 */
export class InProcessClient extends Client {
  readonly #services: Services;
  #isClosed = false;

  constructor(services: Services) {
    super('in-process', credentials.createInsecure());
    this.#services = services;
  }

  /** No call is answered from now on. */
  override close(): void {
    super.close();
    this.#isClosed = true;
  }

  override makeUnaryRequest<Q, S>(
    ...[method, serialize, deserialize, argument, ...tail]: readonly [...Codec<Q, S>, Q, ...Tail<S>]
  ): ClientUnaryCall {
    const control = new CallControl(deadlineOf(tail));
    const callback = callbackOf(tail);
    const work = async (): Promise<S> => {
      const handler = this.#handler(this.#services.unary, method);
      return deserialize(await control.race(handler(serialize(argument), control.signal)));
    };
    void settle(work(), control, callback);
    return new UnaryCall(control);
  }

  override makeServerStreamRequest<Q, S>(
    ...[method, serialize, deserialize, argument, ...tail]: readonly [...Codec<Q, S>, Q, ...Options]
  ): ClientReadableStream<S> {
    const control = new CallControl(deadlineOf(tail));
    const handler = this.#handler(this.#services.serverStream, method);
    return new AnswerStream(control, handler(serialize(argument), control.signal), deserialize);
  }

  override makeBidiStreamRequest<Q, S>(
    ...[method, serialize, deserialize, ...tail]: readonly [...Codec<Q, S>, ...Options]
  ): ClientDuplexStream<Q, S> {
    const control = new CallControl(deadlineOf(tail));
    const handler = this.#handler(this.#services.bidi, method);
    return new BidiStream(control, handler, { serialize, deserialize });
  }

  #handler<H>(handlers: ReadonlyMap<string, H>, method: string): H {
    if (this.#isClosed) throw new RpcError(status.UNAVAILABLE, 'the peer is closed');
    const handler = handlers.get(method);
    if (handler !== undefined) return handler;
    throw new RpcError(status.UNIMPLEMENTED, `unknown method ${method}`);
  }
}

class UnaryCall extends EventEmitter {
  readonly #control: CallControl;
  constructor(control: CallControl) {
    super();
    this.#control = control;
  }

  cancel(): void {
    this.#control.cancel();
  }

  getPeer(): string {
    return 'in-process';
  }

  getAuthContext(): null {
    return null;
  }
}

/** The callback runs on its own: what it throws is not the call's failure. */
async function settle<S>(
  work: Promise<S>,
  control: CallControl,
  callback: requestCallback<S> | undefined,
): Promise<void> {
  try {
    const value = await work;
    queueMicrotask(() => callback?.(null, value));
  } catch (error) {
    queueMicrotask(() => callback?.(serviceError(error)));
  } finally {
    control.close();
  }
}

function callbackOf<S>(tail: Tail<S>): requestCallback<S> | undefined {
  for (const part of tail) if (typeof part === 'function') return part;
  return undefined;
}

function deadlineOf(tail: readonly unknown[]): CallOptions['deadline'] {
  for (const part of tail) {
    if (typeof part === 'object' && part !== null && !(part instanceof Metadata)) {
      const deadline: unknown = 'deadline' in part ? part.deadline : undefined;
      if (typeof deadline === 'number' || deadline instanceof Date) return deadline;
    }
  }
  return undefined;
}
