import { X509Certificate } from 'node:crypto';

import { msp as proto } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { Authority } from '../../network/embedded/identity/authority.js';
import { Msp } from '../../network/embedded/identity/msp.js';
import { MspSet } from '../../network/embedded/identity/msp-set.js';
import { decodePem } from '../../network/embedded/identity/pem.js';
import { decodePrincipal, rolePrincipal } from '../../network/embedded/identity/principal.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import { createRevocationList } from '../../network/embedded/identity/x509.js';
import { holderOf } from '../support/certificates.js';
import { aPerson, scratchDirectory } from '../support/organisation.js';

const CLOCK = (): Date => new Date('2026-03-01T08:00:00Z');

describe('revoked identities', () => {
  const scratch = scratchDirectory();
  let authority: Authority;
  let rival: Authority;

  before(async () => {
    authority = await Authority.open(scratch.path('bank'), 'BankAMSP', CLOCK);
    rival = await Authority.open(scratch.path('rival'), 'BankAMSP', CLOCK);
  });

  async function organisation(): Promise<MspSet> {
    return new MspSet([new Msp(await authority.mspConfig())]);
  }

  it('are invalid from the configuration on that holds their revocation', async () => {
    const revoked = await aPerson(authority, 'client');
    const untouched = await aPerson(authority, 'client');
    const beforehand = await organisation();
    await authority.revoke(revoked.pem);
    const afterwards = await organisation();
    expect(beforehand.deserialize(revoked.serialized).invalidity).to.equal(null);
    expect(afterwards.deserialize(revoked.serialized).invalidity).to.match(/revoked/);
    const client = decodePrincipal(rolePrincipal('BankAMSP', 'CLIENT'));
    expect(afterwards.deserialize(revoked.serialized).satisfies(client)).to.equal(false);
    expect(afterwards.deserialize(untouched.serialized).invalidity).to.equal(null);
  });

  it('are not harmed by a revocation list that their authority did not sign', async () => {
    const victim = await aPerson(authority, 'client');
    const config = await authority.mspConfig();
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    await authority.revoke(victim.pem);
    const list = decodePem(await authority.revocationList())?.der ?? Buffer.alloc(0);
    const forged = Buffer.from(list);
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    content.setRevocationListList([forged]);
    config.setConfig(content.serializeBinary());
    expect(new Msp(config).identity(Buffer.from(victim.pem)).invalidity).to.equal(null);
    content.setRevocationListList([list]);
    config.setConfig(content.serializeBinary());
    expect(new Msp(config).identity(Buffer.from(victim.pem)).invalidity).to.match(/revoked/);
  });

  it('are not harmed by a list that names another authority’s key', async () => {
    const person = await aPerson(authority, 'client');
    const { key } = await holderOf(scratch.path('bank'), 'BankAMSP');
    const certificate = new X509Certificate(person.pem);
    const list = await createRevocationList(
      {
        issuer: [{ O: 'BankAMSP' }, { CN: 'ca-BankAMSP' }],
        authorityKeyId: 'ab'.repeat(20),
        thisUpdate: CLOCK(),
        nextUpdate: CLOCK(),
        revoked: [{ serialNumber: certificate.serialNumber, revokedAt: CLOCK() }],
      },
      key,
    );
    const config = await authority.mspConfig();
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    content.setRevocationListList([list]);
    config.setConfig(content.serializeBinary());
    expect(new Msp(config).identity(Buffer.from(person.pem)).invalidity).to.equal(null);
  });

  it('are revoked only by the authority that issued them', async () => {
    const core = await Authority.open(scratch.path('core'), 'CoreMSP', CLOCK);
    for (const other of [core, rival]) {
      const { pem } = await aPerson(other, 'client');
      let refusal: unknown = null;
      await authority.revoke(pem).catch((error: unknown) => {
        refusal = error;
      });
      expect(refusal).to.be.instanceOf(CertificateError);
    }
  });
});
