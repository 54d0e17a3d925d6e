import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { sha256 } from '../../network/crypto.js';
import {
  type ChaincodeDefinition,
  programmeDefinition,
} from '../../network/embedded/config/definition.js';
import { ConfigError } from '../../network/embedded/config/error.js';
import {
  approvalChange,
  approvalKeys,
  committedDefinition,
  committedSequence,
  definitionChange,
  encodeDefinitionResult,
  isApproved,
  simulationReads,
} from '../../network/embedded/config/lifecycle.js';
import type { StructureChange } from '../../network/embedded/config/structure.js';
import { PROGRAMME } from '../../network/topology.js';
import { LIFECYCLE_STATE } from './fabric-lifecycle-answers.js';

const CHAINCODE = 'counterfoil';
const FIRST = programmeDefinition(PROGRAMME, { sequence: 1, version: '1.0' });

/** A state that a change can be made to. */
class State {
  readonly values = new Map<string, Uint8Array>();

  readonly get = (key: string): Uint8Array | null => this.values.get(key) ?? null;

  /** As the world state of an implicit collection shows itself to others. */
  readonly getHash = (key: string): Uint8Array | null => {
    const value = this.get(key);
    return value === null ? null : sha256(value);
  };

  commit(change: StructureChange): this {
    for (const { key, value } of change.writes) {
      if (value === null) this.values.delete(key);
      else this.values.set(key, value);
    }
    return this;
  }

  define(definition: ChaincodeDefinition): this {
    return this.commit(definitionChange(CHAINCODE, definition, this.get));
  }

  approve(definition: ChaincodeDefinition): this {
    return this.commit(
      approvalChange({ chaincode: CHAINCODE, packageId: 'p:1' }, definition, this.get),
    );
  }
}

describe('a chaincode definition in the state', () => {
  it('is kept under the keys and in the bytes of Fabric', () => {
    const { values } = new State().define(FIRST).approve(FIRST);
    const hashes = [...values].map(([key, value]) => [key, sha256(value).toString('hex')] as const);
    expect(new Map(hashes)).to.deep.equal(new Map(LIFECYCLE_STATE));
  });

  it('comes back as it was committed', () => {
    const { get } = new State().define(FIRST);
    const back = committedDefinition(CHAINCODE, get);
    expect(resultOf(back)).to.deep.equal(resultOf(FIRST));
    expect(committedSequence(CHAINCODE, get)).to.equal(1);
  });

  it('is not there before it is committed', () => {
    const { get } = new State();
    expect(committedDefinition(CHAINCODE, get)).to.equal(null);
    expect(committedSequence(CHAINCODE, get)).to.equal(0);
  });

  it('writes only what an upgrade changes', () => {
    const state = new State().define(FIRST);
    const same = definitionChange(CHAINCODE, { ...FIRST, sequence: 2 }, state.get);
    expect(keysOf(same)).to.deep.equal(['namespaces/fields/counterfoil/Sequence']);
    expect(same.reads).to.have.members(simulationReads(CHAINCODE, true));
    const later = definitionChange(CHAINCODE, { ...FIRST, sequence: 2, version: '1.1' }, state.get);
    expect(keysOf(later)).to.have.members([
      'namespaces/fields/counterfoil/Sequence',
      'namespaces/fields/counterfoil/EndorsementInfo',
    ]);
    expect(committedDefinition(CHAINCODE, state.commit(later).get)?.version).to.equal('1.1');
  });

  it('drops the fields of another kind of record in its place', () => {
    const state = new State();
    const { StateMetadata } = peer.lifecycle;
    const metadata = new StateMetadata();
    metadata.setDatatype('Other');
    metadata.setFieldsList(['Sequence', 'Colour']);
    state.values.set('namespaces/metadata/counterfoil', metadata.serializeBinary());
    state.values.set('namespaces/fields/counterfoil/Colour', Buffer.from('red'));
    expect(() => committedDefinition(CHAINCODE, state.get)).to.throw(ConfigError, /Other/);
    state.define(FIRST);
    expect(state.get('namespaces/fields/counterfoil/Colour')).to.equal(null);
    expect(committedDefinition(CHAINCODE, state.get)?.sequence).to.equal(1);
  });

  it('says again which fields there are when there were more', () => {
    const state = new State().define(FIRST);
    const metadata = new peer.lifecycle.StateMetadata();
    metadata.setDatatype('ChaincodeDefinition');
    metadata.setFieldsList(['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Colour']);
    state.values.set('namespaces/metadata/counterfoil', metadata.serializeBinary());
    expect(keysOf(definitionChange(CHAINCODE, FIRST, state.get))).to.deep.equal([
      // What the metadata did not name is written again, whatever the state holds there.
      'namespaces/fields/counterfoil/Collections',
      'namespaces/metadata/counterfoil',
      'namespaces/fields/counterfoil/Colour',
    ]);
  });

  it('is refused where a field holds another type', () => {
    const state = new State().define(FIRST);
    const text = new peer.lifecycle.StateData();
    text.setString('1');
    state.values.set('namespaces/fields/counterfoil/Sequence', text.serializeBinary());
    expect(() => committedSequence(CHAINCODE, state.get)).to.throw(ConfigError);
  });

  it('is read by its sequence alone, or whole once private data is touched', () => {
    expect(simulationReads(CHAINCODE, false)).to.deep.equal([
      'namespaces/fields/counterfoil/Sequence',
    ]);
    expect(simulationReads(CHAINCODE, true)).to.have.members([
      'namespaces/fields/counterfoil/Collections',
      'namespaces/fields/counterfoil/EndorsementInfo',
      'namespaces/fields/counterfoil/Sequence',
      'namespaces/fields/counterfoil/ValidationInfo',
      'namespaces/metadata/counterfoil',
    ]);
  });

  it('is approved where an organisation’s collection holds the same parameters', () => {
    const { getHash, values } = new State().approve(FIRST);
    expect(isApproved(CHAINCODE, FIRST, getHash)).to.equal(true);
    expect(isApproved(CHAINCODE, { ...FIRST, sequence: 2 }, getHash)).to.equal(false);
    expect(isApproved(CHAINCODE, { ...FIRST, version: '1.1' }, getHash)).to.equal(false);
    expect(isApproved(CHAINCODE, FIRST, new State().getHash)).to.equal(false);
    for (const key of approvalKeys(CHAINCODE, 1)) expect(values.has(key), key).to.equal(true);
  });
});

function keysOf({ writes }: StructureChange): string[] {
  return writes.map(({ key }) => key);
}

function resultOf(definition: ChaincodeDefinition | null): unknown {
  if (definition === null) return null;
  const bytes = encodeDefinitionResult(definition, new Map([['CoreMSP', true]]));
  return peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(bytes).toObject();
}
