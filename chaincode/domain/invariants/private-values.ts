import { type Findings, type Invariant, words } from './invariant.js';
import type { ClaimRecords, LedgerRecord } from './ledger-record.js';
import type { Secrets } from './secrets.js';

/**
 * C11: nothing private shows in public state, neither itself nor under a hash without salt, as far as the
 * private records are at hand.
 */
export const privateValues: Invariant = {
  id: 'C11',
  code: 'PRIVATE_VALUE_SHOWN',
  title: words(
    'No private value, and no unsalted hash of one, is in public state',
    '公开状态不含私密值及其未加盐的哈希',
  ),
  start: (findings, { secrets }) => ({
    step: ({ after }) => {
      if (!after.open) secrets.learn(after.wire);
    },
    claim: (claim) => recordsOf(claim).forEach((record) => look(findings, secrets, record)),
    record: (record) => {
      if (record.open) look(findings, secrets, record);
      else secrets.learn(record.wire);
    },
  }),
};

function recordsOf({ receivable, lots, instructions }: ClaimRecords): readonly LedgerRecord[] {
  return [...(receivable === null ? [] : [receivable]), ...lots, ...instructions];
}

function look(findings: Findings, secrets: Secrets, { name, wire }: LedgerRecord): void {
  findings.looked();
  const found = secrets.shownIn(wire);
  if (found === null) return;
  findings.fault(name, words(`it shows the private ${found}`, `公开记录泄露私密字段 ${found}`));
}
