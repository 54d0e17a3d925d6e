import { z } from 'zod';
import { Subject } from '../domain/financing/limit.js';
import { CalendarDate } from '../domain/dates.js';
import { Money } from '../domain/money.js';
import { privateCommand } from './command.js';

/** On whom a bank has a limit is its own affair: nothing of it travels in public. */
const NOTHING = z.strictObject({});

export const limitCommands = {
  'limit:set': privateCommand({
    shape: 'DESK',
    who: ['BK'],
    summary: {
      en: 'Set what the bank will lend on a debtor, or on a group of debtors.',
      zh: '设定对单一债务人或集团的授信额度。',
    },
    on: null,
    first: true,
    args: NOTHING,
    secret: z.strictObject({ subject: Subject, cap: Money, group: Subject.nullable() }),
    refusals: ['ROLE_REQUIRED', 'LIMIT_GROUPED'],
  }),
  'exposure:set': privateCommand({
    shape: 'DESK',
    who: ['BK'],
    summary: {
      en: 'Set what the bank carries on a debtor or group elsewhere.',
      zh: '录入对债务人或集团的行内外其他敞口。',
    },
    on: null,
    first: true,
    args: NOTHING,
    secret: z.strictObject({ subject: Subject, outside: Money, asOf: CalendarDate }),
    refusals: ['LIMIT_UNKNOWN', 'ROLE_REQUIRED', 'DATE_IN_FUTURE'],
  }),
};
