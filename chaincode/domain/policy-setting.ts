import { requireOperator, requireQuorum, type Act } from './act.js';
import type { CalendarDate } from './dates.js';
import { inForce, missingRules, notTighter, type Policy, type SomeRules } from './policy.js';
import type { PolicyRef, Programme } from './programme.js';
import { invariant, Refusal } from './refusal.js';

/** Policies of one owner that are in force or to come: each is a name that every act carries along. */
export const POLICIES_PER_OWNER_MAX = 8;

export interface PolicyWish {
  readonly scope: PolicyRef['scope'];
  readonly from: CalendarDate;
  readonly rules: SomeRules;
}

/** What each narrower scope may say: nobody sets what protects another from it. */
const SCOPE_RULES: Readonly<Record<'PROGRAMME' | 'PRODUCT', readonly (keyof SomeRules)[]>> = {
  PROGRAMME: [
    'tenorDaysMax',
    'tenorDaysJustifiedMax',
    'graceDays',
    'confirmDueByDays',
    'secondPersonAbove',
    'verifyInvoiceAtConfirmation',
    'invoiceVerifiedWithinDays',
    'hopsMax',
    'splitDepthMax',
    'minimumLot',
    'transferCutoffDays',
  ],
  PRODUCT: [
    'invoiceVerifiedWithinDays',
    'hopsMax',
    'financeHopsMax',
    'financeTenorDaysMin',
    'financeTenorDaysMax',
    'advanceRateMax',
    'costCap',
    'valueDateBackDays',
    'surplusReturnDays',
  ],
};

/**
 * A policy from a day on: the network's by operators of a quorum of organisations and stating every rule;
 * the core enterprise's (PROGRAMME) and a bank's (PRODUCT) by their operator, binding more than the
 * network's or as much. A policy is never changed: another follows it.
 * @param network the network's policy in force on the day.
 * @returns the policy, and the programme that names it and no longer those that it and time have ended.
 * @throws Refusal ROLE_REQUIRED, SIGNATURES_MISSING, DATE_PASSED, POLICY_INCOMPLETE, POLICY_NOT_TIGHTER,
 *   POLICIES_TOO_MANY, ALREADY_EXISTS
 */
export function setPolicy<P extends Programme>(
  wish: PolicyWish,
  { programme, network }: { readonly programme: P; readonly network: Policy },
  act: Act,
): { programme: P; policy: Policy } {
  const { scope, from, rules } = wish;
  const owner = requireSetter(scope, act, programme);
  if (from < act.today) throw new Refusal('DATE_PASSED', { date: from });
  requireFitting(wish, network);
  const ref: PolicyRef = { scope, id: owner ?? network.id, from, owner };
  const listed = stillListed(programme.policies, act.today);
  requireRoom(listed, ref);
  return {
    programme: { ...programme, policies: [...listed, ref] },
    policy: { ...ref, setOn: act.today, rules },
  };
}

/** The owner that the signer sets for; null: the network. */
function requireSetter(
  scope: PolicyRef['scope'],
  act: Act,
  programme: Programme,
): PolicyRef['owner'] {
  if (scope === 'NETWORK') {
    requireQuorum(act, programme);
    return null;
  }
  requireOperator(act);
  const kind = scope === 'PROGRAMME' ? 'CORE' : 'BANK';
  const { party } = act.signer;
  const own = programme.organisations.some((each) => each.party === party && each.kind === kind);
  if (!own) throw new Refusal('ROLE_REQUIRED', { role: scope === 'PROGRAMME' ? 'DEB' : 'BK' });
  return party;
}

function requireFitting({ scope, rules }: PolicyWish, network: Policy): void {
  if (scope === 'NETWORK') {
    const [missing] = missingRules(rules);
    if (missing !== undefined) throw new Refusal('POLICY_INCOMPLETE', { rule: missing });
    return;
  }
  const [wrong] = notTighter(rules, { network, settable: SCOPE_RULES[scope] });
  if (wrong !== undefined) throw new Refusal('POLICY_NOT_TIGHTER', { rule: wrong });
}

/** Those in force today and those to come, in the order they were set. */
function stillListed(refs: readonly PolicyRef[], today: CalendarDate): readonly PolicyRef[] {
  const current = new Set(inForce(refs, today));
  return refs.filter((ref) => current.has(ref) || ref.from > today);
}

function requireRoom(listed: readonly PolicyRef[], { scope, id, from }: PolicyRef): void {
  const own = listed.filter((each) => each.scope === scope && each.id === id);
  if (own.some((each) => each.from === from)) {
    throw new Refusal('ALREADY_EXISTS', { id: `${scope}:${id}:${from}` });
  }
  if (own.length >= POLICIES_PER_OWNER_MAX) {
    throw new Refusal('POLICIES_TOO_MANY', { most: POLICIES_PER_OWNER_MAX.toString() });
  }
}

/** The network's policy in force on `date`; there always is one, from the founding on. */
export function networkPolicyRef({ policies }: Programme, date: CalendarDate): PolicyRef {
  const network = inForce(policies, date).find(({ scope }) => scope === 'NETWORK');
  invariant(network !== undefined, 'a founded programme has a network policy in force');
  return network;
}
