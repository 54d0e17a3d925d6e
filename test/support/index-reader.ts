import { IndexDamaged, openLevel } from '../../network/embedded/store/level.js';

/** A process that prints every row of the index in the directory it is given, or `null` when that is refused. */
const [directory = ''] = process.argv.slice(2);

process.stdout.write(JSON.stringify(await readAll()));

async function readAll(): Promise<readonly (readonly [string, string])[] | null> {
  const rows = await openLevel(directory).catch(() => null);
  if (rows === null) return null;
  const found: (readonly [string, string])[] = [];
  try {
    for await (const batch of rows.batches({ from: Uint8Array.of(0), to: Uint8Array.of(0xff) })) {
      for (const { key, value } of batch) {
        found.push([Buffer.from(key).toString(), Buffer.from(value).toString('latin1')]);
      }
    }
    return found;
  } catch (error) {
    if (error instanceof IndexDamaged || isLevelError(error)) return null;
    throw error;
  } finally {
    await rows.close();
  }
}

function isLevelError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('LEVEL_');
}
