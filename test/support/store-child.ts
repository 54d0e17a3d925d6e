import { type Failpoint, armFailpoints } from '../../network/embedded/store/failpoint.js';
import { openLedger } from '../../network/embedded/store/open-ledger.js';
import { someBlock } from './some-blocks.js';
import { commitBlockOf } from './chain.js';

/**
 * A process that commits blocks until it is killed, and says what was acknowledged, one line a block:
 * `<height> <header hash>`. With a failpoint and a count it kills itself when that failpoint is reached that often.
 * Arguments: directory, failpoint or '-', count.
 */
const [directory = '', failpointName = '-', count = '1'] = process.argv.slice(2);

let left = Number(count);
armFailpoints((name: Failpoint) => {
  if (name !== failpointName) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
});

const { store } = await openLedger({ directory, channel: 'programme' });
process.stdout.write('open\n');
for (;;) {
  await commitBlockOf(store, someBlock(store.height));
  const hash = Buffer.from(store.lastHash).toString('hex');
  process.stdout.write(`${store.height} ${hash}\n`);
}
