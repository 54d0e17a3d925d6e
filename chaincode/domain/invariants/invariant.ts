import type { CalendarDate } from '../dates.js';
import type { ClaimRecords, LedgerRecord, Step, WrittenBy } from './ledger-record.js';
import type { Secrets } from './secrets.js';

/** One text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** A record that breaks an invariant, and how. */
export interface Violation {
  /** `<type>:<id>`, with its collection before it when it is private. */
  readonly record: string;
  readonly why: Words;
  /** The transaction that broke it; null when only the state shows it. */
  readonly by: WrittenBy | null;
}

/** What became of one invariant over a whole ledger. */
export interface InvariantReport {
  /** As domain.md 2.14 counts them, `C1`. */
  readonly id: string;
  /** Stable, for programs. */
  readonly code: string;
  readonly title: Words;
  /** How many things were looked at. */
  readonly checked: number;
  readonly violations: readonly Violation[];
}

/** Where one invariant notes what it has looked at and found. */
export class Findings {
  /** The transaction that is being looked at. */
  by: WrittenBy | null = null;
  #checked = 0;
  readonly #violations: Violation[] = [];

  looked(count = 1): void {
    this.#checked += count;
  }

  fault(record: string, why: Words): void {
    this.#violations.push({ record, why, by: this.by });
  }

  get checked(): number {
    return this.#checked;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }
}

/** What a check may know beside the records. */
export interface CheckSetting {
  /** The business date that the ledger is looked at on; known when all writes have been told. */
  readonly today: () => CalendarDate;
  /** Whether every write since the beginning is told, so that what only history knows can be added up. */
  readonly wholeHistory: boolean;
  /** Canonical JSON (RFC 8785). */
  readonly canonical: (value: unknown) => string;
  /** What is private, as far as it is at hand; the checks add to it. */
  readonly secrets: Secrets;
}

/** One invariant at work. Writes are told first, in their order; then private records, then public ones. */
export interface Tally {
  readonly step?: (step: Step) => void;
  /** Every receivable, with its lots and instructions, which come here alone. */
  readonly claim?: (claim: ClaimRecords) => void;
  /** Every other record. */
  readonly record?: (record: LedgerRecord) => void;
  /** All has been told. */
  readonly end?: () => void;
}

/** A property of the whole ledger that no sequence of acts may break (domain.md 2.14). */
export interface Invariant {
  readonly id: string;
  readonly code: string;
  readonly title: Words;
  readonly start: (findings: Findings, setting: CheckSetting) => Tally;
}

export function words(en: string, zh: string): Words {
  return { en, zh };
}
