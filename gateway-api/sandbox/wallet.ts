import { createPrivateKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeWhole } from '../files.js';

/** A custodial key as it lies on disk, readable by its owner only. */
const Entry = z.strictObject({
  persona: z.string(),
  mspId: z.string(),
  party: z.string(),
  /** PEM. */
  certificate: z.string(),
  /** PKCS #8, PEM. */
  privateKey: z.string(),
});
export type Entry = z.output<typeof Entry>;

/** Keys that the sandbox holds for its personas; nowhere else does the gateway hold anybody's key. */
export class Wallet {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async get(persona: string): Promise<Entry | null> {
    const text = await readIfThere(this.#path(persona));
    return text === null ? null : Entry.parse(JSON.parse(text.toString('utf8')));
  }

  /** Whole or not at all: a key half written would lock its party out. */
  async put(entry: Entry): Promise<void> {
    await writeWhole(this.#path(entry.persona), `${JSON.stringify(entry, null, 2)}\n`);
  }

  #path(persona: string): string {
    return join(this.#directory, `${persona}.json`);
  }
}

export function privateKeyOf(entry: Entry): KeyObject {
  return createPrivateKey(entry.privateKey);
}
