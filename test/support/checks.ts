import { LedgerCheck, tell } from '../../chaincode/domain/invariants/all.js';
import type { InvariantReport } from '../../chaincode/domain/invariants/invariant.js';
import { Secrets } from '../../chaincode/domain/invariants/secrets.js';
import type { LedgerRecord, Step } from '../../chaincode/domain/invariants/ledger-record.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import {
  decodeEntry,
  digestOf,
  nameOf,
  type StateEntry,
} from '../../chaincode/state/ledger-record.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { MemoryLedger, type Actor, type Answer, type Submission } from './memory-ledger.js';

type Fields = Readonly<Record<string, unknown>>;

/** A ledger in memory that remembers every write, so that what only history knows can be checked. */
export class WatchedLedger extends MemoryLedger {
  readonly steps: Step[] = [];

  /** The same ledger once more, to be changed without the other. */
  override copy(): WatchedLedger {
    const copy = new WatchedLedger();
    for (const [slot, text] of this.state) copy.state.set(slot, text);
    copy.steps.push(...this.steps);
    copy.now = this.now;
    return copy;
  }

  override async submit(actor: Actor, name: string, submission: Submission): Promise<Answer> {
    const before = new Map(this.state);
    const answer = await super.submit(actor, name, submission);
    for (const [slot, text] of this.state) {
      const was = before.get(slot);
      if (was === text) continue;
      const after = recordOf(slot, text);
      if (after === null) continue;
      const by = { block: 0, tx: 0, txId: answer.txId };
      this.steps.push({ by, before: was === undefined ? null : recordOf(slot, was), after });
    }
    return answer;
  }

  /** The business date of the declared programme. */
  get today(): CalendarDate {
    const programme = this.record('programme', []);
    const has = typeof programme === 'object' && programme !== null && 'date' in programme;
    return CalendarDate.parse(has ? programme.date : null);
  }

  /** Change one field of a stored record behind the contracts' back. */
  tamper(type: string, attributes: readonly string[], change: Fields): void {
    const stored = this.record(type, attributes);
    if (stored === null) throw new Error(`there is no ${type} ${attributes.join(':')}`);
    this.plant(type, attributes, { ...Object(stored), ...change });
  }

  /** As {@link tamper}, by a transaction of code that was changed: the history has it. */
  slip(type: string, attributes: readonly string[], change: Fields): void {
    const slot = `|${compositeKey(type, attributes)}`;
    const was = this.state.get(slot);
    const before = was === undefined ? null : recordOf(slot, was);
    if (was === undefined) this.plant(type, attributes, change);
    else this.tamper(type, attributes, change);
    const after = recordOf(slot, this.state.get(slot) ?? '');
    if (after !== null)
      this.steps.push({ by: { block: 0, tx: 0, txId: 'slipped in' }, before, after });
  }

  /** Store what no act would have. */
  plant(type: string, attributes: readonly string[], record: Fields): void {
    this.state.set(`|${compositeKey(type, attributes)}`, JSON.stringify(record));
  }

  /** All invariants over the ledger as it stands. */
  check(): readonly InvariantReport[] {
    const secrets = new Secrets(digestOf);
    const setting = { today: () => this.today, wholeHistory: true, secrets };
    const check = new LedgerCheck(setting);
    const records: LedgerRecord[] = [];
    for (const [slot, text] of this.state) {
      const entry = entryOf(slot, text);
      const decoded = decodeEntry(entry);
      if ('record' in decoded) records.push(decoded.record);
      if ('fault' in decoded) check.malformed(nameOf(entry), decoded.fault);
    }
    tell(check, records, this.steps);
    return check.reports();
  }

  /** What is broken: `<invariant> <record>`. */
  broken(): string[] {
    return this.check().flatMap(({ id, violations }) =>
      violations.map(({ record }) => `${id} ${record}`),
    );
  }
}

/** The record in a slot of the state; null for what the checks do not look at. */
function recordOf(slot: string, text: string): LedgerRecord | null {
  const decoded = decodeEntry(entryOf(slot, text));
  if ('fault' in decoded) throw new Error(`${JSON.stringify(slot)}: ${decoded.fault}`);
  return 'record' in decoded ? decoded.record : null;
}

function entryOf(slot: string, text: string): StateEntry {
  const at = slot.indexOf('|');
  return { collection: at === 0 ? null : slot.slice(0, at), key: slot.slice(at + 1), text };
}
