import { fields } from '../messages/fields.js';
import { bytesField, scalarBytes } from '../store/wire.js';

/** The one metadata entry that Fabric gives a meaning: a key's own endorsement policy. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** A key's metadata in the stored form (store/types.ts `Committed.metadata`) from one entry. */
export function encodeMetadata(name: string, value: Uint8Array): Buffer {
  const entry = Buffer.concat([scalarBytes(1, Buffer.from(name)), scalarBytes(2, value)]);
  return Buffer.from(bytesField(2, entry));
}

/** The entries of a key's metadata. */
export function decodeMetadata(metadata: Uint8Array | null): ReadonlyMap<string, Buffer> {
  if (metadata === null) return new Map();
  const entries = fields(metadata).list(2).map(fields);
  return new Map(entries.map((entry) => [entry.string(1), entry.bytes(2)]));
}

/** A key's own endorsement policy; empty bytes are one that was emptied, null is none. */
export function validationParameter(metadata: Uint8Array | null): Buffer | null {
  return decodeMetadata(metadata).get(VALIDATION_PARAMETER) ?? null;
}
