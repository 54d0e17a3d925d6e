import { expect } from 'chai';
import { StatusCode } from '@hyperledger/fabric-gateway';
import type { Fate } from './held.js';
import type { LotAct } from './lot-world.js';
import type { Actor, MemoryLedger, Submission } from './memory-ledger.js';
import type { Held } from './held.js';

/** A ledger on which acts can be held back between endorsement and ordering. */
export interface RacingLedger extends MemoryLedger {
  readonly hold: (actor: Actor, name: string, submission: Submission) => Promise<Held>;
}

export const VALID = StatusCode.VALID;
export const CONFLICT = StatusCode.MVCC_READ_CONFLICT;

/** Endorse each of `acts` on the state as it is now; then order them, each when the one before is committed. */
export async function race(
  { ledger }: { readonly ledger: RacingLedger },
  ...acts: readonly LotAct[]
): Promise<readonly Fate[]> {
  const held = [];
  for (const { by, name, submission } of acts) held.push(await ledger.hold(by, name, submission));
  const fates: Fate[] = [];
  for (const { release } of held) fates.push(await release());
  return fates;
}

/** The first of two won; the other met a conflict, was tried again, and was refused without a name. */
export function expectWonBy(fates: readonly Fate[], code: string): void {
  const [winner, loser] = fates;
  expect(winner, 'the winner').to.deep.include({ outcome: 'done', codes: [VALID] });
  expect(loser, 'the loser').to.deep.include({ outcome: code, codes: [CONFLICT], block: null });
  expectNobodyNamed(loser?.facts ?? {});
}

/** No party, request, loan, purchase or offer of another is told. */
export function expectNobodyNamed(facts: Readonly<Record<string, string>>): void {
  expect(JSON.stringify(facts)).not.to.match(/(org|req|loan|pur|ofr)_[0-9a-z]{26}|MSP/);
}
