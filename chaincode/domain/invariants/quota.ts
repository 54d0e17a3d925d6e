import type { Receivable, ReceivableState } from '../receivable/receivable.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { RecordOf } from './ledger-record.js';

/** C4, of the issuance quotas: reserved is what is confirmed and neither paid nor undone, and granted. */
export const quotaReserved: Invariant = {
  id: 'C4',
  code: 'QUOTA_BROKEN',
  title: words(
    'A quota is reserved for what stands confirmed and unpaid, within what was granted',
    '开立额度占用等于已确权未付金额，且不超过授予额度',
  ),
  start: (findings) => {
    const reserved = new Map<string, bigint>();
    const granted = new Set<string>();
    const quotas: RecordOf<'quota'>[] = [];
    return {
      claim: ({ receivable }) => {
        if (receivable === null) return;
        const { debtor, quotaShard } = receivable.value;
        const name = `${debtor}:${quotaShard}`;
        const sofar = reserved.get(name) ?? 0n;
        const more = taken(receivable.value);
        if (more > 0n) reserved.set(name, sofar + more);
      },
      record: (record) => {
        if (record.kind === 'quota') quotas.push(record);
      },
      end: () => {
        for (const quota of quotas) {
          const name = `${quota.value.debtor}:${quota.value.shard}`;
          granted.add(name);
          compare(findings, quota, reserved.get(name) ?? 0n);
        }
        for (const name of reserved.keys()) {
          if (granted.has(name)) continue;
          findings.fault(`quota:${name}`, words('nobody granted it', '额度未经授予'));
        }
      },
    };
  },
};

/** States in which a receivable takes up quota; what was paid of it no longer does. */
const CONFIRMED: readonly ReceivableState[] = [
  'CONFIRMED',
  'ISSUED',
  'DUE',
  'OVERDUE',
  'DEFAULTED',
  'SETTLED',
];

function taken({ state, face, pools }: Receivable): bigint {
  if (!CONFIRMED.includes(state)) return 0n;
  if (pools.length === 0) return face.minor;
  return pools
    .filter(({ kind }) => kind !== 'BURNED')
    .reduce((sum, pool) => sum + pool.face.minor - pool.received.minor, 0n);
}

function compare(findings: Findings, { name, value }: RecordOf<'quota'>, sum: bigint): void {
  findings.looked();
  const { granted, reserved } = value;
  if (reserved.minor !== sum) {
    const why = words(
      `${reserved.minor} is reserved, and ${sum} is confirmed and unpaid`,
      `占用 ${reserved.minor}，已确权未付合计 ${sum}`,
    );
    findings.fault(name, why);
  }
  if (reserved.minor > granted.minor) {
    const why = words(
      `${reserved.minor} is reserved of ${granted.minor} granted`,
      `占用 ${reserved.minor} 超过授予 ${granted.minor}`,
    );
    findings.fault(name, why);
  }
}
