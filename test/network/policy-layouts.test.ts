import { expect } from 'chai';
import * as fc from 'fast-check';

import { decodePrincipal, principalKey } from '../../network/embedded/identity/principal.js';
import { signaturePolicy } from '../../network/embedded/policy/evaluate.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import {
  describeEndorsement,
  type Layout,
  orderLayouts,
  requiredSets,
  seededRandom,
  shuffled,
} from '../../network/embedded/policy/layouts.js';
import { PolicyError } from '../../network/embedded/policy/policy.js';
import {
  mergePrincipalSets,
  type PrincipalSet,
  principalSets,
} from '../../network/embedded/policy/principal-sets.js';
import {
  aCall,
  anyRule,
  aSigner,
  isAssignable,
  ORGS,
  personOf,
  readOnce,
  textOf,
} from '../support/policy-model.js';
import { MERGED } from './fabric-policy-answers.js';

describe('layouts of endorsements', () => {
  it('are those that Fabric finds', () => {
    for (const [question, answer] of MERGED) {
      const texts = question.split(' & ');
      const sets = mergePrincipalSets(texts.map((text) => principalSets(parsePolicy(text))));
      expect(setsText(sets), question).to.equal(answer);
    }
  });

  it('satisfy every policy they were made for', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { minLength: 1, maxLength: 3 }), (rules) => {
        const policies = rules.map((rule) => parsePolicy(textOf(rule)));
        for (const set of requiredSets([aCall(policies)])) {
          const people = set.map(({ principal }) => personOf(principal));
          for (const rule of rules) expect(isAssignable(rule, people)).to.equal(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('hold in validation too, and lose it without any one endorsement', () => {
    fc.assert(
      fc.property(readOnce, (rule) => {
        const envelope = parsePolicy(textOf(rule));
        const policy = signaturePolicy(envelope);
        for (const set of principalSets(envelope)) {
          const signers = set.map(({ principal }) => aSigner(personOf(principal)));
          expect(policy.isSatisfiedBy(signers)).to.equal(true);
          for (const missing of signers) {
            const rest = signers.filter((signer) => signer !== missing);
            expect(policy.isSatisfiedBy(rest)).to.equal(false);
          }
        }
      }),
    );
  });

  it('of merged policies never contain one another', () => {
    fc.assert(
      fc.property(anyRule, anyRule, (left, right) => {
        const sets = mergePrincipalSets(
          [left, right].map((rule) => principalSets(parsePolicy(textOf(rule)))),
        );
        const keys = sets.map((set) => new Set(set.map(({ key }) => key)));
        keys.forEach((inner, at) => {
          const containers = keys.filter(
            (outer, place) => place !== at && [...inner].every((key) => outer.has(key)),
          );
          expect(containers).to.deep.equal([]);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('cannot be made of a policy with a gate that asks for nothing, as in Fabric', () => {
    const nothing = "OutOf(0, 'B.peer')";
    for (const text of [nothing, `OR('A.peer', ${nothing})`, `AND('A.peer', ${nothing})`]) {
      expect(principalSets(parsePolicy(text)), text).to.deep.equal([]);
      expect(() => requiredSets([aCall([parsePolicy(text)])])).to.throw(/cannot be satisfied/);
    }
    expect(principalSets(parsePolicy("OutOf(2, 'A.peer')"))).to.deep.equal([]);
  });

  it('are offered only where there are peers to fill them', () => {
    const sets = requiredSets([aCall([parsePolicy("AND('A.peer', OR('B.peer', 'C.peer'))")])]);
    const all = describeEndorsement(sets, ['A.peer', 'B.peer', 'C.peer'].map(aSigner));
    expect(all.layouts.map(layoutText)).to.have.members(['A+B', 'A+C']);
    const some = describeEndorsement(sets, ['A.peer', 'C.peer'].map(aSigner));
    expect(some.layouts.map(layoutText)).to.deep.equal(['A+C']);
    expect(() => describeEndorsement(sets, ['B.peer', 'C.peer'].map(aSigner))).to.throw(
      'no peer combination can satisfy the endorsement policy',
    );
  });

  it('need as many peers as a principal is named', () => {
    const sets = requiredSets([aCall([parsePolicy("AND('A.peer', 'A.peer')")])]);
    expect(() => describeEndorsement(sets, [aSigner('A.peer')])).to.throw(PolicyError);
    const [layout] = describeEndorsement(sets, ['A.peer', 'A.peer'].map(aSigner)).layouts;
    expect([...(layout?.values() ?? [])]).to.deep.equal([2]);
  });

  it('take in the policies of the keys, and leave out a chaincode policy that none needs', () => {
    const chaincode = parsePolicy("AND('A.peer', 'B.peer')");
    const key = parsePolicy("OR('C.peer')");
    const both = requiredSets([{ ...aCall([chaincode]), keyPolicies: [key] }]);
    expect(setsText(both)).to.equal('a.peer+b.peer+c.peer');
    const collection = parsePolicy("OR('D.peer')");
    const keyed = requiredSets([
      { ...aCall([chaincode, collection]), keyPolicies: [key], disregardNamespacePolicy: true },
    ]);
    expect(setsText(keyed)).to.equal('c.peer+d.peer');
    expect(() =>
      requiredSets([{ ...aCall([chaincode]), disregardNamespacePolicy: true }]),
    ).to.throw(/requested to disregard chaincode counterfoil's policy/);
  });

  it('start with those of the preferred group, in an order that the seed alone decides', () => {
    const sets = requiredSets([
      aCall([parsePolicy("OutOf(2, 'A.peer', 'B.peer', 'C.peer', 'D.peer')")]),
    ]);
    const { layouts } = describeEndorsement(
      sets,
      ORGS.map((org) => aSigner(`${org}.peer`)),
    );
    const preferred = groupOf("OR('C.peer')");
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const ordered = orderLayouts(layouts, preferred, seededRandom(seed)).map(layoutText);
        expect(ordered.slice(0, 3)).to.have.members(['A+C', 'B+C', 'C+D']);
        expect(ordered.slice(3)).to.have.members(['A+B', 'A+D', 'B+D']);
        expect(orderLayouts(layouts, preferred, seededRandom(seed)).map(layoutText)).to.deep.equal(
          ordered,
        );
      }),
    );
  });
});

describe('a seeded shuffle', () => {
  it('keeps every item and reaches every order', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) {
      const order = shuffled(['a', 'b', 'c'], seededRandom(seed));
      expect([...order].sort()).to.deep.equal(['a', 'b', 'c']);
      seen.add(order.join(''));
    }
    expect(seen.size).to.equal(6);
  });
});

function setsText(sets: readonly PrincipalSet[]): string {
  const texts = sets.map((set) =>
    set
      .map(({ principal }) => personOf(principal).toLowerCase())
      .sort()
      .join('+'),
  );
  return texts.sort().join('|');
}

function layoutText(layout: Layout): string {
  const names = ORGS.filter((org) => layout.has(groupOf(`OR('${org}.peer')`)));
  return names.join('+');
}

function groupOf(text: string): string {
  const [principal] = parsePolicy(text).getIdentitiesList();
  if (principal === undefined) throw new Error('a policy names somebody');
  expect(decodePrincipal(principal).kind).to.equal('role');
  return principalKey(principal);
}
