import { endOf } from '../rpc/call-control.js';

/** Where and how a transaction ended. */
export interface CommitStatus {
  readonly block: number;
  /** A TxValidationCode. */
  readonly code: number;
}

interface Waiter {
  readonly settle: (status: CommitStatus) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Tells when a transaction is in the chain. One that is not known is waited for, however long: nobody can say of an id
 * that it will never come. @see fabric internal/pkg/gateway/commit/finder.go
 */
export class CommitStatuses {
  readonly #lookUp: (txId: string) => CommitStatus | null;
  readonly #waiting = new Map<string, Set<Waiter>>();
  #closed: Error | null = null;

  constructor(lookUp: (txId: string) => CommitStatus | null) {
    this.#lookUp = lookUp;
  }

  /** A committed block holds this transaction. */
  settle(txId: string): void {
    const waiters = this.#waiting.get(txId);
    const status = waiters === undefined ? null : this.#lookUp(txId);
    if (waiters === undefined || status === null) return;
    for (const waiter of waiters) waiter.settle(status);
  }

  /** Nothing more will be committed: everybody who waits fails with this error. */
  close(reason: Error): void {
    this.#closed ??= reason;
    for (const waiters of this.#waiting.values()) for (const waiter of waiters) waiter.fail(reason);
  }

  /** @throws the signal's reason, or that of the closing */
  async of(txId: string, signal: AbortSignal): Promise<CommitStatus> {
    const known = this.#lookUp(txId);
    if (known !== null) return known;
    if (signal.aborted) throw endOf(signal);
    if (this.#closed !== null) throw this.#closed;
    return await this.#wait(txId, signal);
  }

  async #wait(txId: string, signal: AbortSignal): Promise<CommitStatus> {
    const waiters = this.#waiting.get(txId) ?? new Set<Waiter>();
    this.#waiting.set(txId, waiters);
    return await new Promise<CommitStatus>((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', aborted);
        waiters.delete(waiter);
        if (waiters.size === 0) this.#waiting.delete(txId);
      };
      const waiter: Waiter = {
        settle: (status) => {
          leave();
          resolve(status);
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const aborted = (): void => waiter.fail(endOf(signal));
      waiters.add(waiter);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }
}
