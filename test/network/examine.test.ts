import { StatusCode, type Transaction } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { channelConfigOf } from '../../network/embedded/config/bundle.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import { type Membership, examine } from '../../network/embedded/validation/examine.js';
import { encodeRwSet } from '../../network/embedded/rwset/encode.js';
import { type Alteration, type AlterationOptions, altered } from '../support/altered.js';
import {
  type User,
  endorsed,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
} from '../support/embedded.js';
import { highS } from '../support/signatures.js';

interface Case extends AlterationOptions {
  readonly what: string;
  readonly alter?: Alteration;
  readonly code: number;
}

const garbage = (): Uint8Array => Uint8Array.of(0x0a, 0x05, 0x01);
const nothing = new Uint8Array();
const namespace = (name: string): Parameters<typeof encodeRwSet>[0][number] => ({
  namespace: name,
  reads: [],
  ranges: [],
  writes: [],
  metadataWrites: [],
  collections: [],
});

/** In the order in which Fabric makes the checks. */
const CASES: readonly Case[] = [
  { what: 'nothing changed', code: StatusCode.VALID },
  { what: 'a payload that is none', payload: garbage, code: StatusCode.BAD_PAYLOAD },
  {
    what: 'no header',
    alter: ({ payload }) => payload.clearHeader(),
    code: StatusCode.BAD_COMMON_HEADER,
  },
  {
    what: 'an epoch',
    alter: ({ channelHeader }) => channelHeader.setEpoch(1),
    code: StatusCode.BAD_COMMON_HEADER,
  },
  {
    what: 'a type that no channel carries',
    alter: ({ channelHeader }) => channelHeader.setType(common.HeaderType.MESSAGE),
    code: StatusCode.BAD_COMMON_HEADER,
  },
  {
    what: 'no nonce',
    alter: ({ signatureHeader }) => signatureHeader.setNonce(nothing),
    code: StatusCode.BAD_COMMON_HEADER,
  },
  {
    what: 'no creator',
    alter: ({ signatureHeader }) => signatureHeader.setCreator(nothing),
    code: StatusCode.BAD_COMMON_HEADER,
  },
  {
    what: 'another channel',
    alter: ({ channelHeader }) => channelHeader.setChannelId('elsewhere'),
    code: StatusCode.BAD_CREATOR_SIGNATURE,
  },
  {
    what: 'a creator that is no identity',
    alter: ({ signatureHeader }) => signatureHeader.setCreator(garbage()),
    code: StatusCode.BAD_CREATOR_SIGNATURE,
  },
  {
    what: 'a configuration update',
    alter: ({ channelHeader }) => channelHeader.setType(common.HeaderType.CONFIG_UPDATE),
    code: StatusCode.UNSUPPORTED_TX_PAYLOAD,
  },
  {
    what: 'a transaction id of another nonce',
    alter: ({ channelHeader }) => channelHeader.setTxId('0'.repeat(64)),
    code: StatusCode.BAD_PROPOSAL_TXID,
  },
  {
    what: 'no action',
    alter: ({ transaction }) => transaction.setActionsList([]),
    code: StatusCode.INVALID_ENDORSER_TRANSACTION,
  },
  {
    what: 'two actions',
    alter: ({ transaction, action }) => transaction.setActionsList([action, action]),
    code: StatusCode.INVALID_ENDORSER_TRANSACTION,
  },
  {
    what: 'an action that nobody has endorsed',
    alter: ({ actionPayload }) => actionPayload.clearAction(),
    code: StatusCode.INVALID_ENDORSER_TRANSACTION,
  },
  {
    what: 'arguments that were not endorsed',
    alter: ({ actionPayload }) => actionPayload.setChaincodeProposalPayload(nothing),
    code: StatusCode.INVALID_ENDORSER_TRANSACTION,
  },
  {
    what: 'a header that was not endorsed',
    alter: ({ channelHeader }) => channelHeader.setVersion(7),
    code: StatusCode.INVALID_ENDORSER_TRANSACTION,
  },
  {
    what: 'no result',
    alter: ({ responsePayload }) => responsePayload.setExtension$(nothing),
    code: StatusCode.BAD_RESPONSE_PAYLOAD,
  },
  {
    what: 'results that are none',
    alter: ({ chaincodeAction }) => chaincodeAction.setResults(Uint8Array.of(0x12, 0x05, 0x01)),
    code: StatusCode.BAD_RWSET,
  },
  {
    what: 'no chaincode in the header',
    alter: ({ channelHeader }) => channelHeader.setExtension$(nothing),
    rehash: true,
    code: StatusCode.INVALID_OTHER_REASON,
  },
  {
    what: 'no chaincode in the action',
    alter: ({ chaincodeAction }) => chaincodeAction.clearChaincodeId(),
    code: StatusCode.INVALID_OTHER_REASON,
  },
  {
    what: 'another chaincode in the action',
    alter: ({ chaincodeAction }) => chaincodeAction.getChaincodeId()?.setName('another'),
    code: StatusCode.INVALID_CHAINCODE,
  },
  {
    what: 'no version of the chaincode',
    alter: ({ chaincodeAction }) => chaincodeAction.getChaincodeId()?.setVersion(''),
    code: StatusCode.INVALID_CHAINCODE,
  },
  {
    what: 'an event that is none',
    alter: ({ chaincodeAction }) => chaincodeAction.setEvents(garbage()),
    code: StatusCode.INVALID_OTHER_REASON,
  },
  {
    what: 'another chaincode’s event',
    alter: ({ chaincodeAction }) => {
      const event = new peer.ChaincodeEvent();
      event.setChaincodeId('another');
      chaincodeAction.setEvents(event.serializeBinary());
    },
    code: StatusCode.INVALID_OTHER_REASON,
  },
  {
    what: 'a namespace twice',
    alter: ({ chaincodeAction }) =>
      chaincodeAction.setResults(encodeRwSet([namespace('one'), namespace('one')])),
    code: StatusCode.ILLEGAL_WRITESET,
  },
];

