import {
  complete,
  inForce,
  tighten,
  type PolicyInForce,
  type PolicyRules,
} from '../domain/policy.js';
import type { CalendarDate } from '../domain/dates.js';
import type { PolicyRef, Programme } from '../domain/programme.js';
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
  const refs = inForce(from.programme.policies, from.date).filter(({ scope, owner }) =>
    binds(scope, owner, owners),
  );
  const found = await from.work.getAll(policies, refs);
  const network = found.find(({ scope }) => scope === 'NETWORK');
  invariant(network !== undefined, 'a founded programme has a network policy in force');
  const narrower = found.filter((policy) => policy !== network);
  const rules = narrower.reduce<PolicyRules>(
    (sofar, policy) => tighten(sofar, policy.rules),
    complete(network.rules),
  );
  const ids = [network, ...narrower].map(({ scope, id, from }) => `${scope}:${id}:${from}`);
  return { rules, ids };
}

function binds(scope: PolicyRef['scope'], owner: string | null, owners: PolicyOwners): boolean {
  switch (scope) {
    case 'NETWORK':
      return true;
    case 'PROGRAMME':
      return owner === owners.debtor;
    case 'PRODUCT':
      return owner === owners.bank;
  }
}
