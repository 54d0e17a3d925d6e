import { type Findings, type Invariant, words } from './invariant.js';
import type { Bodies, ClaimRecords, LedgerRecord, RecordKind, RecordOf } from './ledger-record.js';

/** Every party, request, loan and purchase that a record names is there. */
export const references: Invariant = {
  id: 'S3',
  code: 'REFERENCE_BROKEN',
  title: words('What a record names is there', '记录所引用的对象均存在'),
  start: (findings) => {
    const there = new Set<string>();
    /** What was named, by whom first. */
    const named = new Map<string, string>();
    const note = (record: LedgerRecord): void => {
      const id = idOf(record);
      if (id !== null) there.add(id);
      for (const each of namesIn(record)) if (!named.has(each)) named.set(each, record.name);
    };
    return {
      claim: (claim) => recordsOf(claim).forEach(note),
      record: note,
      end: () => compare(findings, there, named),
    };
  },
};

function compare(
  findings: Findings,
  there: ReadonlySet<string>,
  named: ReadonlyMap<string, string>,
): void {
  for (const [id, record] of named) {
    findings.looked();
    if (!there.has(id)) findings.fault(record, words(`there is no ${id}`, `所引用的 ${id} 不存在`));
  }
}

function recordsOf({ receivable, lots, instructions }: ClaimRecords): readonly LedgerRecord[] {
  return [...(receivable === null ? [] : [receivable]), ...lots, ...instructions];
}

/** Kinds that others name by their id. */
const NAMED: readonly RecordKind[] = [
  'party',
  'order',
  'receivable',
  'request',
  'loan',
  'purchase',
];

/** The id under which others name it; null when none does. */
function idOf({ kind, value }: LedgerRecord): string | null {
  return NAMED.includes(kind) && 'id' in value ? value.id : null;
}

type Name = string | null | undefined;

/** Ids that a record names, of parties, claims and what finances them. */
const NAMES: { readonly [K in RecordKind]?: (value: Bodies[K]) => readonly Name[] } = {
  party: ({ verifiedBy, successor }) => [verifiedBy, successor],
  key: ({ party }) => [party],
  quota: ({ debtor, grantor }) => [debtor, grantor],
  order: ({ buyer, seller }) => [buyer, seller],
  payable: ({ debtor, creditor, order, receivable }) => [debtor, creditor, order, receivable],
  receivable: ({ debtor, creditor, order }) => [debtor, creditor, order],
  lot: ({ receivable, holder, bank, claim, offer }) => [
    receivable,
    holder,
    bank,
    claim?.id,
    offer?.to,
  ],
  instruction: ({ receivable, payee }) => [receivable, payee],
  request: ({ holder, debtor, banks, outcome }) => [holder, debtor, ...banks, outcome?.id],
  loan: ({ bank, borrower, debtor, request }) => [bank, borrower, debtor, request],
  offer: ({ bank, holder, request }) => [bank, holder, request],
  'loan-account': ({ id, bank, borrower }) => [id, bank, borrower],
  'purchase-account': ({ id, bank, seller }) => [id, bank, seller],
  'request-file': ({ id, bank, holder }) => [id, bank, holder],
  posting: ({ of, bank, party }) => [of, bank, party],
  purchase: ({ bank, seller, debtor, request }) => [bank, seller, debtor, request],
};

function namesIn<K extends RecordKind>({ kind, value }: RecordOf<K>): readonly string[] {
  const names: ((value: Bodies[K]) => readonly Name[]) | undefined = NAMES[kind];
  return (names?.(value) ?? []).filter((each) => each !== null && each !== undefined);
}
