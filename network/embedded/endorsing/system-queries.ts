import { common } from '@hyperledger/fabric-protos';
import { type Block, encodeBlock, headerHash } from '../blocks.js';
import type { Channel } from '../channel/channel.js';
import { policyAt } from '../config/bundle.js';
import {
  LIFECYCLE_NAMESPACE,
  encodeDefinitionResult,
  implicitCollection,
  isApproved,
} from '../config/lifecycle.js';
import type { Identity } from '../identity/identity.js';
import { encode } from '../messages/common.js';
import { asBuffer, decoded, fields } from '../messages/fields.js';
import type { Proposal } from '../messages/proposal.js';
import type { Response } from '../messages/transaction.js';
import { keyHash } from '../rwset/builder.js';
import { bytesField, scalarNumber } from '../store/wire.js';
import { policyRefusal } from './pre-process.js';

/** The system chaincodes of which this peer answers queries. */
export const SYSTEM_CHAINCODES: ReadonlySet<string> = new Set([
  'qscc',
  'cscc',
  LIFECYCLE_NAMESPACE,
]);

export interface SystemQuery {
  readonly proposal: Proposal;
  readonly creator: Identity;
  readonly channel: Channel;
}

const OK = 200;
const NOT_FOUND = 404;
const ERROR = 500;

/**
 * Answer a query of a system chaincode: `qscc` GetChainInfo, GetBlockByNumber, GetBlockByHash, GetBlockByTxID and
 * GetTransactionByID; `cscc` GetConfigBlock; `_lifecycle` QueryChaincodeDefinition. Refusals have Fabric's words.
 * @see fabric core/scc/qscc/query.go, core/scc/cscc/configure.go, core/chaincode/lifecycle/scc.go
 */
export async function systemQuery(query: SystemQuery): Promise<Response> {
  switch (query.proposal.chaincode) {
    case 'qscc':
      return await ledgerQuery(query);
    case 'cscc':
      return await configurationQuery(query);
    default:
      return lifecycleQuery(query);
  }
}

async function ledgerQuery({ proposal, creator, channel }: SystemQuery): Promise<Response> {
  const { args } = proposal.input;
  const [name, channelId, argument] = args.map((arg) => arg.toString());
  if (name === undefined || channelId === undefined) {
    return refused(`Incorrect number of arguments, ${args.length}`);
  }
  if (name !== 'GetChainInfo' && argument === undefined)
    return refused(`missing 3rd argument for ${name}`);
  if (channelId !== channel.config.channelId) return refused(`Invalid chain ID, ${channelId}`);
  const denied = denial(channel, creator, 'Readers');
  if (denied !== null) return refused(`access denied for [${name}][${channelId}]: [${denied}]`);
  const answer = LEDGER_QUERIES.get(name);
  if (answer === undefined) return refused(`Requested function ${name} not found.`);
  return await answer(channel, args[2] ?? Buffer.alloc(0));
}

type LedgerQuery = (channel: Channel, argument: Buffer) => Promise<Response>;

const LEDGER_QUERIES: ReadonlyMap<string, LedgerQuery> = new Map([
  ['GetChainInfo', async (channel) => success(await chainInfo(channel))],
  ['GetBlockByNumber', blockByNumber],
  ['GetBlockByHash', blockByHash],
  ['GetBlockByTxID', blockByTxId],
  ['GetTransactionByID', transactionById],
]);

async function chainInfo({ store, feed }: Channel): Promise<Buffer> {
  const { height } = store;
  const last = await feed.block(height - 1);
  const info = new common.BlockchainInfo();
  info.setHeight(height);
  info.setCurrentblockhash(headerHash(last));
  info.setPreviousblockhash(last.previousHash);
  return encode(info);
}

async function blockByNumber({ feed }: Channel, argument: Buffer): Promise<Response> {
  const text = argument.toString();
  if (!/^\d{1,20}$/.test(text)) {
    const reason = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
    return refused(`Failed to parse block number with error ${reason}`);
  }
  const number = Number(text);
  if (number < feed.height) return success(bytesOf(await feed.block(number)));
  return refused(
    `Failed to get block number ${text}, error no such block number [${text}] in index`,
  );
}

