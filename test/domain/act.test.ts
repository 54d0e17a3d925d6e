import { expect } from 'chai';
import { answers, type Signer } from '../../chaincode/domain/act.js';

function aSignature(party: string, over: Partial<Signer> = {}): Signer {
  return { party, mspId: 'M', key: `key of ${party}`, role: 'OPERATOR', limit: null, ...over };
}

describe('a signature that an act needs', () => {
  const need = { party: 'a', roles: ['CHECKER'], otherThan: 'maker key' } as const;

  it('is that party’s, by a key of the role, of another person', () => {
    const checker = { role: 'CHECKER' } as const;
    expect(answers(need, [aSignature('a', checker)])).to.equal(true);
    expect(answers(need, [aSignature('b', checker)])).to.equal(false);
    expect(answers(need, [aSignature('a')])).to.equal(false);
    expect(answers(need, [aSignature('a', { ...checker, key: 'maker key' })])).to.equal(false);
    expect(answers(need, [])).to.equal(false);
  });
});

describe('a quorum', () => {
  const need = { parties: ['a', 'b', 'c'], count: 2, roles: ['OPERATOR'] } as const;

  it('counts parties, not keys', () => {
    expect(answers(need, [aSignature('a'), aSignature('b')])).to.equal(true);
    expect(answers(need, [aSignature('a'), aSignature('a', { key: 'other' })])).to.equal(false);
  });

  it('counts only its own, by keys of the role', () => {
    expect(answers(need, [aSignature('a'), aSignature('z')])).to.equal(false);
    expect(answers(need, [aSignature('a'), aSignature('b', { role: 'MAKER' })])).to.equal(false);
  });
});
