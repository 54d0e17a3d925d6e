import type { Ledger } from './ledger.js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { expect } from 'chai';
import { type User, text } from '../support/embedded.js';
import { caught } from '../support/caught.js';

export function conformsInReads(ledger: () => Ledger): void {
  describe('what a contract reads', () => {
    let user: User;

    before(async () => {
      user = await ledger().user('CoreMSP');
      for (const key of ['r/a', 'r/b', 'r/ba', 'r/c', 'r/é', 'r/\u{1f600}', 'r/\uffee']) {
        await user.contract.submitTransaction('put', key, `value of ${key}`);
      }
    });

    async function ask(name: string, ...args: string[]): Promise<string> {
      return text(await user.contract.evaluateTransaction(name, ...args));
    }

    it('is what is committed, not what it has itself written', async () => {
      expect(await ask('putThenGet', 'r/a', 'mine')).to.equal('value of r/a');
    });

    it('is empty for a key that is not there, and for one that was deleted or set to nothing', async () => {
      await user.contract.submitTransaction('put', 'gone', 'x');
      await user.contract.submitTransaction('remove', 'gone');
      await user.contract.submitTransaction('put', 'nothing', '');
      expect(await ask('get', 'gone')).to.equal('');
      expect(await ask('get', 'never')).to.equal('');
      expect(await ask('list', 'gone', 'nothing\u0001')).to.equal('');
    });

    it('is ranged in the order of UTF-8, the end left out', async () => {
      expect(await ask('list', 'r/b', 'r/c')).to.equal('r/b,r/ba');
      expect(await ask('list', 'r/', 'r0')).to.equal('r/a,r/b,r/ba,r/c,r/é,r/\uffee,r/\u{1f600}');
    });

    it('comes in pages, each with the key that the next one begins at', async () => {
      expect(await ask('page', '3', 'r/a')).to.equal('r/a,r/b,r/ba|r/c|3');
      expect(await ask('page', '3', 'r/c')).to.equal('r/c,r/é,r/\uffee|r/\u{1f600}|3');
      expect(await ask('page', '3', 'r/\u{1f600}')).to.equal('r/\u{1f600}||1');
    });

    it('has a history, the newest first', async () => {
      await user.contract.submitTransaction('put', 'changing', '1');
      await user.contract.submitTransaction('put', 'changing', '2');
      await user.contract.submitTransaction('remove', 'changing');
      expect(await ask('history', 'changing')).to.equal('-,2,1');
      expect(await ask('history', 'never')).to.equal('');
    });

    it('cannot be both paged and written to', async () => {
      const error = await caught(GatewayError, ask('pageThenPut', '2', 'x'));
      expect(error.message).to.match(
        /PUT_STATE failed: transaction ID: [0-9a-f]{64}: txid \[[0-9a-f]{64}\]: unsuppored transaction\. Transaction has already performed a paginated query\. Writes are not allowed$/,
      );
      const reverse = await caught(GatewayError, ask('putThenPage', 'x', '2'));
      expect(reverse.message).to.match(
        /GET_STATE_BY_RANGE failed: .*Paginated queries are supported only in a read-only transaction$/,
      );
    });

    it('cannot be a rich query: the state is in LevelDB', async () => {
      const error = await caught(GatewayError, ask('query', '{}'));
      expect(error.message).to.contain('ExecuteQuery not supported for leveldb');
    });

    it('ends when the transaction does: a contract that goes on alone is refused', async () => {
      await ask('leave');
      expect(await ask('left')).to.match(/GET_STATE failed: .*: no ledger context$/);
    });
  });
}
