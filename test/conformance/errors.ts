import type { Ledger } from './ledger.js';
import { status } from '@grpc/grpc-js';
import {
  type Commit,
  CommitStatusError,
  EndorseError,
  GatewayError,
  StatusCode,
} from '@hyperledger/fabric-gateway';
import { gateway } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { CHAINCODE, CHANNEL, type User, committed, endorsed, text } from '../support/embedded.js';
import { caught } from '../support/caught.js';

export function conformsInErrors(ledger: () => Ledger): void {
  describe('what a gateway says when something is wrong', () => {
    let user: User;

    before(async () => {
      user = await ledger().user('AccessMSP');
    });

    it('gives a refusal of an evaluated contract as its own words, with the peer that said it', async () => {
      const error = await caught(GatewayError, user.contract.evaluateTransaction('refuse', 'no'));
      const message = 'chaincode response 500, no';
      expect(error.code).to.equal(status.UNKNOWN);
      expect(error.message).to.equal(
        `${status.UNKNOWN} UNKNOWN: evaluate call to endorser returned error: ${message}`,
      );
      expect(error.details).to.deep.equal([
        { address: '127.0.0.1:8051', mspId: 'AccessMSP', message },
      ]);
    });

    it('gives a refusal of a submitted contract in the details alone', async () => {
      const error = await caught(EndorseError, user.contract.submitTransaction('refuse', 'no'));
      expect(error.code).to.equal(status.ABORTED);
      expect(error.message).to.contain('failed to endorse transaction, see attached details');
      expect(error.details).to.deep.equal([
        { address: '127.0.0.1:8051', mspId: 'AccessMSP', message: 'chaincode response 500, no' },
      ]);
    });

    it('refuses results that differ from peer to peer', async () => {
      const error = await caught(EndorseError, user.contract.submitTransaction('differ', 'x'));
      expect(error.code).to.equal(status.ABORTED);
      expect(error.message).to.contain('failed to collect enough transaction endorsements');
      expect(error.details.map(({ message }) => message)).to.satisfy((messages: string[]) =>
        messages.every((message) => message === 'ProposalResponsePayloads do not match'),
      );
      expect(error.details.map(({ mspId }) => mspId)).to.have.members(['BankAMSP', 'BankBMSP']);
    });

    it('knows no other chaincode and no other channel', async () => {
      const other = user.gateway.getNetwork(CHANNEL).getContract('nothing');
      const undefinedError = await caught(GatewayError, other.evaluateTransaction('get', 'x'));
      expect(undefinedError.code).to.equal(status.FAILED_PRECONDITION);
      const elsewhere = user.gateway.getNetwork('elsewhere').getContract(CHAINCODE);
      const channelError = await caught(GatewayError, elsewhere.evaluateTransaction('get', 'x'));
      expect(channelError.code).to.equal(status.UNAVAILABLE);
    });

    it('asks the organisations that it is told to, whatever the policy', async () => {
      const alone = { arguments: ['named', 'x'], endorsingOrganizations: ['CoreMSP'] };
      expect(await committed(await endorsed(user, 'put', alone))).to.equal(
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
      );
      const organisations = ['RegulatorMSP', 'CoreMSP'];
      const missing = { arguments: ['named', 'x'], endorsingOrganizations: organisations };
      const error = await caught(EndorseError, endorsed(user, 'put', missing));
      expect(error.code).to.equal(status.UNAVAILABLE);
      expect(error.message).to.contain(
        'failed to find any endorsing peers for org(s): RegulatorMSP',
      );
    });

    it('waits for a transaction that nobody has submitted until the deadline', async () => {
      const transaction = await endorsed(user, 'put', ['never', 'sent']);
      const commit = await commitOf(user, transaction.getTransactionId());
      const started = Date.now();
      const error = await caught(CommitStatusError, commit.getStatus({ deadline: started + 300 }));
      expect(error.code).to.equal(status.DEADLINE_EXCEEDED);
      expect(Date.now() - started).to.be.within(250, 3000);
    });

    it('lets the regulator sign what others endorse', async () => {
      const regulator = await ledger().user('RegulatorMSP');
      await regulator.contract.submitTransaction('put', 'inspected', 'yes');
      expect(text(await regulator.contract.evaluateTransaction('get', 'inspected'))).to.equal(
        'yes',
      );
    });

    it('refuses a proposal of somebody who may not write', async () => {
      const peer = await ledger().user('BankAMSP', 'peer');
      const error = await caught(EndorseError, endorsed(peer, 'put', ['x', 'y']));
      expect(error.code).to.equal(status.ABORTED);
      expect(error.details[0]?.message).to.contain('[/Channel/Application/Writers]');
    });
  });
}

/** A look-up of any transaction id, signed by the user as its own commits are. */
async function commitOf(user: User, txId: string): Promise<Commit> {
  const request = new gateway.CommitStatusRequest();
  request.setChannelId(CHANNEL);
  request.setTransactionId(txId);
  request.setIdentity(user.serialized);
  const bytes = request.serializeBinary();
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(bytes);
  signed.setSignature(await user.sign(bytes));
  return user.gateway.newCommit(signed.serializeBinary());
}
