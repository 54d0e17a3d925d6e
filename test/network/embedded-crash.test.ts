import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Interface, createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { VALID, flagsOf } from '../../network/embedded/blocks.js';
import { scanLedger } from '../../network/embedded/store/scan.js';
import { envelopeHead } from '../../network/embedded/store/transactions.js';
import {
  CHANNEL,
  enrol,
  openTrial,
  removeDirectory,
  temporaryDirectory,
  text,
} from '../support/embedded.js';

const CHILD = fileURLToPath(new URL('../support/embedded-child.js', import.meta.url));
const CYCLES = Number(process.env['CRASH_CYCLES'] ?? '20');
/** Milliseconds that one cycle may take on a machine that others use too. */
const CYCLE_MS = 20_000;
/** A child is killed after so many transactions that it was told of, at most, and a moment more. */
const TRANSACTIONS = 25;
const MOMENT_MS = 10;
const BEGINNINGS = Math.max(3, CYCLES / 10);
/** About what it takes to make authorities, genesis and definition. */
const BEGINNING_MS = 1000;

interface Acknowledged {
  readonly kind: string;
  readonly txId: string;
  readonly key: string;
}

describe('an embedded network that is killed again and again', () => {
  let directory: string;

  before(async () => {
    directory = await temporaryDirectory();
  });

  after(async () => {
    await removeDirectory(directory);
  });

  it(`keeps every acknowledged transaction, once, over ${CYCLES} kills`, async function () {
    this.timeout(CYCLES * CYCLE_MS);
    const acknowledged: Acknowledged[] = [];
    let next = new Child(directory);
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const child = next;
      // The next one loads its modules while this one works.
      if (cycle + 1 < CYCLES) next = new Child(directory);
      await child.open();
      await child.acknowledges(Math.floor(Math.random() * TRANSACTIONS));
      await pause(Math.random() * MOMENT_MS);
      acknowledged.push(...(await child.kill()));
      const committed = await validTransactions(directory);
      for (const { txId } of acknowledged) expect(committed.get(txId), txId).to.equal(1);
    }
    expect(acknowledged.length, 'acknowledged transactions').to.be.greaterThan(CYCLES);
    await expectValues(directory, acknowledged);
  });
});

describe('an embedded network that is killed while it is being made', () => {
  it(`is made to its end by the next one, over ${BEGINNINGS} kills`, async function () {
    this.timeout(BEGINNINGS * CYCLE_MS);
    const directory = await temporaryDirectory();
    for (let cycle = 0; cycle < BEGINNINGS; cycle += 1) {
      const child = new Child(directory);
      await child.begin();
      await pause(Math.random() * BEGINNING_MS);
      await child.kill();
    }
    const made = await openTrial(directory);
    const { height } = made;
    await made.close();
    const network = await openTrial(directory);
    expect(network.height, 'nothing is left to do').to.equal(height);
    const { contract } = await enrol(network, 'BankAMSP');
    await contract.submitTransaction('put', 'first', 'x');
    expect(network.height).to.equal(height + 1);
    await network.close();
    await removeDirectory(directory);
  });
});

class Child {
  readonly #process: ChildProcess;
  readonly #acknowledged: Acknowledged[] = [];
  readonly #isLoaded: Promise<void>;
  readonly #isOpen: Promise<void>;
  #errors = '';

  constructor(directory: string) {
    this.#process = spawn(process.execPath, [CHILD, directory], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CORE_CHAINCODE_LOGGING_LEVEL: 'error' },
    });
    this.#process.stderr?.on('data', (chunk) => (this.#errors += String(chunk)));
    const lines = this.#lines();
    this.#isLoaded = this.#says('loaded', lines);
    this.#isOpen = this.#says('open', lines);
    // Nobody may be waiting when it is killed.
    this.#isOpen.catch(() => undefined);
  }

  /** Have it start to open its directory. */
  async begin(): Promise<void> {
    await this.#isLoaded;
    this.#process.stdin?.write('go\n');
  }

  async open(): Promise<void> {
    await this.begin();
    await this.#isOpen;
  }

  /** Wait until it has been told of so many transactions. */
  async acknowledges(count: number): Promise<void> {
    while (this.#acknowledged.length < count) {
      if (this.#process.exitCode !== null) throw new Error(`it has ended: ${this.#errors}`);
      await pause(1);
    }
  }

  /** @returns what it has been told, up to the last whole line */
  async kill(): Promise<readonly Acknowledged[]> {
    if (this.#process.exitCode !== null) throw new Error(`it has ended by itself: ${this.#errors}`);
    const closed = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await closed;
    return this.#acknowledged;
  }

  #lines(): Interface {
    const output = this.#process.stdout;
    if (output === null) throw new Error('the child has no output');
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const [kind = '', txId, key] = line.split(' ');
      if (txId !== undefined && key !== undefined) this.#acknowledged.push({ kind, txId, key });
    });
    return lines;
  }

  async #says(word: string, lines: Interface): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line === word) resolve();
      });
      this.#process.on('close', () => reject(new Error(`it has not ${word}: ${this.#errors}`)));
    });
  }
}

/** How often each id is in the chain as a valid transaction, read from the files as the kill has left them. */
async function validTransactions(directory: string): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const place = { directory: join(directory, 'ledger', CHANNEL), channel: CHANNEL };
  for await (const { record } of scanLedger(place)) {
    const flags = flagsOf(record.block);
    for (const [tx, envelope] of record.block.data.entries()) {
      const txId = envelopeHead(envelope)?.txId;
      if (flags[tx] === VALID && txId !== undefined) found.set(txId, (found.get(txId) ?? 0) + 1);
    }
  }
  return found;
}

async function expectValues(
  directory: string,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const network = await openTrial(directory);
  const { contract } = await enrol(network, 'BankAMSP');
  for (const { kind, key } of acknowledged) {
    const value =
      kind === 'private'
        ? await contract.evaluateTransaction('getPrivate', 'desk_BankAMSP', key)
        : await contract.evaluateTransaction('get', key);
    expect(text(value)).to.equal(`value of ${key}`);
  }
  await network.close();
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
