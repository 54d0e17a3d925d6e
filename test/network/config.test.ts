import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { type Block, dataHash, transactionId } from '../../network/embedded/blocks.js';
import {
  type ChannelConfig,
  channelConfigOf,
  policyAt,
  readChannelConfig,
} from '../../network/embedded/config/bundle.js';
import { ConfigError } from '../../network/embedded/config/error.js';
import { BATCH } from '../../network/embedded/config/genesis.js';
import { capabilities } from '../../network/embedded/config/group.js';
import type { NodeRole } from '../../network/embedded/identity/authority.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import { PolicyError, type Signer } from '../../network/embedded/policy/policy.js';
import type { ProtoMap } from '../../network/embedded/policy/tree.js';
import { aProgramme, type Programme } from '../support/programme.js';
import { scratchDirectory } from '../support/organisation.js';
import { GENESIS_ELEMENTS, GENESIS_METADATA } from './fabric-genesis-answers.js';

describe('the genesis of a channel', () => {
  const scratch = scratchDirectory();
  let programme: Programme;

  before(async () => {
    programme = await aProgramme(scratch.path('genesis'));
  });

  it('has every element as configtxgen writes it', () => {
    const root = configOf(programme.genesis).getChannelGroup();
    expect(root === undefined ? [] : elementsOf(root, '/Channel').sort()).to.deep.equal(
      GENESIS_ELEMENTS,
    );
  });

  it('is block 0 with an empty previous hash and its metadata unsigned', () => {
    const { number, previousHash, metadata, data } = programme.genesis;
    expect(number).to.equal(0);
    expect(previousHash.length).to.equal(0);
    expect(programme.genesis.dataHash).to.deep.equal(dataHash(data));
    const slots = metadata.map((slot) => Buffer.from(slot).toString('hex') || '-');
    expect(slots.join(' ')).to.equal(GENESIS_METADATA);
  });

  it('names its transaction after its nonce, and is signed by nobody', () => {
    const payload = payloadOf(programme.genesis);
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    const signature = common.SignatureHeader.deserializeBinary(
      payload.getHeader()?.getSignatureHeader_asU8() ?? new Uint8Array(),
    );
    expect(signature.getCreator_asU8().length).to.equal(0);
    expect(header.getTxId()).to.equal(transactionId(signature.getNonce_asU8(), new Uint8Array()));
    expect(header.getVersion()).to.equal(1);
    expect(header.getTimestamp()?.toDate()).to.deep.equal(programme.createdAt);
  });
});

