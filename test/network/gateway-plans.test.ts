import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { endorse } from '../../network/embedded/gateway/endorse.js';
import type { Complete } from '../../network/embedded/gateway/plan.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { RpcError } from '../../network/embedded/rpc/rpc.js';
import { caught } from '../support/caught.js';
import {
  type SomeNetwork,
  broken,
  endorsement,
  refusal,
  someNetwork,
  someProposal,
} from '../support/some-peers.js';

const ALL = ['A1', 'B1', 'C1', 'D1'];

interface Wanted {
  readonly secret?: boolean;
  readonly organisations?: readonly string[];
  readonly local?: string;
}

async function collected({ registry }: SomeNetwork, wanted: Wanted = {}): Promise<Complete> {
  const { secret, organisations = [], local = 'A' } = wanted;
  return await endorse({ proposal: await someProposal(secret), organisations, local }, registry);
}

/** Who has endorsed, in alphabetical order. */
async function endorsers(network: SomeNetwork, wanted: Wanted = {}): Promise<readonly string[]> {
  const { endorsements } = await collected(network, wanted);
  return endorsements.map(({ endorser }) => endorser.toString()).sort();
}

async function refused(network: SomeNetwork, wanted: Wanted = {}): Promise<RpcError> {
  return await caught(RpcError, collected(network, wanted));
}

describe('a gateway in search of endorsers', () => {
  it('asks its own peer, and of the others as many as the policy needs', async () => {
    const enough = someNetwork(ALL, { policies: { '': "OR('A.peer', 'B.peer')" } });
    expect(await endorsers(enough)).to.deep.equal(['A1']);
    expect(enough.asked()).to.deep.equal(['A1']);
    const two = someNetwork(ALL, { policies: { '': "AND('A.peer', 'C.peer')" } });
    expect(await endorsers(two)).to.deep.equal(['A1', 'C1']);
    expect(two.asked()).to.deep.equal(['A1', 'C1']);
    expect(two.peers['A1']?.asked).to.equal(1);
  });

  it('does without its own endorsement where the policy does', async () => {
    const network = someNetwork(ALL, { policies: { '': "AND('B.peer', 'C.peer')" } });
    expect(await endorsers(network)).to.deep.equal(['B1', 'C1']);
    expect(network.asked()).to.deep.equal(['A1', 'B1', 'C1']);
  });

  it('goes on to another layout where a peer refuses', async () => {
    const policy = "OutOf(2, 'A.peer', 'B.peer', 'C.peer', 'D.peer')";
    for (const refusing of ['B1', 'C1', 'D1']) {
      const network = someNetwork(ALL, { policies: { '': policy } });
      for (const [address, peer] of Object.entries(network.peers)) {
        if (address !== 'A1' && address !== refusing) peer.answer = refusal('no');
      }
      expect(await endorsers(network)).to.deep.equal(['A1', refusing]);
    }
  });

  it('goes on to another peer of the same organisation', async () => {
    const network = someNetwork(['A1', 'A2', 'B1', 'B2', 'B3'], {
      policies: { '': "AND('A.peer', 'B.peer')" },
    });
    for (const address of ['A1', 'B1', 'B2']) {
      const peer = network.peers[address];
      if (peer !== undefined) peer.answer = broken('down');
    }
    expect(await endorsers(network)).to.deep.equal(['A2', 'B3']);
  });

  it('tells who has refused when too few are left', async () => {
    const network = someNetwork(ALL, { policies: { '': "AND('A.peer', OR('B.peer', 'C.peer'))" } });
    const { B1, C1 } = network.peers;
    if (B1 !== undefined) B1.answer = refusal('not I');
    if (C1 !== undefined) C1.answer = { kind: 'rejected', message: 'who are you' };
    const error = await refused(network);
    expect(error.code).to.equal(status.ABORTED);
    expect(error.message).to.contain('failed to collect enough transaction endorsements');
    expect(error.details).to.have.deep.members([
      { address: 'B1', mspId: 'B', message: 'chaincode response 500, not I' },
      { address: 'C1', mspId: 'C', message: 'who are you' },
    ]);
  });

  it('stops at its own peers’ refusals', async () => {
    const network = someNetwork(['A1', 'A2', 'B1'], { policies: { '': "OR('A.peer', 'B.peer')" } });
    const { A1, A2 } = network.peers;
    if (A1 !== undefined) A1.answer = refusal('not I');
    if (A2 !== undefined) A2.answer = { kind: 'turned away', message: 'late' };
    const error = await refused(network);
    expect(error.code).to.equal(status.ABORTED);
    expect(error.message).to.contain('failed to endorse transaction');
    expect(error.details).to.deep.equal([
      { address: 'A1', mspId: 'A', message: 'chaincode response 500, not I' },
      { address: 'A2', mspId: 'A', message: 'late' },
    ]);
    expect(network.peers['B1']?.asked).to.equal(0);
  });

  it('takes together only what agrees', async () => {
    const network = someNetwork(ALL, {
      policies: { '': "OutOf(2, 'A.peer', 'B.peer', 'C.peer')" },
    });
    const { B1, C1 } = network.peers;
    if (B1 !== undefined) B1.answer = endorsement('other', []);
    expect(await endorsers(network)).to.deep.equal(['A1', 'C1']);
    if (C1 !== undefined) C1.answer = endorsement('other', []);
    const error = await refused(network);
    expect(error.details.map(({ address, message }) => [address, message])).to.have.deep.members([
      ['B1', 'ProposalResponsePayloads do not match'],
      ['C1', 'ProposalResponsePayloads do not match'],
    ]);
  });

  it('asks nobody who does not have the chaincode', async () => {
    const network = someNetwork(ALL, { policies: { '': "AND('A.peer', 'B.peer')" } });
    const { B1 } = network.peers;
    if (B1 !== undefined) B1.chaincodes = [];
    const error = await refused(network);
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.equal(
      'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
    );
    expect(B1?.asked).to.equal(0);
  });

  it('begins with others where its own organisation has no endorser', async () => {
    const network = someNetwork(ALL, { policies: { '': "OR('C.peer', 'D.peer')" } });
    expect(await endorsers(network, { local: 'R' })).to.have.length(1);
    expect(network.peers['A1']?.asked).to.equal(0);
    const error = await refused(network, { local: 'R', secret: true });
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.contain('to protect transient data');
  });

  it('learns of a new definition', async () => {
    const network = someNetwork(ALL, { policies: { '': "OR('A.peer')" } });
    expect(await endorsers(network)).to.deep.equal(['A1']);
    network.directory.chaincode = { policies: { '': "AND('A.peer', 'D.peer')" } };
    network.directory.generation += 1;
    expect(await endorsers(network)).to.deep.equal(['A1', 'D1']);
  });
});

