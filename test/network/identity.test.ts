import { X509Certificate } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { connect, createServer } from 'node:tls';

import { msp as proto } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import * as fc from 'fast-check';

import { DER, encodeElement, readChildren, readElement } from '../../network/der.js';
import { Authority, generateKey } from '../../network/embedded/identity/authority.js';
import type { Identity } from '../../network/embedded/identity/identity.js';
import { Msp } from '../../network/embedded/identity/msp.js';
import { MspSet, serializeIdentity } from '../../network/embedded/identity/msp-set.js';
import { decodePem, encodePem } from '../../network/embedded/identity/pem.js';
import {
  decodePrincipal,
  type Role,
  rolePrincipal,
} from '../../network/embedded/identity/principal.js';
import { CertificateError } from '../../network/embedded/identity/signed.js';
import { aRequest } from '../support/certificates.js';
import { aPerson, scratchDirectory } from '../support/organisation.js';

// The clock of the day: a TLS client judges certificates by it.
const CLOCK = (): Date => new Date();

describe('identities of an organisation', () => {
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

  it('chain to the root for OpenSSL, which Node verifies with', async () => {
    const { pem } = await aPerson(authority, 'peer');
    const certificate = new X509Certificate(pem);
    const root = new X509Certificate(authority.certificatePem);
    expect(certificate.checkIssued(root)).to.equal(true);
    expect(certificate.verify(root.publicKey)).to.equal(true);
    expect(certificate.verify(new X509Certificate(rival.certificatePem).publicKey)).to.equal(false);
    expect(certificate.ca).to.equal(false);
    expect(certificate.subject).to.match(/^OU=peer\nCN=k_[a-z2-7]{26}$/);
  });

  it('serve TLS under the organisation’s other root', async () => {
    const { publicKey, privateKey } = await generateKey();
    const { pem } = await authority.issueTls(publicKey, ['127.0.0.1', 'localhost']);
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(await handshake({ key, cert: pem }, authority.tlsCertificatePem)).to.equal('secure');
    expect(await handshake({ key, cert: pem }, authority.certificatePem)).to.match(
      /CERT|SIGN|ISSUER/,
    );
  });

  it('have the role that their unit names and no other', async () => {
    const members = await organisation();
    for (const role of ['client', 'peer', 'admin', 'orderer'] as const) {
      const person = members.deserialize((await aPerson(authority, role)).serialized);
      expect(person.invalidity).to.equal(null);
      const roles = (['CLIENT', 'PEER', 'ADMIN', 'ORDERER'] as const).filter((each) =>
        has(person, 'BankAMSP', each),
      );
      expect(roles).to.deep.equal([role.toUpperCase()]);
      expect(has(person, 'BankAMSP', 'MEMBER')).to.equal(true);
      expect(has(person, 'CoreMSP', 'MEMBER')).to.equal(false);
    }
  });

  it('satisfy the principal that names their certificate, and combinations of satisfied ones', async () => {
    const members = await organisation();
    const person = await aPerson(authority, 'orderer');
    const identity = members.deserialize(person.serialized);
    const named = principal('IDENTITY', person.serialized);
    expect(identity.satisfies(decodePrincipal(named))).to.equal(true);
    const other = (await aPerson(authority, 'orderer')).serialized;
    expect(identity.satisfies(decodePrincipal(principal('IDENTITY', other)))).to.equal(false);
    const both = new proto.CombinedPrincipal();
    both.setPrincipalsList([named, rolePrincipal('BankAMSP', 'ORDERER')]);
    expect(
      identity.satisfies(decodePrincipal(principal('COMBINED', both.serializeBinary()))),
    ).to.equal(true);
    both.addPrincipals(rolePrincipal('BankAMSP', 'PEER'));
    expect(
      identity.satisfies(decodePrincipal(principal('COMBINED', both.serializeBinary()))),
    ).to.equal(false);
    expect(
      identity.satisfies(decodePrincipal(principal('ROLE', Buffer.from('\x0a\x7f')))),
    ).to.equal(false);
  });

  it('are refused when another root of the same name issued them', async () => {
    const members = await organisation();
    const { serialized } = await aPerson(rival, 'peer');
    expect(() => members.deserialize(serialized)).to.throw(/signed by no authority/);
  });

  it('are refused under an organisation that the channel does not know', async () => {
    const members = await organisation();
    const { pem } = await aPerson(authority, 'peer');
    expect(() => members.deserialize(serializeIdentity('CoreMSP', pem))).to.throw(/not defined/);
    expect(() => members.deserialize(Buffer.from('nonsense'))).to.throw();
    expect(() => members.deserialize(serializeIdentity('BankAMSP', 'no pem'))).to.throw(/no PEM/);
  });

  it('are refused when one bit of the certificate is changed', async () => {
    const members = await organisation();
    const der = decodePem((await aPerson(authority, 'peer')).pem)?.der ?? Buffer.alloc(0);
    const refuse = (bit: number): void => {
      const changed = Buffer.from(der);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const forged = serializeIdentity('BankAMSP', encodePem('CERTIFICATE', changed));
      expect(() => members.deserialize(forged), `bit ${bit}`).to.throw(CertificateError);
    };
    fc.assert(fc.property(fc.nat(der.length * 8 - 1), refuse), { numRuns: 60 });
    // What stands between the signed part and the signature's numbers is signed by nobody.
    const [signed] = readChildren(readElement(der).content);
    const from = 4 + (signed?.raw.length ?? 0);
    for (let bit = from * 8; bit < (from + 20) * 8; bit += 1) refuse(bit);
  });

  it('are refused with anything added to the certificate', async () => {
    const members = await organisation();
    const der = decodePem((await aPerson(authority, 'peer')).pem)?.der ?? Buffer.alloc(0);
    const { content } = readElement(der);
    const extra = encodeElement(DER.OCTET_STRING, Buffer.from('unsigned'));
    for (const padded of [
      Buffer.concat([der, extra]),
      encodeElement(DER.SEQUENCE, content, extra),
    ]) {
      const forged = serializeIdentity('BankAMSP', encodePem('CERTIFICATE', padded));
      expect(() => members.deserialize(forged)).to.throw(CertificateError);
    }
  });

  it('cannot be the root itself', async () => {
    const members = await organisation();
    const identity = members.deserialize(serializeIdentity('BankAMSP', authority.certificatePem));
    expect(identity.invalidity).to.match(/authority/);
    expect(has(identity, 'BankAMSP', 'MEMBER')).to.equal(false);
  });

  it('stay valid after their certificate has ended, and say that it has', async () => {
    const members = await organisation();
    const { publicKey } = await generateKey();
    const issued = await authority.issue({ publicKey, role: 'peer', lifetimeDays: 1 });
    const identity = members.deserialize(serializeIdentity('BankAMSP', issued.pem));
    expect(identity.invalidity).to.equal(null);
    expect(identity.isExpiredAt(issued.notAfter.getTime())).to.equal(false);
    expect(identity.isExpiredAt(issued.notAfter.getTime() + 1)).to.equal(true);
  });

  it('come from a request only when its own key signed it', async () => {
    const request = await aRequest();
    const issued = await authority.issueForRequest(request.pem, { role: 'client' });
    expect(new X509Certificate(issued.pem).publicKey.equals(request.publicKey)).to.equal(true);
    const der = decodePem(request.pem)?.der ?? Buffer.alloc(0);
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
    const forged = encodePem('CERTIFICATE REQUEST', der);
    let refused = false;
    await authority.issueForRequest(forged, { role: 'client' }).catch(() => {
      refused = true;
    });
    expect(refused).to.equal(true);
  });

  it('outlive a restart of their authority, with what it has revoked', async () => {
    const person = await aPerson(authority, 'client');
    await authority.revoke(person.pem);
    const reopened = await Authority.open(scratch.path('bank'), 'BankAMSP', CLOCK);
    expect(reopened.certificatePem).to.equal(authority.certificatePem);
    const members = new MspSet([new Msp(await reopened.mspConfig())]);
    expect(members.deserialize(person.serialized).invalidity).to.match(/revoked/);
    let refused = '';
    await Authority.open(scratch.path('bank'), 'CoreMSP', CLOCK).catch((error: unknown) => {
      refused = String(error);
    });
    expect(refused).to.contain('BankAMSP');
  });

  it('do not come from an authority whose key was exchanged', async () => {
    await Authority.open(scratch.path('changed'), 'BankAMSP', CLOCK);
    await copyFile(scratch.path('rival', 'ca.key'), scratch.path('changed', 'ca.key'));
    let refusal = '';
    await Authority.open(scratch.path('changed'), 'BankAMSP', CLOCK).catch((error: unknown) => {
      refusal = String(error);
    });
    expect(refusal).to.contain('the key is not the certificate');
  });

  it('carry the attributes where fabric-ca puts them', async () => {
    const { publicKey } = await generateKey();
    const issued = await authority.issue({ publicKey, role: 'client', attributes: { desk: 'a' } });
    const text = decodePem(issued.pem)?.der.toString('latin1') ?? '';
    expect(text).to.contain(
      `{"attrs":{"hf.Affiliation":"","hf.EnrollmentID":"${issued.commonName}","hf.Type":"client","desk":"a"}}`,
    );
  });
});

function has(identity: Identity, mspId: string, role: Role): boolean {
  return identity.satisfies(decodePrincipal(rolePrincipal(mspId, role)));
}

function principal(kind: 'ROLE' | 'IDENTITY' | 'COMBINED', bytes: Uint8Array): proto.MSPPrincipal {
  const made = new proto.MSPPrincipal();
  made.setPrincipalClassification(proto.MSPPrincipal.Classification[kind]);
  made.setPrincipal(bytes);
  return made;
}

/** `secure` if a client that trusts the root alone accepts the server, else what it objects to. */
async function handshake(
  server: { key: string | Buffer; cert: string },
  ca: string,
): Promise<string> {
  const listening = createServer(server, (socket) => socket.end());
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, ca }, () => {
        socket.end();
        resolve('secure');
      });
      socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    });
  } finally {
    await new Promise((resolve) => listening.close(resolve));
  }
}
