import { status } from '@grpc/grpc-js';
import { common, gateway, orderer, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import {
  chaincodeEventsRequest,
  commitStatusRequest,
  endorseRequest,
  evaluateRequest,
  submitRequest,
} from '../../network/embedded/gateway/requests.js';
import { RpcError } from '../../network/embedded/rpc/rpc.js';
import { someProposal } from '../support/some-peers.js';

type Serializable = { serializeBinary(): Uint8Array };

function bytesOf(message: Serializable): Buffer {
  return Buffer.from(message.serializeBinary());
}

function refusalOf(decode: () => unknown): string {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    expect(error.code).to.equal(status.INVALID_ARGUMENT);
    return error.message;
  }
  return expect.fail('it was taken');
}

async function signedProposal(): Promise<peer.SignedProposal> {
  const { signed } = await someProposal();
  return peer.SignedProposal.deserializeBinary(signed.bytes);
}

const GARBAGE = Buffer.from([0xff]);

describe('a request to endorse or to evaluate', () => {
  it('gives the proposal and the organisations', async () => {
    const endorse = new gateway.EndorseRequest();
    endorse.setProposedTransaction(await signedProposal());
    endorse.setEndorsingOrganizationsList(['A', 'B']);
    const evaluate = new gateway.EvaluateRequest();
    evaluate.setProposedTransaction(await signedProposal());
    evaluate.setTargetOrganizationsList(['C']);
    for (const [request, organisations] of [
      [endorseRequest(bytesOf(endorse)), ['A', 'B']],
      [evaluateRequest(bytesOf(evaluate)), ['C']],
    ] as const) {
      expect(request.proposal.specChaincode).to.equal('trial');
      expect(request.organisations).to.deep.equal(organisations);
    }
  });

  it('must have a proposal', () => {
    expect(refusalOf(() => endorseRequest(Buffer.alloc(0)))).to.equal(
      'the proposed transaction must contain a signed proposal',
    );
    expect(refusalOf(() => evaluateRequest(Buffer.alloc(0)))).to.equal(
      'failed to unpack transaction proposal: a signed proposal is required',
    );
    refusalOf(() => endorseRequest(GARBAGE));
    refusalOf(() => evaluateRequest(GARBAGE));
  });

  it('to be evaluated names channel and chaincode', async () => {
    const request = async (change: (proposal: peer.Proposal) => void): Promise<Buffer> => {
      const signed = await signedProposal();
      const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
      change(proposal);
      signed.setProposalBytes(proposal.serializeBinary());
      const evaluate = new gateway.EvaluateRequest();
      evaluate.setProposedTransaction(signed);
      return bytesOf(evaluate);
    };
    const nowhere = await request((proposal) => {
      const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
      const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
      channel.setChannelId('');
      header.setChannelHeader(channel.serializeBinary());
      proposal.setHeader(header.serializeBinary());
    });
    expect(refusalOf(() => evaluateRequest(nowhere))).to.equal(
      'failed to unpack transaction proposal: no channel id provided',
    );
    const nothing = await request((proposal) => {
      const spec = new peer.ChaincodeSpec();
      spec.setInput(new peer.ChaincodeInput());
      const invocation = new peer.ChaincodeInvocationSpec();
      invocation.setChaincodeSpec(spec);
      const payload = new peer.ChaincodeProposalPayload();
      payload.setInput(invocation.serializeBinary());
      proposal.setPayload(payload.serializeBinary());
    });
    expect(refusalOf(() => evaluateRequest(nothing))).to.equal(
      'failed to unpack transaction proposal: no chaincode name is provided, channel id [channel]',
    );
    const empty = await request((proposal) => proposal.setPayload(''));
    expect(refusalOf(() => evaluateRequest(empty))).to.equal(
      'failed to unpack transaction proposal: chaincode invocation spec did not contain chaincode spec',
    );
  });
});

