import { peer } from '@hyperledger/fabric-protos';
import type { StateView } from '../store/ledger.js';
import type { UpdateBatch } from '../store/types.js';
import { applyWrites, emptyBatch } from '../store/update-batch.js';
import type { Endorsed } from './endorsed.js';
import type { Examined } from './examine.js';
import { readConflict } from './mvcc.js';
import { ChangedPolicies, type NamespacePolicies, satisfiesPolicies } from './policies.js';

const { TxValidationCode: CODE } = peer;

/** The ledger before the block, as the validator asks it. */
export interface LedgerBefore {
  readonly committed: StateView;
  /** Whether a transaction of this id is in the chain, valid or not. */
  hasTransaction(txId: string): boolean;
  /** Null when no chaincode of this name is committed. */
  policies(namespace: string): NamespacePolicies | null;
}

export interface Verdict {
  /** One TxValidationCode a transaction. */
  readonly flags: Uint8Array;
  readonly batch: UpdateBatch;
}

/**
 * Judge a block's transactions, in order, and gather what the valid ones write.
 * Codes are final in this order: form, duplicate id in the chain, content, policies, duplicate id in the block, reads.
 * @see fabric core/committer/txvalidator/v20/validator.go, core/ledger/kvledger/txmgmt/validation/batch_preparer.go
 */
export async function validateBlock(
  number: number,
  transactions: readonly Examined[],
  before: LedgerBefore,
): Promise<Verdict> {
  const flags = policyFlags(transactions, before);
  markDuplicates(transactions, flags);
  const batch = emptyBatch();
  const standing = { committed: before.committed, updates: batch };
  for (const [tx, { content }] of transactions.entries()) {
    if (flags[tx] !== CODE.VALID || !isEndorsed(content)) continue;
    const conflict = await readConflict(content.results, standing);
    if (conflict === null) {
      const valid = { version: { block: number, tx }, results: content.results };
      applyWrites(batch, valid, before.committed);
    } else {
      flags[tx] = conflict === 'mvcc' ? CODE.MVCC_READ_CONFLICT : CODE.PHANTOM_READ_CONFLICT;
    }
  }
  return { flags, batch };
}

function policyFlags(transactions: readonly Examined[], before: LedgerBefore): Uint8Array {
  const changed = new ChangedPolicies();
  return Uint8Array.from(transactions, ({ code, txId, content }) => {
    if (code !== CODE.VALID) return code;
    if (before.hasTransaction(txId)) return CODE.DUPLICATE_TXID;
    if (content === null) return CODE.INVALID_OTHER_REASON;
    return isEndorsed(content) ? policyCode(content, before, changed) : content.code;
  });
}

function policyCode(content: Endorsed, before: LedgerBefore, changed: ChangedPolicies): number {
  for (const namespace of content.namespaces) {
    const policies = before.policies(namespace);
    if (policies === null) return CODE.INVALID_CHAINCODE;
    const set = content.results.find((each) => each.namespace === namespace);
    const asked = { policies, standing: { committed: before.committed, changed } };
    if (!satisfiesPolicies(set, content, asked)) return CODE.ENDORSEMENT_POLICY_FAILURE;
    if (set !== undefined) changed.add(set);
  }
  return CODE.VALID;
}

/** Among those still valid, the first of an id stands. */
function markDuplicates(transactions: readonly Examined[], flags: Uint8Array): void {
  const seen = new Set<string>();
  for (const [tx, { txId }] of transactions.entries()) {
    if (flags[tx] !== CODE.VALID) continue;
    if (seen.has(txId)) flags[tx] = CODE.DUPLICATE_TXID;
    seen.add(txId);
  }
}

function isEndorsed(content: Examined['content']): content is Endorsed {
  return content !== null && content.code === CODE.VALID;
}
