import { z } from 'zod';
import { addDays, CalendarDate, daysBetween } from '../dates.js';
import { Hex256, Id, KeyAttribute } from '../identifiers.js';
import { invoiceUses, type UsedInvoice } from '../invoice.js';
import { PositiveMoney, requireSameCurrency, type Money } from '../money.js';
import type { Party } from '../party.js';
import type { PolicyInForce, PolicyRules } from '../policy.js';
import { Refusal } from '../refusal.js';
import { INVOICES_MAX, Receivable } from './receivable.js';

/** What a proposal, an issue and a claim say of the debt: public, so papers are commitments. */
export const ReceivableTerms = z.strictObject({
  id: Id('rcv'),
  direction: Receivable.shape.direction,
  face: PositiveMoney,
  /** null: nothing is delivered yet. */
  deliveredOn: CalendarDate.nullable(),
  contractDueDate: CalendarDate,
  dueDate: CalendarDate,
  /** Moves a due date on which no bank works; `calendar` names the calendar, null for NONE. */
  convention: Receivable.shape.convention,
  calendar: Receivable.shape.calendar,
  /** Signed with the act: the due date may be later than the contract's. */
  termExtended: z.boolean(),
  tenorJustification: Hex256.nullable(),
  invoices: invoiceUses(INVOICES_MAX),
  order: Id('ord').nullable(),
  contract: Hex256,
  evidence: Hex256,
  unconditional: z.boolean(),
  promise: Hex256,
  setOffWaived: z.boolean(),
  transferable: z.boolean(),
  collectionAccount: Hex256,
  debtorBears: Receivable.shape.debtorBears,
  quotaShard: KeyAttribute,
});
export type ReceivableTerms = z.output<typeof ReceivableTerms>;

/** Terms whose invoices were presented before, or are in the same act. */
export type Debt = Omit<ReceivableTerms, 'invoices'> & {
  readonly invoices: readonly UsedInvoice[];
};

/** What a receivable is made in: who owes whom, under which policy, and when it falls due. */
export interface Making {
  readonly today: CalendarDate;
  readonly policy: PolicyInForce;
  readonly debtor: Party;
  readonly creditor: Party;
  /** The due date by the calendar and convention chosen. */
  readonly dueAdj: CalendarDate;
  readonly origin: Receivable['origin'];
}

/** A small creditor is owed within this many days of delivery (《保障中小企业款项支付条例》 article 9). */
const SME_TERM_DAYS = 60;

/**
 * A DRAFT of these terms (G2): the face stands on invoices for goods delivered, the term is within
 * policy.
 * @throws Refusal PARTIES_NOT_DISTINCT, PARTY_NOT_ACTIVE, CURRENCY_MISMATCH, FACE_ABOVE_INVOICES,
 *   PREPAYMENT_NOT_ELIGIBLE, DUE_BEFORE_ISSUE, TENOR_EXCEEDED, TERM_NOT_CONSENTED
 */
export function makeReceivable(terms: Debt, making: Making): Receivable {
  const { today, policy, debtor, creditor, dueAdj, origin } = making;
  const deliveredOn = requireSound(terms, making);
  const late = terms.dueDate > terms.contractDueDate;
  if (late && !terms.termExtended) {
    throw new Refusal('TERM_NOT_CONSENTED', { contractDueDate: terms.contractDueDate });
  }
  return {
    ...terms,
    state: 'DRAFT',
    since: today,
    origin,
    debtor: debtor.id,
    creditor: creditor.id,
    issueDate: today,
    proposedOn: today,
    deliveredOn,
    dueAdj,
    graceUntil: addDays(dueAdj, policy.rules.graceDays),
    defaultsOn: addDays(dueAdj, policy.rules.defaultAfterDays),
    termExtended: late,
    termLong: isSmall(creditor) && daysBetween(deliveredOn, terms.dueDate) > SME_TERM_DAYS,
    invoices: terms.invoices.map(({ identity, use }) => ({ identity, use })),
    confirmDueBy: earlier(addDays(today, policy.rules.confirmDueByDays), dueAdj),
    policies: [...policy.ids],
    acceptBy: null,
    confirmedOn: null,
    confirmedBy: null,
    acceptedOn: null,
    rejection: null,
    advice: null,
    pools: [],
    frozenUntil: null,
  };
}

