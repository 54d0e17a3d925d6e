import { expect } from 'chai';
import { type EmbeddedNetwork } from '../../network/embedded/open.js';
import {
  type User,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
  text,
} from '../support/embedded.js';

describe('the embedded network', () => {
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

  it('commits what is submitted through fabric-gateway, and reads it back', async () => {
    await user.contract.submitTransaction('put', 'greeting', 'hello');
    expect(text(await user.contract.evaluateTransaction('get', 'greeting'))).to.equal('hello');
  });

  it('keeps it over a restart', async () => {
    await user.contract.submitTransaction('put', 'kept', 'for ever');
    const before = { height: network.height, stateHash: await network.stateHash() };
    await network.close();
    network = await openTrial(directory);
    expect({ height: network.height, stateHash: await network.stateHash() }).to.deep.equal(before);
    user = await enrol(network, 'AccessMSP');
    expect(text(await user.contract.evaluateTransaction('get', 'kept'))).to.equal('for ever');
  });
});