describe('a request to submit', () => {
  it('must have an envelope, and that a signature', () => {
    const request = new gateway.SubmitRequest();
    request.setTransactionId('tx');
    request.setChannelId('channel');
    expect(refusalOf(() => submitRequest(bytesOf(request)))).to.equal(
      'a prepared transaction is required',
    );
    const envelope = new common.Envelope();
    request.setPreparedTransaction(envelope);
    expect(refusalOf(() => submitRequest(bytesOf(request)))).to.equal(
      'prepared transaction must be signed',
    );
    envelope.setSignature(Buffer.from('signed'));
    const { txId, channel, envelopeBytes } = submitRequest(bytesOf(request));
    expect([txId, channel, envelopeBytes]).to.deep.equal(['tx', 'channel', bytesOf(envelope)]);
    refusalOf(() => submitRequest(GARBAGE));
  });
});

describe('a request for a commit status', () => {
  function signed(...[identity, channel, txId]: readonly string[]): Buffer {
    const request = new gateway.CommitStatusRequest();
    request.setIdentity(Buffer.from(identity ?? ''));
    request.setChannelId(channel ?? '');
    request.setTransactionId(txId ?? '');
    const outer = new gateway.SignedCommitStatusRequest();
    outer.setRequest(request.serializeBinary());
    outer.setSignature(Buffer.from('signed'));
    return bytesOf(outer);
  }

  it('says who asks, and for what', () => {
    const { identity, channel, txId } = commitStatusRequest(signed('who', 'channel', 'tx'));
    expect([identity.toString(), channel, txId]).to.deep.equal(['who', 'channel', 'tx']);
    const refusals = [
      [Buffer.alloc(0), 'a commit status request is required'],
      [signed('', 'channel', 'tx'), 'no identity provided'],
      [signed('who', '', 'tx'), 'no channel ID provided'],
      [signed('who', 'channel', ''), 'transaction ID should not be empty'],
    ] as const;
    for (const [bytes, message] of refusals) {
      expect(refusalOf(() => commitStatusRequest(bytes))).to.equal(message);
    }
    expect(refusalOf(() => commitStatusRequest(GARBAGE))).to.match(/^invalid status request: /u);
  });
});

describe('a request for chaincode events', () => {
  function signed(start: orderer.SeekPosition | null): Buffer {
    const request = new gateway.ChaincodeEventsRequest();
    request.setIdentity(Buffer.from('who'));
    request.setChannelId('channel');
    request.setChaincodeId('trial');
    request.setAfterTransactionId('tx');
    if (start !== null) request.setStartPosition(start);
    const outer = new gateway.SignedChaincodeEventsRequest();
    outer.setRequest(request.serializeBinary());
    return bytesOf(outer);
  }

  it('begins at a block, or at the next one', () => {
    const block = new orderer.SeekPosition();
    const specified = new orderer.SeekSpecified();
    specified.setNumber(7);
    block.setSpecified(specified);
    const next = new orderer.SeekPosition();
    next.setNextCommit(new orderer.SeekNextCommit());
    const oldest = new orderer.SeekPosition();
    oldest.setOldest(new orderer.SeekOldest());
    const newest = new orderer.SeekPosition();
    newest.setNewest(new orderer.SeekNewest());
    const starts = [
      [block, { kind: 'block', number: 7 }],
      [next, { kind: 'next' }],
      [null, { kind: 'next' }],
      [oldest, { kind: 'unsupported' }],
      [newest, { kind: 'unsupported' }],
    ] as const;
    for (const [position, start] of starts) {
      expect(chaincodeEventsRequest(signed(position)).start).to.deep.equal(start);
    }
    const { chaincode, afterTxId, channel } = chaincodeEventsRequest(signed(null));
    expect([chaincode, afterTxId, channel]).to.deep.equal(['trial', 'tx', 'channel']);
    expect(refusalOf(() => chaincodeEventsRequest(Buffer.alloc(0)))).to.equal(
      'a chaincode events request is required',
    );
  });
});
