import { RangeResults } from '../rwset/merkle.js';
import { compareKeys } from '../rwset/order.js';
import type { StateView } from '../store/ledger.js';
import type {
  CollectionRwSet,
  MerkleSummary,
  NamespaceRwSet,
  RangeQuery,
  Read,
} from '../store/rwset.js';
import type { Row, UpdateBatch, Write } from '../store/types.js';
import { sameVersion } from '../store/versions.js';

/** What the transactions of a block are tested against: the state before it, and what it has changed so far. */
export interface Standing {
  readonly committed: StateView;
  readonly updates: UpdateBatch;
}

export type ReadConflict = 'mvcc' | 'phantom';

/**
 * Whether everything that a transaction read still stands, namespace by namespace in Fabric's order: keys, ranges,
 * hashed keys. A key that an earlier transaction of the block wrote conflicts, whatever it wrote.
 * @returns null when there is no conflict
 * @see fabric core/ledger/kvledger/txmgmt/validation/validator.go
 */
export async function readConflict(
  results: readonly NamespaceRwSet[],
  standing: Standing,
): Promise<ReadConflict | null> {
  for (const set of results) {
    if (!set.reads.every((read) => isCurrent(set.namespace, read, standing))) return 'mvcc';
    for (const range of set.ranges) {
      if (!(await isSame(set.namespace, range, standing))) return 'phantom';
    }
    const hashed = set.collections.every((collection) =>
      collection.reads.every((read) =>
        isCurrentHash(set.namespace, { collection, read }, standing),
      ),
    );
    if (!hashed) return 'mvcc';
  }
  return null;
}

function isCurrent(namespace: string, read: Read, { committed, updates }: Standing): boolean {
  if (updates.public.get(namespace)?.has(read.key) === true) return false;
  return sameVersion(committed.get(namespace, read.key)?.version ?? null, read.version);
}

function isCurrentHash(
  namespace: string,
  { collection, read }: { collection: CollectionRwSet; read: Read },
  { committed, updates }: Standing,
): boolean {
  const name = collection.collection;
  if (updates.hashed.get(namespace)?.get(name)?.has(read.key) === true) return false;
  const current = committed.getHash({ namespace, collection: name }, read.key);
  return sameVersion(current?.version ?? null, read.version);
}

/** @see fabric core/ledger/kvledger/txmgmt/validation/rangequery_validator.go */
async function isSame(namespace: string, range: RangeQuery, standing: Standing): Promise<boolean> {
  const rows = latest(namespace, range, standing);
  try {
    return range.merkle === null
      ? await sameReads(range.reads ?? [], rows)
      : await sameSummary(range.merkle, rows);
  } finally {
    await rows.return(undefined);
  }
}

async function sameReads(reads: readonly Read[], rows: AsyncGenerator<Row>): Promise<boolean> {
  for (const read of reads) {
    const { done, value } = await rows.next();
    if (done === true || value.key !== read.key) return false;
    if (!sameVersion(value.version, read.version)) return false;
  }
  return (await rows.next()).done === true;
}

/** Compares the trees while the new one grows, so that a difference near the start ends it. */
async function sameSummary(wanted: MerkleSummary, rows: AsyncGenerator<Row>): Promise<boolean> {
  if (wanted.maxDegree < 2) return false;
  const results = new RangeResults(wanted.maxDegree);
  let matched = 0;
  for await (const row of rows) {
    results.add({ key: row.key, version: row.version });
    const grown = results.summary();
    if (grown.maxLevel < wanted.maxLevel || grown.hashes.length === matched) continue;
    if (!sameHash(grown.hashes[matched], wanted.hashes[matched])) return false;
    matched += 1;
  }
  const { merkle } = results.done();
  return (
    merkle !== null &&
    merkle.maxLevel === wanted.maxLevel &&
    merkle.hashes.length === wanted.hashes.length &&
    merkle.hashes.every((hash, at) => sameHash(hash, wanted.hashes[at]))
  );
}

function sameHash(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
}

/**
 * A range as it stands after the block's earlier transactions. The simulation that did not exhaust its range vouches
 * for its end key too. @see fabric core/ledger/kvledger/txmgmt/validation/combined_iterator.go
 */
async function* latest(
  namespace: string,
  { startKey: start, endKey: end, exhausted }: RangeQuery,
  { committed, updates }: Standing,
): AsyncGenerator<Row> {
  const changed = updates.public.get(namespace) ?? new Map<string, Write>();
  const pending = [...changed.keys()].filter((key) => isWithin(key, start, end)).sort(compareKeys);
  for await (const row of committed.range(namespace, { start, end })) {
    for (
      let key = pending[0];
      key !== undefined && compareKeys(key, row.key) < 0;
      key = pending[0]
    ) {
      pending.shift();
      yield* written(key, changed);
    }
    if (!changed.has(row.key)) yield row;
  }
  for (const key of pending) yield* written(key, changed);
  if (exhausted) return;
  const last = changed.has(end) ? null : committed.get(namespace, end);
  if (last === null) yield* written(end, changed);
  else yield { key: end, ...last };
}

function* written(key: string, changed: ReadonlyMap<string, Write>): Generator<Row> {
  const write = changed.get(key);
  if (write === undefined || write.value === null) return;
  yield { key, value: write.value, metadata: write.metadata, version: write.version };
}

function isWithin(key: string, start: string, end: string): boolean {
  return compareKeys(key, start) >= 0 && (end === '' || compareKeys(key, end) < 0);
}
