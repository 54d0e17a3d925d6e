import type { Block } from '../blocks.js';
import { endOf } from '../rpc/call-control.js';

/** Blocks as they are committed, and those before them, for whoever follows the chain. */
export class BlockFeed {
  readonly #read: (number: number) => Promise<Block>;
  readonly #waiting = new Set<() => void>();
  /** The block that was committed last: followers at the tip need not read it back. */
  #latest: Block | null = null;
  #height: number;
  #closed: Error | null = null;

  constructor(height: number, read: (number: number) => Promise<Block>) {
    this.#height = height;
    this.#read = read;
  }

  get height(): number {
    return this.#height;
  }

  /** A block has been committed. */
  announce(block: Block): void {
    this.#latest = block;
    this.#height = block.number + 1;
    this.#wake();
  }

  /** No further block will come: followers fail with this error. */
  close(reason: Error): void {
    this.#closed ??= reason;
    this.#wake();
  }

  async block(number: number): Promise<Block> {
    return this.#latest?.number === number ? this.#latest : await this.#read(number);
  }

  /** Every block from a number on, waiting for those that are not there yet. @throws the signal's reason */
  async *follow(from: number, signal: AbortSignal): AsyncGenerator<Block> {
    for (let number = from; ; number += 1) {
      await this.#reaches(number, signal);
      yield await this.block(number);
    }
  }

  async #reaches(number: number, signal: AbortSignal): Promise<void> {
    while (number >= this.#height) {
      if (signal.aborted) throw endOf(signal);
      if (this.#closed !== null) throw this.#closed;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    if (signal.aborted) throw endOf(signal);
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
