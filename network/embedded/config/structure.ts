import { peer } from '@hyperledger/fabric-protos';

import { ConfigError } from './error.js';

/** The value of a key of the lifecycle's state; null when there is none. */
export type GetState = (key: string) => Uint8Array | null;

/**
 * A record that the lifecycle keeps key by key, so that a write set names only what has changed
 * (core/chaincode/lifecycle/serializer.go). The order of the fields is part of the format.
 */
export interface Structure {
  readonly datatype: string;
  readonly fields: readonly (readonly [name: string, value: FieldValue])[];
}

/** Bytes are protobuf messages; a number is an int64. */
export type FieldValue = string | number | Uint8Array;

/** Where a structure is kept: `namespaces` for definitions, `chaincode-sources` for packages. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** What keeping a structure does to the state; a null value is a delete. */
export interface StructureChange {
  readonly reads: readonly string[];
  readonly writes: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

export function metadataKey({ namespace, name }: Place): string {
  return `${namespace}/metadata/${name}`;
}

export function fieldKey({ namespace, name }: Place, field: string): string {
  return `${namespace}/fields/${name}/${field}`;
}

/** The reads and writes that bring the state from what it is to the structure. */
export function structureChange(
  place: Place,
  structure: Structure,
  get: GetState,
): StructureChange {
  const known = metadataOf(place, get);
  const old = known?.getFieldsList().map((field) => fieldKey(place, field)) ?? [];
  const wanted = structure.fields.map(
    ([field, value]) => [fieldKey(place, field), encodeField(value)] as const,
  );
  const changed = wanted.filter(([key, value]) => {
    const kept = old.includes(key) ? get(key) : null;
    return kept === null || !Buffer.from(kept).equals(value);
  });
  const stale = old.filter((key) => !wanted.some(([name]) => name === key));
  const described =
    known?.getDatatype() === structure.datatype &&
    stale.length === 0 &&
    old.length === structure.fields.length;
  return {
    reads: [metadataKey(place), ...old],
    writes: [
      ...changed.map(([key, value]) => ({ key, value })),
      ...(described ? [] : [{ key: metadataKey(place), value: encodeMetadata(structure) }]),
      ...stale.map((key) => ({ key, value: null })),
    ],
  };
}

/** Every key of the structure with its value, as Fabric hashes them to compare approvals. */
export function structureState(place: Place, structure: Structure): [string, Uint8Array][] {
  return [
    [metadataKey(place), encodeMetadata(structure)],
    ...structure.fields.map(([field, value]): [string, Uint8Array] => [
      fieldKey(place, field),
      encodeField(value),
    ]),
  ];
}

/** The datatype of what is kept at the place; null if nothing is. */
export function datatypeAt(place: Place, get: GetState): string | null {
  return metadataOf(place, get)?.getDatatype() ?? null;
}

/** The bytes of a field; empty if the state has none, as in Fabric. */
export function bytesField(place: Place, field: string, get: GetState): Uint8Array {
  const data = fieldAt(place, field, get);
  if (data === null) return new Uint8Array();
  if (!data.hasBytes()) throw wrongType(place, field);
  return data.getBytes_asU8();
}

/** The number of a field; 0 if the state has none, as in Fabric. */
export function numberField(place: Place, field: string, get: GetState): number {
  const data = fieldAt(place, field, get);
  if (data === null) return 0;
  if (!data.hasInt64()) throw wrongType(place, field);
  return data.getInt64();
}

function fieldAt(place: Place, field: string, get: GetState): peer.lifecycle.StateData | null {
  const bytes = get(fieldKey(place, field));
  if (bytes === null || bytes.length === 0) return null;
  return peer.lifecycle.StateData.deserializeBinary(bytes);
}

function metadataOf(place: Place, get: GetState): peer.lifecycle.StateMetadata | null {
  const bytes = get(metadataKey(place));
  return bytes === null ? null : peer.lifecycle.StateMetadata.deserializeBinary(bytes);
}

function encodeMetadata({ datatype, fields }: Structure): Uint8Array {
  const metadata = new peer.lifecycle.StateMetadata();
  metadata.setDatatype(datatype);
  metadata.setFieldsList(fields.map(([name]) => name));
  return metadata.serializeBinary();
}

function encodeField(value: FieldValue): Uint8Array {
  const data = new peer.lifecycle.StateData();
  if (typeof value === 'string') data.setString(value);
  else if (typeof value === 'number') data.setInt64(value);
  else data.setBytes(value);
  return data.serializeBinary();
}

function wrongType(place: Place, field: string): ConfigError {
  return new ConfigError(`${fieldKey(place, field)} holds a value of another type`);
}
