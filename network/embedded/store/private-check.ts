import { sha256 } from '../blocks.js';
import { CommitRefused } from './errors.js';
import { isFileName } from './layout.js';
import type { BlockPrivate, ExpectedPrivate, PrivateWriteSet } from './types.js';

/**
 * Hold a block's private parts against the hashes its VALID transactions carry: every set handed over must be one of
 * them, and every one of them must be held by somebody or be named as missing.
 * @throws CommitRefused
 */
export function checkPrivate(expected: readonly ExpectedPrivate[], given: BlockPrivate): void {
  const wanted = new Map(expected.map((one) => [placeOf(one), one.hash]));
  const answered = new Set(given.missing.map(placeOf));
  for (const [mspId, sets] of given.byMsp) {
    if (!isFileName(mspId)) {
      throw new CommitRefused(`${JSON.stringify(mspId)} cannot be an organisation's id here`);
    }
    for (const set of sets) {
      const reason = mismatch(wanted.get(placeOf(set)), set);
      if (reason !== null) throw new CommitRefused(`${describe(set)} of ${mspId} ${reason}`);
      answered.add(placeOf(set));
    }
  }
  const absent = expected.find((one) => !answered.has(placeOf(one)));
  if (absent !== undefined) {
    throw new CommitRefused(`${describe(absent)} is held by nobody and not named as missing`);
  }
}

function mismatch(hash: Uint8Array | undefined, set: PrivateWriteSet): string | null {
  if (hash === undefined) return 'belongs to no valid transaction of the block';
  return Buffer.compare(sha256(set.rwset), hash) === 0 ? null : 'does not match its hash';
}

interface PrivatePlace {
  readonly tx: number;
  readonly namespace: string;
  readonly collection: string;
}

function placeOf({ tx, namespace, collection }: PrivatePlace): string {
  return JSON.stringify([tx, namespace, collection]);
}

function describe({ tx, namespace, collection }: PrivatePlace): string {
  return `The private write set of transaction ${tx} in ${namespace}/${collection}`;
}
