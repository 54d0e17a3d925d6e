import { policyCommands } from '../commands/policy.js';
import { networkPolicyRef, setPolicy } from '../domain/policy-setting.js';
import { policies, programmes } from '../state/kinds.js';
import { bind } from './bind.js';

export const policyTransactions = {
  'policy:set': bind(policyCommands['policy:set'], async ({ args, act, work }) => {
    const programme = await work.get(programmes, {});
    // A day that has passed is refused by the rule, whether or not a policy was in force on it.
    const day = args.from < act.today ? act.today : args.from;
    const network = await work.get(policies, networkPolicyRef(programme, day));
    const set = setPolicy(args, { programme, network }, act);
    await work.create(policies, set.policy);
    work.save(programmes, set.programme);
  }),
};
