import { createHash } from 'node:crypto';
import type { PolicyRules } from '../../chaincode/domain/policy.js';
import { idOf, type IdPrefix } from '../../chaincode/domain/identifiers.js';
import { Refusal } from '../../chaincode/domain/refusal.js';
import { MemoryLedger, type Actor, type Submission } from './memory-ledger.js';

/** The same well-formed id for the same words, so that a test reads as a story. */
export function anId(prefix: IdPrefix, words: string): string {
  return idOf(prefix, createHash('sha256').update(words).digest().subarray(0, 16));
}

/** 64 hex digits that stand for whatever `words` say. */
export function aHash(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

/** The operator of an organisation: its certificate is an admin's. */
export function anOperator(mspId: string): Actor {
  return { mspId, key: aHash(`operator of ${mspId}`), units: ['admin'] };
}

/** A key of a party for business, as the ledger will know it. */
export function aSigner(mspId: string, words: string): Actor {
  return { mspId, key: aHash(`key of ${words}`), units: ['client'] };
}

type WireRules = { readonly [R in keyof PolicyRules]: unknown };

/** The network policy of the tests: every rule stated. */
export const NETWORK_RULES: WireRules = {
  tenorDaysMax: 183,
  tenorDaysJustifiedMax: 366,
  graceDays: 0,
  confirmDueByDays: 30,
  acceptByDays: 30,
  secondPersonAbove: null,
  verifyInvoiceAtConfirmation: false,
  invoiceVerifiedWithinDays: 30,
  hopsMax: 5,
  financeHopsMax: 3,
  splitDepthMax: 6,
  minimumLot: '1000.00',
  transferCutoffDays: 5,
  financeTenorDaysMin: 7,
  financeTenorDaysMax: 366,
  advanceRateMax: '100.0000',
  costCap: '24.0000',
  defaultAfterDays: 90,
  reviewDays: 0,
  valueDateBackDays: 5,
  acknowledgeDays: 2,
  surplusReturnDays: 2,
};

export const ORGANISATIONS = [
  { mspId: 'CoreMSP', kind: 'CORE', words: 'core enterprise' },
  { mspId: 'AccessMSP', kind: 'ACCESS', words: 'access organisation' },
  { mspId: 'BankAMSP', kind: 'BANK', words: 'bank a' },
  { mspId: 'BankBMSP', kind: 'BANK', words: 'bank b' },
  { mspId: 'RegulatorMSP', kind: 'REGULATOR', words: 'regulator' },
] as const;

export const FOUNDED_ON = '2026-03-02';

/** Arguments of `programme:found` for a sandbox of five organisations. */
export function aFounding(rules: Partial<WireRules> = {}): Record<string, unknown> {
  return {
    mode: 'DECLARED',
    date: FOUNDED_ON,
    organisations: ORGANISATIONS.map(({ mspId, kind, words }) => ({
      mspId,
      kind,
      party: anId('org', words),
      operatorKey: anOperator(mspId).key,
    })),
    clearingMsp: 'BankAMSP',
    debtorSees: 'PAYEE_AT_MATURITY',
    quorum: 3,
    policy: { id: 'network', from: FOUNDED_ON, rules: { ...NETWORK_RULES, ...rules } },
  };
}

/** Found the programme on `ledger`. */
export async function found(ledger: MemoryLedger, rules: Partial<WireRules> = {}): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:found', { args: aFounding(rules) });
}

/** A ledger with the programme founded on it. */
export async function aFoundedLedger(rules: Partial<WireRules> = {}): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  await found(ledger, rules);
  return ledger;
}

/** Moves the business date. */
export async function moveTo(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

/** The code that `by` is refused with when it sends `name`, or what else came of it. */
export function attempt(
  { ledger, by }: { readonly ledger: MemoryLedger; readonly by: Actor },
  name: string,
  submission: Submission,
): Promise<string> {
  return refusalOf(ledger.submit(by, name, submission));
}

/** The refusal's code, or what else came of it. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'nothing refused';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      return error.code;
    }
    throw error;
  }
}

/** The code that `attempt` is refused with; null when it is not. */
export function refusalIn(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
