import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secrets that this data directory's gateway submitted, by transaction. */
export class KeptSecrets {
  readonly #directory: string;
  /** Transactions whose secret is there and cannot be read as one. */
  readonly unreadable: string[] = [];

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'gateway', 'secrets');
  }

  /** The secret as it was submitted, canonical JSON; null when it is not at hand. */
  find(txId: string): string | null {
    // What comes out of a block is no file name until it has been looked at.
    if (!/^[0-9a-f]{64}$/.test(txId)) return null;
    const text = this.#read(txId);
    if (text === null) return null;
    try {
      JSON.parse(text);
      return text;
    } catch {
      this.unreadable.push(txId);
      return null;
    }
  }

  #read(txId: string): string | null {
    try {
      return readFileSync(join(this.#directory, `${txId}.json`), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}
