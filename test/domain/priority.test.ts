import { expect } from 'chai';
import { type Instant, instantOf } from '../../chaincode/domain/instant.js';
import { type Claim, priority } from '../../chaincode/domain/priority.js';
import { cny } from '../support/money.js';

const MOMENTS: readonly (Instant | null)[] = [null, instantOf(1n), instantOf(2n)];
const KINDS = ['PLEDGE', 'ASSIGNMENT'] as const;

/** Every claim there can be with two moments: 2 kinds × 3 registrations × 3 notices. */
const SHAPES: readonly Omit<Claim, 'id'>[] = KINDS.flatMap((kind) =>
  MOMENTS.flatMap((registeredAt) =>
    MOMENTS.map((noticeArrivedAt) => ({
      kind,
      registeredAt,
      noticeArrivedAt,
      financed: cny('1.00'),
    })),
  ),
);

/** Is `a` paid before `b`? Straight from the law's sentence, one pair at a time. */
function precedes(a: Claim, b: Claim): boolean {
  if (a.registeredAt !== null && b.registeredAt !== null) return a.registeredAt < b.registeredAt;
  if (a.registeredAt !== null || b.registeredAt !== null) return a.registeredAt !== null;
  if (a.noticeArrivedAt !== null && b.noticeArrivedAt !== null) {
    return a.noticeArrivedAt < b.noticeArrivedAt;
  }
  return a.noticeArrivedAt !== null && b.noticeArrivedAt === null;
}

const exists = (claim: Claim): boolean =>
  claim.kind === 'ASSIGNMENT' || claim.registeredAt !== null;

function orderings<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((first, at) =>
    orderings(all.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

/** Holds `ranked` against {@link precedes} for every pair. */
function holds(claims: readonly Claim[]): boolean {
  const place = new Map(
    priority(claims).flatMap(({ claims: equals }, at) => equals.map(({ id }) => [id, at] as const)),
  );
  if (place.size !== claims.filter(exists).length) return false;
  return claims.every((a) =>
    claims.every((b) => {
      const [ofA, ofB] = [place.get(a.id), place.get(b.id)];
      if (ofA === undefined || ofB === undefined) {
        return (ofA === undefined) === !exists(a) && (ofB === undefined) === !exists(b);
      }
      return ofA < ofB === precedes(a, b);
    }),
  );
}

/** Every three of those shapes, a shape more than once too. */
const TRIPLES: readonly (readonly Claim[])[] = SHAPES.flatMap((first, a) =>
  SHAPES.slice(a).flatMap((second, b) =>
    SHAPES.slice(a + b).map((third) =>
      [first, second, third].map((shape, at) => ({ ...shape, id: `claim-${at}` })),
    ),
  ),
);

describe('priority among claims to one receivable', () => {
  const claim = (id: string, of: Partial<Claim>): Claim => ({
    id,
    kind: 'ASSIGNMENT',
    registeredAt: null,
    noticeArrivedAt: null,
    financed: cny('1.00'),
    ...of,
  });
  const ids = (claims: readonly Claim[]): unknown =>
    priority(claims).map(({ by, claims: equals }) => [by, ...equals.map(({ id }) => id)]);

  it('puts registration before notice, and notice before amount', () => {
    const [early, late] = [instantOf(1n), instantOf(2n)];
    expect(
      ids([
        claim('unknown', {}),
        claim('notice-2', { noticeArrivedAt: late }),
        claim('notice-1', { noticeArrivedAt: early }),
        claim('registered-2', { registeredAt: late, noticeArrivedAt: early }),
        claim('registered-1', { registeredAt: early, kind: 'PLEDGE' }),
        claim('secret', {}),
        claim('void', { kind: 'PLEDGE', noticeArrivedAt: early }),
      ]),
    ).to.deep.equal([
      ['REGISTRATION', 'registered-1'],
      ['REGISTRATION', 'registered-2'],
      ['NOTICE', 'notice-1'],
      ['NOTICE', 'notice-2'],
      ['AMOUNT', 'secret', 'unknown'],
    ]);
  });

  it('puts equals of one second in one rank', () => {
    const at = instantOf(1n);
    expect(ids([claim('b', { registeredAt: at }), claim('a', { registeredAt: at })])).to.deep.equal(
      [['REGISTRATION', 'a', 'b']],
    );
  });

  it('has nothing to say of no claims', () => {
    expect(priority([])).to.deep.equal([]);
  });

  it('agrees with the law on every pair of every three claims, in whatever order they are given', () => {
    let models = 0;
    for (const claims of TRIPLES) {
      const expected = JSON.stringify(ids(claims));
      for (const ordering of orderings(claims)) {
        models += 1;
        if (!holds(ordering) || JSON.stringify(ids(ordering)) !== expected) {
          expect.fail(JSON.stringify(ordering.map(({ financed: _, ...each }) => each)));
        }
      }
    }
    expect(models).to.equal(6 * 1140);
  });
});
