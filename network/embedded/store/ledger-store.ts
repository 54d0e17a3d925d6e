import type { Block } from '../blocks.js';
import { type BlockRecord, decodeRecord } from './block-record.js';
import { type LedgerParts, commitBlock } from './committer.js';
import { LedgerDamaged } from './errors.js';
import {
  SAVEPOINT_KEY,
  blockHashKey,
  historyRange,
  historyVersion,
  transactionKey,
} from './index-keys.js';
import { decodeNumber, decodePlace, decodeSavepoint } from './index-rows.js';
import type { KeyModification, LedgerStore, StateSnapshot } from './ledger.js';
import { decodePrivate } from './private-payload.js';
import { ENDORSER_TRANSACTION, envelopeHead, resultsOf } from './transactions.js';
import type { PrivateWriteSet, Version } from './types.js';
import { stateView } from './world-state.js';

/** The ledger over its open parts. @see open-ledger.ts, which opens them */
export function ledgerStore(parts: LedgerParts, release: () => Promise<void>): LedgerStore {
  const { health } = parts;
  let committing: Promise<unknown> | null = null;
  return {
    get height() {
      return parts.head.height;
    },
    get lastHash() {
      return parts.head.lastHash;
    },
    get lastCommitHash() {
      return parts.lastCommitHash;
    },
    state: parts.state,
    snapshot: () => health.run(() => takeSnapshot(parts)),
    async commit(commit) {
      if (committing !== null) throw new Error('A block is being committed; the next must wait');
      const running = commitBlock(parts, commit);
      committing = running;
      try {
        return await running;
      } finally {
        committing = null;
      }
    },
    block: async (number) => (await readRecord(parts, number)).block,
    blockNumberByHash: (hash) => lookUp(parts, blockHashKey(hash), decodeNumber),
    transaction: (txId) => lookUp(parts, transactionKey(txId), decodePlace),
    history: (namespace, key) => historyOf(parts, namespace, key),
    privateOf: (mspId, block) => privateSets(parts, mspId, block),
    async close() {
      await Promise.allSettled([committing]);
      health.close();
      await release();
    },
  };
}

function lookUp<T>(
  { rows, health }: LedgerParts,
  key: Uint8Array,
  decode: (row: Uint8Array) => T,
): T | null {
  return health.run(() => {
    const row = rows.get(key);
    return row === null ? null : decode(row);
  });
}

function takeSnapshot({ rows, health }: LedgerParts): StateSnapshot {
  const snapshot = rows.snapshot();
  const savepoint = snapshot.get(SAVEPOINT_KEY);
  return {
    ...stateView(snapshot, health),
    height: savepoint === null ? 0 : (decodeSavepoint(savepoint)?.height ?? 0),
    close: () => snapshot.close(),
  };
}

/** @throws RangeError for a block that is not there */
async function readRecord(
  { blocks, health, head }: LedgerParts,
  number: number,
): Promise<BlockRecord> {
  health.check();
  if (!(Number.isSafeInteger(number) && number >= 0 && number < head.height)) {
    throw new RangeError(`There is no block ${number}, the height is ${head.height}`);
  }
  return health.runAsync(async () => decodeRecord(await blocks.read(number)));
}

async function privateSets(
  parts: LedgerParts,
  mspId: string,
  number: number,
): Promise<readonly PrivateWriteSet[]> {
  const { receipts } = await readRecord(parts, number);
  const receipt = receipts.find((one) => one.mspId === mspId);
  const file = parts.privates.find(mspId);
  if (receipt === undefined || file === null) return [];
  const payload = await parts.health.runAsync(() => file.read(receipt.frame));
  return decodePrivate(payload).sets;
}

async function* historyOf(
  parts: LedgerParts,
  namespace: string,
  key: string,
): AsyncGenerator<KeyModification> {
  const range = { ...historyRange(namespace, key), reverse: true };
  for await (const batch of parts.health.each(parts.rows.batches(range))) {
    for (const { key: row } of batch) {
      const version = historyVersion(row);
      const { block } = await readRecord(parts, version.block);
      yield parts.health.run(() => modification(block, version, { namespace, key }));
    }
  }
}

/** @see fabric core/ledger/kvledger/history/query_executer.go getKeyModificationFromTran */
function modification(
  block: Block,
  version: Version,
  { namespace, key }: { readonly namespace: string; readonly key: string },
): KeyModification {
  const head = envelopeHead(block.data[version.tx] ?? new Uint8Array(0));
  const results = head?.type === ENDORSER_TRANSACTION ? resultsOf(head.data) : [];
  const write = results
    .find((one) => one.namespace === namespace)
    ?.writes.find((one) => one.key === key);
  if (head === null || write === undefined) {
    const place = { file: 'index', frame: version.block, offset: 0 };
    throw new LedgerDamaged('The index names a write that is not in its block', place);
  }
  return { txId: head.txId, value: write.value, timestamp: head.timestamp, ...version };
}
