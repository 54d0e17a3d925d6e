import { peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { sha256 } from '../../network/crypto.js';
import {
  type ChaincodeDefinition,
  programmeDefinition,
} from '../../network/embedded/config/definition.js';
import {
  callPolicies,
  chaincodePolicyOf,
  collectionPolicyOf,
  isMemberOfAll,
} from '../../network/embedded/config/definition-policies.js';
import { ConfigError } from '../../network/embedded/config/error.js';
import {
  approvalChange,
  approvalKeys,
  committedDefinition,
  committedSequence,
  definitionChange,
  encodeDefinitionResult,
  implicitCollectionOwner,
  isApproved,
  simulationReads,
} from '../../network/embedded/config/lifecycle.js';
import type { StructureChange } from '../../network/embedded/config/structure.js';
import { parsePolicy, printPolicy } from '../../network/embedded/policy/expression.js';
import { requiredSets } from '../../network/embedded/policy/layouts.js';
import { PolicyError } from '../../network/embedded/policy/policy.js';
import { collections, PROGRAMME } from '../../network/topology.js';
import { scratchDirectory } from '../support/organisation.js';
import { aSigner } from '../support/policy-model.js';
import { aProgramme, type Programme } from '../support/programme.js';
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

describe('the programme’s collections', () => {
  const scratch = scratchDirectory();
  let programme: Programme;

  before(async () => {
    programme = await aProgramme(scratch.path('collections'));
  });

  function endorsersFor(names: readonly string[]): string[] {
    const policies = callPolicies(FIRST, names, programme.config.policies);
    const call = {
      chaincode: CHAINCODE,
      policies,
      keyPolicies: [],
      disregardNamespacePolicy: false,
    };
    return requiredSets([call])
      .map((set) =>
        set
          .map(({ principal }) => ('mspId' in principal ? principal.mspId : ''))
          .sort()
          .join('+'),
      )
      .sort();
  }

  it('have names that Fabric takes, one each', () => {
    const names = collections(PROGRAMME).map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[A-Za-z0-9-]+([A-Za-z0-9_-]+)*$/);
    expect(names).to.have.members([
      'desk_BankAMSP',
      'offers_BankAMSP_CoreMSP',
      'deal_BankAMSP_CoreMSP',
      'offers_BankAMSP_AccessMSP',
      'deal_BankAMSP_AccessMSP',
      'desk_BankBMSP',
      'offers_BankBMSP_CoreMSP',
      'deal_BankBMSP_CoreMSP',
      'offers_BankBMSP_AccessMSP',
      'deal_BankBMSP_AccessMSP',
      'directory',
      'clearing',
    ]);
  });

  it('ask for peers only: no client’s signature endorses anything', () => {
    const { policies } = programme.config;
    for (const { name } of FIRST.collections) {
      for (const envelope of callPolicies(FIRST, [name], policies)) {
        expect(printPolicy(envelope)).to.match(/^[^']*('\w+\.peer'[^']*)+$/);
      }
    }
    const everyClient = ['Core', 'Access', 'BankA', 'BankB'].map((org) =>
      aSigner(`${org}MSP.client`),
    );
    expect(chaincodePolicyOf(FIRST, policies).isSatisfiedBy(everyClient)).to.equal(false);
  });

  it('are endorsed as the five shapes of transaction need', () => {
    expect(endorsersFor([])).to.deep.equal([
      'AccessMSP+BankAMSP',
      'AccessMSP+BankBMSP',
      'BankAMSP+CoreMSP',
      'BankBMSP+CoreMSP',
    ]);
    expect(endorsersFor(['desk_BankAMSP', 'offers_BankAMSP_AccessMSP'])).to.deep.equal([
      'BankAMSP',
    ]);
    expect(endorsersFor(['deal_BankBMSP_CoreMSP'])).to.deep.equal(['BankBMSP+CoreMSP']);
    expect(endorsersFor(['clearing'])).to.deep.equal(['AccessMSP+BankAMSP']);
    expect(endorsersFor(['directory'])).to.deep.equal(['AccessMSP', 'CoreMSP']);
  });

  it('are held by their members’ peers', () => {
    const access = aSigner('AccessMSP.peer');
    const regulator = aSigner('RegulatorMSP.peer');
    expect(isMemberOfAll(FIRST, ['deal_BankAMSP_AccessMSP', 'clearing'], access)).to.equal(true);
    expect(isMemberOfAll(FIRST, ['deal_BankAMSP_AccessMSP', 'desk_BankAMSP'], access)).to.equal(
      false,
    );
    for (const { name } of FIRST.collections) {
      expect(isMemberOfAll(FIRST, [name], regulator), name).to.equal(false);
    }
    expect(() => isMemberOfAll(FIRST, ['nothing'], access)).to.throw(PolicyError);
  });

  it('are validated by their own policy, an implicit one by its organisation’s', () => {
    const { config } = programme;
    const deal = collectionPolicyOf(FIRST, 'deal_BankAMSP_AccessMSP', config);
    const [bank, access] = [aSigner('BankAMSP.peer'), aSigner('AccessMSP.peer')];
    expect(deal.isSatisfiedBy([bank])).to.equal(false);
    expect(deal.isSatisfiedBy([bank, access])).to.equal(true);
    const own = collectionPolicyOf(FIRST, '_implicit_org_BankAMSP', config);
    expect(own.isSatisfiedBy([bank])).to.equal(true);
    expect(own.isSatisfiedBy([aSigner('BankAMSP.client')])).to.equal(false);
    const regulators = collectionPolicyOf(FIRST, '_implicit_org_RegulatorMSP', config);
    expect(regulators.isSatisfiedBy([aSigner('RegulatorMSP.client')])).to.equal(true);
    expect(() => collectionPolicyOf(FIRST, 'nothing', config)).to.throw(
      PolicyError,
      /no such collection/,
    );
    expect(() => collectionPolicyOf(FIRST, '_implicit_org_X', config)).to.throw(PolicyError);
    expect(implicitCollectionOwner('deal_BankAMSP_AccessMSP')).to.equal(null);
  });

  it('without a policy of their own fall back on the chaincode’s', () => {
    const [desk] = FIRST.collections;
    if (desk === undefined) throw new Error('there are collections');
    const bare = { ...FIRST, collections: [{ ...desk, endorsementPolicy: null }] };
    const [policy] = callPolicies(bare, [desk.name], programme.config.policies);
    expect(policy === undefined ? '' : printPolicy(policy)).to.equal(
      "AND(OR('BankAMSP.peer', 'BankBMSP.peer'), OR('CoreMSP.peer', 'AccessMSP.peer'))",
    );
    const validated = collectionPolicyOf(bare, desk.name, programme.config);
    expect(validated.envelope().serializeBinary()).to.deep.equal(
      parsePolicy(policy === undefined ? '' : printPolicy(policy)).serializeBinary(),
    );
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
