import { expect } from 'chai';

import {
  DER,
  encodeElement,
  encodeUnsigned,
  readChildren,
  readElement,
} from '../../network/der.js';
import type { Identity } from '../../network/embedded/identity/identity.js';
import { encodePem, decodePem } from '../../network/embedded/identity/pem.js';
import { serializeIdentity } from '../../network/embedded/identity/msp-set.js';
import {
  type SignedData,
  signaturePolicy,
  validSigners,
} from '../../network/embedded/policy/evaluate.js';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { type Person, scratchDirectory } from '../support/organisation.js';
import { aProgramme, type Programme } from '../support/programme.js';

const MESSAGE = Buffer.from('what was endorsed');
const P256_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

describe('the signers of a set of signatures', () => {
  const scratch = scratchDirectory();
  let programme: Programme;
  let core: Person;
  let bank: Person;

  before(async () => {
    programme = await aProgramme(scratch.path('signers'));
    core = await programme.person('CoreMSP', 'peer');
    bank = await programme.person('BankAMSP', 'peer');
  });

  async function signersOf(...signatures: SignedData[]): Promise<string[]> {
    const signers = await validSigners(signatures, programme.config.members);
    return signers.map((signer: Identity) => signer.mspId);
  }

  it('are those whose signatures verify, in their order', async () => {
    expect(await signersOf(await by(bank), await by(core))).to.deep.equal(['BankAMSP', 'CoreMSP']);
    expect(
      await signersOf({ ...(await by(bank)), data: Buffer.from('another') }, await by(core)),
    ).to.deep.equal(['CoreMSP']);
    expect(await signersOf({ ...(await by(bank)), identity: core.serialized })).to.deep.equal([]);
    expect(await signersOf({ ...(await by(bank)), identity: Buffer.from('nobody') })).to.deep.equal(
      [],
    );
  });

  it('count once, from their first valid signature on', async () => {
    const bad = { ...(await by(bank)), signature: Buffer.from('no signature') };
    expect(await signersOf(bad, await by(core), await by(bank), await by(bank))).to.deep.equal([
      'CoreMSP',
      'BankAMSP',
    ]);
  });

  it('are one however their certificate’s text is laid out', async () => {
    const der = decodePem(bank.pem)?.der ?? Buffer.alloc(0);
    const text = encodePem('CERTIFICATE', der).replaceAll('\n', '\r\n');
    const twin = serializeIdentity('BankAMSP', text);
    expect(Buffer.from(twin).equals(bank.serialized)).to.equal(false);
    expect(await signersOf(await by(bank), { ...(await by(bank)), identity: twin })).to.deep.equal([
      'BankAMSP',
    ]);
  });

  it('do not include a signature whose S is high', async () => {
    const signed = await by(bank);
    const high = { ...signed, signature: withHighS(signed.signature) };
    expect(await signersOf(high)).to.deep.equal([]);
  });

  it('endorse as peers only: a client of the same organisation does not satisfy its policy', async () => {
    const policy = signaturePolicy(parsePolicy("AND('BankAMSP.peer', 'CoreMSP.peer')"));
    const { members } = programme.config;
    const endorsed = [await by(bank), await by(core)];
    expect(policy.isSatisfiedBy(await validSigners(endorsed, members))).to.equal(true);
    for (const role of ['client', 'admin', 'orderer'] as const) {
      const forged = [await by(await programme.person('BankAMSP', role)), await by(core)];
      expect(policy.isSatisfiedBy(await validSigners(forged, members)), role).to.equal(false);
    }
  });
});

async function by(person: Person): Promise<SignedData> {
  return { identity: person.serialized, data: MESSAGE, signature: await person.sign(MESSAGE) };
}

function withHighS(signature: Uint8Array): Buffer {
  const [r, s] = readChildren(readElement(signature).content);
  if (r === undefined || s === undefined) throw new Error('no signature');
  const other = P256_ORDER - BigInt(`0x${s.content.toString('hex')}`);
  const scalar = Buffer.from(other.toString(16).padStart(64, '0'), 'hex');
  return encodeElement(DER.SEQUENCE, r.raw, encodeUnsigned(scalar));
}
