import { LedgerCheck, tell } from '../../chaincode/domain/invariants/all.js';
import type { InvariantReport } from '../../chaincode/domain/invariants/invariant.js';
import type { LedgerRecord, Step } from '../../chaincode/domain/invariants/ledger-record.js';
import { Secrets } from '../../chaincode/domain/invariants/secrets.js';
import { CalendarDate, shanghaiDate } from '../../chaincode/domain/dates.js';
import {
  decodeEntry,
  digestOf,
  nameOf,
  type StateEntry,
} from '../../chaincode/state/ledger-record.js';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { MemoryLedger } from './memory-ledger.js';

/** All invariants over a ledger as it stands, with everything that was ever written to it. */
export function checkLedger(ledger: MemoryLedger): readonly InvariantReport[] {
  const check = new LedgerCheck({
    today: () => todayOf(ledger),
    wholeHistory: true,
    canonical: canonicalJson,
    secrets: new Secrets(digestOf),
  });
  const records: LedgerRecord[] = [];
  for (const [slot, text] of ledger.state) {
    const entry = entryOf(slot, text);
    const decoded = decodeEntry(entry);
    if ('record' in decoded) records.push(decoded.record);
    if ('fault' in decoded) check.malformed(nameOf(entry), decoded.fault);
  }
  tell(check, records, stepsOf(ledger));
  return check.reports();
}

/** What is broken: `<invariant> <record>`. */
export function brokenIn(ledger: MemoryLedger): string[] {
  return checkLedger(ledger).flatMap(({ id, violations }) =>
    violations.map(({ record }) => `${id} ${record}`),
  );
}

/** Whether everything in state was written by transactions. */
export function isUntouched({ state, log }: MemoryLedger): boolean {
  const written = new Map(log.map(({ slot, after }) => [slot, after]));
  return (
    written.size === state.size && [...state].every(([slot, text]) => written.get(slot) === text)
  );
}

function stepsOf({ log }: MemoryLedger): readonly Step[] {
  return log.flatMap(({ txId, slot, before, after }) => {
    const record = recordOf(slot, after);
    if (record === null) return [];
    const was = before === null ? null : recordOf(slot, before);
    return [{ by: { block: 0, tx: 0, txId }, before: was, after: record }];
  });
}

/** The business date: as declared, or by the clock. */
function todayOf(ledger: MemoryLedger): CalendarDate {
  const { date = null } = Object(ledger.record('programme', []));
  return date === null ? shanghaiDate(ledger.now) : CalendarDate.parse(date);
}

/** The record in a slot of the state; null for what is none, or is not looked at. */
function recordOf(slot: string, text: string): LedgerRecord | null {
  const decoded = decodeEntry(entryOf(slot, text));
  return 'record' in decoded ? decoded.record : null;
}

function entryOf(slot: string, text: string): StateEntry {
  const at = slot.indexOf('|');
  return { collection: at === 0 ? null : slot.slice(0, at), key: slot.slice(at + 1), text };
}

type Fields = Readonly<Record<string, unknown>>;

/** A ledger in memory that can be looked through, and broken on purpose. A type may have its collection before it. */
export class WatchedLedger extends MemoryLedger {
  /** The same ledger once more. */
  static of(ledger: MemoryLedger): WatchedLedger {
    const copy = new WatchedLedger();
    for (const [slot, text] of ledger.state) copy.state.set(slot, text);
    copy.log.push(...ledger.log);
    copy.now = ledger.now;
    return copy;
  }

  override copy(): WatchedLedger {
    return WatchedLedger.of(this);
  }

  /** All invariants over the ledger as it stands. */
  check(): readonly InvariantReport[] {
    return checkLedger(this);
  }

  /** What is broken: `<invariant> <record>`. */
  broken(): string[] {
    return brokenIn(this);
  }

  /** Change fields of a stored record behind the contracts' back. */
  tamper(type: string, attributes: readonly string[], change: Fields): void {
    const text = this.state.get(slotOf(type, attributes));
    if (text === undefined) throw new Error(`there is no ${type} ${attributes.join(':')}`);
    this.plant(type, attributes, { ...Object(JSON.parse(text)), ...change });
  }

  /** As {@link tamper}, by a transaction of code that was changed: the history has it. */
  slip(type: string, attributes: readonly string[], change: Fields): void {
    const slot = slotOf(type, attributes);
    const before = this.state.get(slot) ?? null;
    if (before === null) this.plant(type, attributes, change);
    else this.tamper(type, attributes, change);
    const after = this.state.get(slot) ?? '';
    this.log.push({ txId: 'slipped in', slot, before, after });
  }

  /** Store what no act would have. */
  plant(type: string, attributes: readonly string[], record: Fields): void {
    this.state.set(slotOf(type, attributes), JSON.stringify(record));
  }
}

function slotOf(words: string, attributes: readonly string[]): string {
  const [type = '', collection = ''] = words.split(' ').reverse();
  return `${collection}|${compositeKey(type, attributes)}`;
}
