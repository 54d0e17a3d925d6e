import { type Ledger, blockAt, heightOf } from './ledger.js';
import { EndorseError, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { sha256 } from '../../network/embedded/blocks.js';
import { type User, committed, endorsed, text } from '../support/embedded.js';
import { caught } from '../support/caught.js';
import { endorsersOf } from '../support/forgery.js';

const OFFERS = 'offers_BankAMSP_AccessMSP';
const DESK = 'desk_BankAMSP';
const DEAL = 'deal_BankAMSP_AccessMSP';

export function conformsInPrivateData(ledger: () => Ledger): void {
  describe('private data', () => {
    let bank: User;
    let rival: User;
    let supplier: User;

    before(async () => {
      bank = await ledger().user('BankAMSP');
      rival = await ledger().user('BankBMSP');
      supplier = await ledger().user('AccessMSP');
    });

    async function putPrivate(
      user: User,
      collection: string,
      [key, value]: readonly [string, string],
    ): Promise<number> {
      const transientData = { value };
      return await committed(
        await endorsed(user, 'putPrivate', { arguments: [collection, key], transientData }),
      );
    }

    it('reaches the members of its collection, and nobody else', async () => {
      expect(await putPrivate(bank, OFFERS, ['offer', 'four per cent'])).to.equal(StatusCode.VALID);
      for (const member of [bank, supplier]) {
        const value = await member.contract.evaluateTransaction('getPrivate', OFFERS, 'offer');
        expect(text(value)).to.equal('four per cent');
      }
      const error = await caught(
        GatewayError,
        rival.contract.evaluateTransaction('getPrivate', OFFERS, 'offer'),
      );
      expect(error.message).to.contain(
        'tx creator does not have read access permission on privatedata in chaincodeName:counterfoil collectionName: offers_BankAMSP_AccessMSP',
      );
    });

    it('stands in no block, only its hash does, which everybody may read', async () => {
      const canary = 'a canary in a private value';
      await putPrivate(bank, DESK, ['canary', canary]);
      const hash = await rival.contract.evaluateTransaction('getPrivateHash', DESK, 'canary');
      expect(text(hash)).to.equal(Buffer.from(sha256(Buffer.from(canary))).toString('hex'));
      for (let number = 0; number < (await heightOf(bank)); number += 1) {
        const bytes = Buffer.from((await blockAt(bank, number)).serializeBinary());
        expect(bytes.includes(canary), `block ${number}`).to.equal(false);
      }
    });

    it('is endorsed by the organisations of the collection’s policy', async () => {
      const transientData = { value: 'x' };
      const transaction = await endorsed(bank, 'putPrivate', {
        arguments: [DEAL, 'both'],
        transientData,
      });
      expect(endorsersOf(transaction)).to.have.members(['BankAMSP', 'AccessMSP']);
      expect(await committed(transaction)).to.equal(StatusCode.VALID);
      const alone = await endorsed(bank, 'putPrivate', { arguments: [DESK, 'own'], transientData });
      expect(endorsersOf(alone)).to.deep.equal(['BankAMSP']);
    });

    it('refuses transient data that would reach peers outside the collection', async () => {
      const transientData = { value: 'x' };
      const options = { arguments: [DEAL, 'other'], transientData };
      const error = await caught(EndorseError, endorsed(rival, 'putPrivate', options));
      expect(error.details[0]?.message).to.contain('does not have write access permission');
    });

    it('conflicts on hashed reads like public ones', async () => {
      await putPrivate(bank, OFFERS, ['accepted', 'terms']);
      const held = await endorsed(supplier, 'publish', [OFFERS, 'accepted']);
      await putPrivate(bank, OFFERS, ['accepted', 'withdrawn']);
      expect(await committed(held)).to.equal(StatusCode.MVCC_READ_CONFLICT);
      const fresh = await endorsed(supplier, 'publish', [OFFERS, 'accepted']);
      expect(endorsersOf(fresh)).to.have.members(['BankAMSP', 'AccessMSP']);
      expect(await committed(fresh)).to.equal(StatusCode.VALID);
    });

    it('is gone, hash and value, once it is purged', async () => {
      await putPrivate(bank, DESK, ['purged', 'soon gone']);
      expect(await committed(await endorsed(bank, 'purgePrivate', [DESK, 'purged']))).to.equal(
        StatusCode.VALID,
      );
      const hash = await bank.contract.evaluateTransaction('getPrivateHash', DESK, 'purged');
      expect(text(hash)).to.equal('');
      const value = await bank.contract.evaluateTransaction('getPrivate', DESK, 'purged');
      expect(text(value)).to.equal('');
    });

    it('knows no collection that the definition does not name', async () => {
      const error = await caught(
        GatewayError,
        bank.contract.evaluateTransaction('getPrivate', 'nowhere', 'x'),
      );
      expect(error.message).to.contain(
        'collection programme/counterfoil/nowhere could not be found',
      );
      const hashError = await caught(
        GatewayError,
        bank.contract.evaluateTransaction('getPrivateHash', 'nowhere', 'x'),
      );
      expect(hashError.message).to.contain(
        'collection [nowhere] not defined in the collection config for chaincode [counterfoil]',
      );
    });
  });
}
