import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type User, enrol, openTrial } from './embedded.js';

/**
 * A whole embedded network in a process that is going to be killed: waits for a line, opens the directory of its first
 * argument, and submits without end. One line for each transaction whose commit it has been told:
 * `<kind> <transaction id> <key>`.
 */
const WRITERS = 6;
const DESK = 'desk_BankAMSP';

const [directory = ''] = process.argv.slice(2);
process.stdout.write('loaded\n');
await once(createInterface({ input: process.stdin }), 'line');

const network = await openTrial(directory);
const bank = await enrol(network, 'BankAMSP');
process.stdout.write('open\n');
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(bank, writer)));

async function write(user: User, writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const key = `${process.pid}-${writer}-${count}`;
    const isPrivate = count % 3 === 2;
    const proposal = isPrivate
      ? user.contract.newProposal('putPrivate', {
          arguments: [DESK, key],
          transientData: { value: `value of ${key}` },
        })
      : user.contract.newProposal('put', { arguments: [key, `value of ${key}`] });
    const commit = await (await proposal.endorse()).submit();
    const { successful, transactionId } = await commit.getStatus();
    if (!successful) throw new Error(`${transactionId} is invalid`);
    process.stdout.write(`${isPrivate ? 'private' : 'public'} ${transactionId} ${key}\n`);
  }
}
