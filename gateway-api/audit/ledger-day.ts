import { shanghaiDate, type CalendarDate } from '../../chaincode/domain/dates.js';
import { decodeEntry } from '../../chaincode/state/ledger-record.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { programmes } from '../../chaincode/state/kinds.js';
import type { StateView } from '../../network/embedded/store/ledger.js';

/** What day a ledger stands at, and whether that is only declared. */
export interface LedgerDay {
  readonly date: CalendarDate;
  readonly sandbox: boolean;
}

/**
 * The business date that a ledger stands at: the declared one, or the Shanghai date of its latest transaction.
 * @param latest seconds since 1970
 */
export function ledgerDay(state: StateView | null, chaincode: string, latest: number): LedgerDay {
  const key = compositeKey(programmes.type, []);
  const stored = state?.get(chaincode, key)?.value ?? null;
  const byClock = { date: shanghaiDate(BigInt(latest)), sandbox: false };
  if (stored === null) return byClock;
  const decoded = decodeEntry({ collection: null, key, text: Buffer.from(stored).toString() });
  const record = 'record' in decoded ? decoded.record : null;
  if (record?.kind !== 'programme' || record.value.date === null) return byClock;
  return { date: record.value.date, sandbox: true };
}