async function blockByHash({ store, feed }: Channel, hash: Buffer): Promise<Response> {
  const number = store.blockNumberByHash(hash);
  if (number !== null) return success(bytesOf(await feed.block(number)));
  const reason = `no such block hash [${hash.toString('hex')}] in index`;
  return refused(`Failed to get block hash ${hash.toString()}, error ${reason}`);
}

async function blockByTxId({ store, feed }: Channel, argument: Buffer): Promise<Response> {
  const txId = argument.toString();
  const place = store.transaction(txId);
  if (place !== null) return success(bytesOf(await feed.block(place.block)));
  return refused(`Failed to get block for txID ${txId}, error ${noSuchTransaction(txId)}`);
}

async function transactionById({ store, feed }: Channel, argument: Buffer): Promise<Response> {
  const txId = argument.toString();
  const place = store.transaction(txId);
  if (place === null) {
    return refused(`Failed to get transaction with id ${txId}, error ${noSuchTransaction(txId)}`);
  }
  const envelope = (await feed.block(place.block)).data[place.tx] ?? new Uint8Array(0);
  // The envelope as it is in the block, whatever it is: it may be one that fell for its form.
  return success(Buffer.concat([bytesField(1, envelope), scalarNumber(2, place.code)]));
}

function noSuchTransaction(txId: string): string {
  return `no such transaction ID [${txId}] in index`;
}

async function configurationQuery(query: SystemQuery): Promise<Response> {
  const { proposal, creator, channel } = query;
  const { args } = proposal.input;
  const [name, channelId] = args.map((arg) => arg.toString());
  if (name === undefined || channelId === undefined) {
    return refused(`Incorrect number of arguments, ${args.length}`);
  }
  if (name !== 'GetConfigBlock') return refused(`Requested function ${name} not found.`);
  if (channelId !== channel.config.channelId) return refused(`Unknown chain ID, ${channelId}`);
  const denied = denial(channel, creator, 'Readers');
  if (denied !== null) return refused(`access denied for [${name}][${channelId}]: ${denied}`);
  return success(bytesOf(await channel.feed.block(channel.configBlock)));
}

function lifecycleQuery({ proposal, creator, channel }: SystemQuery): Response {
  const { args } = proposal.input;
  if (args.length !== 2) {
    return refused(
      args.length === 0
        ? 'lifecycle scc must be invoked with arguments'
        : `lifecycle scc operations require exactly two arguments but received ${args.length}`,
    );
  }
  const denied = denial(channel, creator, 'Writers');
  if (denied !== null)
    return refused(`Failed to authorize invocation due to failed ACL check: ${denied}`);
  const name = args[0]?.toString() ?? '';
  const failure = `failed to invoke backing implementation of '${name}'`;
  if (name !== 'QueryChaincodeDefinition') {
    return refused(`${failure}: receiver Invocation.${name} does not exist`);
  }
  const chaincode = decoded(() => fields(args[1] ?? Buffer.alloc(0)).string(1));
  if (chaincode === null) return refused(`${failure}: could not decode input arg`);
  return definitionOf(chaincode, channel);
}

function definitionOf(chaincode: string, channel: Channel): Response {
  const found = channel.definitions.find(chaincode);
  if (found === null) {
    const message = `namespace ${chaincode} is not defined`;
    return { status: NOT_FOUND, message, payload: Buffer.alloc(0) };
  }
  const approvals = channel.config.organisations.map(({ mspId }): [string, boolean] => {
    const at = { namespace: LIFECYCLE_NAMESPACE, collection: implicitCollection(mspId) };
    const getHash = (key: string): Uint8Array | null =>
      channel.store.state.getHash(at, keyHash(key))?.value ?? null;
    return [mspId, isApproved(chaincode, found.definition, getHash)];
  });
  return success(asBuffer(encodeDefinitionResult(found.definition, new Map(approvals))));
}

/** Why a policy of the channel keeps the creator out; null when it does not. */
function denial(channel: Channel, creator: Identity, name: 'Readers' | 'Writers'): string | null {
  const path = `/Channel/Application/${name}`;
  if (policyAt(channel.config, path).isSatisfiedBy([creator])) return null;
  return policyRefusal(channel.config.channelId, path, name);
}

function bytesOf(block: Block): Buffer {
  return asBuffer(encodeBlock(block));
}

function success(payload: Buffer): Response {
  return { status: OK, message: '', payload };
}

function refused(message: string): Response {
  return { status: ERROR, message, payload: Buffer.alloc(0) };
}
