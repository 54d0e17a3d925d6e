import type { Channel } from '../channel/channel.js';
import { policyAt } from '../config/bundle.js';
import { deliver, wholeBlock } from '../deliver/deliver.js';
import { policyRefusal } from '../endorsing/pre-process.js';
import { Registry } from '../gateway/discovery.js';
import type { SignedRequest } from '../gateway/requests.js';
import { gatewayService } from '../gateway/service.js';
import { validSigners } from '../policy/evaluate.js';
import { InProcessClient } from '../rpc/client.js';
import type { Services } from '../rpc/rpc.js';
import type { Peer } from './peer.js';

/** A client for each organisation's own peer. */
export function connectPeers(
  channel: Channel,
  peers: readonly Peer[],
  random: () => number,
): ReadonlyMap<string, InProcessClient> {
  const registry = new Registry(peers, channel.definitions, random);
  return new Map(
    peers.map(({ mspId }) => [mspId, new InProcessClient(servicesOf(mspId, channel, registry))]),
  );
}

function servicesOf(local: string, channel: Channel, registry: Registry): Services {
  const gateway = gatewayService({
    local,
    channel: channel.config.channelId,
    registry,
    feed: channel.feed,
    statuses: channel.statuses,
    transaction: (txId) => channel.store.transaction(txId),
    broadcast: async (envelope) => await channel.broadcast(envelope),
    readRefusal: async (request) => await readRefusal(request, channel),
  });
  const { config, feed } = channel;
  const blocks = deliver({ config, feed, show: wholeBlock });
  return { ...gateway, bidi: new Map([['/protos.Deliver/Deliver', blocks]]) };
}

/** Why the signer of a request may not read the channel. @see fabric core/policy/policy.go `CheckPolicyBySignedData` */
async function readRefusal(request: SignedRequest, channel: Channel): Promise<string | null> {
  const { channelId, members } = channel.config;
  if (request.channel !== channelId)
    return `Failed to get policy manager for channel [${request.channel}]`;
  const path = '/Channel/Application/Readers';
  const { identity, bytes, signature } = request;
  const signers = await validSigners([{ identity, data: bytes, signature }], members);
  return policyAt(channel.config, path).isSatisfiedBy(signers)
    ? null
    : policyRefusal(channelId, path, 'Readers');
}
