import type { common, msp } from '@hyperledger/fabric-protos';

import { decodePrincipal, type Principal, principalKey } from '../identity/principal.js';

/** A principal that one endorsement has to satisfy; equal ones share the key. */
export interface Required {
  readonly key: string;
  readonly principal: Principal;
}

/** Principals which, each satisfied by an endorsement of its own, satisfy a policy together. */
export type PrincipalSet = readonly Required[];

/** Above this many ways to choose, Fabric drops rules of the gate at random; here the last ones go. */
const COMBINATIONS_MAX = 10_000;

/** A rule of the policy's tree; `required` is null for a gate, which has `children`. */
interface Vertex {
  readonly depth: number;
  readonly required: Required | null;
  readonly needed: number;
  readonly children: readonly Vertex[];
}

/**
 * All ways to satisfy a signature policy, in Fabric's order, which decides where sets differ only in
 * how often they name a principal (common/policies/inquire/inquire.go, common/graph/perm.go). Empty
 * when there is none, and also when the policy holds a gate that asks for nothing, as in Fabric.
 */
export function principalSets(envelope: common.SignaturePolicyEnvelope): PrincipalSet[] {
  const required = envelope.getIdentitiesList().map(requirement);
  const root = vertexOf(envelope.getRule(), 0, required);
  let ways: (readonly Vertex[])[] = [[root]];
  for (const gate of breadthFirst(root).filter(({ children }) => children.length > 0)) {
    const open = ways.filter((way) => way.includes(gate));
    const chosen = choices(gate);
    ways = [
      ...ways.filter((way) => !way.includes(gate)),
      ...open.flatMap((way) => chosen.map((choice) => replaced(way, gate, choice))),
    ];
  }
  const sets = ways.map(setOf);
  return sets.some((set) => set.length === 0) ? [] : sets;
}

/**
 * The ways to satisfy several policies at once (inquire/merge.go). Like Fabric's, it may leave out
 * a way in which one policy is satisfied by another member than it needs elsewhere; what it gives
 * does satisfy all, and no way contains another.
 */
export function mergePrincipalSets(all: readonly (readonly PrincipalSet[])[]): PrincipalSet[] {
  const [first = [], ...rest] = all;
  return rest.reduce<readonly PrincipalSet[]>(merge, first).slice();
}

function requirement(principal: msp.MSPPrincipal): Required {
  return { key: principalKey(principal), principal: decodePrincipal(principal) };
}

function vertexOf(
  rule: common.SignaturePolicy | undefined,
  depth: number,
  required: readonly Required[],
): Vertex {
  const gate = rule?.getNOutOf();
  const signedBy = rule?.hasSignedBy() === true ? (required[rule.getSignedBy()] ?? null) : null;
  return {
    depth,
    required: signedBy,
    needed: gate?.getN() ?? 0,
    children: gate?.getRulesList().map((each) => vertexOf(each, depth + 1, required)) ?? [],
  };
}

function breadthFirst(root: Vertex): Vertex[] {
  const visited: Vertex[] = [];
  for (let level: readonly Vertex[] = [root]; level.length > 0;) {
    visited.push(...level);
    level = level.flatMap(({ children }) => children);
  }
  return visited;
}

/** The choices of as many of a gate's rules as it asks for; one empty choice if it asks for none. */
function choices({ children, needed }: Vertex): (readonly Vertex[])[] {
  const usable = [...children];
  while (binomial(usable.length, needed) > COMBINATIONS_MAX) usable.pop();
  return combinations(usable, needed);
}

/** A gate that asks for nothing stays, and spoils the set: it has no principal to show. */
function replaced(
  way: readonly Vertex[],
  gate: Vertex,
  choice: readonly Vertex[],
): readonly Vertex[] {
  return choice.length === 0 ? way : way.flatMap((each) => (each === gate ? choice : [each]));
}

/** The principals breadth first; empty if the way holds a rule that is no principal. */
function setOf(way: readonly Vertex[]): PrincipalSet {
  const byDepth = [...way].sort((left, right) => left.depth - right.depth);
  const set = byDepth.map(({ required }) => required).filter((each) => each !== null);
  return set.length === way.length ? set : [];
}

/** The choices of `count` of the items, in order. */
function combinations<T>(items: readonly T[], count: number): T[][] {
  if (count < 0) return [];
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), count - 1).map((rest) => [item, ...rest]),
  );
}

function binomial(items: number, count: number): number {
  if (count > items) return 0;
  let ways = 1;
  for (let chosen = 1; chosen <= count; chosen += 1)
    ways = (ways * (items - count + chosen)) / chosen;
  return ways;
}

function merge(left: readonly PrincipalSet[], right: readonly PrincipalSet[]): PrincipalSet[] {
  // What one side already contains of the other needs no more than the containing set.
  const leftIn = containments(left, right);
  const leftRest = without(left, new Set(leftIn.map(({ inner }) => inner)));
  const rightIn = containments(right, leftRest);
  const rightRest = without(right, new Set(rightIn.map(({ inner }) => inner)));
  const leftFree = without(leftRest, new Set(rightIn.map(({ outer }) => outer)));
  // The places are those in `right`, as in Fabric, although `rightRest` may have moved up.
  const rightFree = without(rightRest, new Set(leftIn.map(({ outer }) => outer)));
  return reduced([
    ...leftIn.map(({ united }) => united),
    ...rightIn.map(({ united }) => united),
    ...leftFree.flatMap((set) => rightFree.map((other) => union(set, other))),
  ]);
}

/** Places of a set and of one that contains it, and what satisfies both. */
interface Containment {
  readonly inner: number;
  readonly outer: number;
  readonly united: PrincipalSet;
}

function containments(
  sets: readonly PrincipalSet[],
  containers: readonly PrincipalSet[],
): Containment[] {
  return sets.flatMap((set, inner) =>
    containers.flatMap((container, outer) => {
      const contained = set.every((each) => container.some((other) => isA(other, each)));
      return contained ? [{ inner, outer, united: union(set, container) }] : [];
    }),
  );
}

/** The containing set, and what of the other it does not cover one to one. */
function union(contained: PrincipalSet, containing: PrincipalSet): PrincipalSet {
  const free = [...containing];
  const missing = contained.filter((each) => {
    const cover = free.findIndex((other) => isA(other, each));
    if (cover >= 0) free.splice(cover, 1);
    return cover < 0;
  });
  return [...containing, ...missing];
}

/** Drop a set that contains another one; of equal sets the first stays. */
function reduced(sets: readonly PrincipalSet[]): PrincipalSet[] {
  return sets.filter((set, index) =>
    sets.every((other, at) => {
      if (at === index || !isSubset(other, set)) return true;
      return isSubset(set, other) && index < at;
    }),
  );
}

function isSubset(inner: PrincipalSet, outer: PrincipalSet): boolean {
  return inner.every(({ key }) => outer.some((other) => other.key === key));
}

/** Whether everybody who satisfies the one principal satisfies the other (inquire/compare.go). */
function isA({ key, principal }: Required, other: Required): boolean {
  if (key === other.key) return isComparable(principal);
  const wanted = other.principal;
  if (wanted.kind !== 'role' || wanted.role !== 'MEMBER') return false;
  return isComparable(principal) && 'mspId' in principal && principal.mspId === wanted.mspId;
}

/** Whether the principal is of a kind that layouts can be made of. */
export function isComparable({ kind }: Principal): boolean {
  return kind === 'role' || kind === 'unit' || kind === 'identity';
}

function without<T>(items: readonly T[], places: ReadonlySet<number>): T[] {
  return items.filter((_, place) => !places.has(place));
}
