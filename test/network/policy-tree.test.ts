import type { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { configGroup } from '../../network/embedded/config/group.js';
import { printPolicy } from '../../network/embedded/policy/expression.js';
import { type Policy, PolicyError } from '../../network/embedded/policy/policy.js';
import { policyTree } from '../../network/embedded/policy/tree.js';
import { aSigner } from '../support/policy-model.js';

describe('implicit policies', () => {
  const org = (policies: Record<string, string>): common.ConfigGroup =>
    configGroup({ values: {}, policies });
  const groups = {
    a: org({ Admins: "OR('A.peer')" }),
    b: org({ Admins: "OR('B.peer')" }),
    c: org({ Admins: "OR('C.peer')" }),
    silent: org({}),
  };

  function rule(expression: string): Policy {
    const tree = policyTree(
      configGroup({ values: {}, policies: { P: expression }, groups }),
      '/Channel',
    );
    const policy = tree.get('/Channel/P');
    if (policy === undefined) throw new PolicyError('no policy');
    return policy;
  }

  it('count the groups that agree, those without the policy among them', () => {
    const table = [
      ['ANY Admins', 1],
      ['MAJORITY Admins', 3],
      ['ALL Admins', 4],
    ] as const;
    for (const [expression, needed] of table) {
      for (const count of [0, 1, 2, 3]) {
        const signers = ['A.peer', 'B.peer', 'C.peer'].slice(0, count).map(aSigner);
        expect(rule(expression).isSatisfiedBy(signers), `${expression} by ${count}`).to.equal(
          count >= needed,
        );
      }
    }
  });

  it('let one signature count in every group', () => {
    const shared = { a: org({ Admins: "OR('A.peer')" }), b: org({ Admins: "OR('A.member')" }) };
    const tree = policyTree(
      configGroup({ values: {}, policies: { P: 'ALL Admins' }, groups: shared }),
      '/Channel',
    );
    expect(tree.get('/Channel/P')?.isSatisfiedBy([aSigner('A.peer')])).to.equal(true);
  });

  it('become one signature policy that shares equal principals', () => {
    const shared = {
      a: org({ Admins: "AND('A.peer', 'B.peer')" }),
      b: org({ Admins: "OR('B.peer', 'C.peer')" }),
    };
    const tree = policyTree(
      configGroup({ values: {}, policies: { P: 'ANY Admins' }, groups: shared }),
      '/Channel',
    );
    const envelope = tree.get('/Channel/P')?.envelope();
    expect(envelope?.getIdentitiesList().length).to.equal(3);
    expect(envelope === undefined ? '' : printPolicy(envelope)).to.equal(
      "OR(AND('A.peer', 'B.peer'), OR('B.peer', 'C.peer'))",
    );
    expect(() => rule('ANY Admins').envelope()).to.throw(PolicyError);
  });
});
