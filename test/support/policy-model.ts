import type { common } from '@hyperledger/fabric-protos';
import * as fc from 'fast-check';

import type { Principal } from '../../network/embedded/identity/principal.js';
import type { Call } from '../../network/embedded/policy/layouts.js';
import type { Signer } from '../../network/embedded/policy/policy.js';

/** A policy as a test thinks of it, apart from how the code under test represents one. */
export type Rule = string | { readonly needed: number; readonly rules: readonly Rule[] };

export const ORGS = ['A', 'B', 'C', 'D'];

const leaf = fc
  .tuple(fc.constantFrom(...ORGS), fc.constantFrom('peer', 'peer', 'peer', 'admin', 'member'))
  .map(([org, role]) => `${org}.${role}`);

export const anyRule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; gate: Rule }>((tie) => ({
  rule: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('gate')),
  gate: fc
    .array(tie('rule'), { minLength: 1, maxLength: 3 })
    .chain((rules) =>
      fc.integer({ min: 1, max: rules.length }).map((needed) => ({ needed, rules })),
    ),
})).gate;

export const peers = fc.array(fc.constantFrom(...ORGS), { maxLength: 5 });

/** A policy in which no principal stands twice, so that greed cannot go wrong. */
export const readOnce: fc.Arbitrary<Rule> = fc
  .tuple(
    fc.shuffledSubarray(ORGS, { minLength: 4 }),
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: 1, max: 2 }),
  )
  .map(([[a = '', b = '', c = '', d = ''], outer, inner]) => ({
    needed: outer,
    rules: [
      { needed: inner, rules: [`${a}.peer`, `${b}.peer`] },
      { needed: 1, rules: [`${c}.peer`, `${d}.peer`] },
    ],
  }));

/**
 * Whether different people can be found for enough rules: all choices of rules, all assignments. It
 * shares nothing with the evaluator, which never goes back on a choice.
 */
export function isAssignable(rule: Rule, people: readonly string[]): boolean {
  return waysOf(rule).some((names) => canCover(names, people));
}

function waysOf(rule: Rule): string[][] {
  if (typeof rule === 'string') return [[rule]];
  const inner = rule.rules.map(waysOf);
  const choices = subsets(inner.length).filter((chosen) => chosen.length === rule.needed);
  return choices.flatMap((chosen) =>
    chosen.reduce<string[][]>(
      (done, at) => done.flatMap((names) => (inner[at] ?? []).map((way) => [...names, ...way])),
      [[]],
    ),
  );
}

function subsets(size: number): number[][] {
  return Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (__, at) => at).filter((at) => (bits & (1 << at)) !== 0),
  );
}

function canCover(names: readonly string[], people: readonly string[]): boolean {
  const [first, ...rest] = names;
  if (first === undefined) return true;
  return people.some(
    (person, at) =>
      fits(person, first) &&
      canCover(
        rest,
        people.filter((_, place) => place !== at),
      ),
  );
}

function fits(person: string, name: string): boolean {
  return person === name || name === `${person.split('.')[0] ?? ''}.member`;
}

export function aSigner(person: string): Signer {
  return { satisfies: (principal) => fits(person, personOf(principal)) };
}

export function personOf(principal: Principal): string {
  if (principal.kind !== 'role') throw new Error('only roles are used here');
  return `${principal.mspId}.${principal.role.toLowerCase()}`;
}

export function textOf(rule: Rule): string {
  if (typeof rule === 'string') return `'${rule}'`;
  return `OutOf(${[rule.needed, ...rule.rules.map(textOf)].join(', ')})`;
}

export function aCall(policies: common.SignaturePolicyEnvelope[]): Call {
  return { chaincode: 'counterfoil', policies, keyPolicies: [], disregardNamespacePolicy: false };
}
