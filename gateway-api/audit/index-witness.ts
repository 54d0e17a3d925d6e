import {
  type InvariantReport,
  type Words,
  words,
} from '../../chaincode/domain/invariants/invariant.js';
import { nameOf } from '../../chaincode/state/ledger-record.js';
import { type IndexCopy, copyIndex } from '../../network/embedded/store/index-check.js';
import type { LedgerPlace } from '../../network/embedded/store/layout.js';
import type { StateView } from '../../network/embedded/store/ledger.js';
import type { Row } from '../../network/embedded/store/types.js';
import { type AuditFault, type AuditNote, NOWHERE } from './report.js';

/** C9 with what it found beside it. */
export interface Compared {
  readonly report: InvariantReport;
  readonly faults: readonly AuditFault[];
  readonly notes: readonly AuditNote[];
}

/**
 * C9: the same log gives the same state. The index that the peers keep beside the chain is the witness; it is copied
 * before the chain is read, so that beside a running server it never knows more than the chain.
 */
export class IndexWitness {
  readonly #index: IndexCopy | string;
  readonly #namespaces: readonly string[];
  #compared = 0;
  #fault: AuditFault | null = null;

  private constructor(index: IndexCopy | string, namespaces: readonly string[]) {
    this.#index = index;
    this.#namespaces = namespaces;
  }

  static async open(
    place: LedgerPlace,
    scratch: string,
    namespaces: readonly string[],
  ): Promise<IndexWitness> {
    return new IndexWitness(await copyIndex(place, scratch), namespaces);
  }

  /** To be called with the state built anew, at every height. */
  async hear(height: number, state: StateView): Promise<void> {
    if (typeof this.#index === 'string' || this.#index.height !== height) return;
    this.#compared += 1;
    const { state: held } = this.#index;
    if ((await held.stateHash()) === (await state.stateHash())) return;
    const key = await this.#firstDifference(state, held);
    const why = words(
      `at height ${height} the index holds something else than the files give`,
      `高度 ${height} 处索引与由文件重建的状态不一致`,
    );
    this.#fault = { code: 'INDEX_DIFFERS', at: { ...NOWHERE, key }, why };
  }

  /** @param height blocks that the chain has in all */
  conclude(height: number): Compared {
    const fault = this.#fault ?? this.#lost(height);
    const faults = fault === null ? [] : [fault];
    const violations = faults.map(({ at, why }) => ({ record: at.key ?? 'state', why, by: null }));
    const notes = typeof this.#index === 'string' ? [note(this.#index)] : [];
    return { report: { ...C9, checked: this.#compared, violations }, faults, notes };
  }

  async close(): Promise<void> {
    if (typeof this.#index !== 'string') await this.#index.close();
  }

  /** An index that has more blocks than the chain is a witness of what the chain has lost. */
  #lost(height: number): AuditFault | null {
    if (typeof this.#index === 'string' || this.#index.height <= height) return null;
    const why = words(
      `${this.#index.height} blocks were committed, the files hold ${height}`,
      `已提交 ${this.#index.height} 个区块，文件仅存 ${height} 个`,
    );
    return { code: 'INDEX_DIFFERS', at: { ...NOWHERE, block: height }, why };
  }

  /** The first public key whose value differs; null when the difference is among the hashes of private values. */
  async #firstDifference(one: StateView, other: StateView): Promise<string | null> {
    for (const namespace of this.#namespaces) {
      const key = await differentKey(all(one, namespace), all(other, namespace));
      if (key !== null) return namespace.startsWith('_') ? key : nameOf({ collection: null, key });
    }
    return null;
  }
}

const C9 = {
  id: 'C9',
  code: 'STATE_DIFFERS',
  title: words('The same log gives the same state', '同一日志得出同一状态'),
};

function note(why: string): AuditNote {
  const text: Words = words(
    `the state was compared with no index: ${why}`,
    `未能与索引比对状态：${why}`,
  );
  return { code: 'INDEX_NOT_COMPARED', why: text };
}

function all(state: StateView, namespace: string): AsyncGenerator<Row> {
  return state.range(namespace, { start: '', end: '' });
}

async function differentKey(
  one: AsyncGenerator<Row>,
  other: AsyncGenerator<Row>,
): Promise<string | null> {
  for (;;) {
    const [a, b] = [rowIn(await one.next()), rowIn(await other.next())];
    if (a === null) return b?.key ?? null;
    if (b === null) return a.key;
    if (a.key !== b.key) return a.key < b.key ? a.key : b.key;
    if (Buffer.compare(a.value, b.value) !== 0) return a.key;
  }
}

function rowIn(step: IteratorResult<Row>): Row | null {
  return step.done === true ? null : step.value;
}
