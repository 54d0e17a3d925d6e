import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from './disk.js';
import { LedgerLocked } from './errors.js';
import { LevelLocked, openLevel } from './level.js';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Hold a directory for this process alone. The lock is the operating system's, taken through an empty LevelDB in
 * `<directory>/lock`, because Node has no file locks: it ends with the process however that ends, so there is no
 * stale lock to judge, and it holds against other threads of this process too. The process id beside it only serves
 * the message.
 * @throws LedgerLocked
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, 'lock');
  await makeDirectory(path);
  const owner = join(path, 'pid');
  try {
    const held = await openLevel(path);
    await writeFile(owner, `${process.pid}\n`);
    return { release: () => held.close() };
  } catch (error) {
    if (!(error instanceof LevelLocked)) throw error;
    throw new LedgerLocked(directory, await readOwner(owner), { cause: error });
  }
}

async function readOwner(path: string): Promise<number | null> {
  try {
    const pid = Number.parseInt(await readFile(path, 'utf8'), 10);
    return Number.isSafeInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}
