import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

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
    const text = await readFile(this.#path(persona), 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    return text === null ? null : Entry.parse(JSON.parse(text));
  }

  /** Whole or not at all: a key half written would lock its party out. */
  async put(entry: Entry): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const path = this.#path(entry.persona);
    await writeFile(`${path}.new`, `${JSON.stringify(entry, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    await rename(`${path}.new`, path);
  }

  #path(persona: string): string {
    return join(this.#directory, `${persona}.json`);
  }
}

export function privateKeyOf(entry: Entry): KeyObject {
  return createPrivateKey(entry.privateKey);
}
