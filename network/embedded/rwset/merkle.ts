import { sha256 } from '../blocks.js';
import type { MerkleSummary, Read } from '../store/rwset.js';
import { encodeReads } from './encode.js';

/** More results than this in one range query are recorded as a summary. @see fabric txmgr/query_executor.go */
export const MAX_DEGREE = 50;

const LEAF_LEVEL = 1;

/**
 * What a range query saw, as it goes into the read set: the reads themselves up to `maxDegree`, a Merkle summary above.
 * The tree is complete at every step as far as it goes, for the validator compares it while it grows.
 * @see fabric core/ledger/kvledger/txmgmt/rwsetutil/query_results_helper.go
 */
export class RangeResults {
  #pending: Read[] = [];
  readonly #tree: MerkleTree;
  readonly #maxDegree: number;

  /** @throws RangeError when `maxDegree` is below 2, as Fabric refuses it. */
  constructor(maxDegree: number = MAX_DEGREE) {
    this.#maxDegree = maxDegree;
    this.#tree = new MerkleTree(maxDegree);
  }

  add(read: Read): void {
    this.#pending.push(read);
    if (this.#pending.length > this.#maxDegree) this.#flush();
  }

  /** The summary so far, finished or not. */
  summary(): MerkleSummary {
    return this.#tree.summary();
  }

  /** One of the two, or neither when nothing was seen. */
  done(): { readonly reads: readonly Read[] | null; readonly merkle: MerkleSummary | null } {
    if (this.#tree.isEmpty) {
      return { reads: this.#pending.length === 0 ? null : this.#pending, merkle: null };
    }
    if (this.#pending.length > 0) this.#flush();
    this.#tree.finish();
    return { reads: null, merkle: this.#tree.summary() };
  }

  #flush(): void {
    this.#tree.add(sha256(encodeReads(this.#pending)));
    this.#pending = [];
  }
}

class MerkleTree {
  readonly #levels = new Map<number, Uint8Array[]>();
  #maxLevel = LEAF_LEVEL;
  readonly #maxDegree: number;

  constructor(maxDegree: number) {
    if (maxDegree < 2) throw new RangeError(`maxDegree [${maxDegree}] should not be less than 2`);
    this.#maxDegree = maxDegree;
  }

  get isEmpty(): boolean {
    return this.#maxLevel === LEAF_LEVEL && this.#at(LEAF_LEVEL).length === 0;
  }

  add(leaf: Uint8Array): void {
    this.#push(LEAF_LEVEL, leaf);
    for (let level = LEAF_LEVEL; this.#at(level).length > this.#maxDegree; level += 1) {
      this.#push(level + 1, sha256(...this.#take(level)));
      this.#maxLevel = Math.max(this.#maxLevel, level + 1);
    }
  }

  /** Close the levels below the highest one; a lone hash moves up as it is. */
  finish(): void {
    for (let level = LEAF_LEVEL; level < this.#maxLevel; level += 1) {
      const [first, ...rest] = this.#take(level);
      if (first !== undefined) {
        this.#push(level + 1, rest.length === 0 ? first : sha256(first, ...rest));
      }
    }
    if (this.#at(this.#maxLevel).length > this.#maxDegree) {
      const root = sha256(...this.#take(this.#maxLevel));
      this.#maxLevel += 1;
      this.#push(this.#maxLevel, root);
    }
  }

  summary(): MerkleSummary {
    const hashes = [...this.#at(this.#maxLevel)];
    return { maxDegree: this.#maxDegree, maxLevel: this.#maxLevel, hashes };
  }

  #at(level: number): readonly Uint8Array[] {
    return this.#levels.get(level) ?? [];
  }

  #take(level: number): readonly Uint8Array[] {
    const hashes = this.#at(level);
    this.#levels.delete(level);
    return hashes;
  }

  #push(level: number, hash: Uint8Array): void {
    const hashes = this.#levels.get(level);
    if (hashes === undefined) this.#levels.set(level, [hash]);
    else hashes.push(hash);
  }
}