describe('a gateway that is told whom to ask', () => {
  const network = (): SomeNetwork =>
    someNetwork(['A1', 'B1', 'B2', 'C1'], { policies: { '': "OR('A.peer')" } });

  it('asks one peer of each, whatever the policy', async () => {
    const asked = network();
    expect(await endorsers(asked, { organisations: ['B', 'C'] })).to.deep.equal(['B1', 'C1']);
    expect(asked.asked()).to.deep.equal(['B1', 'C1']);
  });

  it('names the organisations that it cannot ask', async () => {
    const error = await refused(network(), { organisations: ['B', 'Y', 'Z'] });
    expect(error.code).to.equal(status.UNAVAILABLE);
    expect(error.message).to.equal('failed to find any endorsing peers for org(s): Y, Z');
  });
});

describe('a gateway that follows what a simulation touched', () => {
  const chaincode = {
    policies: { '': "OR('A.peer')", desk: "AND('A.peer', 'B.peer')" },
    members: { desk: ['A', 'B', 'C'], own: ['A'] },
  };

  function touching(...interest: Parameters<typeof endorsement>[1]): SomeNetwork {
    const network = someNetwork(ALL, chaincode);
    for (const peer of Object.values(network.peers)) peer.answer = endorsement('same', interest);
    return network;
  }

  it('asks the endorsers of its collections', async () => {
    expect(await endorsers(touching({ collections: ['desk'] }))).to.deep.equal(['A1', 'B1']);
  });

  it('asks members alone where a collection was read', async () => {
    const policies = { ...chaincode.policies, desk: "AND('A.peer', 'D.peer')" };
    for (const noPrivateReads of [true, false]) {
      const network = touching({ collections: ['desk'], noPrivateReads });
      network.directory.chaincode = { ...chaincode, policies };
      if (noPrivateReads) {
        expect(await endorsers(network)).to.deep.equal(['A1', 'D1']);
      } else {
        expect((await refused(network)).code).to.equal(status.FAILED_PRECONDITION);
      }
    }
  });

  it('lets transient data go to members alone, also where they only write', async () => {
    const policies = { ...chaincode.policies, desk: "AND('A.peer', OR('B.peer', 'D.peer'))" };
    const write = { collections: ['desk'], noPrivateReads: true };
    for (let run = 0; run < 10; run += 1) {
      const network = touching(write);
      network.directory.chaincode = { ...chaincode, policies };
      expect(await endorsers(network, { secret: true })).to.deep.equal(['A1', 'B1']);
      expect(network.peers['D1']?.asked).to.equal(0);
    }
    const impossible = touching(write);
    const apart = { ...chaincode.policies, desk: "AND('A.peer', 'D.peer')" };
    impossible.directory.chaincode = { ...chaincode, policies: apart };
    const error = await refused(impossible, { secret: true });
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.contain(
      'not in the distribution policy of the private data collection(s): [desk]',
    );
    expect(impossible.peers['D1']?.asked).to.equal(0);
    const hopeless = touching(write);
    const nobody = { ...chaincode.policies, desk: "AND('A.peer', 'Z.peer')" };
    hopeless.directory.chaincode = { ...chaincode, policies: nobody };
    const without = await refused(hopeless, { secret: true });
    expect(without.message).to.contain('no combination of peers can be derived');
  });

  it('asks for the policies of the keys, and no more for the chaincode’s where all have one', async () => {
    const keyPolicies = [parsePolicy("AND('C.peer', 'D.peer')")];
    expect(await endorsers(touching({ keyPolicies }))).to.deep.equal(['A1', 'C1', 'D1']);
    const disregardNamespacePolicy = true;
    expect(await endorsers(touching({ keyPolicies, disregardNamespacePolicy }))).to.deep.equal([
      'C1',
      'D1',
    ]);
  });

  it('tells different interests apart', async () => {
    const network = touching({ keyPolicies: [parsePolicy("OR('C.peer')")] });
    expect(await endorsers(network)).to.deep.equal(['A1', 'C1']);
    const { A1 } = network.peers;
    const keyPolicies = [parsePolicy("OR('D.peer')")];
    for (const peer of Object.values(network.peers))
      peer.answer = endorsement('same', [{ keyPolicies }]);
    expect(A1?.asked).to.equal(1);
    expect(await endorsers(network)).to.deep.equal(['A1', 'D1']);
  });
});
