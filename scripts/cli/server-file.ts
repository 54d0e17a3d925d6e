import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const ServerFile = z.object({ url: z.string(), pid: z.int() });

/** Where the server of a data directory answers, for other commands to find it. */
export async function writeServerFile(data: string, url: string): Promise<void> {
  const path = join(data, 'server.json');
  await writeFile(`${path}.new`, `${JSON.stringify({ url, pid: process.pid })}\n`);
  await rename(`${path}.new`, path);
}

export async function removeServerFile(data: string): Promise<void> {
  await rm(join(data, 'server.json'), { force: true });
}

/** The address of a server that answers now; null when there is none. */
export async function runningServer(data: string): Promise<string | null> {
  let file: z.output<typeof ServerFile>;
  try {
    file = ServerFile.parse(JSON.parse(await readFile(join(data, 'server.json'), 'utf8')));
  } catch {
    return null; // none was started here, or its file was cut off: either way nobody to ask
  }
  try {
    const response = await fetch(new URL('/livez', file.url), {
      signal: AbortSignal.timeout(2000),
    });
    return response.ok ? file.url : null;
  } catch {
    return null;
  }
}
