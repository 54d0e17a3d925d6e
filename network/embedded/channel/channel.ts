import { status } from '@grpc/grpc-js';
import type { Block } from '../blocks.js';
import { type ChannelConfig, policyAt } from '../config/bundle.js';
import { LIFECYCLE_NAMESPACE } from '../config/lifecycle.js';
import { type Refusal, admissionRefusal } from '../ordering/admission.js';
import { type SigningIdentity, validatedBlock, writeBlock } from '../ordering/block-writer.js';
import { type Ordered, Orderer } from '../ordering/orderer.js';
import { RpcError } from '../rpc/rpc.js';
import type { LedgerStore } from '../store/ledger.js';
import type { UpdateBatch } from '../store/types.js';
import { validateBlock } from '../validation/block.js';
import { type Examined, type Membership, examine } from '../validation/examine.js';
import { BlockFeed } from './block-feed.js';
import { CommitStatuses } from './commit-status.js';
import { Definitions } from './definitions.js';
import { type Holder, privateParts } from './private-parts.js';
import { TransientStore } from './transient-store.js';

export interface ChannelInput {
  readonly store: LedgerStore;
  readonly config: ChannelConfig;
  /** The block that the configuration is in. */
  readonly configBlock: number;
  readonly orderer: SigningIdentity;
  /** The peers of this process. */
  readonly holders: readonly Holder[];
  /** See `BlockLimits`. */
  readonly gatherMs: number;
}

/** A block with its verdicts, and what its valid transactions write. */
interface Validated {
  readonly block: Block;
  readonly batch: UpdateBatch;
}

/**
 * A channel in one process: the orderer in front, the validator, the one ledger that all its peers share. An envelope is
 * decoded and its signatures are verified while it waits, so that a block needs only what depends on the state.
 */
export class Channel {
  readonly config: ChannelConfig;
  readonly store: LedgerStore;
  readonly definitions: Definitions;
  readonly transient = new TransientStore();
  readonly feed: BlockFeed;
  readonly statuses: CommitStatuses;
  readonly membership: Membership;
  readonly #input: ChannelInput;
  readonly #orderer: Orderer;

  constructor(input: ChannelInput) {
    const { store, config } = input;
    this.#input = input;
    this.config = config;
    this.store = store;
    this.membership = { channel: config.channelId, members: config.members };
    this.definitions = new Definitions(config, store.state);
    this.feed = new BlockFeed(store.height, (number) => store.block(number));
    this.statuses = new CommitStatuses((txId) => store.transaction(txId));
    const limits = { ...config.batch, gatherMs: input.gatherMs };
    this.#orderer = new Orderer(limits, (batch) => this.#commit(batch));
  }

  /** The block that holds the configuration in force. */
  get configBlock(): number {
    return this.#input.configBlock;
  }

  /** Why nothing is committed any more; null while all is well. */
  get failure(): Error | null {
    return this.#orderer.failure;
  }

  /** Hand an envelope to the orderer. @returns null when it was taken, which is no promise that it is valid */
  async broadcast(bytes: Buffer): Promise<Refusal | null> {
    if (!this.#orderer.isOpen) return this.#unavailable();
    const refusal = await admissionRefusal(bytes, {
      ...this.membership,
      writers: policyAt(this.config, '/Channel/Writers'),
      absoluteMaxBytes: this.config.batch.absoluteMaxBytes,
    });
    if (refusal !== null) return refusal;
    const examined = await examine(bytes, this.membership);
    if (!this.#hasPrivateData(examined)) {
      const info = `the private data of transaction ${examined.txId} is not at hand any more: endorse it again`;
      return { code: BAD_REQUEST, name: 'BAD_REQUEST', info };
    }
    return this.#orderer.order({ bytes, examined }) ? null : this.#unavailable();
  }

  /** Commit what has been taken, then stop. */
  async close(): Promise<void> {
    await this.#orderer.close();
    this.#end('the ledger is closed');
    await this.store.close();
  }

  async #commit(batch: readonly Ordered[]): Promise<void> {
    try {
      const examined = batch.map((each) => each.examined);
      await this.#append(await this.#validated(batch, examined), examined);
    } catch (error) {
      this.#end(
        `the ledger has stopped: ${error instanceof Error ? error.message : String(error)}`,
      );
      throw error;
    }
  }

  async #validated(batch: readonly Ordered[], examined: readonly Examined[]): Promise<Validated> {
    const { store, definitions } = this;
    const number = store.height;
    const [made, verdict] = await Promise.all([
      writeBlock(
        {
          number,
          previousHash: store.lastHash,
          data: batch.map(({ bytes }) => bytes),
          lastConfig: this.#input.configBlock,
        },
        this.#input.orderer,
      ),
      validateBlock(number, examined, {
        committed: store.state,
        hasTransaction: (txId) => store.transaction(txId) !== null,
        policies: (namespace) => definitions.policies(namespace),
      }),
    ]);
    return { block: validatedBlock(made, verdict.flags), batch: verdict.batch };
  }

  async #append({ block, batch }: Validated, examined: readonly Examined[]): Promise<void> {
    const { store, definitions, transient } = this;
    const txIds = examined.map(({ txId }) => txId);
    const { holders } = this.#input;
    const parts = privateParts(batch.expected, txIds, { transient, definitions, holders });
    const committed = await store.commit({ block, batch, private: parts });
    if (batch.public.has(LIFECYCLE_NAMESPACE)) definitions.forget();
    transient.drop(txIds, store.height);
    this.feed.announce(committed);
    for (const txId of txIds) this.statuses.settle(txId);
  }

  /** Nothing more will be committed: tell everybody who waits. */
  #end(reason: string): void {
    const error = new RpcError(status.UNAVAILABLE, reason);
    this.feed.close(error);
    this.statuses.close(error);
  }

  #unavailable(): Refusal {
    const info = this.#orderer.failure?.message ?? 'the orderer is closed';
    return { code: SERVICE_UNAVAILABLE, name: 'SERVICE_UNAVAILABLE', info };
  }

  /** A transaction that is in the chain already may come again; it ends as a duplicate. */
  #hasPrivateData({ txId, content }: Examined): boolean {
    if (content === null || !('results' in content)) return true;
    if (this.store.transaction(txId) !== null) return true;
    return content.results.every(({ namespace, collections }) =>
      collections.every(
        ({ collection, privateHash }) =>
          privateHash === null ||
          this.transient.find(txId, { namespace, collection }, privateHash) !== null,
      ),
    );
  }
}

const BAD_REQUEST = 400;
const SERVICE_UNAVAILABLE = 503;
