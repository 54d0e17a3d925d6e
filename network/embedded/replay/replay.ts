import { type Block, VALID, flagsOf } from '../blocks.js';
import { Definitions } from '../channel/definitions.js';
import { type ChannelConfig, channelConfigOf } from '../config/bundle.js';
import { ConfigError } from '../config/error.js';
import { LIFECYCLE_NAMESPACE } from '../config/lifecycle.js';
import { ChaincodeHost, type ContractClass } from '../execution/chaincode-host.js';
import type { ChainedBlock } from '../store/chain-reader.js';
import type { StateView } from '../store/ledger.js';
import { decoded } from '../messages/fields.js';
import { envelopeHead } from '../store/transactions.js';
import { validateBlock } from '../validation/block.js';
import { examine } from '../validation/examine.js';
import { isSignedByOrderer } from './block-signature.js';
import { type Recorded, type TransientMap, recordedTransaction } from './recorded.js';
import { type Rerun, rerun } from './rerun.js';

export interface ReplayOptions {
  readonly chaincode: string;
  readonly contracts: readonly ContractClass[];
  /** A transaction's transient data where it is at hand; null where it is not. */
  readonly secret: (txId: string) => TransientMap | null;
}

/** A transaction, judged and run again. */
export interface ReplayedTransaction {
  readonly txId: string;
  /** The code in the block, and what validation comes to now. */
  readonly recorded: number;
  readonly repeated: number;
  /** Null when the envelope holds no endorser transaction. */
  readonly transaction: Recorded | null;
  readonly rerun: Rerun;
}

export interface ReplayedBlock {
  readonly number: number;
  /** Genesis needs no signature, and counts as signed. */
  readonly isSigned: boolean;
  readonly transactions: readonly ReplayedTransaction[];
}

/**
 * Repeats what the peers did with each block of a chain: its orderer's signature, the validation of every transaction,
 * and the simulation of each valid one. To be fed the blocks in order with the state before each, as `rebuild` gives
 * them.
 */
export class Replayer {
  readonly #options: ReplayOptions;
  readonly #host: ChaincodeHost;
  readonly #txIds = new Set<string>();
  #channel: { readonly config: ChannelConfig; readonly definitions: Definitions } | null = null;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#host = new ChaincodeHost(options.contracts);
  }

  /** @throws ConfigError when the chain does not begin with a configuration */
  async visit({ record }: ChainedBlock, before: StateView): Promise<ReplayedBlock> {
    const { block } = record;
    if (this.#channel === null) return this.#begin(block, before);
    const { config, definitions } = this.#channel;
    const repeated = await this.#validate(block, before);
    const flags = flagsOf(block);
    const transactions: ReplayedTransaction[] = [];
    for (const [tx, envelope] of block.data.entries()) {
      const transaction = readTransaction(envelope);
      const txId = envelopeHead(envelope)?.txId ?? '';
      const result = await this.#rerun({ transaction, code: flags[tx] ?? -1 }, before);
      const codes = { recorded: flags[tx] ?? -1, repeated: repeated.flags[tx] ?? -1 };
      transactions.push({ txId, ...codes, transaction, rerun: result });
      this.#txIds.add(txId);
    }
    if (repeated.batch.public.has(LIFECYCLE_NAMESPACE)) definitions.forget();
    const isSigned = await isSignedByOrderer(block, config);
    return { number: block.number, isSigned, transactions };
  }

  #begin(block: Block, before: StateView): ReplayedBlock {
    const config = channelConfigOf(block);
    if (config === null) throw new ConfigError('the chain does not begin with a configuration');
    this.#channel = { config, definitions: new Definitions(config, before) };
    const transactions = block.data.map((envelope) => ({
      txId: envelopeHead(envelope)?.txId ?? '',
      recorded: VALID,
      repeated: VALID,
      transaction: null,
      rerun: { kind: 'not run', why: 'configuration' } as const,
    }));
    return { number: block.number, isSigned: true, transactions };
  }

  async #validate(block: Block, before: StateView): ReturnType<typeof validateBlock> {
    const { config, definitions } = this.#started();
    const membership = { channel: config.channelId, members: config.members };
    const examined = await Promise.all(
      block.data.map(async (envelope) => await examine(envelope, membership)),
    );
    return await validateBlock(block.number, examined, {
      committed: before,
      hasTransaction: (txId) => this.#txIds.has(txId),
      policies: (namespace) => definitions.policies(namespace),
    });
  }

  async #rerun(
    { transaction, code }: { readonly transaction: Recorded | null; readonly code: number },
    before: StateView,
  ): Promise<Rerun> {
    const { config, definitions } = this.#started();
    if (code !== VALID) return { kind: 'not run', why: 'invalid' };
    if (transaction === null) return { kind: 'not run', why: 'configuration' };
    const { chaincode, secret } = this.#options;
    const committed = definitions.find(chaincode);
    if (transaction.action.chaincodeId?.name !== chaincode || committed === null) {
      return { kind: 'not run', why: 'lifecycle' };
    }
    return await rerun(transaction, {
      chaincode: { ...committed, version: committed.definition.version, host: this.#host },
      members: config.members,
      state: before,
      secret: secret(transaction.channelHeader.txId),
    });
  }

  #started(): { readonly config: ChannelConfig; readonly definitions: Definitions } {
    if (this.#channel === null) throw new ConfigError('the chain has not begun');
    return this.#channel;
  }
}

function readTransaction(envelope: Uint8Array): Recorded | null {
  return decoded(() => recordedTransaction(envelope));
}
