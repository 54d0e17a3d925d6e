import { common } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { policyAt } from '../../network/embedded/config/bundle.js';
import { Authority, type NodeRole } from '../../network/embedded/identity/authority.js';
import {
  type AdmissionRules,
  admissionRefusal,
} from '../../network/embedded/ordering/admission.js';
import { type Person, aPerson, scratchDirectory } from '../support/organisation.js';
import { type Programme, aProgramme } from '../support/programme.js';
import { type SomeEnvelope, signedEnvelope } from '../support/signed-envelope.js';

const DAY_MS = 86_400_000;

describe('what an orderer takes', () => {
  const scratch = scratchDirectory();
  let programme: Programme;
  let rules: AdmissionRules;
  let client: Person;

  before(async () => {
    programme = await aProgramme(scratch.path('ca'));
    const { config } = programme;
    rules = {
      channel: config.channelId,
      members: config.members,
      writers: policyAt(config, '/Channel/Writers'),
      absoluteMaxBytes: 10_000,
    };
    client = await personAt('BankAMSP', 'client');
  });

  /** Somebody whose certificate is of now; or, for a day, of some days ago. */
  async function personAt(mspId: string, role: NodeRole, daysAgo = 0): Promise<Person> {
    const at = new Date(Date.now() - daysAgo * DAY_MS);
    const authority = await Authority.open(scratch.path('ca', mspId), mspId, () => at);
    return await aPerson(authority, role, daysAgo === 0 ? undefined : 1);
  }

  async function refusalOf(envelope: common.Envelope | Buffer): Promise<string | null> {
    const bytes = Buffer.isBuffer(envelope) ? envelope : Buffer.from(envelope.serializeBinary());
    const refusal = await admissionRefusal(bytes, rules);
    if (refusal === null) return null;
    expect(common.Status[refusal.name]).to.equal(refusal.code);
    return `${refusal.name} ${refusal.info}`;
  }

  async function sent(some: Partial<SomeEnvelope> = {}): Promise<string | null> {
    return await refusalOf(await signedEnvelope(client, { channel: rules.channel, ...some }));
  }

  it('is what a member signs, whatever it may be', async () => {
    expect(await sent()).to.equal(null);
    const change = (header: common.ChannelHeader): void =>
      header.setType(common.HeaderType.MESSAGE);
    expect(await sent({ change })).to.equal(null);
  });

  it('has headers', async () => {
    const none = 'BAD_REQUEST could not determine channel header';
    expect(await refusalOf(Buffer.from([0xff]))).to.equal(none);
    expect(await refusalOf(Buffer.alloc(0))).to.equal(none);
    const envelope = await signedEnvelope(client, { channel: rules.channel });
    envelope.setPayload(Buffer.from([0xff]));
    expect(await refusalOf(envelope)).to.equal(none);
    const payload = new common.Payload();
    const header = new common.Header();
    header.setChannelHeader(Buffer.from([0xff]));
    payload.setHeader(header);
    envelope.setPayload(payload.serializeBinary());
    expect(await refusalOf(envelope)).to.equal(none);
  });

  it('is for the channel', async () => {
    expect(await sent({ channel: 'elsewhere' })).to.equal(
      'NOT_FOUND channel elsewhere does not exist',
    );
  });

  it('is no configuration', async () => {
    const { CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION } = common.HeaderType;
    for (const type of [CONFIG, CONFIG_UPDATE, ORDERER_TRANSACTION]) {
      const change = (header: common.ChannelHeader): void => header.setType(type);
      expect(await sent({ change })).to.match(/^NOT_IMPLEMENTED /u);
    }
  });

  it('is not larger than the channel allows, to the byte', async () => {
    const small = await signedEnvelope(client, { channel: rules.channel });
    const size = small.getPayload_asU8().length + small.getSignature_asU8().length;
    const limits = [
      [size, null],
      [
        size - 1,
        `BAD_REQUEST message payload is ${size} bytes and exceeds maximum allowed ${size - 1} bytes`,
      ],
    ] as const;
    for (const [absoluteMaxBytes, wanted] of limits) {
      const refusal = await admissionRefusal(Buffer.from(small.serializeBinary()), {
        ...rules,
        absoluteMaxBytes,
      });
      expect(refusal === null ? null : `${refusal.name} ${refusal.info}`).to.equal(wanted);
    }
  });

  it('is of nobody whose certificate has ended', async () => {
    const old = await personAt('BankAMSP', 'client', 2);
    expect(await refusalOf(await signedEnvelope(old, { channel: rules.channel }))).to.equal(
      'BAD_REQUEST broadcast client identity expired',
    );
  });

  it('is signed by its creator, who may write', async () => {
    const envelope = await signedEnvelope(client, { channel: rules.channel });
    const other = await personAt('BankAMSP', 'client');
    envelope.setSignature(await other.sign(envelope.getPayload_asU8()));
    expect(await refusalOf(envelope)).to.match(/^FORBIDDEN .*'Writers'.*: permission denied$/u);
    envelope.setSignature('');
    expect(await refusalOf(envelope)).to.match(/^FORBIDDEN /u);
    const unknown = { ...client, serialized: Buffer.from('nobody') };
    const strange = await signedEnvelope(unknown, { channel: rules.channel });
    expect(await refusalOf(strange)).to.match(/^FORBIDDEN /u);
    const peer = await personAt('BankAMSP', 'peer');
    const written = await signedEnvelope(peer, { channel: rules.channel });
    expect(await refusalOf(written)).to.match(/^FORBIDDEN /u);
  });
});
