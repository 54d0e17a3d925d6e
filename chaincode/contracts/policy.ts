import { policyCommands } from '../commands/policy.js';
import { networkPolicyRef, setPolicy } from '../domain/policy-setting.js';
import { policies, programmes } from '../state/kinds.js';
import { bind } from './bind.js';

export const policyTransactions = {
  'policy:set': bind(policyCommands['policy:set'], async ({ args, act, work }) => {
    const programme = await work.get(programmes, {});
    const network = await work.get(policies, networkPolicyRef(programme, args.from));
    const set = setPolicy(args, { programme, network }, act);
    await work.create(policies, set.policy);
    work.save(programmes, set.programme);
  }),
};
