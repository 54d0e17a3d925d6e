import { join } from 'node:path';
import type { Disk } from './disk.js';

/** A ledger's place on disk and its channel's name, which is part of every file's header. */
export interface LedgerPlace {
  /** `…/ledger/<channel>` */
  readonly directory: string;
  readonly channel: string;
}

export interface FileName {
  readonly path: string;
  /** @see frame-format.ts */
  readonly label: string;
}

const PRIVATE_SUFFIX = '.pvt';

export function blockFileName({ directory, channel }: LedgerPlace): FileName {
  return { path: join(directory, 'blocks', '000001.blk'), label: `blocks of ${channel}` };
}

export function acknowledgedPath(place: LedgerPlace): string {
  return `${blockFileName(place).path}.ack`;
}

/** Whether an organisation's id can name its private file. */
export function isFileName(mspId: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(mspId);
}

/** @throws RangeError for an organisation whose id cannot name a file */
export function privateFileName({ directory, channel }: LedgerPlace, mspId: string): FileName {
  if (!isFileName(mspId)) {
    throw new RangeError(`${JSON.stringify(mspId)} cannot be the name of a private file`);
  }
  return {
    path: join(directory, 'private', `${mspId}${PRIVATE_SUFFIX}`),
    label: `private data of ${mspId} on ${channel}`,
  };
}

export function indexDirectory({ directory }: LedgerPlace): string {
  return join(directory, 'index');
}

/** The organisations that have a private file. */
export async function privateMsps(
  { directory }: LedgerPlace,
  disk: Disk,
): Promise<readonly string[]> {
  const names = await disk.names(join(directory, 'private'));
  return names
    .filter((name) => name.endsWith(PRIVATE_SUFFIX))
    .map((name) => name.slice(0, -PRIVATE_SUFFIX.length));
}
