import { z } from 'zod';
import { Id, KeyAttribute } from '../domain/identifiers.js';
import { Money } from '../domain/money.js';
import { publicCommand } from './command.js';

export const quotaCommands = {
  'quota:set': publicCommand({
    who: ['BK'],
    summary: {
      en: 'Grant a debtor a part of its issuance quota, or change what was granted.',
      zh: '授予债务人一份开立额度，或调整已授予的额度。',
    },
    on: null,
    first: true,
    args: z.strictObject({ debtor: Id('org'), shard: KeyAttribute, granted: Money }),
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'CURRENCY_MISMATCH', 'QUOTA_BELOW_RESERVED'],
  }),
};
