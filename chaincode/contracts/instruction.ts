import { instructionCommands } from '../commands/settlement.js';
import type { CalendarDate } from '../domain/dates.js';
import { commitment } from '../domain/commitment.js';
import { Refusal } from '../domain/refusal.js';
import { advance, reissueOf, type Instruction } from '../domain/settlement/instruction.js';
import { canonicalJson } from '../state/canonical.js';
import { instructions, payouts } from '../state/kinds.js';
import { CLEARING_PLACE, type UnitOfWork } from '../state/unit-of-work.js';
import { bind, type Bound } from './bind.js';
import { clearingParty, requireClearing } from './clearing.js';

export const instructionTransactions = {
  'instruction:sent': bind(
    instructionCommands['instruction:sent'],
    async ({ args, secret, act, work, programme }) => {
      requireClearing(act, programme);
      const instruction = await load(work, args.instruction);
      const { salt, ...account } = secret;
      const { receivable, from, n, payee } = instruction;
      const readers = [clearingParty(programme), payee];
      const name = `instruction:${args.instruction}`;
      const used = commitment({ seed: salt, name, version: 1 }, canonicalJson(account));
      work.save(instructions, advance(instruction, 'sent', { account: used, today: act.today }));
      const payout = { receivable, from, n, ...account, salt, readers };
      await work.create(payouts, payout, CLEARING_PLACE);
    },
  ),

  'instruction:paid': bind(
    instructionCommands['instruction:paid'],
    async ({ args, act, work, programme }) => {
      requireClearing(act, programme);
      const instruction = await load(work, args.instruction);
      const { serial, paidOn } = args;
      requireNotLater(paidOn, act.today);
      work.save(instructions, advance(instruction, 'paid', { serial, paidOn, today: act.today }));
    },
  ),

  'instruction:returned': bind(
    instructionCommands['instruction:returned'],
    async ({ args, act, work, programme }) => {
      requireClearing(act, programme);
      const instruction = await load(work, args.instruction);
      const { reason } = args;
      work.save(instructions, advance(instruction, 'returned', { reason, today: act.today }));
    },
  ),

  'instruction:reissue': bind(
    instructionCommands['instruction:reissue'],
    async ({ args, act, work, programme }) => {
      requireClearing(act, programme);
      const instruction = await load(work, args.instruction);
      const reissue = reissueOf(instruction, act.today);
      const reissuedAs = reissue.n;
      work.save(instructions, advance(instruction, 'reissue', { reissuedAs, today: act.today }));
      await work.create(instructions, reissue);
    },
  ),
} satisfies Record<string, Bound>;

function load(work: UnitOfWork, id: string): Promise<Instruction> {
  const [receivable = '', from = '0', n = ''] = id.split(':');
  return work.get(instructions, { receivable, from: BigInt(from), n });
}

/** @throws Refusal VALUE_DATE_OUT_OF_RANGE: a bank reports what has happened. */
function requireNotLater(date: CalendarDate, today: CalendarDate): void {
  if (date > today) throw new Refusal('VALUE_DATE_OUT_OF_RANGE', { latest: today });
}
