import type { KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sign } from '../../network/crypto.js';
import {
  type Authority,
  generateKey,
  type NodeRole,
} from '../../network/embedded/identity/authority.js';
import { serializeIdentity } from '../../network/embedded/identity/msp-set.js';

/** Somebody with a key and a certificate. */
export interface Person {
  readonly mspId: string;
  readonly pem: string;
  /** The bytes of a `SerializedIdentity`. */
  readonly serialized: Uint8Array;
  readonly privateKey: KeyObject;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A directory that is there during the suite and gone after it. */
export function scratchDirectory(): { path(...parts: string[]): string } {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'counterfoil-test-'));
  });
  after(async () => {
    await rm(root, { recursive: true, force: true });
  });
  return { path: (...parts) => join(root, ...parts) };
}

/** A new member of the authority's organisation. */
export async function aPerson(
  authority: Authority,
  role: NodeRole,
  lifetimeDays?: number,
): Promise<Person> {
  const { publicKey, privateKey } = await generateKey();
  const lifetime = lifetimeDays === undefined ? {} : { lifetimeDays };
  const { pem } = await authority.issue({ publicKey, role, ...lifetime });
  return {
    mspId: authority.mspId,
    pem,
    serialized: serializeIdentity(authority.mspId, pem),
    privateKey,
    sign: async (message) => await sign(privateKey, message),
  };
}
