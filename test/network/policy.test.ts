import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';

import { signaturePolicy, signaturePolicyOf } from '../../network/embedded/policy/evaluate.js';
import { parsePolicy, printPolicy } from '../../network/embedded/policy/expression.js';
import { PolicyError } from '../../network/embedded/policy/policy.js';
import {
  anyRule,
  aSigner,
  isAssignable,
  peers,
  readOnce,
  textOf,
} from '../support/policy-model.js';
import { EVALUATED, PARSED } from './fabric-policy-answers.js';

describe('the policy language', () => {
  it('makes the bytes that Fabric makes, and refuses what Fabric refuses', () => {
    for (const [text, wanted] of PARSED) {
      if (wanted === 'refused') {
        expect(() => parsePolicy(text), text).to.throw(PolicyError);
      } else {
        expect(base64(parsePolicy(text)), text).to.equal(wanted);
      }
    }
  });

  it('comes back to the same envelope when printed and read again', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const envelope = parsePolicy(textOf(rule));
        expect(base64(parsePolicy(printPolicy(envelope)))).to.equal(base64(envelope));
      }),
    );
  });

  it('never takes a text apart in the middle of a word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        try {
          parsePolicy(text);
        } catch (error) {
          expect(error).to.be.instanceOf(PolicyError);
        }
      }),
    );
  });
});

describe('evaluating a signature policy', () => {
  it('answers as Fabric does', () => {
    for (const [question, answer] of EVALUATED) {
      const [text = '', people = ''] = question.split(' by ');
      const signers = people.split(' ').map(aSigner);
      const holds = signaturePolicy(parsePolicy(text)).isSatisfiedBy(signers);
      expect(holds, question).to.equal(answer === 'holds');
    }
  });

  it('never holds where no assignment of signers to rules exists', () => {
    fc.assert(
      fc.property(anyRule, peers, (rule, orgs) => {
        const people = orgs.map((org) => `${org}.peer`);
        const holds = signaturePolicy(parsePolicy(textOf(rule))).isSatisfiedBy(people.map(aSigner));
        if (holds) expect(isAssignable(rule, people)).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('holds exactly where an assignment exists, if no principal stands twice', () => {
    fc.assert(
      fc.property(readOnce, peers, (rule, orgs) => {
        const people = orgs.map((org) => `${org}.peer`);
        const holds = signaturePolicy(parsePolicy(textOf(rule))).isSatisfiedBy(people.map(aSigner));
        expect(holds).to.equal(isAssignable(rule, people));
      }),
      { numRuns: 300 },
    );
  });

  it('counts nobody twice', () => {
    const policy = signaturePolicy(parsePolicy("AND('A.peer', 'A.peer')"));
    expect(policy.isSatisfiedBy([aSigner('A.peer')])).to.equal(false);
    expect(policy.isSatisfiedBy([aSigner('A.peer'), aSigner('A.peer')])).to.equal(true);
  });

  it('gives back what a rule took in vain', () => {
    const policy = signaturePolicy(parsePolicy("OR(AND('A.peer', 'B.peer'), 'A.peer')"));
    expect(policy.isSatisfiedBy([aSigner('A.peer')])).to.equal(true);
    const nested = signaturePolicy(
      parsePolicy("AND(OR(AND('A.peer', 'B.peer'), 'C.peer'), 'A.peer')"),
    );
    expect(nested.isSatisfiedBy(['A.peer', 'C.peer'].map(aSigner))).to.equal(true);
  });

  it('keeps what a rule took, even where the gate had enough: Fabric refuses these two', () => {
    const policy = signaturePolicy(parsePolicy("AND(OR('A.peer', 'B.peer'), 'A.peer')"));
    expect(policy.isSatisfiedBy(['A.peer', 'B.peer'].map(aSigner))).to.equal(false);
    expect(policy.isSatisfiedBy(['A.peer', 'B.peer', 'A.peer'].map(aSigner))).to.equal(true);
  });

  it('takes no client where a peer is asked for', () => {
    const policy = signaturePolicy(parsePolicy("OR('A.peer')"));
    expect(policy.isSatisfiedBy([aSigner('A.client')])).to.equal(false);
    expect(
      signaturePolicy(parsePolicy("OR('A.member')")).isSatisfiedBy([aSigner('A.client')]),
    ).to.equal(true);
  });

  it('is refused for an envelope that cannot be compiled', () => {
    const later = parsePolicy("OR('A.peer')");
    later.setVersion(1);
    expect(() => signaturePolicy(later)).to.throw(PolicyError);
    const dangling = parsePolicy("OR('A.peer')");
    dangling.setIdentitiesList([]);
    expect(() => signaturePolicy(dangling)).to.throw(PolicyError);
    expect(() => signaturePolicy(new common.SignaturePolicyEnvelope())).to.throw(PolicyError);
    expect(() => signaturePolicyOf(Buffer.from('no policy'))).to.throw(PolicyError);
  });
});

function base64(envelope: common.SignaturePolicyEnvelope): string {
  return Buffer.from(envelope.serializeBinary()).toString('base64');
}