/** What a promise to confirm is tested for as the confirmation itself. */
type Soundness = Omit<Making, 'origin'>;

/**
 * G2 but for the creditor's consent to a longer term.
 * @returns the day of delivery.
 * @throws Refusal PARTIES_NOT_DISTINCT, PARTY_NOT_ACTIVE, CURRENCY_MISMATCH, FACE_ABOVE_INVOICES,
 *   PREPAYMENT_NOT_ELIGIBLE, DUE_BEFORE_ISSUE, TENOR_EXCEEDED
 */
export function requireSound(
  terms: Pick<Debt, 'face' | 'invoices' | 'deliveredOn' | 'dueDate' | 'tenorJustification'>,
  { today, policy, debtor, creditor, dueAdj }: Soundness,
): CalendarDate {
  if (debtor.id === creditor.id) throw new Refusal('PARTIES_NOT_DISTINCT');
  requireActive(debtor);
  requireActive(creditor);
  requireCovered(terms.face, terms.invoices);
  const deliveredOn = requireDelivered(terms.deliveredOn, today);
  requireTenor({ ...terms, issueDate: today, dueAdj }, policy.rules);
  return deliveredOn;
}

/** @throws Refusal PARTY_NOT_ACTIVE: a party that is suspended, insolvent or gone enters into nothing. */
export function requireActive({ state, since }: Party): void {
  if (state !== 'ACTIVE') throw new Refusal('PARTY_NOT_ACTIVE', { state, since });
}

/** @throws Refusal CURRENCY_MISMATCH, FACE_ABOVE_INVOICES: F₀ ≤ Σ used. */
function requireCovered(face: Money, uses: readonly UsedInvoice[]): void {
  for (const { use } of uses) requireSameCurrency(face, use);
  const total = uses.reduce((sum, { use }) => sum + use.minor, 0n);
  if (face.minor > total) {
    throw new Refusal('FACE_ABOVE_INVOICES', {
      face: face.minor.toString(),
      invoices: total.toString(),
    });
  }
}

/** @throws Refusal PREPAYMENT_NOT_ELIGIBLE: an advance payment cannot back a certificate. */
function requireDelivered(deliveredOn: CalendarDate | null, today: CalendarDate): CalendarDate {
  if (deliveredOn === null || deliveredOn > today) throw new Refusal('PREPAYMENT_NOT_ELIGIBLE');
  return deliveredOn;
}

type Term = Pick<Receivable, 'issueDate' | 'dueDate' | 'dueAdj' | 'tenorJustification'>;

/**
 * d(issue, due) within the policy's cap, or within its higher cap with a stored justification
 * (银发〔2025〕77号 article 11).
 * @throws Refusal DUE_BEFORE_ISSUE, TENOR_EXCEEDED
 */
export function requireTenor(term: Term, rules: PolicyRules): void {
  const { issueDate, dueDate, dueAdj, tenorJustification } = term;
  if (earlier(dueDate, dueAdj) < issueDate) throw new Refusal('DUE_BEFORE_ISSUE', { issueDate });
  const { tenorDaysMax, tenorDaysJustifiedMax } = rules;
  const tenor = daysBetween(issueDate, dueDate);
  const justified = tenorJustification !== null && tenor <= tenorDaysJustifiedMax;
  if (tenor > tenorDaysMax && !justified) {
    throw new Refusal('TENOR_EXCEEDED', {
      tenorDays: tenor.toString(),
      tenorDaysMax: tenorDaysMax.toString(),
      tenorDaysJustifiedMax: tenorDaysJustifiedMax.toString(),
    });
  }
}

function isSmall({ size }: Party): boolean {
  return size !== null && size !== 'LARGE';
}

export function earlier(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}
