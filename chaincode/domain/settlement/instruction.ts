import { z } from 'zod';
import { BankAccount } from '../bank-account.js';
import { CalendarDate } from '../dates.js';
import { Hex256, Id } from '../identifiers.js';
import { next, type Lifecycle } from '../lifecycle.js';
import { Money } from '../money.js';
import { LotClaim } from '../receivable/lot.js';
import { Units } from '../receivable/units.js';
import { Refusal } from '../refusal.js';

export const InstructionState = z.enum(['CREATED', 'SENT', 'PAID', 'RETURNED', 'REISSUED']);
export type InstructionState = z.output<typeof InstructionState>;
export type InstructionAct = 'sent' | 'paid' | 'returned' | 'reissue';

/** domain.md 2.6: a returned payout is made anew, never repaired. */
export const instructionLifecycle: Lifecycle<InstructionState, InstructionAct> = {
  CREATED: { sent: 'SENT' },
  SENT: { paid: 'PAID', returned: 'RETURNED' },
  PAID: {},
  RETURNED: { reissue: 'REISSUED' },
  REISSUED: {},
};

/** `<n>` as redeem numbered it, then `.1`, `.2` … for its reissues. */
export const InstructionNumber = z.string().regex(/^[1-9][0-9]{0,8}(\.[1-9][0-9]{0,3})?$/);

/** An order to the clearing bank to pay one payee; the platform holds no money, ever. */
export const Instruction = z.strictObject({
  receivable: Id('rcv'),
  /** First unit of the lot it pays for. */
  from: Units,
  n: InstructionNumber,
  state: InstructionState,
  since: CalendarDate,
  payee: Id('org'),
  /** CLAIM: on the lot's face; LATE: late interest on it. */
  purpose: z.enum(['CLAIM', 'LATE']),
  amount: Money,
  /** Latest value date of the receipts it pays on: the day the money counts for whoever is paid. */
  valueDate: CalendarDate,
  /** What the lot was under when it was made: the loan or purchase that its pledgee or owner applies it to. */
  claim: LotClaim.nullable(),
  /** Salted commitment of the account the clearing bank used; null until it is sent. */
  account: Hex256.nullable(),
  /** Commitment of the bank's serial for the payment; null until it is paid. */
  serial: Hex256.nullable(),
  paidOn: CalendarDate.nullable(),
  reason: z.string().max(64).nullable(),
  /** The number of the instruction that replaces it. */
  reissuedAs: InstructionNumber.nullable(),
});
export type Instruction = z.output<typeof Instruction>;

/** Where the money went: the account behind the public commitment (CLEARING). */
export const Payout = z.strictObject({
  receivable: Id('rcv'),
  from: Units,
  n: InstructionNumber,
  account: BankAccount,
  postscript: z.string(),
  /** Salts the commitment on the instruction. */
  salt: Hex256,
  /** The clearing bank and the payee. */
  readers: z.array(Id('org')),
});
export type Payout = z.output<typeof Payout>;

/** Move an instruction on. @throws Refusal STATE_CONFLICT. */
export function advance<I extends Instruction>(
  instruction: I,
  act: InstructionAct,
  change: Partial<Pick<Instruction, 'account' | 'serial' | 'paidOn' | 'reason' | 'reissuedAs'>> & {
    readonly today: CalendarDate;
  },
): I {
  const { today, ...fields } = change;
  const state = next(instructionLifecycle, instruction, act);
  return { ...instruction, ...fields, state, since: today };
}

/** The instruction that replaces a returned one: the same payee and amount, to be sent anew. */
export function reissueOf(instruction: Instruction, today: CalendarDate): Instruction {
  const [head = '', times = '0'] = instruction.n.split('.');
  const n = `${head}.${Number(times) + 1}`;
  if (!InstructionNumber.safeParse(n).success) throw new Refusal('REISSUES_EXHAUSTED');
  return {
    receivable: instruction.receivable,
    from: instruction.from,
    n,
    state: 'CREATED',
    since: today,
    payee: instruction.payee,
    purpose: instruction.purpose,
    amount: instruction.amount,
    valueDate: instruction.valueDate,
    claim: instruction.claim,
    account: null,
    serial: null,
    paidOn: null,
    reason: null,
    reissuedAs: null,
  };
}
