import type { LedgerCheck } from '../../chaincode/domain/invariants/all.js';
import type {
  ClaimRecords,
  LedgerRecord,
  RecordOf,
} from '../../chaincode/domain/invariants/ledger-record.js';
import { compositeKey, splitKey } from '../../chaincode/state/keys.js';
import { decodeEntry } from '../../chaincode/state/ledger-record.js';
import type { StateView } from '../../network/embedded/store/ledger.js';
import type { Row } from '../../network/embedded/store/types.js';

/** A rebuilt state, and whose private values are in it. */
export interface StateToTell {
  readonly state: StateView;
  readonly chaincode: string;
  readonly collections: readonly string[];
  readonly mspIds: readonly string[];
}

/** How many records there are, by kind. */
export type RecordCounts = Record<string, number>;

const LAST = '\u{10ffff}';
const OF_CLAIMS = ['receivable', 'lot', 'instruction'];

/** Tell the checks all that is in state: private records first, then receivables one by one, then the rest. */
export async function tellState(from: StateToTell, check: LedgerCheck): Promise<RecordCounts> {
  const counts: RecordCounts = {};
  const count = (record: LedgerRecord): LedgerRecord => {
    counts[record.kind] = (counts[record.kind] ?? 0) + 1;
    return record;
  };
  for await (const record of privateRecords(from)) check.record(count(record));
  for await (const claim of claims(from)) {
    if (claim.receivable !== null) count(claim.receivable);
    claim.lots.forEach(count);
    claim.instructions.forEach(count);
    check.claim(claim);
  }
  for await (const row of from.state.range(from.chaincode, { start: '', end: '' })) {
    if (OF_CLAIMS.includes(splitKey(row.key)?.type ?? '')) continue;
    const record = recordIn(row, null);
    if (record !== null) check.record(count(record));
  }
  return counts;
}

/** Every private record once, whoever holds it. */
async function* privateRecords(from: StateToTell): AsyncGenerator<LedgerRecord> {
  for (const collection of from.collections) {
    const seen = new Set<string>();
    for await (const row of copiesOf(from, collection)) {
      const record = seen.has(row.key) ? null : recordIn(row, collection);
      seen.add(row.key);
      if (record !== null) yield record;
    }
  }
}

/** Every member's copy of a collection, one after another. */
async function* copiesOf(
  { state, chaincode, mspIds }: StateToTell,
  collection: string,
): AsyncGenerator<Row> {
  const at = { namespace: chaincode, collection };
  for (const mspId of mspIds) yield* state.privateRange(mspId, at, { start: '', end: '' });
}

/** What does not decode was told with the transaction that wrote it. */
function recordIn({ key, value }: Row, collection: string | null): LedgerRecord | null {
  const decoded = decodeEntry({ collection, key, text: new TextDecoder().decode(value) });
  return 'record' in decoded ? decoded.record : null;
}

interface Group<R> {
  readonly id: string;
  readonly records: readonly R[];
}

/** A walk over the groups of one type, one group ahead. */
class Walk<R> {
  readonly #groups: AsyncGenerator<Group<R>>;
  #head: Group<R> | null = null;

  constructor(groups: AsyncGenerator<Group<R>>) {
    this.#groups = groups;
  }

  /** The id of the next group; null at the end. */
  async next(): Promise<string | null> {
    if (this.#head === null) {
      const step = await this.#groups.next();
      this.#head = step.done === true ? null : step.value;
    }
    return this.#head?.id ?? null;
  }

  /** The next group's records when it has this id, which then is passed; else none. */
  take(id: string): readonly R[] {
    if (this.#head?.id !== id) return [];
    const { records } = this.#head;
    this.#head = null;
    return records;
  }
}

/** Receivables, lots and instructions lie in the order of the receivable's id: three walks side by side. */
async function* claims(from: StateToTell): AsyncGenerator<ClaimRecords> {
  const receivables = new Walk(groups(from, 'receivable', isReceivable));
  const lots = new Walk(groups(from, 'lot', isLot));
  const instructions = new Walk(groups(from, 'instruction', isInstruction));
  for (;;) {
    const ids = [await receivables.next(), await lots.next(), await instructions.next()];
    const [id] = ids.filter((each) => each !== null).sort();
    if (id === undefined) return;
    yield {
      id,
      receivable: receivables.take(id)[0] ?? null,
      lots: lots.take(id),
      instructions: instructions.take(id),
    };
  }
}

/** Records of one type, those of one receivable together. */
async function* groups<R extends LedgerRecord>(
  { state, chaincode }: StateToTell,
  type: string,
  is: (record: LedgerRecord) => record is R,
): AsyncGenerator<Group<R>> {
  const start = compositeKey(type, []);
  let id: string | null = null;
  let records: R[] = [];
  for await (const row of state.range(chaincode, { start, end: start + LAST })) {
    const of = splitKey(row.key)?.attributes[0] ?? '';
    if (id !== null && of !== id) {
      yield { id, records };
      records = [];
    }
    id = of;
    const record = recordIn(row, null);
    if (record !== null && is(record)) records.push(record);
  }
  if (id !== null) yield { id, records };
}

function isReceivable(record: LedgerRecord): record is RecordOf<'receivable'> {
  return record.kind === 'receivable';
}

function isLot(record: LedgerRecord): record is RecordOf<'lot'> {
  return record.kind === 'lot';
}

function isInstruction(record: LedgerRecord): record is RecordOf<'instruction'> {
  return record.kind === 'instruction';
}
