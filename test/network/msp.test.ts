import { generateKeyPairSync, sign } from 'node:crypto';

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
import { decodePem, encodePem } from '../../network/embedded/identity/pem.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import {
  aCertificate,
  anExtension,
  extendedUsage,
  type Forger,
  holderOf,
  isAuthority,
  type Shape,
  usage,
} from '../support/certificates.js';
import { scratchDirectory } from '../support/organisation.js';
import { rolesOf } from '../support/roles.js';

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

  it('takes no certificate that says one algorithm inside and another outside', async () => {
    const der = decodePem(await aCertificate(forger))?.der ?? Buffer.alloc(0);
    const [body, algorithm] = readChildren(readElement(der).content);
    if (body === undefined || algorithm === undefined) throw new Error('no certificate');
    const other = Buffer.from(algorithm.raw);
    other.writeUInt8(other.readUInt8(other.length - 1) + 1, other.length - 1);
    const changed = Buffer.from(body.raw);
    other.copy(changed, changed.indexOf(algorithm.raw));
    const signature = sign('sha256', changed, forger.key);
    const bits = encodeElement(DER.BIT_STRING, Uint8Array.of(0), signature);
    const mixed = encodeElement(DER.SEQUENCE, changed, algorithm.raw, bits);
    const pem = Buffer.from(encodePem('CERTIFICATE', mixed));
    expect(() => trust.identity(pem)).to.throw(/algorithms differ/);
  });

  it('sees one identity whichever half the authority’s signature is in', async () => {
    const pem = await aCertificate(forger);
    const twin = encodePem('CERTIFICATE', withOtherS(decodePem(pem)?.der ?? Buffer.alloc(0)));
    expect(twin).not.to.equal(pem);
    expect(trust.identity(Buffer.from(twin)).id).to.equal(trust.identity(Buffer.from(pem)).id);
  });
});

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
