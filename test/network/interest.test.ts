import { expect } from 'chai';
import { interestOf } from '../../network/embedded/endorsing/interest.js';
import type { SimulationResults, WrittenKey } from '../../network/embedded/execution/simulation.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { PolicyError } from '../../network/embedded/policy/policy.js';

const OWN = Buffer.from(parsePolicy("OR('A.peer')").serializeBinary());

interface Touched {
  readonly written?: readonly Partial<WrittenKey>[];
  readonly reads?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** The interest in what was touched, one line a call. */
function interest({
  written = [],
  reads = [],
  namespaces = ['trial'],
}: Touched): readonly string[] {
  const none = { reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };
  const results: SimulationResults = {
    bytes: Buffer.alloc(0),
    namespaces: namespaces.map((namespace) => ({ namespace, ...none })),
    privateSets: [],
    privateReads: reads.map((collection) => ({ namespace: 'trial', collection })),
    writtenKeys: written.map((key) => ({
      namespace: 'trial',
      collection: '',
      keyPolicy: null,
      ...key,
    })),
  };
  return interestOf(results).map((call) =>
    [
      [call.chaincode, ...call.collections].join('/'),
      ...(call.noPrivateReads ? ['no reads'] : []),
      ...(call.disregardNamespacePolicy ? ['keys alone'] : []),
      ...call.keyPolicies.map(() => 'key policy'),
    ].join(', '),
  );
}

describe('the interest of a simulation', () => {
  it('is the chaincode when nothing was written', () => {
    expect(interest({})).to.deep.equal(['trial']);
    expect(interest({ namespaces: ['_lifecycle', 'trial'] })).to.deep.equal(['trial']);
    expect(interest({ namespaces: ['_lifecycle'] })).to.deep.equal([]);
  });

  it('is every chaincode that was written to', () => {
    const written = [{}, { namespace: 'other' }];
    expect(interest({ written, namespaces: ['trial', 'other'] })).to.deep.equal(['trial', 'other']);
  });

  it('names the policies of the keys, and whether the chaincode’s counts beside them', () => {
    expect(interest({ written: [{ keyPolicy: OWN }, {}] })).to.deep.equal(['trial, key policy']);
    expect(interest({ written: [{ keyPolicy: OWN }, { keyPolicy: OWN }] })).to.deep.equal([
      'trial, keys alone, key policy, key policy',
    ]);
  });

  it('is the collections alone when nothing public was written', () => {
    expect(interest({ written: [{ collection: 'desk' }] })).to.deep.equal(['trial/desk, no reads']);
    expect(interest({ written: [{ collection: 'desk' }], reads: ['desk'] })).to.deep.equal([
      'trial/desk',
    ]);
    expect(interest({ written: [{ collection: 'desk' }], reads: ['file'] })).to.deep.equal([
      'trial/desk, no reads',
      'trial/file',
    ]);
    expect(interest({ written: [{ collection: 'desk' }, {}] })).to.deep.equal([
      'trial',
      'trial/desk, no reads',
    ]);
  });

  it('names both where a collection was only read', () => {
    expect(interest({ reads: ['desk'] })).to.deep.equal(['trial', 'trial/desk']);
  });

  it('names a collection’s key policies without the collection', () => {
    const written = [{ collection: 'desk', keyPolicy: OWN }];
    expect(interest({ written })).to.deep.equal(['trial, keys alone, key policy']);
  });

  it('cannot be told of a policy that is none', () => {
    const written = [{ keyPolicy: Buffer.from([0xff]) }];
    expect(() => interest({ written })).to.throw(PolicyError);
  });
});
