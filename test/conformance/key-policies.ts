import { type Ledger, blockAt, codesOf, heightOf } from './ledger.js';
import { EndorseError, StatusCode, type Transaction } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { parsePolicy } from '../../network/embedded/policy/expression.js';
import { type User, committed, endorsed, text } from '../support/embedded.js';
import { caught } from '../support/caught.js';
import { endorsedBy, endorsersOf, resigned } from '../support/forgery.js';

const BANK_B_AND_CORE = policy("AND('BankBMSP.peer', 'CoreMSP.peer')");

function policy(expression: string): string {
  return Buffer.from(parsePolicy(expression).serializeBinary()).toString('base64');
}

export function conformsInKeyPolicies(ledger: () => Ledger): void {
  describe('policies of single keys', () => {
    let user: User;

    before(async () => {
      user = await ledger().user('AccessMSP');
    });

    /** A key that only Bank B and the core enterprise together may write. */
    async function guarded(key: string): Promise<void> {
      await user.contract.submitTransaction('put', key, 'guarded');
      await user.contract.submitTransaction('guard', key, BANK_B_AND_CORE);
    }

    it('give the gateway other endorsers for the key, and for no other key', async () => {
      await guarded('lot');
      expect(endorsersOf(await endorsed(user, 'put', ['lot', 'x']))).to.have.members([
        'BankBMSP',
        'CoreMSP',
      ]);
      const other = endorsersOf(await endorsed(user, 'put', ['other lot', 'x']));
      expect(other).to.have.length(2).and.to.include('AccessMSP');
    });

    it('replace the chaincode’s policy for the key when a transaction is validated', async () => {
      await guarded('own policy');
      await user.contract.submitTransaction('put', 'own policy', 'changed');
      expect(text(await user.contract.evaluateTransaction('get', 'own policy'))).to.equal(
        'changed',
      );
      const twoOthers = await endorsed(user, 'put', {
        arguments: ['own policy', 'again'],
        endorsingOrganizations: ['AccessMSP', 'BankAMSP'],
      });
      expect(await committed(twoOthers)).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE);
    });

    it('stay with a key while its value changes, and go with it when it is deleted', async () => {
      await guarded('staying');
      await user.contract.submitTransaction('put', 'staying', 'new value');
      const asked = async (): Promise<string> =>
        text(await user.contract.evaluateTransaction('guardOf', 'staying'));
      expect(await asked()).to.equal(BANK_B_AND_CORE);
      await user.contract.submitTransaction('remove', 'staying');
      expect(await asked()).to.equal('none');
    });

    it('change the version of a key, so that who has read it conflicts', async () => {
      await user.contract.submitTransaction('put', 'versioned', 'x');
      const reader = await endorsed(user, 'copy', ['versioned', 'copied']);
      await user.contract.submitTransaction('guard', 'versioned', BANK_B_AND_CORE);
      expect(await committed(reader)).to.equal(StatusCode.MVCC_READ_CONFLICT);
    });

    it('do nothing to a key that is not there', async () => {
      await user.contract.submitTransaction('guard', 'absent', BANK_B_AND_CORE);
      expect(text(await user.contract.evaluateTransaction('guardOf', 'absent'))).to.equal('none');
    });

    it('refuse a later write of the block whose policy an earlier transaction has changed', async () => {
      await user.contract.submitTransaction('put', 'in one block', 'x');
      const guard = await endorsed(user, 'guard', ['in one block', BANK_B_AND_CORE]);
      const write = await endorsed(user, 'put', ['in one block', 'y']);
      expect(await inOneBlock(guard, write)).to.deep.equal([
        StatusCode.VALID,
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
      ]);
    });

    it('count as changed even by a transaction that fails later on', async () => {
      await user.contract.submitTransaction('put', 'fails later', 'x');
      const stale = await endorsed(user, 'readThenGuard', ['fails later', BANK_B_AND_CORE]);
      await user.contract.submitTransaction('put', 'fails later', 'y');
      const write = await endorsed(user, 'put', ['fails later', 'z']);
      expect(await inOneBlock(stale, write)).to.deep.equal([
        StatusCode.MVCC_READ_CONFLICT,
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
      ]);
    });

    it('do not count as changed by a transaction that has not passed its policies', async () => {
      await user.contract.submitTransaction('put', 'never passed', 'x');
      const transaction = await endorsed(user, 'guard', ['never passed', BANK_B_AND_CORE]);
      const unendorsed = await resigned(await endorsedBy(transaction, []), user);
      const write = await endorsed(user, 'put', ['never passed', 'y']);
      expect(await inOneBlock(unendorsed, write)).to.deep.equal([
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
        StatusCode.VALID,
      ]);
    });

    it('survive an envelope sent again ahead of a write of the same key', async () => {
      await user.contract.submitTransaction('put', 'replayed', 'x');
      const guard = await endorsed(user, 'guard', ['replayed', policy("OR('AccessMSP.peer')")]);
      expect(await committed(guard)).to.equal(StatusCode.VALID);
      const write = await endorsed(user, 'put', ['replayed', 'y']);
      const replay = user.gateway.newTransaction(guard.getBytes());
      expect(await inOneBlock(replay, write)).to.deep.equal([
        StatusCode.DUPLICATE_TXID,
        StatusCode.VALID,
      ]);
    });

    it('when emptied make the gateway refuse every further write of the key', async () => {
      await user.contract.submitTransaction('put', 'emptied', 'x');
      await user.contract.submitTransaction('guard', 'emptied', '');
      const error = await caught(EndorseError, endorsed(user, 'put', ['emptied', 'y']));
      expect(error.message).to.contain('no combination of peers can be derived');
    });

    /** Submit at once, and say how each ended. @throws when they came into different blocks */
    async function inOneBlock(...transactions: readonly Transaction[]): Promise<readonly number[]> {
      const height = await heightOf(user);
      for (const transaction of transactions) await transaction.submit();
      const codes = codesOf(await blockAt(user, height));
      expect(codes, 'transactions of one block').to.have.length(transactions.length);
      return codes;
    }
  });
}
