import { sha256 } from '../blocks.js';
import type { PrivateSet } from '../rwset/builder.js';

interface Held {
  readonly endorsedAt: number;
  /** Private write sets by the hex hash that the transaction carries. */
  readonly sets: Map<string, PrivateSet>;
}

/** Blocks after which the private data of a transaction that never came is dropped (core.yaml). */
const RETENTION_BLOCKS = 1000;

/**
 * Holds private write sets between endorsement and commit. Only in memory: an endorsed transaction whose private data a
 * restart has lost is refused by the orderer and must be endorsed again. @see fabric core/transientstore
 */
export class TransientStore {
  readonly #byTransaction = new Map<string, Held>();

  keep(txId: string, sets: readonly PrivateSet[], height: number): void {
    if (sets.length === 0) return;
    const held = this.#byTransaction.get(txId) ?? { endorsedAt: height, sets: new Map() };
    for (const set of sets) held.sets.set(keyOf(set, sha256(set.rwset)), set);
    this.#byTransaction.set(txId, held);
  }

  /** The set with this hash; null when it is not, or no more, at hand. */
  find(txId: string, place: Omit<PrivateSet, 'rwset'>, hash: Uint8Array): PrivateSet | null {
    return this.#byTransaction.get(txId)?.sets.get(keyOf(place, hash)) ?? null;
  }

  /** These transactions are committed at this height; with them goes what nobody came for. */
  drop(txIds: Iterable<string>, height: number): void {
    for (const txId of txIds) this.#byTransaction.delete(txId);
    // Insertion order is nearly endorsement order, so the old ones come first.
    for (const [txId, { endorsedAt }] of this.#byTransaction) {
      if (endorsedAt + RETENTION_BLOCKS > height) break;
      this.#byTransaction.delete(txId);
    }
  }
}

function keyOf({ namespace, collection }: Omit<PrivateSet, 'rwset'>, hash: Uint8Array): string {
  return JSON.stringify([namespace, collection, Buffer.from(hash).toString('hex')]);
}