describe('a channel configuration', () => {
  const scratch = scratchDirectory();
  let programme: Programme;
  let config: ChannelConfig;

  before(async () => {
    programme = await aProgramme(scratch.path('config'));
    config = programme.config;
  });

  async function someone(mspId: string, role: NodeRole): Promise<Signer> {
    return config.members.deserialize((await programme.person(mspId, role)).serialized);
  }

  async function holds(path: string, ...people: (readonly [string, NodeRole])[]): Promise<boolean> {
    const signers = await Promise.all(
      people.map(async ([mspId, role]) => await someone(mspId, role)),
    );
    return policyAt(config, path).isSatisfiedBy(signers);
  }

  it('tells the channel, its organisations, its orderers and its batches', () => {
    expect(config.channelId).to.equal('programme');
    expect(config.sequence).to.equal(0);
    expect(config.members.ids).to.have.members([
      'CoreMSP',
      'AccessMSP',
      'BankAMSP',
      'BankBMSP',
      'RegulatorMSP',
      'OrdererMSP',
    ]);
    expect(config.organisations.find(({ mspId }) => mspId === 'BankAMSP')).to.deep.equal({
      name: 'BankAMSP',
      mspId: 'BankAMSP',
      anchorPeers: [{ host: '127.0.0.1', port: 9051 }],
    });
    expect(config.ordererEndpoints.get('OrdererMSP')).to.deep.equal(['127.0.0.1:7050']);
    expect(config.batch).to.deep.equal(BATCH);
  });

  it('lets clients of every organisation write, and no peer', async () => {
    const writers = '/Channel/Application/Writers';
    for (const mspId of ['CoreMSP', 'AccessMSP', 'BankAMSP', 'BankBMSP', 'RegulatorMSP']) {
      expect(await holds(writers, [mspId, 'client']), mspId).to.equal(true);
      expect(await holds(writers, [mspId, 'peer']), mspId).to.equal(false);
      expect(await holds('/Channel/Application/Readers', [mspId, 'peer']), mspId).to.equal(true);
    }
    expect(await holds(writers, ['OrdererMSP', 'client'])).to.equal(false);
  });

  it('asks three of the four endorsing organisations, and never the regulator', async () => {
    const path = '/Channel/Application/LifecycleEndorsement';
    const three = [
      ['CoreMSP', 'peer'],
      ['BankAMSP', 'peer'],
      ['BankBMSP', 'peer'],
    ] as const;
    expect(await holds(path, ...three)).to.equal(true);
    expect(await holds(path, ...three.slice(1), ['RegulatorMSP', 'peer'])).to.equal(false);
    expect(await holds(path, ['CoreMSP', 'client'], ...three.slice(1))).to.equal(false);
    expect(await holds(path, three[0], three[0], three[1])).to.equal(false);
  });

  it('changes only by its application’s and its orderer’s administrators together', async () => {
    const admins = [
      ['CoreMSP', 'admin'],
      ['AccessMSP', 'admin'],
      ['BankAMSP', 'admin'],
    ] as const;
    expect(await holds('/Channel/Admins', ...admins)).to.equal(false);
    expect(await holds('/Channel/Admins', ...admins, ['OrdererMSP', 'admin'])).to.equal(true);
    expect(await holds('/Channel/Admins', ['OrdererMSP', 'admin'])).to.equal(false);
  });

  it('takes blocks from orderers alone', async () => {
    const path = '/Channel/Orderer/BlockValidation';
    expect(await holds(path, ['OrdererMSP', 'orderer'])).to.equal(true);
    expect(await holds(path, ['OrdererMSP', 'admin'])).to.equal(false);
    expect(await holds(path, ['CoreMSP', 'peer'])).to.equal(false);
  });

  it('has no policy at a path that it does not define', () => {
    expect(() => policyAt(config, '/Channel/Application/RegulatorMSP/Endorsement')).to.throw(
      PolicyError,
    );
  });

  it('is not in a block of other transactions', () => {
    const payload = payloadOf(programme.genesis);
    const header = new common.ChannelHeader();
    header.setType(common.HeaderType.ENDORSER_TRANSACTION);
    payload.getHeader()?.setChannelHeader(header.serializeBinary());
    const envelope = new common.Envelope();
    envelope.setPayload(payload.serializeBinary());
    expect(channelConfigOf({ ...programme.genesis, data: [envelope.serializeBinary()] })).to.equal(
      null,
    );
    expect(channelConfigOf({ ...programme.genesis, data: [] })).to.equal(null);
  });

  it('is refused with a capability, a hash or an organisation that this peer does not know', async () => {
    const changed = (change: (root: common.ConfigGroup) => void): common.Config => {
      const copy = configOf(programme.genesis);
      const root = copy.getChannelGroup();
      if (root !== undefined) change(root);
      return copy;
    };
    const later = changed((root) => {
      setValue(root, 'Capabilities', capabilities('V3_0', 'V4_0'));
    });
    expect(() => readChannelConfig('programme', later)).to.throw(ConfigError, /V4_0/);
    const hashing = new common.HashingAlgorithm();
    hashing.setName('SHAKE256');
    const other = changed((root) => {
      setValue(root, 'HashingAlgorithm', hashing);
    });
    expect(() => readChannelConfig('programme', other)).to.throw(ConfigError, /SHA256/);
    const twice = (bytes: Uint8Array): common.Config =>
      changed((root) => {
        const orderers: ProtoMap<common.ConfigGroup> = child(root, 'Orderer').getGroupsMap();
        const org = new common.ConfigGroup();
        const value = new common.ConfigValue();
        value.setValue(bytes);
        const endpoints = new common.ConfigValue();
        endpoints.setValue(new common.OrdererAddresses().serializeBinary());
        const values: ProtoMap<common.ConfigValue> = org.getValuesMap();
        values.set('MSP', value);
        values.set('Endpoints', endpoints);
        orderers.set('CoreMSP', org);
      });
    const core = programme.authority('CoreMSP');
    const same = (await core.mspConfig()).serializeBinary();
    expect(readChannelConfig('programme', twice(same)).members.ids.length).to.equal(6);
    await core.revoke((await programme.person('CoreMSP', 'client')).pem);
    const version = (await core.mspConfig()).serializeBinary();
    expect(() => readChannelConfig('programme', twice(version))).to.throw(ConfigError, /CoreMSP/);
    const broken = changed((root) => {
      setValue(child(root, 'Application', 'CoreMSP'), 'MSP', new common.Metadata());
    });
    expect(() => readChannelConfig('programme', broken)).to.throw(CertificateError);
  });
});

function payloadOf(block: Block): common.Payload {
  const [data = new Uint8Array()] = block.data;
  return common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(data).getPayload_asU8(),
  );
}

function configOf(block: Block): common.Config {
  const envelope = common.ConfigEnvelope.deserializeBinary(payloadOf(block).getData_asU8());
  return envelope.getConfig() ?? new common.Config();
}

function elementsOf(group: common.ConfigGroup, path: string): string[] {
  const lines = [`${path} group ${group.getVersion()} ${group.getModPolicy()}`];
  const values: ProtoMap<common.ConfigValue> = group.getValuesMap();
  values.forEach((value, name) => {
    if (name === 'MSP' || name === 'ConsensusType') return;
    const content = value.getValue_asB64() || '-';
    lines.push(`${path}/${name} value ${value.getVersion()} ${value.getModPolicy()} ${content}`);
  });
  const policies: ProtoMap<common.ConfigPolicy> = group.getPoliciesMap();
  policies.forEach((held, name) => {
    const policy = held.getPolicy();
    const content = `${policy?.getType()} ${policy?.getValue_asB64()}`;
    lines.push(`${path}/${name} policy ${held.getVersion()} ${held.getModPolicy()} ${content}`);
  });
  const groups: ProtoMap<common.ConfigGroup> = group.getGroupsMap();
  groups.forEach((below, name) => lines.push(...elementsOf(below, `${path}/${name}`)));
  return lines;
}

function child(group: common.ConfigGroup, ...path: string[]): common.ConfigGroup {
  return path.reduce((parent, name) => {
    const groups: ProtoMap<common.ConfigGroup> = parent.getGroupsMap();
    return groups.get(name) ?? new common.ConfigGroup();
  }, group);
}

function setValue(
  group: common.ConfigGroup,
  name: string,
  content: { serializeBinary(): Uint8Array },
): void {
  const values: ProtoMap<common.ConfigValue> = group.getValuesMap();
  values.get(name)?.setValue(content.serializeBinary());
}
