import { peer } from '@hyperledger/fabric-protos';

import { sha256 } from '../../crypto.js';
import type { ProtoMap } from '../policy/tree.js';
import { type ChaincodeDefinition, decodeCollections, encodeCollections } from './definition.js';
import { ConfigError } from './error.js';
import {
  bytesField,
  datatypeAt,
  fieldKey,
  type GetState,
  metadataKey,
  numberField,
  type Place,
  type Structure,
  type StructureChange,
  structureChange,
  structureState,
} from './structure.js';

/** The namespace in which a channel keeps its chaincode definitions. */
export const LIFECYCLE_NAMESPACE = '_lifecycle';

/** Who must endorse a write into that namespace: a policy of the channel configuration. */
export const LIFECYCLE_POLICY_PATH = '/Channel/Application/LifecycleEndorsement';

const DEFINITION_TYPE = 'ChaincodeDefinition';
const PARAMETERS_TYPE = 'ChaincodeParameters';
const PACKAGE_TYPE = 'ChaincodeLocalPackage';

/** Fields of a definition, in the order in which Fabric lists them. */
const FIELDS = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'] as const;

/** The committed definition of the chaincode; null if there is none. @throws ConfigError */
export function committedDefinition(chaincode: string, get: GetState): ChaincodeDefinition | null {
  const place = definitionPlace(chaincode);
  const datatype = datatypeAt(place, get);
  if (datatype === null) return null;
  if (datatype !== DEFINITION_TYPE) throw new ConfigError(`not a chaincode type: ${datatype}`);
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(
    bytesField(place, 'EndorsementInfo', get),
  );
  const validation = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(
    bytesField(place, 'ValidationInfo', get),
  );
  const collections = peer.CollectionConfigPackage.deserializeBinary(
    bytesField(place, 'Collections', get),
  );
  return {
    sequence: numberField(place, 'Sequence', get),
    version: endorsement.getVersion(),
    endorsementPlugin: endorsement.getEndorsementPlugin(),
    validationPlugin: validation.getValidationPlugin(),
    validationParameter: validation.getValidationParameter_asU8(),
    initRequired: endorsement.getInitRequired(),
    collections: decodeCollections(collections),
  };
}

/** The committed sequence of the chaincode; 0 if it has none. */
export function committedSequence(chaincode: string, get: GetState): number {
  return numberField(definitionPlace(chaincode), 'Sequence', get);
}

/** What committing the definition reads and writes in `_lifecycle`. */
export function definitionChange(
  chaincode: string,
  definition: ChaincodeDefinition,
  get: GetState,
): StructureChange {
  const structure = {
    datatype: DEFINITION_TYPE,
    fields: [['Sequence', definition.sequence] as const, ...parameterFields(definition)],
  };
  return structureChange(definitionPlace(chaincode), structure, get);
}

/**
 * What an organisation's approval reads and writes in its implicit collection of `_lifecycle`.
 * @param packageId of the chaincode that this organisation runs; empty if it runs none.
 */
export function approvalChange(
  approval: { readonly chaincode: string; readonly packageId: string },
  definition: ChaincodeDefinition,
  get: GetState,
): StructureChange {
  const name = approvalName(approval.chaincode, definition.sequence);
  const parameters = structureChange(
    { namespace: 'namespaces', name },
    parametersOf(definition),
    get,
  );
  const source: Structure = { datatype: PACKAGE_TYPE, fields: [['PackageID', approval.packageId]] };
  const packaged = structureChange({ namespace: 'chaincode-sources', name }, source, get);
  return {
    reads: [...parameters.reads, ...packaged.reads],
    writes: [...parameters.writes, ...packaged.writes],
  };
}

/** The keys by which an approval is looked for in each organisation's implicit collection. */
export function approvalKeys(chaincode: string, sequence: number): string[] {
  const place = { namespace: 'namespaces', name: approvalName(chaincode, sequence) };
  return [
    metadataKey(place),
    ...FIELDS.filter((field) => field !== 'Sequence').map((field) => fieldKey(place, field)),
  ];
}

/** Whether hashes of an organisation's implicit collection show that it approved the definition. */
export function isApproved(
  chaincode: string,
  definition: ChaincodeDefinition,
  getHash: GetState,
): boolean {
  const place = { namespace: 'namespaces', name: approvalName(chaincode, definition.sequence) };
  return structureState(place, parametersOf(definition)).every(([key, value]) => {
    const hash = getHash(key);
    return hash !== null && sha256(value).equals(hash);
  });
}

/** The collection in which an organisation keeps what is its own, of any chaincode. */
export function implicitCollection(mspId: string): string {
  return `_implicit_org_${mspId}`;
}

/** The organisation of an implicit collection's name; null for another collection. */
export function implicitCollectionOwner(collection: string): string | null {
  const prefix = implicitCollection('');
  return collection.startsWith(prefix) ? collection.slice(prefix.length) : null;
}

/**
 * The keys of `_lifecycle` that a simulation reads: its sequence always, and the whole definition
 * once it touches a private collection, because that is looked up through the same simulator
 * (core/chaincode/lifecycle/endorsement_info.go, core/ledger/kvledger/txmgmt/txmgr/query_executor.go).
 */
export function simulationReads(chaincode: string, touchesPrivateData: boolean): string[] {
  const place = definitionPlace(chaincode);
  if (!touchesPrivateData) return [fieldKey(place, 'Sequence')];
  return [metadataKey(place), ...FIELDS.map((field) => fieldKey(place, field))];
}

/** The answer to `QueryChaincodeDefinition`. @param approvals by MSP id. */
export function encodeDefinitionResult(
  definition: ChaincodeDefinition,
  approvals: ReadonlyMap<string, boolean>,
): Uint8Array {
  const result = new peer.lifecycle.QueryChaincodeDefinitionResult();
  result.setSequence(definition.sequence);
  result.setVersion(definition.version);
  result.setEndorsementPlugin(definition.endorsementPlugin);
  result.setValidationPlugin(definition.validationPlugin);
  result.setValidationParameter(definition.validationParameter);
  result.setInitRequired(definition.initRequired);
  result.setCollections(encodeCollections(definition.collections));
  const map: ProtoMap<boolean> = result.getApprovalsMap();
  for (const [mspId, approved] of approvals) map.set(mspId, approved);
  return result.serializeBinary();
}

function definitionPlace(chaincode: string): Place {
  return { namespace: 'namespaces', name: chaincode };
}

function approvalName(chaincode: string, sequence: number): string {
  return `${chaincode}#${sequence}`;
}

function parametersOf(definition: ChaincodeDefinition): Structure {
  return { datatype: PARAMETERS_TYPE, fields: parameterFields(definition) };
}

function parameterFields(definition: ChaincodeDefinition): Structure['fields'] {
  const endorsement = new peer.lifecycle.ChaincodeEndorsementInfo();
  endorsement.setVersion(definition.version);
  endorsement.setInitRequired(definition.initRequired);
  endorsement.setEndorsementPlugin(definition.endorsementPlugin);
  const validation = new peer.lifecycle.ChaincodeValidationInfo();
  validation.setValidationPlugin(definition.validationPlugin);
  validation.setValidationParameter(definition.validationParameter);
  return [
    ['EndorsementInfo', endorsement.serializeBinary()],
    ['ValidationInfo', validation.serializeBinary()],
    ['Collections', encodeCollections(definition.collections).serializeBinary()],
  ];
}
