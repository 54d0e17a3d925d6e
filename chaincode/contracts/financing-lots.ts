import type { Collected } from '../domain/financing/repay.js';
import { postingRef } from '../domain/financing/posting.js';
import type { Lot } from '../domain/receivable/lot.js';
import { invariant } from '../domain/refusal.js';
import { instructions, lots } from '../state/kinds.js';
import { workingDayAfter, type Around } from './financing.js';
import { guardLot, unguardLot } from './lot-guard.js';

export function saveLots({ work }: Around, changed: readonly Lot[]): void {
  for (const lot of changed) work.save(lots, lot);
}

/** From now on the lots answer to the bank. */
export function guardLots(
  { work, programme }: Around,
  registered: readonly Lot[],
  bankMsp: string,
): void {
  for (const lot of registered) guardLot(work, programme, { lot, bankMsp });
}

/** From now on the lots are everybody's again. */
export function unguardLots({ work, programme }: Around, freed: readonly Lot[]): void {
  for (const lot of freed) unguardLot(work, programme, lot);
}

/** How the bank names what it books, and how long it may keep a surplus. */
export interface BookedBy {
  readonly seed: string;
  readonly calendar: string;
  readonly days: number;
}

/**
 * The instructions that a bank applies, each with the name of its posting.
 * @throws Refusal INSTRUCTION_UNKNOWN, CALENDAR_MISSING
 */
export async function readCollected(
  { work, act }: Around,
  ids: readonly string[],
  { seed, calendar, days }: BookedBy,
): Promise<readonly Collected[]> {
  const found = await work.getAll(instructions, ids.map(instructionName));
  const collected: Collected[] = [];
  for (const [at, instruction] of found.entries()) {
    const reference = ids[at];
    invariant(reference !== undefined, 'one instruction an id');
    const ref = postingRef(seed, 'instruction', reference);
    const from = instruction.paidOn ?? act.today;
    const returnBy = await workingDayAfter(work, { calendar, from, days });
    collected.push({ instruction, ref, reference, returnBy });
  }
  return collected;
}

function instructionName(id: string): { receivable: string; from: bigint; n: string } {
  const [receivable = '', from = '', n = ''] = id.split(':');
  return { receivable, from: BigInt(from), n };
}
