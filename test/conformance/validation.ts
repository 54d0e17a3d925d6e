import { type Ledger, blockAt, codesOf, heightOf } from './ledger.js';
import { GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { common, gateway } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { type User, committed, endorsed, text } from '../support/embedded.js';
import { caught } from '../support/caught.js';
import { endorsedBy, resigned } from '../support/forgery.js';

export function conformsInValidation(ledger: () => Ledger): void {
  describe('how transactions are judged', () => {
    let user: User;

    before(async () => {
      user = await ledger().user('AccessMSP');
    });

    it('lets one of two transactions that read the same key write after the other', async () => {
      await user.contract.submitTransaction('put', 'from', '1');
      const late = await endorsed(user, 'copy', ['from', 'to']);
      await user.contract.submitTransaction('put', 'from', '2');
      expect(await committed(late)).to.equal(StatusCode.MVCC_READ_CONFLICT);
      expect(text(await user.contract.evaluateTransaction('get', 'to'))).to.equal('');
    });

    it('finds the conflict inside one block too', async () => {
      await user.contract.submitTransaction('put', 'shared', '0');
      const rivals = await Promise.all(
        ['a', 'b', 'c', 'd'].map(() => endorsed(user, 'copy', ['shared', 'shared'])),
      );
      const codes = await Promise.all(rivals.map(committed));
      expect(codes.filter((code) => code === StatusCode.VALID)).to.have.length(1);
      expect(codes.filter((code) => code === StatusCode.MVCC_READ_CONFLICT)).to.have.length(3);
    });

    it('lets writers that have read nothing overwrite each other, the last one staying', async () => {
      const writers = await Promise.all([
        endorsed(user, 'put', ['blind', 'first']),
        endorsed(user, 'put', ['blind', 'second']),
      ]);
      const commits = [await writers[0].submit(), await writers[1].submit()];
      const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
      expect(statuses.map(({ successful }) => successful)).to.deep.equal([true, true]);
      expect(text(await user.contract.evaluateTransaction('get', 'blind'))).to.equal('second');
    });

    it('finds a key that has come into a range since', async () => {
      await user.contract.submitTransaction('put', 'range/1', 'x');
      const late = await endorsed(user, 'count', ['range/..range0', 'counted']);
      await user.contract.submitTransaction('put', 'range/2', 'x');
      expect(await committed(late)).to.equal(StatusCode.PHANTOM_READ_CONFLICT);
    });

    it('finds one that has come into, left or changed in a range of hundreds', async () => {
      await Promise.all(
        Array.from({ length: 130 }, (_, at) =>
          user.contract.submitTransaction('put', `many/${1000 + at}`, 'x'),
        ),
      );
      const changes = [
        ['put', 'many/1060', 'y'],
        ['put', 'many/1060a', 'x'],
        ['remove', 'many/1129'],
      ] as const;
      for (const [name, ...args] of changes) {
        const late = await endorsed(user, 'count', ['many/..many0', 'counted']);
        await user.contract.submitTransaction(name, ...args);
        expect(await committed(late), name).to.equal(StatusCode.PHANTOM_READ_CONFLICT);
      }
      const quiet = await endorsed(user, 'count', ['many/..many0', 'counted']);
      expect(await committed(quiet)).to.equal(StatusCode.VALID);
    });

    it('takes a transaction once, however often it is sent', async () => {
      const transaction = await endorsed(user, 'copy', ['once', 'twice']);
      expect(await committed(transaction)).to.equal(StatusCode.VALID);
      const height = await heightOf(user);
      // The status is the first one's, which stays valid.
      const again = user.gateway.newTransaction(transaction.getBytes());
      expect(await committed(again)).to.equal(StatusCode.VALID);
      expect(codesOf(await blockAt(user, height))).to.deep.equal([StatusCode.DUPLICATE_TXID]);
    });

    it('takes a transaction once in one block', async () => {
      const transaction = await endorsed(user, 'put', ['race', 'x']);
      const bytes = transaction.getBytes();
      const commits = await Promise.all(
        Array.from({ length: 3 }, () => user.gateway.newTransaction(bytes).submit()),
      );
      const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
      expect(new Set(statuses.map(({ code }) => code))).to.deep.equal(new Set([StatusCode.VALID]));
    });

    it('lets no envelope in that its creator has not signed', async () => {
      const stranger = await ledger().user('CoreMSP');
      const transaction = await endorsed(user, 'put', ['forged', 'x']);
      const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
      const envelope = prepared.getEnvelope() ?? new common.Envelope();
      envelope.setSignature(await stranger.sign(envelope.getPayload_asU8()));
      prepared.setEnvelope(envelope);
      const forged = stranger.gateway.newSignedTransaction(
        prepared.serializeBinary(),
        envelope.getSignature_asU8(),
      );
      const error = await caught(GatewayError, forged.submit());
      expect(error.message).to.contain('status=FORBIDDEN');
    });

    it('does not count an endorsement by a key that is no peer of the organisation', async () => {
      const client = await ledger().user('BankAMSP');
      const transaction = await endorsed(user, 'put', ['client-endorsed', 'x']);
      const forged = await endorsedBy(transaction, [user, client]);
      expect(await committed(await resigned(forged, user))).to.equal(
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
      );
    });

    it('does not count an endorsement whose signature is of something else', async () => {
      const transaction = await endorsed(user, 'put', ['tampered', 'x']);
      const other = await endorsed(user, 'put', ['tampered', 'y']);
      const forged = await endorsedBy(transaction, [], other);
      expect(await committed(await resigned(forged, user))).to.equal(
        StatusCode.ENDORSEMENT_POLICY_FAILURE,
      );
    });
  });
}
