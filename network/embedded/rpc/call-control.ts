import { type Deadline, status } from '@grpc/grpc-js';
import { RpcError } from './rpc.js';

/** The longest that a timer of Node can wait; what is later never comes. */
const TIMER_MAX = 2 ** 31 - 1;

/** Ends one call early: at its deadline, or when the client cancels it. */
export class CallControl {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout | null;

  constructor(deadline: Deadline | undefined) {
    const wait = deadline === undefined ? Infinity : Number(deadline) - Date.now();
    this.#timer =
      wait > TIMER_MAX
        ? null
        : setTimeout(() => this.#end(status.DEADLINE_EXCEEDED, 'Deadline exceeded'), wait);
  }

  /** Its reason is the RpcError that the call fails with. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(): void {
    this.#end(status.CANCELLED, 'Cancelled on client');
  }

  /** The call is over: nothing more can end it. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** The work's result, unless the call ends first; the work itself goes on. @throws RpcError */
  async race<T>(work: Promise<T>): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const ended = (): void => reject(endOf(this.signal));
      if (this.signal.aborted) ended();
      else this.signal.addEventListener('abort', ended, { once: true });
      work.then(resolve, reject);
    });
  }

  #end(code: status, message: string): void {
    this.close();
    this.#abort.abort(new RpcError(code, message));
  }
}

/** Why a call ended early. */
export function endOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new RpcError(status.CANCELLED, 'Cancelled');
}
