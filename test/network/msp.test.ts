import { generateKeyPairSync } from 'node:crypto';

import { msp as proto } from '@hyperledger/fabric-protos';
import { expect } from 'chai';

import {
  DER,
  encodeElement,
  encodeUnsigned,
  readChildren,
  readElement,
} from '../../network/der.js';
import { Authority } from '../../network/embedded/identity/authority.js';
import { Msp } from '../../network/embedded/identity/msp.js';
import { mspConfig } from '../../network/embedded/identity/msp-config.js';
import { decodePem, encodePem } from '../../network/embedded/identity/pem.js';
import {
  decodePrincipal,
  type Role,
  rolePrincipal,
} from '../../network/embedded/identity/principal.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import {
  aCertificate,
  anAuthority,
  anExtension,
  aRoot,
  extendedUsage,
  type Forger,
  holderOf,
  isAuthority,
  type Shape,
  usage,
} from '../support/certificates.js';
import { scratchDirectory } from '../support/organisation.js';

const ROLES: readonly Role[] = ['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'];
const P256_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

// What Fabric 3.1.5 answered for certificates of these shapes: roles, or none where it finds the
// identity invalid or cannot take it at all.
const SHAPES: readonly (readonly [name: string, shape: Shape, roles: string])[] = [
  ['one unit', {}, 'MEMBER CLIENT'],
  ['no unit', { subject: 'CN=x' }, ''],
  ['two roles', { subject: 'OU=client, OU=peer, CN=x' }, ''],
  ['one role twice', { subject: 'OU=peer, OU=peer, CN=x' }, ''],
  ['a role and another unit', { subject: 'OU=desk, OU=peer, CN=x' }, 'MEMBER PEER'],
  ['another unit only', { subject: 'OU=desk, CN=x' }, ''],
  ['unit and name in one part', { subject: 'OU=peer+CN=x' }, 'MEMBER PEER'],
  ['a role in other letters', { subject: 'OU=Peer, CN=x' }, ''],
  ['an authority', { extensions: [isAuthority()] }, ''],
  ['for clients of TLS', { extensions: [extendedUsage(usage.clientAuth)] }, ''],
  ['for servers of TLS', { extensions: [extendedUsage(usage.serverAuth)] }, 'MEMBER CLIENT'],
  ['for anything', { extensions: [extendedUsage('2.5.29.37.0')] }, 'MEMBER CLIENT'],
  ['an unknown critical extension', { extensions: [anExtension('1.2.3.4', true)] }, ''],
  ['an unknown extension', { extensions: [anExtension('1.2.3.4', false)] }, 'MEMBER CLIENT'],
  ['older than its authority', { notBefore: new Date('2020-01-01T00:00:00Z') }, ''],
  ['a key on P-384', { publicKey: keyOn('P-384') }, 'MEMBER CLIENT'],
  ['a key on secp256k1', { publicKey: keyOn('secp256k1') }, ''],
  ['an Ed25519 key', { publicKey: generateKeyPairSync('ed25519').publicKey }, 'MEMBER CLIENT'],
];

describe('an organisation’s judgement of certificates', () => {
  const scratch = scratchDirectory();
  let forger: Forger;
  let trust: Msp;

  before(async () => {
    const directory = scratch.path('bank');
    const clock = (): Date => new Date('2026-03-01T08:00:00Z');
    trust = new Msp(await (await Authority.open(directory, 'BankAMSP', clock)).mspConfig());
    forger = await holderOf(directory, 'BankAMSP');
  });

  it('is Fabric’s for every shape', async () => {
    for (const [name, shape, roles] of SHAPES) {
      expect(rolesOf(trust, await aCertificate(forger, shape)), name).to.equal(roles);
    }
  });

  it('does not depend on how the text is laid out', async () => {
    const pem = await aCertificate(forger);
    const id = trust.identity(Buffer.from(pem)).id;
    const same = [
      `words before\n${pem}`,
      pem.replaceAll('CERTIFICATE', 'SOMETHING'),
      pem.replaceAll('\n', '\r\n'),
      `${pem}words after`,
      pem.trimEnd(),
      pem.replace('-----\n', '-----\nNote: kept\n\n'),
    ];
    for (const text of same) expect(trust.identity(Buffer.from(text)).id).to.equal(id);
    const der = decodePem(pem)?.der ?? Buffer.alloc(0);
    const refused = [
      `  ${pem}`,
      `${pem.trimEnd()}words`,
      pem.replace('M', '!'),
      encodePem('CERTIFICATE', Buffer.concat([der, Buffer.alloc(1)])),
    ];
    for (const text of refused)
      expect(() => trust.identity(Buffer.from(text))).to.throw(CertificateError);
  });

  it('sees one identity whichever half the authority’s signature is in', async () => {
    const pem = await aCertificate(forger);
    const twin = encodePem('CERTIFICATE', withOtherS(decodePem(pem)?.der ?? Buffer.alloc(0)));
    expect(twin).not.to.equal(pem);
    expect(trust.identity(Buffer.from(twin)).id).to.equal(trust.identity(Buffer.from(pem)).id);
  });
});

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

  it('does not trust an authority that constrains names, which is not enforced', async () => {
    const root = await aRoot('O=Bank, CN=root');
    const below = await anAuthority(root.forger, 'O=Bank, CN=below', [
      anExtension('2.5.29.30', false),
    ]);
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

function rolesOf(trust: Msp, pem: string): string {
  try {
    const identity = trust.identity(Buffer.from(pem));
    return ROLES.filter((role) =>
      identity.satisfies(decodePrincipal(rolePrincipal('BankAMSP', role))),
    ).join(' ');
  } catch (error) {
    if (error instanceof CertificateError) return '';
    throw error;
  }
}

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

function keyOn(namedCurve: string): ReturnType<typeof generateKeyPairSync>['publicKey'] {
  return generateKeyPairSync('ec', { namedCurve }).publicKey;
}

/** The same certificate with the signature's S replaced by its negative: still its authority's. */
function withOtherS(der: Uint8Array): Buffer {
  const [body, algorithm, bits] = readChildren(readElement(der).content);
  if (body === undefined || algorithm === undefined || bits === undefined)
    throw new Error('no certificate');
  const [r, s] = readChildren(readElement(bits.content.subarray(1)).content);
  if (r === undefined || s === undefined) throw new Error('no signature');
  const other = P256_ORDER - BigInt(`0x${s.content.toString('hex')}`);
  const scalar = Buffer.from(other.toString(16).padStart(64, '0'), 'hex');
  const signature = encodeElement(DER.SEQUENCE, r.raw, encodeUnsigned(scalar));
  const wrapped = encodeElement(DER.BIT_STRING, Uint8Array.of(0), signature);
  return encodeElement(DER.SEQUENCE, body.raw, algorithm.raw, wrapped);
}
