import { expect } from 'chai';

import { chaincodePolicy, encodePolicy, pledgedPolicy } from '../../chaincode/state/key-policy.js';
import { programmeDefinition } from '../../network/embedded/config/definition.js';
import { callPolicies } from '../../network/embedded/config/definition-policies.js';
import { decodeEnvelope, signaturePolicyOf } from '../../network/embedded/policy/evaluate.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { requiredSets } from '../../network/embedded/policy/layouts.js';
import { type PrincipalSet, principalSets } from '../../network/embedded/policy/principal-sets.js';
import { chaincodePolicy as definedPolicy, PROGRAMME } from '../../network/topology.js';
import { aSigner } from '../support/policy-model.js';

const ENDORSERS = { core: ['CoreMSP'], access: ['AccessMSP'], banks: ['BankAMSP', 'BankBMSP'] };
const PLEDGED = encodePolicy(pledgedPolicy(ENDORSERS, 'BankAMSP'));
const DEFINITION = programmeDefinition(PROGRAMME, { sequence: 1, version: '1.0' });

describe('the key policy that a contract writes', () => {
  it('of a released lot means the chaincode policy of the definition', () => {
    const written = principalSets(decodeEnvelope(encodePolicy(chaincodePolicy(ENDORSERS))));
    expect(namesOf(written)).to.deep.equal(
      namesOf(principalSets(parsePolicy(definedPolicy(PROGRAMME)))),
    );
  });

  it('of a pledged lot holds with the pledgee, or with all the others', () => {
    const holds = (...orgs: string[]): boolean =>
      signaturePolicyOf(PLEDGED).isSatisfiedBy(orgs.map((org) => aSigner(`${org}MSP.peer`)));
    const everybody = ['Core', 'Access', 'BankA', 'BankB'];
    for (let bits = 0; bits < 16; bits += 1) {
      const orgs = everybody.filter((_, at) => (bits & (1 << at)) !== 0);
      const wanted = orgs.includes('BankA') ? orgs.length > 1 : orgs.length === 3;
      expect(holds(...orgs), orgs.join('+')).to.equal(wanted);
      expect(holds(...[...orgs].reverse()), orgs.join('+')).to.equal(wanted);
    }
    const clients = everybody.map((org) => aSigner(`${org}MSP.client`));
    expect(signaturePolicyOf(PLEDGED).isSatisfiedBy(clients)).to.equal(false);
  });

  it('leaves the pledgee and its counterparty enough for a deal on the lot', () => {
    const deal = callPolicies(DEFINITION, ['deal_BankAMSP_AccessMSP'], new Map());
    const lot = callPolicies(DEFINITION, [], new Map());
    const call = { chaincode: 'counterfoil', disregardNamespacePolicy: false };
    const sets = requiredSets([
      { ...call, policies: lot, keyPolicies: [decodeEnvelope(PLEDGED)] },
      { ...call, policies: deal, keyPolicies: [] },
    ]);
    expect(namesOf(sets)).to.include('AccessMSP+BankAMSP');
  });
});

function namesOf(sets: readonly PrincipalSet[]): string[] {
  return sets
    .map((set) =>
      set
        .map(({ principal }) => ('mspId' in principal ? principal.mspId : ''))
        .sort()
        .join('+'),
    )
    .sort();
}
