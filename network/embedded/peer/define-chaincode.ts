import { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel/channel.js';
import { type ChaincodeDefinition, encodeCollections } from '../config/definition.js';
import {
  LIFECYCLE_NAMESPACE,
  approvalChange,
  approvalKeys,
  definitionChange,
  implicitCollection,
  isApproved,
  simulationReads,
} from '../config/lifecycle.js';
import type { StructureChange } from '../config/structure.js';
import type { SigningIdentity } from '../ordering/block-writer.js';
import { type Place, ReadWriteSetBuilder, keyHash } from '../rwset/builder.js';
import type { StateReader } from '../store/types.js';
import { commitLifecycle } from './lifecycle-transaction.js';

/** An organisation that takes part in the chaincode's lifecycle. */
export interface Approver {
  readonly mspId: string;
  readonly admin: SigningIdentity;
  readonly peer: SigningIdentity;
}

export interface NewDefinition {
  readonly chaincode: string;
  readonly definition: ChaincodeDefinition;
  /** What all organisations run in this process, by name. */
  readonly packageId: string;
}

/**
 * Bring a chaincode definition onto the channel as Fabric does: each organisation approves it in its own implicit
 * collection, then it is committed. What a crash has left undone is done, what is done is not repeated.
 * @see fabric core/chaincode/lifecycle/lifecycle.go
 */
export async function defineChaincode(
  wanted: NewDefinition,
  approvers: readonly Approver[],
  channel: Channel,
): Promise<void> {
  if (channel.definitions.find(wanted.chaincode) !== null) return;
  await Promise.all(approvers.map(async (each) => await approve(wanted, each, channel)));
  await commit(wanted, approvers, channel);
}

async function approve(wanted: NewDefinition, by: Approver, channel: Channel): Promise<void> {
  const { chaincode, definition, packageId } = wanted;
  const { state } = channel.store;
  const collection = implicitCollection(by.mspId);
  const at = { namespace: LIFECYCLE_NAMESPACE, collection };
  if (isApproved(chaincode, definition, (key) => hashOf(state, at, key))) return;
  const get = (key: string): Uint8Array | null =>
    state.getPrivate(by.mspId, at, key)?.value ?? null;
  const change = approvalChange({ chaincode, packageId }, definition, get);
  const builder = new ReadWriteSetBuilder();
  readPublic(simulationReads(chaincode, false), builder, state);
  record(change, at, { builder, state });
  const argument = parameters(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), wanted);
  const source = new peer.lifecycle.ChaincodeSource();
  const local = new peer.lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  source.setLocalPackage(local);
  argument.setSource(source);
  await commitLifecycle(
    {
      operation: 'ApproveChaincodeDefinitionForMyOrg',
      argument,
      sets: builder.build(),
      creator: by.admin,
      endorsers: [by.peer],
    },
    channel,
  );
}

async function commit(
  wanted: NewDefinition,
  approvers: readonly Approver[],
  channel: Channel,
): Promise<void> {
  const { chaincode, definition } = wanted;
  const { state } = channel.store;
  const [first] = approvers;
  if (first === undefined) throw new Error('nobody can commit the chaincode definition');
  const builder = new ReadWriteSetBuilder();
  readPublic(simulationReads(chaincode, false), builder, state);
  for (const { mspId } of approvers) {
    const at = { namespace: LIFECYCLE_NAMESPACE, collection: implicitCollection(mspId) };
    for (const key of approvalKeys(chaincode, definition.sequence)) {
      builder.read({ ...at, key }, state.getHash(at, keyHash(key))?.version ?? null);
    }
  }
  const get = (key: string): Uint8Array | null =>
    state.get(LIFECYCLE_NAMESPACE, key)?.value ?? null;
  const change = definitionChange(chaincode, definition, get);
  record(change, { namespace: LIFECYCLE_NAMESPACE, collection: '' }, { builder, state });
  await commitLifecycle(
    {
      operation: 'CommitChaincodeDefinition',
      argument: parameters(new peer.lifecycle.CommitChaincodeDefinitionArgs(), wanted),
      sets: builder.build(),
      creator: first.admin,
      endorsers: approvers.map((each) => each.peer),
    },
    channel,
  );
}

type DefinitionArgs =
  | peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs
  | peer.lifecycle.CommitChaincodeDefinitionArgs;

function parameters<T extends DefinitionArgs>(
  args: T,
  { chaincode, definition }: NewDefinition,
): T {
  args.setName(chaincode);
  args.setSequence(definition.sequence);
  args.setVersion(definition.version);
  args.setEndorsementPlugin(definition.endorsementPlugin);
  args.setValidationPlugin(definition.validationPlugin);
  args.setValidationParameter(definition.validationParameter);
  args.setCollections(encodeCollections(definition.collections));
  args.setInitRequired(definition.initRequired);
  return args;
}

interface Recording {
  readonly builder: ReadWriteSetBuilder;
  readonly state: StateReader;
}

function record(
  change: StructureChange,
  at: Omit<Place, 'key'>,
  { builder, state }: Recording,
): void {
  for (const key of change.reads) {
    const committed =
      at.collection === '' ? state.get(at.namespace, key) : state.getHash(at, keyHash(key));
    builder.read({ ...at, key }, committed?.version ?? null);
  }
  for (const { key, value } of change.writes) {
    builder.write({ ...at, key }, value ?? new Uint8Array(0));
  }
}

function readPublic(
  keys: readonly string[],
  builder: ReadWriteSetBuilder,
  state: StateReader,
): void {
  for (const key of keys) {
    const version = state.get(LIFECYCLE_NAMESPACE, key)?.version ?? null;
    builder.read({ namespace: LIFECYCLE_NAMESPACE, collection: '', key }, version);
  }
}

function hashOf(state: StateReader, at: Omit<Place, 'key'>, key: string): Uint8Array | null {
  return state.getHash(at, keyHash(key))?.value ?? null;
}
