import { expect } from 'chai';

import { programmeDefinition } from '../../network/embedded/config/definition.js';
import {
  callPolicies,
  chaincodePolicyOf,
  collectionPolicyOf,
  isMemberOfAll,
} from '../../network/embedded/config/definition-policies.js';
import { implicitCollectionOwner } from '../../network/embedded/config/lifecycle.js';
import { parsePolicy, printPolicy } from '../../network/embedded/policy/expression.js';
import { requiredSets } from '../../network/embedded/policy/layouts.js';
import { PolicyError } from '../../network/embedded/policy/policy.js';
import { collections, PROGRAMME } from '../../network/topology.js';
import { scratchDirectory } from '../support/organisation.js';
import { aSigner } from '../support/policy-model.js';
import { aProgramme, type Programme } from '../support/programme.js';

const CHAINCODE = 'counterfoil';
const FIRST = programmeDefinition(PROGRAMME, { sequence: 1, version: '1.0' });

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
    const both = ['desk_BankAMSP', 'offers_BankAMSP_AccessMSP'];
    expect(callPolicies(FIRST, both, programme.config.policies).length).to.equal(1);
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
    expect(collectionPolicyOf(FIRST, 'desk_BankAMSP', config).isSatisfiedBy([bank])).to.equal(true);
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
