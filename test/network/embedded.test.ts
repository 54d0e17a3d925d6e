import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { ConfigError } from '../../network/embedded/config/error.js';
import { Authority } from '../../network/embedded/identity/authority.js';
import { LedgerLocked } from '../../network/embedded/store/errors.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import { caught } from '../support/caught.js';
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
import { resigned } from '../support/forgery.js';

const OFFERS = 'offers_BankAMSP_AccessMSP';

describe('the embedded network over a restart', () => {
  let directory: string;
  let network: EmbeddedNetwork;
  let bank: User;
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
    supplier = await enrol(network, 'AccessMSP');
  }

  async function restart(): Promise<void> {
    await network.close();
    await open();
  }

  it('keeps what was committed, and makes nothing of its own again', async () => {
    await bank.contract.submitTransaction('put', 'kept', 'for ever');
    const before = { height: network.height, stateHash: await network.stateHash() };
    await restart();
    expect({ height: network.height, stateHash: await network.stateHash() }).to.deep.equal(before);
    expect(text(await bank.contract.evaluateTransaction('get', 'kept'))).to.equal('for ever');
  });

  it('keeps private values, also for a member who was not the endorser', async () => {
    const transientData = { value: 'over night' };
    const put = await endorsed(bank, 'putPrivate', { arguments: [OFFERS, 'p'], transientData });
    expect(await committed(put)).to.equal(StatusCode.VALID);
    await restart();
    const value = await supplier.contract.evaluateTransaction('getPrivate', OFFERS, 'p');
    expect(text(value)).to.equal('over night');
  });

  it('takes a transaction that was endorsed before it', async () => {
    const transaction = await endorsed(bank, 'put', ['endorsed before', 'x']);
    const { sign } = bank;
    await restart();
    const again = await resigned(transaction.getBytes(), { sign, gateway: bank.gateway });
    expect(await committed(again)).to.equal(StatusCode.VALID);
  });

  it('refuses one whose private data it has lost', async () => {
    const transientData = { value: 'lost' };
    const options = { arguments: [OFFERS, 'lost'], transientData };
    const transaction = await endorsed(bank, 'putPrivate', options);
    const { sign } = bank;
    await restart();
    const again = await resigned(transaction.getBytes(), { sign, gateway: bank.gateway });
    const error = await caught(GatewayError, again.submit());
    expect(error.code).to.equal(status.ABORTED);
    expect(error.message).to.contain('endorse it again');
  });

  it('is opened by one process at a time', async () => {
    await caught(LedgerLocked, openTrial(directory));
  });

  it('does not open with an authority that is gone, or is not the channel’s', async () => {
    await network.close();
    for (const mspId of ['BankAMSP', 'OrdererMSP']) {
      const place = join(directory, 'ca', mspId);
      const aside = join(directory, 'aside');
      await rename(place, aside);
      const gone = await caught(ConfigError, openTrial(directory));
      expect(gone.message).to.contain(`the authority of ${mspId}`);
      await Authority.open(place, mspId, () => new Date());
      const stranger = await caught(ConfigError, openTrial(directory));
      expect(stranger.message).to.contain('does not trust');
      await removeDirectory(place);
      await rename(aside, place);
    }
    await open();
    expect(text(await bank.contract.evaluateTransaction('get', 'kept'))).to.equal('for ever');
  });

  it('answers nobody after it has been closed', async () => {
    const { contract } = bank;
    const waiting = contract.newProposal('put', { arguments: ['late', 'x'] });
    const transaction = await waiting.endorse();
    await network.close();
    const error = await caught(GatewayError, transaction.submit());
    expect(error.code).to.equal(status.UNAVAILABLE);
    await open();
  });
});
