import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { SomeRules } from '../domain/policy.js';
import { PolicyRef } from '../domain/programme.js';
import { publicCommand } from './command.js';

export const policyCommands = {
  'policy:set': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Set the network’s policy, the core enterprise’s or a bank’s, from a day on.',
      zh: '设定自某日起生效的网络、核心企业或银行规则。',
    },
    on: null,
    first: true,
    args: z.strictObject({ scope: PolicyRef.shape.scope, from: CalendarDate, rules: SomeRules }),
    refusals: [
      'ROLE_REQUIRED',
      'SIGNATURES_MISSING',
      'DATE_PASSED',
      'POLICY_INCOMPLETE',
      'POLICY_NOT_TIGHTER',
      'ALREADY_EXISTS',
      'POLICIES_TOO_MANY',
    ],
  }),
};
