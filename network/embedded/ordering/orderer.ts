import type { Examined } from '../validation/examine.js';

/** An envelope on its way into a block. */
export interface Ordered {
  readonly bytes: Buffer;
  readonly examined: Examined;
}

/** When a block is full. Sizes count payload and signature, as Fabric's block cutter does. */
export interface BlockLimits {
  readonly maxMessageCount: number;
  readonly preferredMaxBytes: number;
  /**
   * How long the first envelope of a block waits for company when the chain is idle. Under load nothing waits: what
   * arrives while a block is being committed is the next block.
   */
  readonly gatherMs: number;
}

/** Milliseconds that suit a handful of users as well as a load. */
export const GATHER_MS = 2;

/** The queue in front of the chain: one block at a time, in the order of arrival. */
export class Orderer {
  readonly #limits: BlockLimits;
  readonly #deliver: (batch: readonly Ordered[]) => Promise<void>;
  readonly #queue: Ordered[] = [];
  #running: Promise<void> | null = null;
  #failure: Error | null = null;
  #closed = false;

  /** @param deliver turns a batch into a committed block; when it fails, the orderer stops for good */
  constructor(limits: BlockLimits, deliver: (batch: readonly Ordered[]) => Promise<void>) {
    this.#limits = limits;
    this.#deliver = deliver;
  }

  /** Why nothing is taken any more; null while all is well. */
  get failure(): Error | null {
    return this.#failure;
  }

  get isOpen(): boolean {
    return !this.#closed && this.#failure === null;
  }

  /** @returns false when the orderer takes nothing any more */
  order(envelope: Ordered): boolean {
    if (!this.isOpen) return false;
    this.#queue.push(envelope);
    this.#running ??= this.#run();
    return true;
  }

  /** Take nothing more, and wait until what was taken is committed or the chain has failed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      const { maxMessageCount, gatherMs } = this.#limits;
      if (this.#queue.length < maxMessageCount) await pause(gatherMs);
      while (this.#queue.length > 0) await this.#deliver(this.#cut());
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#queue.length = 0;
    } finally {
      this.#running = null;
    }
  }

  /** An envelope above the preferred size gets a block of its own. @see fabric orderer/common/blockcutter */
  #cut(): readonly Ordered[] {
    const { maxMessageCount, preferredMaxBytes } = this.#limits;
    let count = 0;
    let bytes = 0;
    for (const { bytes: envelope } of this.#queue) {
      bytes += envelope.length;
      if (count > 0 && (count === maxMessageCount || bytes > preferredMaxBytes)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
