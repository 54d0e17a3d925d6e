import { type Ledger, take } from './ledger.js';
import { status } from '@grpc/grpc-js';
import { GatewayError, StatusCode, checkpointers } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { CHAINCODE, CHANNEL, type User, committed, endorsed } from '../support/embedded.js';
import { caught } from '../support/caught.js';

export function conformsInEvents(ledger: () => Ledger): void {
  describe('events and blocks', () => {
    let user: User;

    before(async () => {
      user = await ledger().user('AccessMSP');
    });

    it('come while they happen, in order, of valid transactions only', async () => {
      const events = await user.gateway.getNetwork(CHANNEL).getChaincodeEvents(CHAINCODE);
      const coming = take(events, 2);
      await user.contract.submitTransaction('event', 'one', 'first');
      const invalid = await endorsed(user, 'event', {
        arguments: ['two', 'never'],
        endorsingOrganizations: ['AccessMSP'],
      });
      expect(await committed(invalid)).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE);
      await user.contract.submitTransaction('event', 'three', 'second');
      const [first, second] = await coming;
      expect([first?.eventName, second?.eventName]).to.deep.equal(['first', 'second']);
      expect(Buffer.from(first?.payload ?? []).toString()).to.equal('one');
      expect(first?.chaincodeName).to.equal(CHAINCODE);
    });

    it('come again from any block, and after any transaction', async () => {
      const commit = await (await endorsed(user, 'event', ['a', 'marker'])).submit();
      const { blockNumber, transactionId } = await commit.getStatus();
      await user.contract.submitTransaction('event', 'b', 'after the marker');
      const channel = user.gateway.getNetwork(CHANNEL);
      const replay = await channel.getChaincodeEvents(CHAINCODE, { startBlock: blockNumber });
      expect((await take(replay, 2)).map(({ eventName }) => eventName)).to.deep.equal([
        'marker',
        'after the marker',
      ]);
      const checkpoint = checkpointers.inMemory();
      await checkpoint.checkpointTransaction(blockNumber, transactionId);
      const resumed = await channel.getChaincodeEvents(CHAINCODE, { checkpoint });
      expect((await take(resumed, 1)).map(({ eventName }) => eventName)).to.deep.equal([
        'after the marker',
      ]);
    });

    it('end when their reader closes them', async () => {
      const events = await user.gateway.getNetwork(CHANNEL).getChaincodeEvents(CHAINCODE);
      const next = events[Symbol.asyncIterator]().next();
      events.close();
      const error = await caught(GatewayError, next);
      expect(error.code).to.equal(status.CANCELLED);
    });

    it('are not for somebody of no organisation of the channel', async () => {
      const peerOfBank = await ledger().user('BankAMSP', 'orderer');
      const events = await peerOfBank.gateway.getNetwork(CHANNEL).getChaincodeEvents(CHAINCODE);
      const error = await caught(GatewayError, take(events, 1));
      expect(error.code).to.equal(status.PERMISSION_DENIED);
      expect(error.message).to.contain('[/Channel/Application/Readers]');
    });

    it('are whole blocks too, from the first one on', async () => {
      const blocks = await user.gateway.getNetwork(CHANNEL).getBlockEvents({ startBlock: 0n });
      const [genesis, next] = await take(blocks, 2);
      expect(genesis?.getHeader()?.getNumber()).to.equal(0);
      const asked = await system(user, 'qscc', ['GetBlockByNumber', CHANNEL, '1']);
      expect(Buffer.from(next?.serializeBinary() ?? [])).to.deep.equal(
        Buffer.from(common.Block.deserializeBinary(asked).serializeBinary()),
      );
    });

    it('answer what the system chaincodes are asked', async () => {
      const info = common.BlockchainInfo.deserializeBinary(
        await system(user, 'qscc', ['GetChainInfo', CHANNEL]),
      );
      expect(info.getHeight()).to.be.greaterThan(1);
      const commit = await (await endorsed(user, 'put', ['asked', 'x'])).submit();
      const { transactionId, blockNumber } = await commit.getStatus();
      const found = peer.ProcessedTransaction.deserializeBinary(
        await system(user, 'qscc', ['GetTransactionByID', CHANNEL, transactionId]),
      );
      expect(found.getValidationcode()).to.equal(StatusCode.VALID);
      const block = common.Block.deserializeBinary(
        await system(user, 'qscc', ['GetBlockByTxID', CHANNEL, transactionId]),
      );
      expect(BigInt(block.getHeader()?.getNumber() ?? 0)).to.equal(blockNumber);
      const byHash = await user.gateway
        .getNetwork(CHANNEL)
        .getContract('qscc')
        .evaluate('GetBlockByHash', { arguments: [CHANNEL, info.getCurrentblockhash_asU8()] });
      expect(common.Block.deserializeBinary(byHash).getHeader()?.getNumber()).to.equal(
        info.getHeight() - 1,
      );
      const config = common.Block.deserializeBinary(
        await system(user, 'cscc', ['GetConfigBlock', CHANNEL]),
      );
      expect(config.getHeader()?.getNumber()).to.equal(0);
    });

    it('name what they do not find in Fabric’s words', async () => {
      const unknown = 'f'.repeat(64);
      const error = await caught(
        GatewayError,
        system(user, 'qscc', ['GetTransactionByID', CHANNEL, unknown]),
      );
      expect(error.message).to.contain(
        `chaincode response 500, Failed to get transaction with id ${unknown}, error no such transaction ID [${unknown}] in index`,
      );
    });

    it('show the chaincode definition, and that the endorsing organisations have approved it', async () => {
      const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
      args.setName(CHAINCODE);
      const result = peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(
        await user.gateway
          .getNetwork(CHANNEL)
          .getContract('_lifecycle')
          .evaluate('QueryChaincodeDefinition', { arguments: [args.serializeBinary()] }),
      );
      expect(result.getSequence()).to.equal(1);
      expect(Object.fromEntries(result.getApprovalsMap().toArray())).to.deep.equal({
        AccessMSP: true,
        BankAMSP: true,
        BankBMSP: true,
        CoreMSP: true,
        RegulatorMSP: false,
      });
    });
  });
}

async function system(user: User, chaincode: string, call: readonly string[]): Promise<Uint8Array> {
  const [name = '', ...args] = call;
  return await user.gateway
    .getNetwork(CHANNEL)
    .getContract(chaincode)
    .evaluateTransaction(name, ...args);
}
