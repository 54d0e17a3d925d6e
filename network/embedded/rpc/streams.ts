import { Duplex, PassThrough, Readable } from 'node:stream';
import type { CallControl } from './call-control.js';
import { endOf } from './call-control.js';
import type { BidiHandler } from './rpc.js';
import { serviceError } from './service-error.js';

type Push = (message: unknown) => void;

/** Carries a handler's answers into a Node stream, one when the stream asks for one. */
class Answers<S> {
  readonly #source: AsyncIterator<Buffer>;
  readonly #deserialize: (bytes: Buffer) => S;
  readonly #control: CallControl;

  constructor(
    control: CallControl,
    source: AsyncIterable<Buffer>,
    deserialize: (bytes: Buffer) => S,
  ) {
    this.#control = control;
    this.#source = source[Symbol.asyncIterator]();
    this.#deserialize = deserialize;
  }

  /** Push the next answer, or null at the end. */
  deliver(push: Push, fail: (error: Error) => void): void {
    this.#control.race(this.#source.next()).then(
      ({ done, value }) => {
        if (done === true) this.#control.close();
        push(done === true ? null : this.#deserialize(value));
      },
      (error: unknown) => fail(serviceError(error)),
    );
  }

  /** Let the handler end; what it says to that is of no interest any more. */
  stop(): void {
    this.#control.cancel();
    this.#source.return?.().catch(() => {});
  }
}

/** A server stream in this process, as grpc-js's `ClientReadableStream` looks to its user. */
export class AnswerStream<S> extends Readable {
  readonly deserialize: (bytes: Buffer) => S;
  readonly #control: CallControl;
  readonly #answers: Answers<S>;

  constructor(
    control: CallControl,
    answers: AsyncIterable<Buffer>,
    deserialize: (bytes: Buffer) => S,
  ) {
    super({ objectMode: true });
    this.deserialize = deserialize;
    this.#control = control;
    this.#answers = new Answers(control, answers, deserialize);
    endWith(this, control);
  }

  override _read(): void {
    this.#answers.deliver(
      (message) => this.push(message),
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#answers.stop();
    done(error);
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

/** A stream both ways in this process, as grpc-js's `ClientDuplexStream` looks to its user. */
export class BidiStream<Q, S> extends Duplex {
  readonly serialize: (value: Q) => Buffer;
  readonly deserialize: (bytes: Buffer) => S;
  readonly #control: CallControl;
  readonly #requests = new PassThrough({ objectMode: true });
  readonly #answers: Answers<S>;

  constructor(
    control: CallControl,
    handler: BidiHandler,
    codec: { serialize: (value: Q) => Buffer; deserialize: (bytes: Buffer) => S },
  ) {
    super({ objectMode: true });
    this.serialize = codec.serialize;
    this.deserialize = codec.deserialize;
    this.#control = control;
    const answers = handler(this.#requests, control.signal);
    this.#answers = new Answers(control, answers, codec.deserialize);
    endWith(this, control);
  }

  override _read(): void {
    this.#answers.deliver(
      (message) => this.push(message),
      (error) => this.destroy(error),
    );
  }

  override _write(chunk: Q, _encoding: string, done: (error?: Error | null) => void): void {
    this.#requests.write(this.serialize(chunk), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#requests.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#requests.destroy();
    this.#answers.stop();
    done(error);
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

/** A cancelled or late stream fails at once, also when nobody is waiting for its next message. */
function endWith(stream: Readable, control: CallControl): void {
  control.signal.addEventListener(
    'abort',
    () => stream.destroy(serviceError(endOf(control.signal))),
    { once: true },
  );
}
