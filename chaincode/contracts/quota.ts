import { quotaCommands } from '../commands/quota.js';
import { grantQuota } from '../domain/quota.js';
import { parties, quotas } from '../state/kinds.js';
import { bind } from './bind.js';

export const quotaTransactions = {
  'quota:set': bind(quotaCommands['quota:set'], async ({ args, act, work, programme }) => {
    await work.get(parties, { id: args.debtor });
    const quota = await work.find(quotas, args);
    work.save(quotas, grantQuota({ quota, grant: args }, act, programme));
  }),
};
