import type { LedgerCheck } from '../../chaincode/domain/invariants/all.js';
import type { LedgerRecord, WrittenBy } from '../../chaincode/domain/invariants/ledger-record.js';
import { decodeEntry, nameOf } from '../../chaincode/state/ledger-record.js';
import type { ChainedBlock } from '../../network/embedded/store/chain-reader.js';
import { decodePrivateRwSet, type KeyWrite } from '../../network/embedded/store/rwset.js';
import type { StateView } from '../../network/embedded/store/ledger.js';
import type { PrivateWriteSet } from '../../network/embedded/store/types.js';
import { validTransactions } from '../../network/embedded/store/update-batch.js';

/** A block on its way into the checks. */
export interface BlockInPlace {
  readonly chained: ChainedBlock;
  readonly before: StateView;
  readonly chaincode: string;
  /** Transaction ids in the order of the block. */
  readonly txIds: readonly string[];
}

/** One write of a key, public or of a collection. */
interface Written {
  readonly collection: string | null;
  /** Whose copy of a private value it is; '' for public ones. */
  readonly mspId: string;
  readonly write: KeyWrite;
  readonly by: WrittenBy;
}

/** Tell the checks every write of a block's valid transactions, in order, each with what it replaced. */
export function tellSteps(block: BlockInPlace, check: LedgerCheck): void {
  const changed = new Map<string, Uint8Array | null>();
  for (const written of writesOf(block)) {
    const { collection, write } = written;
    const slot = `${collection ?? ''}|${write.key}`;
    const was = changed.has(slot) ? (changed.get(slot) ?? null) : committed(block, written);
    changed.set(slot, write.value);
    tellStep(check, written, was);
  }
}

function tellStep(check: LedgerCheck, written: Written, was: Uint8Array | null): void {
  const { collection, write, by } = written;
  const { key, value } = write;
  const name = nameOf({ collection, key });
  if (value === null) return check.malformed(name, 'it was deleted', by);
  const after = decodeEntry({ collection, key, text: textOf(value) });
  if ('fault' in after) return check.malformed(name, after.fault, by);
  if ('other' in after) return;
  const before = was === null ? null : recordIn({ collection, key, text: textOf(was) });
  check.step({ by, before, after: after.record });
}

/** What is there and cannot be read was told when it was written. */
function recordIn(entry: Parameters<typeof decodeEntry>[0]): LedgerRecord | null {
  const decoded = decodeEntry(entry);
  return 'record' in decoded ? decoded.record : null;
}

function* writesOf({ chained, chaincode, txIds }: BlockInPlace): Generator<Written> {
  const { block } = chained.record;
  for (const { version, results } of validTransactions(block)) {
    const { tx } = version;
    const by = { block: block.number, tx, txId: txIds[tx] ?? '' };
    for (const { namespace, writes } of results) {
      if (namespace !== chaincode) continue;
      for (const write of writes) yield { collection: null, mspId: '', write, by };
    }
    for (const { mspId, set } of privateSets(chained, chaincode, tx)) {
      const { collection } = set;
      for (const write of decodePrivateRwSet(set.rwset).writes) {
        yield { collection, mspId, write, by };
      }
    }
  }
}

/** One copy of each private write set of a transaction: its hash has been checked, so any member's will do. */
function privateSets(
  { byMsp }: ChainedBlock,
  chaincode: string,
  tx: number,
): readonly { readonly mspId: string; readonly set: PrivateWriteSet }[] {
  const found = new Map<string, { mspId: string; set: PrivateWriteSet }>();
  for (const [mspId, sets] of byMsp) {
    for (const set of sets) {
      if (set.tx === tx && set.namespace === chaincode) found.set(set.collection, { mspId, set });
    }
  }
  return [...found.values()];
}

function committed(
  { before, chaincode }: BlockInPlace,
  { collection, mspId, write }: Written,
): Uint8Array | null {
  if (collection === null) return before.get(chaincode, write.key)?.value ?? null;
  const at = { namespace: chaincode, collection };
  return before.getPrivate(mspId, at, write.key)?.value ?? null;
}

/** Not fatal: what is no text decodes to no record, and is told so. */
function textOf(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}
