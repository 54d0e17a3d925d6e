import { join } from 'node:path';
import { expect } from 'chai';
import { StatusCode } from '@hyperledger/fabric-gateway';
import type { ContractClass } from '../../network/embedded/execution/chaincode-host.js';
import {
  type ReplayedBlock,
  type ReplayedTransaction,
  Replayer,
} from '../../network/embedded/replay/replay.js';
import type { TransientMap } from '../../network/embedded/replay/recorded.js';
import { rebuild } from '../../network/embedded/store/scan.js';
import type { Context } from '../../chaincode/fabric.js';
import {
  CHAINCODE,
  CHANNEL,
  committed,
  endorsed,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
} from '../support/embedded.js';
import { TrialContract } from '../support/trial-contract.js';

/** The same contract, but for one value. The dispatcher finds methods on the class itself, so all are put there. */
class ChangedContract extends TrialContract {}
Object.defineProperties(ChangedContract.prototype, {
  ...Object.getOwnPropertyDescriptors(TrialContract.prototype),
  put: {
    value: async (ctx: Context, key: string, value: string): Promise<void> => {
      await ctx.stub.putState(key, Buffer.from(`${value}!`));
    },
  },
});

describe('replaying a chain', () => {
  let directory: string;
  let stateHash: string;
  const secrets = new Map<string, TransientMap>();

  before(async () => {
    directory = await temporaryDirectory();
    const network = await openTrial(directory);
    const bank = await enrol(network, 'BankAMSP');
    await bank.contract.submitTransaction('put', 'a', '1');
    await bank.contract.submitTransaction('event', 'b', 'happened');
    const stale = await endorsed(bank, 'copy', ['a', 'c']);
    await bank.contract.submitTransaction('copy', 'a', 'a');
    expect(await committed(stale)).to.equal(StatusCode.MVCC_READ_CONFLICT);
    await bank.contract.submitTransaction('count', 'a..z', 'counted');
    const secret = await endorsed(bank, 'putPrivate', {
      arguments: ['offers_BankAMSP_AccessMSP', 'd'],
      transientData: { value: 'four per cent' },
    });
    secrets.set(secret.getTransactionId(), new Map([['value', Buffer.from('four per cent')]]));
    expect(await committed(secret)).to.equal(StatusCode.VALID);
    const publish = await endorsed(bank, 'publish', ['offers_BankAMSP_AccessMSP', 'd']);
    secrets.set(publish.getTransactionId(), new Map());
    expect(await committed(publish)).to.equal(StatusCode.VALID);
    stateHash = await network.stateHash();
    await network.close();
  });

  after(async () => {
    await removeDirectory(directory);
  });

  async function replay(
    contracts: readonly ContractClass[],
    secret: (txId: string) => TransientMap | null,
  ): Promise<readonly ReplayedBlock[]> {
    const replayer = new Replayer({ chaincode: CHAINCODE, contracts, secret });
    const blocks: ReplayedBlock[] = [];
    const place = { directory: join(directory, 'ledger', CHANNEL), channel: CHANNEL };
    const rebuilt = await rebuild(place, join(directory, 'scratch'), async (block, before) => {
      blocks.push(await replayer.visit(block, before));
    });
    expect(rebuilt.stateHash).to.equal(stateHash);
    await rebuilt.close();
    return blocks;
  }

  function of(blocks: readonly ReplayedBlock[]): readonly ReplayedTransaction[] {
    return blocks.flatMap(({ transactions }) => transactions);
  }

  it('comes to the same flags and, with the secrets, to the same results', async () => {
    const blocks = await replay([TrialContract], (txId) => secrets.get(txId) ?? null);
    expect(blocks.every(({ isSigned }) => isSigned)).to.equal(true);
    for (const { txId, recorded, repeated } of of(blocks))
      expect(repeated, txId).to.equal(recorded);
    expect(kinds(of(blocks))).to.deep.equal({
      same: 6,
      'not run: configuration': 1,
      'not run: lifecycle': 5,
      'not run: invalid': 1,
    });
  });

  it('names what it cannot run again without a secret', async () => {
    const blocks = await replay([TrialContract], () => null);
    expect(kinds(of(blocks))['not run: secret']).to.equal(2);
    expect(kinds(of(blocks))['same']).to.equal(4);
  });

  it('finds a write set that the contract does not produce', async () => {
    const blocks = await replay([ChangedContract], () => null);
    const parts = of(blocks).flatMap(({ rerun }) => (rerun.kind === 'differs' ? [rerun.part] : []));
    expect(parts).to.deep.equal(['results']);
  });
});

function kinds(transactions: readonly ReplayedTransaction[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { rerun } of transactions) {
    const kind = rerun.kind === 'not run' ? `not run: ${rerun.why}` : rerun.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
