import {
  type Field,
  WireError,
  allBytes,
  embedded,
  fieldsOf,
  lastBytes,
  lastNumber,
  text,
} from '../store/wire.js';

/**
 * A message that a stranger may have made, read as Go reads it. fabric-protos' own decoder lets through what Go refuses
 * (field number 0, stray group ends, invalid UTF-8) and refuses what Go skips (a known field with another wire type), so
 * a peer that judged such bytes with it would write other validation flags than Fabric. Bytes come as views, not copies.
 */
export interface Fields {
  /** Empty when absent, the last one when repeated. */
  bytes(number: number): Buffer;
  string(number: number): string;
  /** Exact below 2^53. */
  number(number: number): number;
  bool(number: number): boolean;
  list(number: number): readonly Buffer[];
  /** The message in a field, or null when absent. */
  message<T>(number: number, decode: (bytes: Buffer) => T): T | null;
}

class Message implements Fields {
  readonly #fields: readonly Field[];
  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  bytes(number: number): Buffer {
    return asBuffer(lastBytes(this.#fields, number));
  }

  /** Every occurrence must be UTF-8, the last one counts. */
  string(number: number): string {
    return this.list(number).map(text).at(-1) ?? '';
  }

  number(number: number): number {
    return lastNumber(this.#fields, number);
  }

  bool(number: number): boolean {
    return this.number(number) !== 0;
  }

  list(number: number): readonly Buffer[] {
    return allBytes(this.#fields, number).map(asBuffer);
  }

  message<T>(number: number, decode: (bytes: Buffer) => T): T | null {
    const bytes = embedded(this.#fields, number);
    return bytes === null ? null : decode(asBuffer(bytes));
  }
}

/** Split a protobuf message into its fields. @throws WireError when Go's decoder would refuse the bytes. */
export function fields(bytes: Uint8Array): Fields {
  return new Message(fieldsOf(bytes));
}

/** The result of a decoder, or null when the bytes are malformed; any other error is passed on. */
export function decoded<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

/** The same memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