describe('examining an envelope', () => {
  let directory: string;
  let network: EmbeddedNetwork;
  let user: User;
  let at: Membership;
  let transaction: Transaction;

  before(async () => {
    directory = await temporaryDirectory();
    network = await openTrial(directory);
    user = await enrol(network, 'AccessMSP');
    const config = channelConfigOf(await network.blocks.block(0));
    if (config === null) throw new Error('no configuration');
    at = { channel: config.channelId, members: config.members };
    transaction = await endorsed(user, 'event', ['key', 'value']);
  });

  after(async () => {
    await network.close();
    await removeDirectory(directory);
  });

  async function codeOf(envelope: Uint8Array): Promise<number> {
    const { code, content } = await examine(envelope, at);
    return code === StatusCode.VALID ? (content?.code ?? -1) : code;
  }

  for (const { what, code, ...change } of CASES) {
    it(`finds ${what}`, async () => {
      expect(await codeOf(await altered(transaction, user, change))).to.equal(code);
    });
  }

  it('finds bytes that are no envelope', async () => {
    expect(await codeOf(garbage())).to.equal(StatusCode.INVALID_OTHER_REASON);
    expect(await codeOf(nothing)).to.equal(StatusCode.BAD_COMMON_HEADER);
  });

  it('finds a signature of somebody else, over something else, of high S, and none', async () => {
    const other = await enrol(network, 'AccessMSP');
    const bytes = await altered(transaction, user, {});
    const envelope = common.Envelope.deserializeBinary(bytes);
    const signature = envelope.getSignature_asU8();
    const payload = envelope.getPayload_asU8();
    const forgeries = [
      await other.sign(payload),
      await user.sign(Buffer.concat([payload, payload])),
      highS(signature),
      nothing,
    ];
    for (const forged of forgeries) {
      envelope.setSignature(forged);
      const code = await codeOf(envelope.serializeBinary());
      expect(code).to.equal(StatusCode.BAD_CREATOR_SIGNATURE);
    }
  });

  it('counts each endorser once, and only with its own signature', async () => {
    const bytes = await altered(transaction, user, {
      alter: ({ endorsed: action }) => {
        const [first, second] = action.getEndorsementsList();
        const forged = new peer.Endorsement();
        forged.setEndorser(second?.getEndorser_asU8() ?? nothing);
        forged.setSignature(first?.getSignature_asU8() ?? nothing);
        action.setEndorsementsList([first, first, forged].filter((each) => each !== undefined));
      },
    });
    const { content } = await examine(bytes, at);
    expect(content !== null && 'signers' in content ? content.signers : []).to.have.length(1);
  });

  it('judges whatever bytes a stranger sends, and never fails', async () => {
    const valid = await altered(transaction, user, {});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(valid.length),
        async (flips, length) => {
          const bytes = Buffer.from(valid);
          for (const [place, value] of flips) bytes[place] = value;
          const cut = bytes.subarray(0, length);
          expect(await codeOf(cut)).to.be.a('number');
          if (!bytes.equals(valid)) expect(await codeOf(bytes)).to.be.a('number');
        },
      ),
      { numRuns: 300 },
    );
  });
});
