import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const PRIVATE = { mode: 0o600, flush: true } as const;

/** Write a file of the gateway's own, readable by its owner only: a reader finds it whole, old or new. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const fresh = await beside(path, content);
  await rename(fresh, path);
}

/** The file's content; null when there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  return await readFile(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
}

/** The names in a directory; none when there is no such directory. */
export async function namesIn(directory: string): Promise<readonly string[]> {
  return await readdir(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
}

/**
 * The content of a file that is made once and then stays, whoever comes first.
 * @param make what it holds if it is not there yet.
 */
export async function madeOnce(path: string, make: () => string | Uint8Array): Promise<Buffer> {
  const known = await readIfThere(path);
  if (known !== null) return known;
  const fresh = await beside(path, make());
  try {
    await link(fresh, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(fresh);
  }
  return await readFile(path);
}

async function beside(path: string, content: string | Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomBytes(6).toString('hex')}.new`;
  await writeFile(fresh, content, PRIVATE);
  return fresh;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
