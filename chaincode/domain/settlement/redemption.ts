import type { CalendarDate } from '../dates.js';
import { next } from '../lifecycle.js';
import { money } from '../money.js';
import { lotLifecycle, lotUnits, type Lot } from '../receivable/lot.js';
import type { Pool } from '../receivable/receivable.js';
import { invariant, Refusal } from '../refusal.js';
import type { Instruction } from './instruction.js';
import { entitled, latestValueDate } from './pool.js';

/** One lot and all its instructions so far, reissues among them. */
export interface Redeemable<L extends Lot> {
  readonly lot: L;
  readonly pool: Pool;
  readonly instructions: readonly Instruction[];
}

/**
 * Pay a lot what it is entitled to and has not been instructed yet, and bring `paid` up to what the
 * bank has reported.
 * @returns the lot and its new instructions; null when there is nothing to do.
 * @throws Refusal STATE_CONFLICT for OFFERED, REDEEMED and BURNED lots.
 */
export function redeemLot<L extends Lot>(
  { lot, pool, instructions }: Redeemable<L>,
  today: CalendarDate,
): { lot: L; created: readonly Instruction[] } | null {
  const after = next(lotLifecycle, lot, 'redeem');
  const due = entitled(lot, pool, today);
  invariant(
    due.face >= lot.instructed.minor,
    'an entitlement never falls below what was instructed',
  );
  invariant(due.late >= lot.lateInstructed.minor, 'nor does late interest');
  const created = newInstructions(
    lot,
    { today, valueDate: latestValueDate(pool, today) },
    {
      face: due.face - lot.instructed.minor,
      late: due.late - lot.lateInstructed.minor,
    },
  );
  const { currency } = lot.instructed;
  const paid = paidOn(instructions);
  // A closed pool pays no more than its last shares; any other lot is redeemed by its whole n.
  const settled = paid === (pool.closed ? due.face : lotUnits(lot));
  if (created.length === 0 && paid === lot.paid.minor && !settled) return null;
  return {
    lot: {
      ...lot,
      instructed: money(currency, due.face),
      lateInstructed: money(currency, due.late),
      paid: money(currency, paid),
      instructions: lot.instructions + created.length,
      state: settled ? 'REDEEMED' : after,
      since: settled ? today : lot.since,
    },
    created,
  };
}

/** What the bank has paid on the face; late interest is beside it. */
function paidOn(instructions: readonly Instruction[]): bigint {
  return instructions
    .filter(({ state, purpose }) => state === 'PAID' && purpose === 'CLAIM')
    .reduce((sum, { amount }) => sum + amount.minor, 0n);
}

/**
 * Who gets it (domain.md 2.6): the pledgee up to `securedMax` over all instructions, then the holder;
 * the owner of a sold lot; else the holder. Late interest follows the pledge (民法典 430).
 */
function newInstructions(
  lot: Lot,
  { today, valueDate }: { today: CalendarDate; valueDate: CalendarDate | null },
  due: { readonly face: bigint; readonly late: bigint },
): readonly Instruction[] {
  const before = lot.instructed.minor + lot.lateInstructed.minor;
  const face = shares(lot, due.face, before);
  const late = shares(lot, due.late, before + due.face);
  const parts = [
    ...face.map((part) => ({ ...part, purpose: 'CLAIM' as const })),
    ...late.map((part) => ({ ...part, purpose: 'LATE' as const })),
  ].filter(({ minor }) => minor > 0n);
  if (parts.length === 0) return [];
  invariant(valueDate !== null, 'what is due comes of a receipt');
  return parts.map(({ payee, minor, purpose }, at) => ({
    receivable: lot.receivable,
    from: lot.from,
    n: (lot.instructions + at + 1).toString(),
    state: 'CREATED',
    since: today,
    payee,
    purpose,
    amount: money(lot.instructed.currency, minor),
    valueDate,
    claim: lot.claim,
    account: null,
    serial: null,
    paidOn: null,
    reason: null,
    reissuedAs: null,
  }));
}

function shares(lot: Lot, due: bigint, before: bigint): { payee: string; minor: bigint }[] {
  if (lot.state !== 'PLEDGED' && lot.state !== 'COLLECTING') {
    return [{ payee: lot.holder, minor: due }];
  }
  invariant(
    lot.bank !== null && lot.securedMax !== null,
    'a pledged lot names pledgee and maximum',
  );
  const room = lot.securedMax.minor > before ? lot.securedMax.minor - before : 0n;
  const toPledgee = due < room ? due : room;
  return [
    { payee: lot.bank, minor: toPledgee },
    { payee: lot.holder, minor: due - toPledgee },
  ];
}

/**
 * A batch holds lots of one pledgee or of none: their key policies ask for one bank's peer.
 * @throws Refusal BATCH_MIXED.
 */
export function requireOnePledgee(lots: readonly Lot[]): void {
  if (new Set(lots.map(({ bank }) => bank)).size > 1) throw new Refusal('BATCH_MIXED');
}
