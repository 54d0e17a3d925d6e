import { status } from '@grpc/grpc-js';
import { EndorseError, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { sha256 } from '../../network/embedded/blocks.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import {
  type User,
  committed,
  endorsed,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
  text,
} from '../support/embedded.js';
import { caught } from '../support/caught.js';
import { endorsersOf, resigned } from '../support/forgery.js';

const OFFERS = 'offers_BankAMSP_AccessMSP';
const DESK = 'desk_BankAMSP';
const DEAL = 'deal_BankAMSP_AccessMSP';

describe('private data on an embedded network', () => {
  let directory: string;
  let network: EmbeddedNetwork;
  let bank: User;
  let rival: User;
  let supplier: User;

  before(async () => {
    directory = await temporaryDirectory();
    await open();
  });

  after(async () => {
    await network.close();
    await removeDirectory(directory);
  });

  async function open(): Promise<void> {
    network = await openTrial(directory);
    bank = await enrol(network, 'BankAMSP');
    rival = await enrol(network, 'BankBMSP');
    supplier = await enrol(network, 'AccessMSP');
  }

  async function putPrivate(
    user: User,
    collection: string,
    [key, value]: readonly [string, string],
  ): Promise<number> {
    const transientData = { value };
    return await committed(
      await endorsed(user, 'putPrivate', { arguments: [collection, key], transientData }),
    );
  }

  it('reaches the members of its collection, and nobody else', async () => {
    expect(await putPrivate(bank, OFFERS, ['offer', 'four per cent'])).to.equal(StatusCode.VALID);
    for (const member of [bank, supplier]) {
      const value = await member.contract.evaluateTransaction('getPrivate', OFFERS, 'offer');
      expect(text(value)).to.equal('four per cent');
    }
    const error = await caught(
      GatewayError,
      rival.contract.evaluateTransaction('getPrivate', OFFERS, 'offer'),
    );
    expect(error.message).to.contain(
      'tx creator does not have read access permission on privatedata in chaincodeName:counterfoil collectionName: offers_BankAMSP_AccessMSP',
    );
  });

  it('stands in no block, only its hash does, which everybody may read', async () => {
    const canary = 'a canary in a private value';
    await putPrivate(bank, DESK, ['canary', canary]);
    const hash = await rival.contract.evaluateTransaction('getPrivateHash', DESK, 'canary');
    expect(text(hash)).to.equal(Buffer.from(sha256(Buffer.from(canary))).toString('hex'));
    const { signal } = new AbortController();
    for (let number = 0; number < network.height; number += 1) {
      for await (const block of network.blocks.follow(number, signal)) {
        expect(block.data.some((each) => Buffer.from(each).includes(canary))).to.equal(false);
        break;
      }
    }
  });

  it('is endorsed by the organisations of the collection’s policy', async () => {
    const transientData = { value: 'x' };
    const transaction = await endorsed(bank, 'putPrivate', {
      arguments: [DEAL, 'both'],
      transientData,
    });
    expect(endorsersOf(transaction)).to.have.members(['BankAMSP', 'AccessMSP']);
    expect(await committed(transaction)).to.equal(StatusCode.VALID);
    const alone = await endorsed(bank, 'putPrivate', { arguments: [DESK, 'own'], transientData });
    expect(endorsersOf(alone)).to.deep.equal(['BankAMSP']);
  });

  it('refuses transient data that would reach peers outside the collection', async () => {
    const transientData = { value: 'x' };
    const options = { arguments: [DEAL, 'other'], transientData };
    const error = await caught(EndorseError, endorsed(rival, 'putPrivate', options));
    expect(error.details[0]?.message).to.contain('does not have write access permission');
  });

  it('comes back after a restart, also for a reader who was not the endorser', async () => {
    await putPrivate(bank, OFFERS, ['kept', 'over night']);
    await network.close();
    await open();
    const value = await supplier.contract.evaluateTransaction('getPrivate', OFFERS, 'kept');
    expect(text(value)).to.equal('over night');
  });

  it('conflicts on hashed reads like public ones', async () => {
    await putPrivate(bank, OFFERS, ['accepted', 'terms']);
    const held = await endorsed(supplier, 'publish', [OFFERS, 'accepted']);
    await putPrivate(bank, OFFERS, ['accepted', 'withdrawn']);
    expect(await committed(held)).to.equal(StatusCode.MVCC_READ_CONFLICT);
    const fresh = await endorsed(supplier, 'publish', [OFFERS, 'accepted']);
    expect(endorsersOf(fresh)).to.have.members(['BankAMSP', 'AccessMSP']);
    expect(await committed(fresh)).to.equal(StatusCode.VALID);
  });

  it('is refused by the orderer when a restart has lost it between endorsement and submission', async () => {
    const transientData = { value: 'lost' };
    const transaction = await endorsed(bank, 'putPrivate', {
      arguments: [DESK, 'lost'],
      transientData,
    });
    const { sign } = bank;
    await network.close();
    await open();
    const again = await resigned(transaction.getBytes(), { sign, gateway: bank.gateway });
    const error = await caught(GatewayError, again.submit());
    expect(error.code).to.equal(status.ABORTED);
    expect(error.message).to.contain('endorse it again');
  });

  it('is gone, hash and value, once it is purged', async () => {
    await putPrivate(bank, DESK, ['purged', 'soon gone']);
    expect(await committed(await endorsed(bank, 'purgePrivate', [DESK, 'purged']))).to.equal(
      StatusCode.VALID,
    );
    const hash = await bank.contract.evaluateTransaction('getPrivateHash', DESK, 'purged');
    expect(text(hash)).to.equal('');
    const value = await bank.contract.evaluateTransaction('getPrivate', DESK, 'purged');
    expect(text(value)).to.equal('');
  });

  it('knows no collection that the definition does not name', async () => {
    const error = await caught(
      GatewayError,
      bank.contract.evaluateTransaction('getPrivate', 'nowhere', 'x'),
    );
    expect(error.message).to.contain('collection programme/counterfoil/nowhere could not be found');
    const hashError = await caught(
      GatewayError,
      bank.contract.evaluateTransaction('getPrivateHash', 'nowhere', 'x'),
    );
    expect(hashError.message).to.contain(
      'collection [nowhere] not defined in the collection config for chaincode [counterfoil]',
    );
  });
});
