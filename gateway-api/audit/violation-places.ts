import type { InvariantReport } from '../../chaincode/domain/invariants/invariant.js';
import { placeOfName } from '../../chaincode/state/ledger-record.js';
import type { Version } from '../../network/embedded/store/types.js';
import { standing } from './published.js';
import type { StateToTell } from './state-walk.js';

/** For each record that breaks something, the place of the transaction that wrote it last. */
export type Places = ReadonlyMap<string, string>;

/** Where what the state shows was written: a violation that a write showed knows that already. */
export function placesOf(reports: readonly InvariantReport[], held: StateToTell): Places {
  const places = new Map<string, string>();
  for (const { violations } of reports) {
    for (const { record, by } of violations) {
      if (by !== null || places.has(record)) continue;
      const version = versionOf(record, held);
      if (version !== null) places.set(record, standing(version));
    }
  }
  return places;
}

/** The reports with every violation at its transaction, as far as there is one. */
export function placed(
  reports: readonly InvariantReport[],
  places: Places,
  txIds: ReadonlyMap<string, string>,
): readonly InvariantReport[] {
  return reports.map((report) => ({
    ...report,
    violations: report.violations.map((violation) => {
      const at = places.get(violation.record);
      const txId = at === undefined ? undefined : txIds.get(at);
      if (violation.by !== null || at === undefined || txId === undefined) return violation;
      const [block = 0, tx = 0] = at.split('.').map(Number);
      return { ...violation, by: { block, tx, txId } };
    }),
  }));
}

function versionOf(record: string, { state, chaincode, mspIds }: StateToTell): Version | null {
  const place = placeOfName(record);
  if (place === null) return null;
  const { collection, key } = place;
  if (collection === null) return state.get(chaincode, key)?.version ?? null;
  const at = { namespace: chaincode, collection };
  for (const mspId of mspIds) {
    const found = state.getPrivate(mspId, at, key);
    if (found !== null) return found.version;
  }
  return null;
}
