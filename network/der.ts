/**
 * The little of DER (X.690) that Fabric's formats need: reading with the tolerance of Go's
 * encoding/asn1, and writing sequences, integers and strings.
 */

/** One decoded element; `raw` is the element with its tag and length. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

export const DER = {
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  SEQUENCE: 0x30,
} as const;

/** The bytes are not DER where DER was expected. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** The element that starts at `offset`; bytes after it are not looked at, as in Go. */
export function readElement(bytes: Uint8Array, offset = 0): DerElement {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view[offset];
  if (tag === undefined) throw new DerError('truncated element');
  if ((tag & 0x1f) === 0x1f) throw new DerError('long tags are not used by any format read here');
  const { length, start } = readLength(view, offset + 1);
  const end = start + length;
  if (end > view.length) throw new DerError('truncated content');
  return { tag, content: view.subarray(start, end), raw: view.subarray(offset, end) };
}

/** The elements inside constructed content, up to `limit` of them. */
export function readChildren(content: Uint8Array, limit = Number.MAX_SAFE_INTEGER): DerElement[] {
  const children: DerElement[] = [];
  let offset = 0;
  while (offset < content.byteLength && children.length < limit) {
    const child = readElement(content, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
}

/** A positive INTEGER's magnitude without its sign byte; null if zero or negative. */
export function positiveInteger({ tag, content }: DerElement): Buffer | null {
  const [first, second] = content;
  if (tag !== DER.INTEGER || first === undefined) throw new DerError('an integer was expected');
  if (second !== undefined && isSignByte(first, second)) {
    throw new DerError('the integer is not minimally encoded');
  }
  if (first >= 0x80) return null;
  const magnitude = first === 0 ? content.subarray(1) : content;
  return magnitude.length === 0 ? null : magnitude;
}

export function encodeElement(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), encodeLength(content.length), content]);
}

/** INTEGER of an unsigned big-endian magnitude; leading zeros are dropped, a sign byte is added. */
export function encodeUnsigned(magnitude: Uint8Array): Buffer {
  const first = magnitude.findIndex((byte) => byte !== 0);
  if (first < 0) return encodeElement(DER.INTEGER, Uint8Array.of(0));
  const trimmed = magnitude.subarray(first);
  const sign = (trimmed[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : Uint8Array.of();
  return encodeElement(DER.INTEGER, sign, trimmed);
}

/** Whether the first byte only repeats the second one's sign. */
function isSignByte(first: number, second: number): boolean {
  return second < 0x80 ? first === 0 : first === 0xff;
}

function readLength(view: Buffer, offset: number): { length: number; start: number } {
  const first = view[offset];
  if (first === undefined) throw new DerError('truncated length');
  if (first < 0x80) return { length: first, start: offset + 1 };
  const size = first & 0x7f;
  if (size === 0 || size > 4) throw new DerError('indefinite or oversized length');
  if (offset + 1 + size > view.length) throw new DerError('truncated length');
  const length = view.readUIntBE(offset + 1, size);
  const minimal = length >= 0x80 && length >= 2 ** (8 * (size - 1));
  if (!minimal) throw new DerError('the length is not minimally encoded');
  return { length, start: offset + 1 + size };
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}
