import { GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { programmeDefinition } from '../../network/embedded/config/definition.js';
import type { EmbeddedNetwork } from '../../network/embedded/open.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import type { NamespaceRwSet, RangeQuery } from '../../network/embedded/store/rwset.js';
import { PROGRAMME } from '../../network/topology.js';
import { caught } from '../support/caught.js';
import {
  CHAINCODE,
  type User,
  committed,
  endorsed,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
  text,
} from '../support/embedded.js';
import { resultsOf } from '../support/forgery.js';

/** A collection of Bank A alone which others may ask for, and see that they do not have it. */
const OPEN = 'open';

function definition(): ReturnType<typeof programmeDefinition> {
  const programme = programmeDefinition(PROGRAMME, { sequence: 1, version: '1.0' });
  return {
    ...programme,
    collections: [
      ...programme.collections,
      {
        name: OPEN,
        members: parsePolicy("OR('BankAMSP.member')"),
        requiredPeerCount: 0,
        maximumPeerCount: 0,
        blockToLive: 0,
        memberOnlyRead: false,
        memberOnlyWrite: false,
        endorsementPolicy: null,
      },
    ],
  };
}

describe('the read and write set of a simulation', () => {
  let directory: string;
  let network: EmbeddedNetwork;
  let bank: User;

  before(async () => {
    directory = await temporaryDirectory();
    network = await openTrial(directory, { definition: definition() });
    bank = await enrol(network, 'BankAMSP');
    const keys = Array.from({ length: 250 }, (_, at) => `k/${1000 + at}`);
    await Promise.all(keys.map((key) => bank.contract.submitTransaction('put', key, 'x')));
  });

  after(async () => {
    await network.close();
    await removeDirectory(directory);
  });

  async function simulated(
    name: string,
    ...args: readonly string[]
  ): Promise<{ lifecycle: NamespaceRwSet | undefined; own: NamespaceRwSet | undefined }> {
    const sets = resultsOf(await endorsed(bank, name, args));
    const of = (wanted: string): NamespaceRwSet | undefined =>
      sets.find(({ namespace }) => namespace === wanted);
    return { lifecycle: of('_lifecycle'), own: of(CHAINCODE) };
  }

  async function rangeOf(
    name: string,
    ...args: readonly string[]
  ): Promise<RangeQuery | undefined> {
    return (await simulated(name, ...args)).own?.ranges[0];
  }

  it('reads the chaincode’s sequence, so that an upgrade conflicts with it', async () => {
    const { lifecycle, own } = await simulated('put', 'key', 'value');
    expect(lifecycle?.reads.map(({ key }) => key)).to.deep.equal([
      `namespaces/fields/${CHAINCODE}/Sequence`,
    ]);
    expect(lifecycle?.reads[0]?.version).to.not.equal(null);
    expect(own?.reads).to.deep.equal([]);
    expect(
      own?.writes.map(({ key, value }) => [key, text(value ?? new Uint8Array())]),
    ).to.deep.equal([['key', 'value']]);
  });

  it('reads the whole definition once it touches a collection', async () => {
    const { lifecycle, own } = await simulated('putPrivate', OPEN, 'key');
    expect(lifecycle?.reads.map(({ key }) => key)).to.deep.equal([
      `namespaces/fields/${CHAINCODE}/Collections`,
      `namespaces/fields/${CHAINCODE}/EndorsementInfo`,
      `namespaces/fields/${CHAINCODE}/Sequence`,
      `namespaces/fields/${CHAINCODE}/ValidationInfo`,
      `namespaces/metadata/${CHAINCODE}`,
    ]);
    expect(own?.collections.map(({ collection }) => collection)).to.deep.equal([OPEN]);
  });

  it('reads the version of a key, also of one that is not there, and of one that is asked its policy', async () => {
    expect((await simulated('copy', 'absent', 'to')).own?.reads).to.deep.equal([
      { key: 'absent', version: null },
    ]);
    const { own } = await simulated('guardOf', 'k/1000');
    expect(own?.reads[0]).to.deep.include({ key: 'k/1000' });
    expect(own?.reads[0]?.version).to.not.equal(null);
  });

  it('vouches for a whole range that was read to its end', async () => {
    const range = await rangeOf('count', 'k/1000..k/1010', 'n');
    expect(range).to.deep.include({ startKey: 'k/1000', endKey: 'k/1010', exhausted: true });
    expect(range?.reads).to.have.length(10);
    const large = await rangeOf('count', 'k/..k0', 'n');
    expect(large).to.deep.include({ endKey: 'k0', exhausted: true, reads: null });
    expect(large?.merkle).to.deep.include({ maxDegree: 50 });
  });

  it('vouches for as much of a range as the peer has read ahead of the contract', async () => {
    const range = await rangeOf('first', 'k/', 'k0');
    expect(range).to.deep.include({ startKey: 'k/', endKey: 'k/1100', exhausted: false });
    const short = await rangeOf('first', 'k/1200', 'k0');
    expect(short).to.deep.include({ endKey: 'k0', exhausted: true });
    expect(short?.reads).to.have.length(50);
  });

  it('vouches for a page up to its last key', async () => {
    for (const key of ['r/1', 'r/2', 'r/3']) await bank.contract.submitTransaction('put', key, 'x');
    const range = await rangeOf('page', '2', '');
    expect(range).to.deep.include({ startKey: 'r/', endKey: 'r/2', exhausted: false });
    const last = await rangeOf('page', '2', 'r/3');
    expect(last).to.deep.include({ startKey: 'r/3', endKey: 'r0', exhausted: true });
  });

  it('is not made where a private value is known to exist but is not at hand', async () => {
    const stranger = await enrol(network, 'AccessMSP');
    const ask = async (key: string): Promise<string> =>
      text(await stranger.contract.evaluateTransaction('getPrivate', OPEN, key));
    expect(await ask('absent')).to.equal('');
    const options = { arguments: [OPEN, 'present'], transientData: { value: 'x' } };
    const put = { ...options, endorsingOrganizations: ['BankAMSP', 'CoreMSP'] };
    expect(await committed(await endorsed(bank, 'putPrivate', put))).to.equal(StatusCode.VALID);
    const error = await caught(GatewayError, ask('present'));
    expect(error.message).to.match(
      /GET_STATE failed: transaction ID: [0-9a-f]{64}: private data matching public hash version is not available\. Public hash version = \{BlockNum: \d+, TxNum: 0\}, Private data version = <nil>$/,
    );
  });
});
