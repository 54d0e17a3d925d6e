import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { evaluate } from '../../network/embedded/gateway/evaluate.js';
import type { Response } from '../../network/embedded/messages/transaction.js';
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

interface Wanted {
  readonly secret?: boolean;
  readonly organisations?: readonly string[];
  readonly local?: string;
}

const NO_PEERS = 'no peers available to evaluate chaincode trial in channel channel';

function network(): SomeNetwork {
  return someNetwork(['B1', 'A1', 'A2', 'C1'], { policies: { '': "OR('A.peer')" } });
}

async function evaluated({ registry }: SomeNetwork, wanted: Wanted = {}): Promise<Response> {
  const { secret, organisations = [], local = 'A' } = wanted;
  return await evaluate({ proposal: await someProposal(secret), organisations, local }, registry);
}

async function refused(asked: SomeNetwork, wanted: Wanted = {}): Promise<RpcError> {
  return await caught(RpcError, evaluated(asked, wanted));
}

describe('a gateway in search of somebody to evaluate', () => {
  it('asks its own peer, and gives the payload that is signed', async () => {
    const asked = network();
    const { A1 } = asked.peers;
    if (A1 !== undefined) A1.answer = endorsement('signed for', []);
    expect((await evaluated(asked)).payload.toString()).to.equal('signed for');
    expect(asked.asked()).to.deep.equal(['A1']);
  });

  it('asks whom it is told to', async () => {
    const asked = network();
    await evaluated(asked, { organisations: ['C'] });
    expect(asked.asked()).to.deep.equal(['C1']);
  });

  it('asks others where its own organisation has none, but shows them no transient data', async () => {
    const asked = network();
    await evaluated(asked, { local: 'R' });
    expect(asked.asked()).to.deep.equal(['B1']);
    const error = await refused(network(), { local: 'R', secret: true });
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.equal(
      `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${NO_PEERS}`,
    );
    await evaluated(network(), { local: 'R', secret: true, organisations: ['C'] });
  });

  it('shows transient data to its own organisation alone', async () => {
    const asked = network();
    for (const peer of Object.values(asked.peers)) peer.answer = broken('down');
    await refused(asked, { secret: true });
    expect(asked.asked()).to.deep.equal(['A1', 'A2']);
  });

  it('asks nobody who does not have the chaincode', async () => {
    const error = await refused(network(), { organisations: ['Z'] });
    expect([error.code, error.message]).to.deep.equal([status.FAILED_PRECONDITION, NO_PEERS]);
    const without = network();
    for (const peer of Object.values(without.peers)) peer.chaincodes = [];
    expect((await refused(without)).message).to.equal(NO_PEERS);
    expect(without.asked()).to.deep.equal([]);
  });

  it('tries another where a peer could not do it', async () => {
    const asked = network();
    const { A1, A2, B1 } = asked.peers;
    if (A1 !== undefined) A1.answer = broken('error in simulation');
    if (A2 !== undefined) A2.answer = { kind: 'turned away', message: 'late' };
    if (B1 !== undefined) B1.answer = endorsement('third', []);
    expect((await evaluated(asked)).payload.toString()).to.equal('third');
  });

  it('tells all that was said, and the last code, when nobody could', async () => {
    const asked = network();
    for (const peer of Object.values(asked.peers)) peer.answer = broken('down');
    const { C1 } = asked.peers;
    if (C1 !== undefined) C1.answer = { kind: 'turned away', message: 'late' };
    const error = await refused(asked);
    expect(error.code).to.equal(status.UNAVAILABLE);
    expect(error.message).to.equal(
      'failed to evaluate transaction, see attached details for more info',
    );
    expect(error.details.map(({ address, message }) => `${address} ${message}`)).to.deep.equal([
      'A1 down',
      'A2 down',
      'B1 down',
      'C1 late',
    ]);
  });

  it('takes a chaincode’s refusal, and that of a proposal, for an answer', async () => {
    const answers = [
      [refusal('no'), status.UNKNOWN, 'chaincode response 500, no'],
      [{ kind: 'rejected', message: 'bad' } as const, status.FAILED_PRECONDITION, 'bad'],
    ] as const;
    for (const [answer, code, message] of answers) {
      const asked = network();
      const { A1 } = asked.peers;
      if (A1 !== undefined) A1.answer = answer;
      const error = await refused(asked);
      expect(error.code).to.equal(code);
      expect(error.message).to.equal(`evaluate call to endorser returned error: ${message}`);
      expect(error.details).to.deep.equal([{ address: 'A1', mspId: 'A', message }]);
      expect(asked.asked()).to.deep.equal(['A1']);
    }
  });
});
