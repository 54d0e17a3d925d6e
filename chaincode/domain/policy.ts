import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { PolicyRef } from './programme.js';
import { Rate } from './rate.js';

const Days = z.int().min(0).max(3660);
const Count = z.int().min(0).max(1000);
/** Major units of whatever currency the record is in, exact to two digits. */
const MajorAmount = z.string().regex(/^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/);

/**
 * Everything in the rules that is a number of policy, not of arithmetic. A NETWORK policy states all of
 * it; PROGRAMME (debtor) and PRODUCT (bank) policies state some of it and may only tighten.
 */
export const PolicyRules = z.strictObject({
  /** d(issue, due), in principle and with a stored justification (银发〔2025〕77号 article 11). */
  tenorDaysMax: Days,
  tenorDaysJustifiedMax: Days,
  graceDays: Days,
  confirmDueByDays: Days,
  acceptByDays: Days,
  /** A confirmation above this needs a second person; null: none does. */
  secondPersonAbove: MajorAmount.nullable(),
  verifyInvoiceAtConfirmation: z.boolean(),
  invoiceVerifiedWithinDays: Days,
  hopsMax: Count,
  financeHopsMax: Count,
  splitDepthMax: Count,
  minimumLot: MajorAmount,
  /** No transfer in [due − cutoff, due]. */
  transferCutoffDays: Days,
  /** Residual tenor for finance, inclusive. */
  financeTenorDaysMin: Days,
  financeTenorDaysMax: Days,
  advanceRateMax: Rate,
  /** Interest, penalty and fees together, a year. */
  costCap: Rate,
  defaultAfterDays: Days,
  reviewDays: Days,
  /** How far a bank's value date may lie back. */
  valueDateBackDays: Days,
  acknowledgeDays: Days,
  surplusReturnDays: Days,
});
export type PolicyRules = z.output<typeof PolicyRules>;

/** Some of the rules; the others are as the wider policy says. */
export const SomeRules = PolicyRules.partial();
export type SomeRules = { readonly [R in keyof PolicyRules]?: PolicyRules[R] | undefined };

export const Policy = z.strictObject({
  ...PolicyRef.shape,
  setOn: CalendarDate,
  rules: SomeRules,
});
export type Policy = z.output<typeof Policy>;

/** The rules in force for one decision, with the ids of the policies they came from. */
export interface PolicyInForce {
  readonly rules: PolicyRules;
  readonly ids: readonly string[];
}

export const PolicyIds = z.array(z.string().max(200)).max(8);

type Strictest<T> = (a: T, b: T) => T;

const lower = <T extends number | bigint>(a: T, b: T): T => (a < b ? a : b);
const higher = <T extends number | bigint>(a: T, b: T): T => (a > b ? a : b);
const either: Strictest<boolean> = (a, b) => a || b;
const lowerAmount: Strictest<string> = (a, b) => (cents(a) < cents(b) ? a : b);
const higherAmount: Strictest<string> = (a, b) => (cents(a) > cents(b) ? a : b);

/** Which of two settings binds more; one row a rule. */
const STRICTEST: { readonly [R in keyof PolicyRules]: Strictest<PolicyRules[R]> } = {
  tenorDaysMax: lower,
  tenorDaysJustifiedMax: lower,
  graceDays: lower,
  confirmDueByDays: lower,
  acceptByDays: lower,
  secondPersonAbove: (a, b) => (a === null ? b : b === null ? a : lowerAmount(a, b)),
  verifyInvoiceAtConfirmation: either,
  invoiceVerifiedWithinDays: lower,
  hopsMax: lower,
  financeHopsMax: lower,
  splitDepthMax: lower,
  minimumLot: higherAmount,
  transferCutoffDays: higher,
  financeTenorDaysMin: higher,
  financeTenorDaysMax: lower,
  advanceRateMax: lower,
  costCap: lower,
  defaultAfterDays: higher,
  reviewDays: higher,
  valueDateBackDays: lower,
  acknowledgeDays: lower,
  surplusReturnDays: lower,
};

/** The rules of `base` where `narrower` does not bind more: a policy of a debtor or bank only tightens. */
export function tighten(base: PolicyRules, narrower: SomeRules): PolicyRules {
  const tightened = { ...base };
  for (const rule of POLICY_RULES) tightenOne(tightened, narrower, rule);
  return tightened;
}

/** @throws Error when a rule is missing: a NETWORK policy states all of them. */
export function complete(rules: SomeRules): PolicyRules {
  return PolicyRules.parse(z.encode(SomeRules, rules));
}

/** Rules that `rules` do not state. */
export function missingRules(rules: SomeRules): readonly string[] {
  return POLICY_RULES.filter((rule) => rules[rule] === undefined);
}

/** Rules stated that are not `settable`, or bind less than the network's. */
export function notTighter(
  rules: SomeRules,
  {
    network,
    settable,
  }: { readonly network: Policy; readonly settable: readonly (keyof PolicyRules)[] },
): readonly string[] {
  const tightened = tighten(complete(network.rules), rules);
  return POLICY_RULES.filter((rule) => {
    const value = rules[rule];
    return value !== undefined && (!settable.includes(rule) || tightened[rule] !== value);
  });
}

const POLICY_RULES = PolicyRules.keyof().options;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the value to its combiner
function tightenOne<R extends keyof PolicyRules>(
  rules: PolicyRules,
  narrower: SomeRules,
  rule: R,
): void {
  const value = narrower[rule];
  if (value !== undefined) rules[rule] = STRICTEST[rule](rules[rule], value);
}

/** Major units in a currency's minor units: `1000.00` is 100000n in CNY and 1000n in JPY. */
export function majorToMinor(amount: string, exponent: number): bigint {
  return (cents(amount) * 10n ** BigInt(exponent)) / 100n;
}

function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** Of the policies of one scope and id, the one in force on `date`: the latest that has begun. */
export function inForce(refs: readonly PolicyRef[], date: CalendarDate): readonly PolicyRef[] {
  const latest = new Map<string, PolicyRef>();
  for (const ref of refs) {
    const name = `${ref.scope}:${ref.id}`;
    const other = latest.get(name);
    if (ref.from <= date && (other === undefined || other.from < ref.from)) latest.set(name, ref);
  }
  return [...latest.values()];
}
