import { shanghaiDate, type CalendarDate } from '../../chaincode/domain/dates.js';
import { decodeEntry } from '../../chaincode/state/ledger-record.js';
import { compositeKey } from '../../chaincode/state/keys.js';
import { programmes } from '../../chaincode/state/kinds.js';
import type { StateView } from '../../network/embedded/store/ledger.js';

/**
 * The business date that a ledger stands at: the declared one, or the Shanghai date of its latest transaction.
 * @param latest seconds since 1970
 */
export function businessDate(
  state: StateView | null,
  chaincode: string,
  latest: number,
): CalendarDate {
  const key = compositeKey(programmes.type, []);
  const stored = state?.get(chaincode, key)?.value ?? null;
  const byClock = shanghaiDate(BigInt(latest));
  if (stored === null) return byClock;
  const decoded = decodeEntry({ collection: null, key, text: Buffer.from(stored).toString() });
  const record = 'record' in decoded ? decoded.record : null;
  return record?.kind === 'programme' ? (record.value.date ?? byClock) : byClock;
}
