import { StatusCode } from '@hyperledger/fabric-gateway';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { WatchedLedger } from './checks.js';
import type { Fate, Held } from './held.js';
import type { Actor, Submission } from './memory-ledger.js';

/**
 * The contracts over a plain map, whose acts can be held back: an act takes effect when what it read is as it was, and
 * is otherwise tried once more, as the gateway does. It is what a peer's conflict check does, thousands of times a
 * minute; that a peer does it is tested on a peer.
 */
export class ConcurrentLedger extends WatchedLedger {
  async hold(actor: Actor, name: string, submission: Submission): Promise<Held> {
    const reads = new Map<string, string | undefined>();
    const trial = this.copy();
    const { state } = trial;
    const get = state.get.bind(state);
    state.get = (slot) => {
      const text = get(slot);
      if (!reads.has(slot)) reads.set(slot, text);
      return text;
    };
    await trial.submit(actor, name, submission);
    return {
      release: async () => {
        const stale = [...reads].some(([slot, text]) => this.state.get(slot) !== text);
        const codes = stale ? [StatusCode.MVCC_READ_CONFLICT] : [];
        return await this.#again(codes, () => this.submit(actor, name, submission));
      },
    };
  }

  async #again(codes: readonly number[], submit: () => Promise<unknown>): Promise<Fate> {
    try {
      await submit();
      return { outcome: 'done', facts: {}, codes: [...codes, StatusCode.VALID], block: 0n };
    } catch (error) {
      if (!(error instanceof Refusal) || codes.length === 0) throw error;
      return { outcome: error.code, facts: error.facts, codes, block: null };
    }
  }
}
