import { msp as proto } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import { Msp } from '../../network/embedded/identity/msp.js';
import { mspConfig } from '../../network/embedded/identity/msp-config.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import { aCertificate, anAuthority, anExtension, aRoot } from '../support/certificates.js';
import { rolesOf } from '../support/roles.js';

describe('an organisation with authorities below its root', () => {
  it('takes the lowest authority’s certificates and no others', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const below = await anAuthority(root.forger, 'O=Bank, CN=below');
    const trust = new Msp(configOf(root.pem, [below.pem], below.pem));
    expect(rolesOf(trust, await aCertificate(below.forger))).to.equal('MEMBER CLIENT');
    expect(trust.identity(Buffer.from(await aCertificate(root.forger))).invalidity).to.match(
      /above another/,
    );
  });

  it('takes a role only from the authority that is named for it', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const [left, right] = [
      await anAuthority(root.forger, 'O=Bank, CN=left'),
      await anAuthority(root.forger, 'O=Bank, CN=right!'),
    ];
    const trust = new Msp(configOf(root.pem, [left.pem, right.pem], left.pem));
    expect(rolesOf(trust, await aCertificate(left.forger))).to.equal('MEMBER CLIENT');
    const other = trust.identity(Buffer.from(await aCertificate(right.forger)));
    expect(other.invalidity).to.match(/another authority/);
  });

  it('takes nothing from an authority that may not sign certificates', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const below = await anAuthority(root.forger, 'O=Bank, CN=below', { usage: 'digitalSignature' });
    const trust = new Msp(configOf(root.pem, [below.pem], root.pem));
    const leaf = Buffer.from(await aCertificate(below.forger));
    expect(() => trust.identity(leaf)).to.throw(CertificateError);
  });

  it('takes nothing from further below than an authority allows', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const first = await anAuthority(root.forger, 'O=Bank, CN=first', { pathLength: 0 });
    const second = await anAuthority(first.forger, 'O=Bank, CN=second below');
    expect(() => new Msp(configOf(root.pem, [first.pem, second.pem], root.pem))).not.to.throw();
    const trust = new Msp(configOf(root.pem, [first.pem, second.pem], root.pem));
    const leaf = Buffer.from(await aCertificate(second.forger));
    expect(() => trust.identity(leaf)).to.throw(CertificateError);
  });

  it('takes nothing for which two chains lead to a root', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const twin = await aRoot('O=Bank, CN=root', root.forger);
    const config = configOf(root.pem, [], root.pem);
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    content.setRootCertsList([Buffer.from(root.pem), Buffer.from(twin.pem)]);
    config.setConfig(content.serializeBinary());
    const leaf = Buffer.from(await aCertificate(root.forger));
    expect(() => new Msp(config).identity(leaf)).to.throw(/more than one chain/);
  });

  it('does not trust an authority that constrains names, which is not enforced', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const below = await anAuthority(root.forger, 'O=Bank, CN=below', {
      extra: [anExtension('2.5.29.30', false)],
    });
    const trust = new Msp(configOf(root.pem, [below.pem], root.pem));
    const leaf = await aCertificate(below.forger);
    expect(() => trust.identity(Buffer.from(leaf))).to.throw(CertificateError);
  });
});

describe('an organisation’s configuration', () => {
  it('is refused without a root, without administrators or with a leaf as root', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const leaf = await aCertificate(root.forger);
    const build = (change: (content: proto.FabricMSPConfig) => void) => (): Msp => {
      const config = configOf(root.pem, [], root.pem);
      const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
      change(content);
      config.setConfig(content.serializeBinary());
      return new Msp(config);
    };
    expect(build(() => undefined)).not.to.throw();
    expect(
      build((content) => {
        content.setRootCertsList([]);
      }),
    ).to.throw(/root/);
    expect(
      build((content) => {
        content.setFabricNodeOus(undefined);
      }),
    ).to.throw(/administrator/);
    expect(
      build((content) => {
        content.setRootCertsList([Buffer.from(leaf)]);
      }),
    ).to.throw(CertificateError);
    expect(
      build((content) => {
        content.setRevocationListList([Buffer.from('list')]);
      }),
    ).to.throw(CertificateError);
    expect(
      build((content) => {
        content.getCryptoConfig()?.setSignatureHashFamily('SHA3');
      }),
    ).to.throw(/SHA2/);
    expect(
      build((content) => {
        content.setAdminsList([Buffer.from(leaf)]);
      }),
    ).not.to.throw();
  });

  it('may ask every member for a unit that a named authority has certified', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const config = configOf(root.pem, [], root.pem);
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    const unit = new proto.FabricOUIdentifier();
    unit.setCertificate(Buffer.from(root.pem));
    unit.setOrganizationalUnitIdentifier('desk');
    content.setOrganizationalUnitIdentifiersList([unit]);
    config.setConfig(content.serializeBinary());
    const trust = new Msp(config);
    const carries = await aCertificate(root.forger, { subject: 'OU=desk, OU=client, CN=x' });
    expect(rolesOf(trust, carries)).to.equal('MEMBER CLIENT');
    expect(rolesOf(trust, await aCertificate(root.forger))).to.equal('');
  });

  it('makes an administrator of whoever it names', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const [named, other] = [await aCertificate(root.forger), await aCertificate(root.forger)];
    const config = configOf(root.pem, [], root.pem);
    const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    content.setAdminsList([Buffer.from(named)]);
    config.setConfig(content.serializeBinary());
    const trust = new Msp(config);
    expect(rolesOf(trust, named)).to.equal('MEMBER ADMIN CLIENT');
    expect(rolesOf(trust, other)).to.equal('MEMBER CLIENT');
  });
});

function configOf(
  rootPem: string,
  belowPems: readonly string[],
  certifierPem: string,
): proto.MSPConfig {
  const parts = { mspId: 'BankAMSP', tlsRootPem: rootPem, revocationListPem: null };
  const config = mspConfig({ ...parts, rootPem: certifierPem });
  const content = proto.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  content.setRootCertsList([Buffer.from(rootPem)]);
  content.setIntermediateCertsList(belowPems.map((pem) => Buffer.from(pem)));
  config.setConfig(content.serializeBinary());
  return config;
}
