import type { KeyRange, StateView } from '../../network/embedded/store/ledger.js';
import type { CollectionName, Committed, Row } from '../../network/embedded/store/types.js';

/** Committed state on a plain map, for what is judged against state apart from any ledger. It holds no private values. */
export class MemoryState implements StateView {
  readonly #public = new Map<string, Map<string, Committed>>();
  readonly #hashed = new Map<string, Committed>();

  set(namespace: string, key: string, committed: Committed): this {
    const keys = this.#public.get(namespace) ?? new Map<string, Committed>();
    this.#public.set(namespace, keys.set(key, committed));
    return this;
  }

  setHash(at: CollectionName, keyHash: string, committed: Committed): this {
    this.#hashed.set(JSON.stringify([at.namespace, at.collection, keyHash]), committed);
    return this;
  }

  get(namespace: string, key: string): Committed | null {
    return this.#public.get(namespace)?.get(key) ?? null;
  }

  getHash(at: CollectionName, keyHash: string): Committed | null {
    return this.#hashed.get(JSON.stringify([at.namespace, at.collection, keyHash])) ?? null;
  }

  getPrivate(): null {
    return null;
  }

  getMany(namespace: string, keys: readonly string[]): Promise<readonly (Committed | null)[]> {
    return Promise.resolve(keys.map((key) => this.get(namespace, key)));
  }

  async *range(namespace: string, { start, end }: KeyRange): AsyncGenerator<Row> {
    const rows = [...(this.#public.get(namespace) ?? [])].map(([key, row]) => ({ key, ...row }));
    rows.sort((one, other) => compareBytes(one.key, other.key));
    for (const row of rows) {
      const isWithin =
        compareBytes(row.key, start) >= 0 && (end === '' || compareBytes(row.key, end) < 0);
      if (isWithin) yield await Promise.resolve(row);
    }
  }

  async *privateRange(): AsyncGenerator<never> {}

  stateHash(): Promise<string> {
    return Promise.reject(new Error('this state is no ledger’s'));
  }
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
