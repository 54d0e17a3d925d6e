import { peer } from '@hyperledger/fabric-protos';
import type { LedgerCheck } from '../../chaincode/domain/invariants/all.js';
import type { Secrets } from '../../chaincode/domain/invariants/secrets.js';
import { words } from '../../chaincode/domain/invariants/invariant.js';
import type { ContractClass } from '../../network/embedded/execution/chaincode-host.js';
import { VALID } from '../../network/embedded/blocks.js';
import {
  Replayer,
  type ReplayedBlock,
  type ReplayedTransaction,
} from '../../network/embedded/replay/replay.js';
import type { ChainedBlock } from '../../network/embedded/store/chain-reader.js';
import type { StateView } from '../../network/embedded/store/ledger.js';
import { type Difference, differenceOf } from './difference.js';
import type { KeptSecrets } from './kept-secrets.js';
import { type AuditCounts, type AuditFault, type AuditPlace, NOWHERE } from './report.js';
import { tellSteps } from './steps.js';

export interface ChainWalkInput {
  readonly chaincode: string;
  readonly contracts: readonly ContractClass[];
  readonly kept: KeptSecrets;
  readonly check: LedgerCheck;
  readonly secrets: Secrets;
}

/** What a walk over the chain has counted. */
export type ChainCounts = Omit<AuditCounts, 'records'>;

/** One pass over the chain: every block judged and run again, its writes told to the checks. */
export class ChainWalk {
  readonly faults: AuditFault[] = [];
  /** Organisations that hold private values. */
  readonly mspIds = new Set<string>();
  /** Seconds since 1970 of the latest transaction. */
  latest = 0;
  readonly #input: ChainWalkInput;
  readonly #replayer: Replayer;
  readonly #codes: Record<string, number> = {};
  #blocks = 0;
  #transactions = 0;
  #runAgain = 0;
  readonly #notRunAgain = { secret: 0, definitions: 0 };

  constructor(input: ChainWalkInput) {
    this.#input = input;
    const { chaincode, contracts } = input;
    const secret = (txId: string): ReadonlyMap<string, Uint8Array> | null => this.#secret(txId);
    this.#replayer = new Replayer({ chaincode, contracts, secret });
  }

  get counts(): ChainCounts {
    return {
      blocks: this.#blocks,
      transactions: this.#transactions,
      codes: this.#codes,
      runAgain: this.#runAgain,
      notRunAgain: this.#notRunAgain,
    };
  }

  /** To be called for each block, with the state before it. */
  async visit(chained: ChainedBlock, before: StateView): Promise<void> {
    const replayed = await this.#replayer.visit(chained, before);
    this.#blocks += 1;
    this.#judge(replayed);
    this.#missing(chained, replayed);
    for (const mspId of chained.byMsp.keys()) this.mspIds.add(mspId);
    const txIds = replayed.transactions.map(({ txId }) => txId);
    const { chaincode, check } = this.#input;
    tellSteps({ chained, before, chaincode, txIds }, check);
  }

  #judge({ number, isSigned, transactions }: ReplayedBlock): void {
    if (!isSigned) {
      const why = words('no orderer of the channel signed the block', '区块未经排序节点签名');
      this.#fault('ORDERER_SIGNATURE_INVALID', { block: number }, why);
    }
    for (const [tx, transaction] of transactions.entries()) {
      this.#transactions += 1;
      const code = codeName(transaction.recorded);
      this.#codes[code] = (this.#codes[code] ?? 0) + 1;
      const seconds = transaction.transaction?.channelHeader.timestamp?.seconds ?? 0;
      this.latest = Math.max(this.latest, seconds);
      this.#judgeOne(transaction, { block: number, tx, txId: transaction.txId });
    }
  }

  #judgeOne(transaction: ReplayedTransaction, at: Partial<AuditPlace>): void {
    const { recorded, repeated, rerun } = transaction;
    if (recorded !== repeated) {
      const [was, is] = [codeName(recorded), codeName(repeated)];
      const why = words(
        `recorded as ${was}, validation gives ${is}`,
        `记载为 ${was}，重新验证为 ${is}`,
      );
      this.#fault('VALIDATION_DIFFERS', at, why);
    }
    if (rerun.kind === 'not run') return this.#skip(rerun.why);
    this.#runAgain += 1;
    const difference = differenceIn(transaction);
    if (difference === null) return;
    this.#fault('NOT_REPRODUCED', { ...at, key: difference.key }, difference.why);
  }

  /** An invalid transaction wrote nothing: its validation was repeated, and there is nothing to run. */
  #skip(why: 'invalid' | 'configuration' | 'lifecycle' | 'secret'): void {
    if (why === 'secret') this.#notRunAgain.secret += 1;
    if (why === 'configuration' || why === 'lifecycle') this.#notRunAgain.definitions += 1;
  }

  /** Private values that nobody could hand over when the block was committed, by name. */
  #missing({ record }: ChainedBlock, { number, transactions }: ReplayedBlock): void {
    for (const { tx, collection, mspId } of record.missing) {
      const txId = transactions[tx]?.txId ?? null;
      const why = words(
        `${mspId} does not hold what it wrote to ${collection}`,
        `${mspId} 缺少该交易写入 ${collection} 的私密数据`,
      );
      this.#fault('PRIVATE_VALUE_MISSING', { block: number, tx, txId, key: collection }, why);
    }
  }

  #fault(code: AuditFault['code'], at: Partial<AuditPlace>, why: AuditFault['why']): void {
    this.faults.push({ code, at: { ...NOWHERE, ...at }, why });
  }

  #secret(txId: string): ReadonlyMap<string, Uint8Array> | null {
    const text = this.#input.kept.find(txId);
    if (text === null) return null;
    const secret: unknown = JSON.parse(text);
    this.#input.secrets.learn(secret);
    return new Map([['secret', Buffer.from(text)]]);
  }
}

/** What comes out otherwise when a transaction is run again; null when nothing does. */
function differenceIn({ rerun, transaction }: ReplayedTransaction): Difference | null {
  if (rerun.kind === 'failed') {
    const { message } = rerun;
    return {
      key: null,
      why: words(`it cannot be run again: ${message}`, `无法重新执行：${message}`),
    };
  }
  return rerun.kind === 'differs' && transaction !== null ? differenceOf(transaction, rerun) : null;
}

/** The name of a TxValidationCode. */
export function codeName(code: number): string {
  const found = Object.entries(peer.TxValidationCode).find(([, value]) => value === code);
  return found?.[0] ?? (code === VALID ? 'VALID' : `code ${code}`);
}
