import type { Signer } from '../domain/act.js';
import type { CalendarDate } from '../domain/dates.js';
import { inForceOn } from '../domain/pinned-key.js';
import { Refusal } from '../domain/refusal.js';
import { keys, parties } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/**
 * Whom a public key signs for today: it is pinned and in force, and its party is active.
 * @throws Refusal KEY_NOT_PINNED, PARTY_NOT_ACTIVE
 */
export async function signerByKey(from: {
  readonly work: UnitOfWork;
  readonly spki: string;
  readonly today: CalendarDate;
}): Promise<Signer> {
  const { work, spki, today } = from;
  const key = await work.find(keys, { spki });
  if (key === null || !inForceOn(key, today)) throw new Refusal('KEY_NOT_PINNED');
  const { id, mspId, state, since } = await work.get(parties, { id: key.party });
  if (state !== 'ACTIVE') throw new Refusal('PARTY_NOT_ACTIVE', { state, since });
  return { party: id, mspId, key: spki, role: key.role, limit: key.limit };
}
