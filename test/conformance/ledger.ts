import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import type { NodeRole } from '../../network/embedded/identity/authority.js';
import { CHANNEL, type User } from '../support/embedded.js';

/**
 * A ledger under test, which nothing tells from another but how it is opened: what it does is seen through its users'
 * gateways alone. The trial contract runs on it, with the programme's policies and collections.
 */
export interface Ledger {
  user(mspId: string, role?: NodeRole): Promise<User>;
}

/** The channel's height as a user's peer knows it. */
export async function heightOf(user: User): Promise<number> {
  const answer = await user.gateway
    .getNetwork(CHANNEL)
    .getContract('qscc')
    .evaluateTransaction('GetChainInfo', CHANNEL);
  return common.BlockchainInfo.deserializeBinary(answer).getHeight();
}

/** A block that may still be on its way. */
export async function blockAt(user: User, number: number): Promise<common.Block> {
  const options = { startBlock: BigInt(number) };
  const [block] = await take(await user.gateway.getNetwork(CHANNEL).getBlockEvents(options), 1);
  if (block === undefined) throw new Error('the blocks have ended');
  return block;
}

/** The validation codes of a block's transactions. */
export function codesOf(block: common.Block): readonly number[] {
  const filter = common.BlockMetadataIndex.TRANSACTIONS_FILTER;
  return [...(block.getMetadata()?.getMetadataList_asU8()[filter] ?? [])];
}

/** So many of what a stream gives, then close it. */
export async function take<T>(
  source: CloseableAsyncIterable<T>,
  count: number,
): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const each of source) {
    taken.push(each);
    if (taken.length === count) break;
  }
  source.close();
  return taken;
}
