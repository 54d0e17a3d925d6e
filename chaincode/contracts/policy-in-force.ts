import {
  complete,
  inForce,
  tighten,
  type PolicyInForce,
  type PolicyRules,
} from '../domain/policy.js';
import type { CalendarDate } from '../domain/dates.js';
import type { Programme } from '../domain/programme.js';
import { invariant } from '../domain/refusal.js';
import { policies } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';

/** Whose policies bind a decision beside the network's: a debtor's, a bank's (domain.md 2.11). */
export interface PolicyOwners {
  readonly debtor?: string;
  readonly bank?: string;
}

/**
 * The rules for one decision on `date`: the network's, tightened by the debtor's and the bank's own.
 * All ids that took part are returned, for the record to keep.
 */
export async function policyInForce(
  from: { readonly work: UnitOfWork; readonly programme: Programme; readonly date: CalendarDate },
  owners: PolicyOwners = {},
): Promise<PolicyInForce> {
  // The founding puts the network's policy first, and a later one of its id takes its place.
  const refs = inForce(from.programme.policies, from.date);
  const found = await from.work.getAll(policies, refs);
  const binding = found.filter(
    ({ scope, owner }) =>
      scope === 'NETWORK' ||
      (scope === 'PROGRAMME' && owner === owners.debtor) ||
      (scope === 'PRODUCT' && owner === owners.bank),
  );
  const [network, ...narrower] = binding;
  invariant(network?.scope === 'NETWORK', 'a founded programme has a network policy in force');
  const rules = narrower.reduce<PolicyRules>(
    (sofar, policy) => tighten(sofar, policy.rules),
    complete(network.rules),
  );
  return { rules, ids: binding.map(({ scope, id, from }) => `${scope}:${id}:${from}`) };
}
