import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Id } from '../../chaincode/domain/identifiers.js';
import { namesIn, readIfThere, writeWhole } from '../files.js';
import { DraftRecord, draftsOf, draftText, type Drafts } from './draft-record.js';

/** Keeps other processes from writing drafts meanwhile; which lock is for `main` to say. */
export type Lock = (directory: string) => Promise<{ release(): Promise<void> }>;

/** What an import decides about a party's drafts. */
export interface Change<T> {
  readonly save: readonly DraftRecord[];
  readonly result: T;
}

const Journal = z.array(DraftRecord);
const JOURNAL = 'journal.json';
const DRAFT_FILE = /^doc_[0-9a-z]{26}\.json$/;

/**
 * Drafts of each party, one file a draft: `<directory>/<party>/<draft>.json`. A change of several drafts is
 * first written down whole, so that one cut off in the middle is finished by whoever looks next.
 */
export class DraftStore {
  readonly #directory: string;
  readonly #lock: Lock;
  /** Whoever came last of this process: those after it wait, those of other processes are turned away. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(directory: string, lock: Lock) {
    this.#directory = directory;
    this.#lock = lock;
  }

  async read(party: string): Promise<Drafts> {
    return await this.#alone(async () => await this.#drafts(party));
  }

  /** Decide on the drafts as they are, and save what was decided: all of it or nothing. */
  async change<T>(
    party: string,
    decide: (drafts: Drafts) => Change<T> | Promise<Change<T>>,
  ): Promise<T> {
    return await this.#alone(async () => {
      const { save, result } = await decide(await this.#drafts(party));
      if (save.length > 0) {
        await writeWhole(
          join(this.#of(party), JOURNAL),
          JSON.stringify(z.encode(Journal, [...save])),
        );
        await this.#finish(party);
      }
      return result;
    });
  }

  async #drafts(party: string): Promise<Drafts> {
    await this.#finish(party);
    const directory = this.#of(party);
    const records: DraftRecord[] = [];
    for (const name of (await namesIn(directory)).filter((each) => DRAFT_FILE.test(each))) {
      const text = await readIfThere(join(directory, name));
      if (text !== null) records.push(parsed(DraftRecord, text));
    }
    return draftsOf(records);
  }

  /** Write what the journal says, if one is there; doing so twice changes nothing. */
  async #finish(party: string): Promise<void> {
    const path = join(this.#of(party), JOURNAL);
    const text = await readIfThere(path);
    if (text === null) return;
    for (const record of parsed(Journal, text)) {
      await writeWhole(join(this.#of(party), `${record.id}.json`), draftText(record));
    }
    await rm(path);
  }

  #of(party: string): string {
    return join(this.#directory, Id('org').parse(party));
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => await this.#locked(work));
    this.#last = turn.catch(() => undefined); // told to its own caller
    return await turn;
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const held = await this.#lock(this.#directory);
    try {
      return await work();
    } finally {
      await held.release();
    }
  }
}

function parsed<S extends z.ZodType>(schema: S, text: Buffer): z.output<S> {
  return z.decode(schema, JSON.parse(text.toString('utf8')));
}
