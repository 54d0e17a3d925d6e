import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { Hex256 } from '../../chaincode/domain/identifiers.js';
import { readIfThere, writeWhole } from '../files.js';

/** One telling of the story, as far as it has come. */
const Run = z.strictObject({
  /** 1 for the first telling on this ledger. */
  number: z.int().positive(),
  state: z.enum(['RUNNING', 'TOLD', 'BROKEN']),
  /** Ids, salts and commitments of this telling derive from it. */
  seed: Hex256,
  /** The business date it began on. */
  from: CalendarDate,
  /** What it read and then acted on: read once, so that going on is doing the same. */
  noted: z.record(z.string(), z.string()),
});
export type Run = z.output<typeof Run>;

/** Where a data directory keeps how far its story is. */
export class RunFile {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, 'run.json');
  }

  async read(): Promise<Run | null> {
    const text = await readIfThere(this.#path);
    return text === null ? null : Run.parse(JSON.parse(text.toString('utf8')));
  }

  async write(run: Run): Promise<void> {
    await writeWhole(this.#path, `${JSON.stringify(run, null, 2)}\n`);
  }

  /**
   * The telling to go on with: the one that was interrupted, or a new one.
   * @param today the business date, asked for when a new one begins.
   */
  async begin(today: () => Promise<CalendarDate>): Promise<Run> {
    const last = await this.read();
    if (last?.state === 'RUNNING') return last;
    const run: Run = {
      number: (last?.number ?? 0) + 1,
      state: 'RUNNING',
      seed: randomBytes(32).toString('hex'),
      from: await today(),
      noted: {},
    };
    await this.write(run);
    return run;
  }
}
