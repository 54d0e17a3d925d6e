import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { RangeResults } from '../../network/embedded/rwset/merkle.js';
import type { RangeQuery, Read } from '../../network/embedded/store/rwset.js';
import type { Version } from '../../network/embedded/store/types.js';
import { validateBlock } from '../../network/embedded/validation/block.js';
import type { Examined } from '../../network/embedded/validation/examine.js';
import { NAMESPACE, aCollection, anExamined, writesOf } from '../support/examined.js';
import { MemoryState } from '../support/memory-state.js';

const { TxValidationCode: CODE } = peer;
const COLLECTION = 'desk';
/** In their order, which is that of UTF-8; few of them are used much, so that acts meet. */
const KEYS = [
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  ...'g h i j k l m n o p q r'.split(' '),
  '\u{ff5e}',
  '\u{1f4c4}',
];
const HASHES = ['aa', 'bb'];
const BLOCK = 9;

/** Keys and the transaction of block 1 that wrote them last: a state as this test thinks of it. */
type Versions = Readonly<Record<string, number>>;

interface Query {
  readonly start: string;
  readonly end: string;
  /** How many results the contract looked at. */
  readonly limit: number;
  readonly degree: number;
}

interface Act {
  /** What had changed between the state that the act saw and the one that the block stands on. */
  readonly seen: Readonly<Record<string, number | null>>;
  readonly reads: readonly string[];
  readonly hashed: readonly string[];
  readonly queries: readonly Query[];
  readonly writes: Readonly<Record<string, string | null>>;
  readonly hashedWrites: Readonly<Record<string, string | null>>;
}

const version = fc.integer({ min: 0, max: 2 });
const bound = fc.constantFrom('', ...KEYS);
const aQuery: fc.Arbitrary<Query> = fc.record({
  start: bound,
  end: bound,
  limit: fc.integer({ min: 1, max: 25 }),
  degree: fc.constantFrom(2, 3, 50),
});

function someOf<T>(
  keys: readonly string[],
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2, noNullPrototype: true });
}

function upTo<T>(maxLength: number, value: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(value, { maxLength });
}

const oneKey = fc.oneof(fc.constantFrom(...KEYS.slice(0, 6)), fc.constantFrom(...KEYS));
const written = fc.constantFrom('x', null);
const anAct: fc.Arbitrary<Act> = fc.record({
  seen: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: someOf([...KEYS, ...HASHES], fc.option(version)) },
  ),
  reads: upTo(2, oneKey),
  hashed: upTo(1, fc.constantFrom(...HASHES)),
  queries: upTo(2, aQuery),
  writes: fc.oneof(someOf(KEYS.slice(0, 6), written), someOf(KEYS, written)),
  hashedWrites: someOf(HASHES, written),
});
/** Sparse, or with every key, so that summaries become trees of several levels. */
const aState: fc.Arbitrary<Versions> = fc.oneof(
  fc.dictionary(fc.constantFrom(...KEYS, ...HASHES), version, { noNullPrototype: true }),
  fc.constant(Object.fromEntries(KEYS.map((key) => [key, 1]))),
);

describe('what a transaction has read', () => {
  it('must stand when its turn comes, key by key, range by range', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        aState,
        fc.array(anAct, { minLength: 1, maxLength: 5 }),
        async (state, acts) => {
          const { flags } = await validateBlock(
            BLOCK,
            acts.map((act) => transactionOf(act, state)),
            before(state),
          );
          expect([...flags]).to.deep.equal(expectedFlags(acts, state));
          for (const flag of flags) seen.set(flag, (seen.get(flag) ?? 0) + 1);
        },
      ),
      { numRuns: 1000 },
    );
    // The property is worth something only as long as all three come often.
    for (const code of [CODE.VALID, CODE.MVCC_READ_CONFLICT, CODE.PHANTOM_READ_CONFLICT]) {
      expect(seen.get(code)).to.be.greaterThan(100);
    }
  });

  it('refuses a summary of a degree that no tree can have', async () => {
    const merkle = { maxDegree: 1, maxLevel: 1, hashes: [] };
    const range = { startKey: 'a', endKey: 'z', exhausted: true, reads: null, merkle };
    const { flags } = await validateBlock(
      BLOCK,
      [anExamined({ results: [{ ranges: [range] }] })],
      before({}),
    );
    expect([...flags]).to.deep.equal([CODE.PHANTOM_READ_CONFLICT]);
  });
});

