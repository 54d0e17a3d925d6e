import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { transactionId } from '../../network/embedded/blocks.js';
import { protobufTimestamp } from '../../network/embedded/config/timestamp.js';
import { Authority, generateKey } from '../../network/embedded/identity/authority.js';
import { serializeIdentity } from '../../network/embedded/identity/msp-set.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import type { SigningIdentity } from '../../network/embedded/ordering/block-writer.js';
import { sign } from '../../network/crypto.js';
import { caught } from '../support/caught.js';
import {
  CHAINCODE,
  CHANNEL,
  type User,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
  text,
} from '../support/embedded.js';

const MINUTE_MS = 60_000;
/** A lifetime that is over before it begins: certificates are backdated by five minutes. */
const ENDED_DAYS = -0.002;

describe('an endorsing peer asked with a proposal', () => {
  let directory: string;
  let network: EmbeddedNetwork;
  let user: User;

  before(async () => {
    directory = await temporaryDirectory();
    network = await openTrial(directory);
    user = await enrol(network, 'AccessMSP');
  });

  after(async () => {
    await network.close();
    await removeDirectory(directory);
  });

  interface Change {
    readonly header?: (header: common.ChannelHeader) => void;
    readonly signer?: SigningIdentity;
    readonly creator?: Uint8Array;
  }

  /** Evaluate `get greeting`, with something about the proposal changed before it is signed. */
  async function evaluate(change: Change): Promise<string> {
    const made = user.contract.newProposal('get', { arguments: ['greeting'] });
    const proposed = gateway.ProposedTransaction.deserializeBinary(made.getBytes());
    const proposal = peer.Proposal.deserializeBinary(
      proposed.getProposal()?.getProposalBytes_asU8() ?? new Uint8Array(),
    );
    const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    change.header?.(channelHeader);
    header.setChannelHeader(channelHeader.serializeBinary());
    if (change.creator !== undefined) {
      const signature = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
      signature.setCreator(change.creator);
      header.setSignatureHeader(signature.serializeBinary());
      channelHeader.setTxId(transactionId(signature.getNonce_asU8(), signature.getCreator_asU8()));
      header.setChannelHeader(channelHeader.serializeBinary());
    }
    proposal.setHeader(header.serializeBinary());
    const bytes = proposal.serializeBinary();
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(bytes);
    signed.setSignature(await (change.signer ?? user).sign(bytes));
    proposed.setProposal(signed);
    const again = user.gateway.newSignedProposal(
      proposed.serializeBinary(),
      signed.getSignature_asU8(),
    );
    return text(await again.evaluate());
  }

  function at(time: number): (header: common.ChannelHeader) => void {
    return (header) => header.setTimestamp(protobufTimestamp(new Date(time)));
  }

  it('answers one that is in order', async () => {
    expect(await evaluate({})).to.equal('');
    expect(await evaluate({ header: at(Date.now() - 14 * MINUTE_MS) })).to.equal('');
  });

  it('turns away one that is more than a quarter of an hour old, or early', async () => {
    for (const minutes of [-16, 16]) {
      const error = await caught(
        GatewayError,
        evaluate({ header: at(Date.now() + minutes * MINUTE_MS) }),
      );
      expect(error.code).to.equal(status.UNAVAILABLE);
      expect(error.details[0]?.message).to.match(
        /^request unauthorized due to incorrect timestamp \S+Z, peer time \S+Z, peer.authentication.timewindow 15m0s$/,
      );
    }
  });

  it('turns away somebody whose certificate has ended', async () => {
    const past = await identityOf(network.authority('AccessMSP'), ENDED_DAYS);
    const error = await caught(GatewayError, evaluate({ creator: past.serialized, signer: past }));
    expect(error.details[0]?.message).to.equal('proposal client identity expired');
  });

  it('refuses one that its creator has not signed', async () => {
    const stranger = await enrol(network, 'AccessMSP');
    const error = await caught(GatewayError, evaluate({ signer: stranger }));
    expect(error.code).to.equal(status.FAILED_PRECONDITION);
    expect(error.message).to.contain(
      'error validating proposal: access denied: channel [programme] creator org [AccessMSP]',
    );
  });

  it('refuses somebody whom another authority vouches for', async () => {
    const authority = await Authority.open(`${directory}/impostor`, 'AccessMSP', () => new Date());
    const impostor = await identityOf(authority);
    const error = await caught(
      GatewayError,
      evaluate({ creator: impostor.serialized, signer: impostor }),
    );
    expect(error.message).to.contain('creator org unknown, creator is malformed');
  });

  it('refuses a transaction id that is not of the nonce and the creator', async () => {
    const error = await caught(
      GatewayError,
      evaluate({ header: (header) => header.setTxId('0'.repeat(64)) }),
    );
    expect(error.message).to.contain(`incorrectly computed txid '${'0'.repeat(64)}' -- expected '`);
  });

  it('refuses a header of another kind', async () => {
    const { CONFIG_UPDATE } = common.HeaderType;
    const error = await caught(
      GatewayError,
      evaluate({ header: (header) => header.setType(CONFIG_UPDATE) }),
    );
    expect(error.message).to.contain('invalid header type');
  });

  it('refuses a transaction that is in the chain already', async () => {
    const proposal = user.contract.newProposal('put', { arguments: ['greeting', ''] });
    const commit = await (await proposal.endorse()).submit();
    await commit.getStatus();
    const error = await caught(GatewayError, proposal.evaluate());
    expect(error.message).to.contain(
      `duplicate transaction found [${proposal.getTransactionId()}]. Creator [`,
    );
  });

  it('names a chaincode that is in the header but not on the channel', async () => {
    const extension = new peer.ChaincodeHeaderExtension();
    const id = new peer.ChaincodeID();
    id.setName('another');
    extension.setChaincodeId(id);
    const error = await caught(
      GatewayError,
      evaluate({ header: (header) => header.setExtension$(extension.serializeBinary()) }),
    );
    expect(error.details[0]?.message).to.equal(
      `make sure the chaincode another has been successfully defined on channel ${CHANNEL} and try again: chaincode another not found`,
    );
    expect(CHAINCODE).to.not.equal('another');
  });
});

async function identityOf(authority: Authority, lifetimeDays = 1): Promise<SigningIdentity> {
  const { privateKey, publicKey } = await generateKey();
  const { pem } = await authority.issue({ publicKey, role: 'client', lifetimeDays });
  return {
    serialized: serializeIdentity(authority.mspId, pem),
    sign: async (message) => await sign(privateKey, message),
  };
}
