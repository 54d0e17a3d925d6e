import { expect } from 'chai';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lotCommands } from '../../chaincode/commands/lot.js';
import { receivableCommands } from '../../chaincode/commands/receivable.js';
import { bind, type Bound } from '../../chaincode/contracts/bind.js';
import { contractClasses } from '../../chaincode/contracts/build.js';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import { money } from '../../chaincode/domain/money.js';
import { lots, receivables } from '../../chaincode/state/kinds.js';
import type { ContractClass } from '../../network/embedded/execution/chaincode-host.js';
import { AuditBench, auditOf, foundIn } from '../support/audits.js';
import { receivable, supplier, withPeers } from '../support/audited.js';
import { confirmation } from '../support/receivable.js';

/** The programme's contracts with one act changed: what colluding peers may run. */
function changed(name: string, bound: Bound): readonly ContractClass[] {
  return contractClasses({ ...TRANSACTIONS, [name]: bound });
}

/** Gives the signer a fresh lot over units that another lot holds. */
const freshLot = bind(receivableCommands['receivable:decline'], async ({ args, work }) => {
  const first = await work.get(lots, { receivable: args.id, from: 1n });
  await work.create(lots, { ...first, from: 2_000_001n, to: 3_000_000n, cutFrom: 1n });
});

/** Takes a lot without asking its holder. */
const theft = bind(lotCommands['lot:lapse'], async ({ args, act, work }) => {
  const lot = await work.get(lots, args.lot);
  work.save(lots, { ...lot, holder: act.signer.party });
});

/** Confirms more than the debtor signed. */
const raised = bind(receivableCommands['receivable:confirm'], async ({ args, work }) => {
  const claim = await work.get(receivables, args);
  work.save(receivables, { ...claim, face: money('CNY', claim.face.minor + 1n) });
});

describe('auditing a ledger’s transactions', () => {
  const bench = new AuditBench();
  before(() => bench.open());
  after(() => bench.close());

  it('names a fresh lot that changed code wrote under real signatures', async () => {
    const ledger = await bench.copy();
    const args = { args: { id: receivable } };
    const forge = changed('receivable:decline', freshLot);
    const txId = await withPeers(
      ledger,
      (act) => act('AccessMSP client', 'receivable:decline', args),
      forge,
    );
    const report = await auditOf(ledger.directory);
    const lot = `lot:${receivable}:2000001`;
    expect(foundIn(report)).to.deep.equal([
      `NOT_REPRODUCED ${bench.height}.0 ${lot}`,
      `C1 ${lot} by ${bench.height}.0`,
    ]);
    expect(report.ok).to.equal(false);
    expect(report.faults[0]?.at.txId).to.equal(txId);
    expect(report.faults[0]?.why.en).to.contain('STATE_CONFLICT');
  });

  it('names a lot that changed hands without its holder', async () => {
    const ledger = await bench.copy();
    const args = { args: { lot: `${receivable}:1` } };
    await withPeers(
      ledger,
      (act) => act('BankAMSP client', 'lot:lapse', args),
      changed('lot:lapse', theft),
    );
    expect(foundIn(await auditOf(ledger.directory))).to.deep.equal([
      `NOT_REPRODUCED ${bench.height}.0 lot:${receivable}:1`,
    ]);
  });

  it('names a confirmation of more than was signed, and every sum that it breaks', async () => {
    const ledger = await bench.copy();
    await withPeers(
      ledger,
      (act) => act('CoreMSP client', 'receivable:confirm', { args: confirmation() }),
      changed('receivable:confirm', raised),
    );
    expect(foundIn(await auditOf(ledger.directory))).to.deep.equal([
      `NOT_REPRODUCED ${bench.height}.0 receivable:${receivable}`,
      `C1 receivable:${receivable} by ${bench.height}.0`,
      `C1 receivable:${receivable} by ${bench.height}.0`,
    ]);
  });

  it('counts the private acts whose secrets are elsewhere', async () => {
    const { directory } = await bench.copy();
    await rm(join(directory, 'gateway', 'secrets'), { recursive: true });
    const report = await auditOf(directory);
    expect(report.ok).to.equal(true);
    expect(report.counts).to.deep.include({ runAgain: 10 });
    expect(report.counts.notRunAgain).to.include({ secret: 3 });
  });

  it('knows that a private act was done with another secret than the one kept', async () => {
    const { directory } = await bench.copy();
    const [path] = await keptSecrets(directory, 'kycFile');
    const text = await readFile(path ?? '', 'utf8');
    await writeFile(path ?? '', text.replace(/"kycFile":"../, '"kycFile":"00'));
    const found = foundIn(await auditOf(directory));
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^NOT_REPRODUCED \d+\.0 deal_BankAMSP_AccessMSP #[0-9a-f]{64}$/);
  });

  it('tells of a kept secret that cannot be read', async () => {
    const { directory } = await bench.copy();
    const [path] = await keptSecrets(directory, 'kycFile');
    await writeFile(path ?? '', '{"kyc');
    const report = await auditOf(directory);
    expect(report.notes.map(({ code }) => code)).to.deep.equal(['SECRETS_UNREADABLE']);
    expect(report.counts.notRunAgain).to.include({ secret: 1 });
  });

  it('names a transaction that shows a private value, and the field it is from', async () => {
    const ledger = await bench.copy();
    const granted = { currency: 'CNY', amount: '1.00' };
    const args = { debtor: supplier, shard: '6200000000000001', granted };
    const txId = await withPeers(ledger, (act) => act('BankAMSP client', 'quota:set', { args }));
    const report = await auditOf(ledger.directory);
    expect(foundIn(report)).to.deep.equal([
      `C11 quota:${supplier}:6200000000000001 by ${bench.height}.0`,
      `C11b transaction:${txId} by ${bench.height}.0`,
      `C11b transaction:${txId} by ${bench.height}.0`,
    ]);
  });

  it('works beside a running server, whose own index it compares', async () => {
    const ledger = await bench.copy();
    const granted = { currency: 'CNY', amount: '1.00' };
    await withPeers(ledger, async (act) => {
      for (const shard of ['b', 'c', 'd']) {
        await act('BankAMSP client', 'quota:set', { args: { debtor: supplier, shard, granted } });
        const report = await auditOf(ledger.directory);
        expect(foundIn(report)).to.deep.equal([]);
        expect(report.notes).to.deep.equal([]);
        expect(report.counts.records).to.deep.include({ quota: 'abcd'.indexOf(shard) + 1 });
      }
    });
  });
});

/** The files of kept secrets that hold `word`. */
async function keptSecrets(directory: string, word: string): Promise<string[]> {
  const folder = join(directory, 'gateway', 'secrets');
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return paths.filter((_, at) => texts[at]?.includes(word));
}