function before(state: Versions): Parameters<typeof validateBlock>[2] {
  const committed = new MemoryState();
  for (const [key, tx] of Object.entries(state)) {
    const row = { value: Buffer.from('v'), metadata: null, version: { block: 1, tx } };
    const isHash = HASHES.includes(key);
    if (isHash) committed.setHash({ namespace: NAMESPACE, collection: COLLECTION }, key, row);
    else committed.set(NAMESPACE, key, row);
  }
  const open = { isSatisfiedBy: () => true, envelope: () => expect.fail('nobody plans here') };
  return {
    committed,
    hasTransaction: () => false,
    policies: () => ({ chaincode: open, collection: () => open }),
  };
}

/** The transaction of an act that saw a state, as a peer would have recorded it. */
function transactionOf(act: Act, state: Versions): Examined {
  const saw = new Map(Object.entries(state).map(([key, tx]) => [key, { block: 1, tx }]));
  for (const [key, tx] of Object.entries(act.seen)) {
    if (tx === null) saw.delete(key);
    else saw.set(key, { block: 1, tx });
  }
  const readOf = (key: string): Read => ({ key, version: saw.get(key) ?? null });
  return anExamined({
    results: [
      {
        reads: act.reads.map(readOf),
        ranges: act.queries.map((query) => rangeOf(query, saw)),
        writes: writesOf(act.writes),
        collections: [
          aCollection(COLLECTION, {
            reads: act.hashed.map(readOf),
            writes: writesOf(act.hashedWrites),
          }),
        ],
      },
    ],
  });
}

function rangeOf(
  { start, end, limit, degree }: Query,
  saw: ReadonlyMap<string, Version>,
): RangeQuery {
  const rows = rowsOf(saw, start, end);
  const exhausted = limit >= rows.length;
  const read = exhausted ? rows : rows.slice(0, limit);
  const results = new RangeResults(degree);
  for (const [key, found] of read) results.add({ key, version: found });
  const endKey = exhausted ? end : (read.at(-1)?.[0] ?? end);
  return { startKey: start, endKey, exhausted, ...results.done() };
}

function rowsOf(
  state: ReadonlyMap<string, Version>,
  start: string,
  end: string,
): [string, Version][] {
  return [...state]
    .filter(([key]) => !HASHES.includes(key) && KEYS.indexOf(key) >= KEYS.indexOf(start))
    .filter(([key]) => end === '' || KEYS.indexOf(key) < KEYS.indexOf(end))
    .sort(([one], [other]) => KEYS.indexOf(one) - KEYS.indexOf(other));
}

/** The plain way: whoever finds everything as it was may write, one after the other. */
function expectedFlags(acts: readonly Act[], state: Versions): readonly number[] {
  const now = new Map(Object.entries(state).map(([key, tx]) => [key, { block: 1, tx }]));
  const touched = new Set<string>();
  return acts.map((act, tx) => {
    const saw = new Map(Object.entries(state).map(([key, at]) => [key, { block: 1, tx: at }]));
    for (const [key, at] of Object.entries(act.seen)) {
      if (at === null) saw.delete(key);
      else saw.set(key, { block: 1, tx: at });
    }
    const isStale = (key: string): boolean =>
      touched.has(key) || now.get(key)?.tx !== saw.get(key)?.tx;
    if (act.reads.some(isStale)) return CODE.MVCC_READ_CONFLICT;
    if (act.queries.some((query) => lookOf(query, saw) !== lookOf(query, now, saw))) {
      return CODE.PHANTOM_READ_CONFLICT;
    }
    if (act.hashed.some(isStale)) return CODE.MVCC_READ_CONFLICT;
    for (const [key, value] of Object.entries({ ...act.writes, ...act.hashedWrites })) {
      touched.add(key);
      if (value === null) now.delete(key);
      else now.set(key, { block: BLOCK, tx });
    }
    return CODE.VALID;
  });
}

/** What a query shows of a state. One that was not read to its end shows what comes up to the last row it had seen. */
function lookOf(
  { start, end, limit }: Query,
  state: ReadonlyMap<string, Version>,
  first: ReadonlyMap<string, Version> = state,
): string {
  const seen = rowsOf(first, start, end);
  const last = limit >= seen.length ? null : KEYS.indexOf(seen[limit - 1]?.[0] ?? '');
  const rows = rowsOf(state, start, end);
  const shown = last === null ? rows : rows.filter(([key]) => KEYS.indexOf(key) <= last);
  return JSON.stringify(shown);
}
