/**
 * Protobuf's wire format, as little of it as blocks and write sets need. Fabric's own classes would do,
 * but the internal `Updates` message is in no published package, and envelopes must be read one way only:
 * as Go reads them, where a repeated singular message is merged and not replaced.
 * @see https://protobuf.dev/programming-guides/encoding/
 */

/** One field as it stands on the wire; `bytes` is empty for a number, `value` is 0 for bytes. */
export interface Field {
  readonly number: number;
  /** 0 a varint, 1 eight bytes, 2 length and bytes, 5 four bytes. */
  readonly wire: number;
  /** Exact below 2^53; heights never come near it. */
  readonly value: number;
  readonly bytes: Uint8Array;
}

/** The bytes are not what protobuf could have written. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

const EMPTY = new Uint8Array(0);
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const VARINT_BYTES_MAX = 10;

/** Every field of a message, in order. @throws WireError */
export function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const field = readField(message, tag);
    fields.push(field.field);
    at = field.next;
  }
  return fields;
}

/** The last occurrence of a bytes field, empty when absent. */
export function lastBytes(fields: readonly Field[], number: number): Uint8Array {
  return fields.findLast((field) => field.number === number && field.wire === 2)?.bytes ?? EMPTY;
}

/** The last occurrence of a number field, 0 when absent. */
export function lastNumber(fields: readonly Field[], number: number): number {
  return fields.findLast((field) => field.number === number && field.wire === 0)?.value ?? 0;
}

/** Every occurrence of a repeated bytes or message field. */
export function allBytes(fields: readonly Field[], number: number): readonly Uint8Array[] {
  return fields
    .filter((field) => field.number === number && field.wire === 2)
    .map((field) => field.bytes);
}

/** An embedded message, its occurrences merged as protobuf demands; null when absent. */
export function embedded(fields: readonly Field[], number: number): Uint8Array | null {
  const parts = allBytes(fields, number);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? EMPTY) : Buffer.concat(parts);
}

/** A string field. @throws WireError on invalid UTF-8, as Go's decoder does for proto3 */
export function text(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new WireError('a string field is not UTF-8', { cause });
  }
}

/** A base-128 varint of a whole number from 0 to 2^53 − 1. */
export function uvarint(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A bytes, string or message field with its tag; written even when empty (repeated fields and presence). */
export function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  const tag = number * 8 + 2;
  if (tag >= 0x80 || bytes.length >= 0x80) {
    return Buffer.concat([uvarint(tag), uvarint(bytes.length), bytes]);
  }
  const field = Buffer.allocUnsafe(2 + bytes.length);
  field[0] = tag;
  field[1] = bytes.length;
  field.set(bytes, 2);
  return field;
}

/** A bytes field in proto3's manner: nothing when empty. */
export function scalarBytes(number: number, bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? EMPTY : bytesField(number, bytes);
}

/** A number or bool field in proto3's manner: nothing when 0. */
export function scalarNumber(number: number, value: number): Uint8Array {
  return value === 0 ? EMPTY : Buffer.concat([uvarint(number * 8), uvarint(value)]);
}

interface Varint {
  readonly value: number;
  readonly next: number;
}

function readVarint(bytes: Uint8Array, start: number): Varint {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < VARINT_BYTES_MAX; count += 1) {
    const byte = bytes[start + count];
    if (byte === undefined) throw new WireError('a varint is cut short');
    if (count === VARINT_BYTES_MAX - 1 && byte > 1) break;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: start + count + 1 };
    scale *= 0x80;
  }
  throw new WireError('a varint is longer than 64 bits');
}

function readField(message: Uint8Array, tag: Varint): { field: Field; next: number } {
  const number = Math.floor(tag.value / 8);
  const wire = tag.value % 8;
  if (number === 0 || number > 0x1fffffff) throw new WireError('a field number is out of range');
  if (wire === 0) {
    const varint = readVarint(message, tag.next);
    return { field: { number, wire, value: varint.value, bytes: EMPTY }, next: varint.next };
  }
  const body = bodyOf(message, tag);
  const next = body.start + body.length;
  if (next > message.length) throw new WireError('a field is cut short');
  return { field: { number, wire, value: 0, bytes: message.subarray(body.start, next) }, next };
}

function bodyOf(message: Uint8Array, tag: Varint): { start: number; length: number } {
  switch (tag.value % 8) {
    case 1:
      return { start: tag.next, length: 8 };
    case 2: {
      const length = readVarint(message, tag.next);
      return { start: length.next, length: length.value };
    }
    case 5:
      return { start: tag.next, length: 4 };
    default:
      throw new WireError(`wire type ${tag.value % 8} is not used by Fabric`);
  }
}
