import type { KeyBytesRange } from './level.js';
import type { KeyRange } from './ledger.js';
import type { CollectionName, Version } from './types.js';

/**
 * The index's keys: a table's letter, then names each closed by a zero byte, then the key's own bytes. Names hold no
 * zero byte, keys may (composite keys begin with one), so a key always comes last or with its length before it.
 *
 * s state: namespace · collection ('' = public) · key, or the 32 bytes of its hash in a collection
 * p private state: organisation · namespace · collection · key
 * y history: namespace · key with length · block · transaction
 * t transaction: id        x block by header hash        b block by number        m the savepoint
 */
export const SAVEPOINT_KEY = Buffer.from('m');

/** @throws RangeError for a name with a zero byte or text that is not well-formed Unicode */
export function publicKey(namespace: string, key: string): Uint8Array {
  return Buffer.concat([publicPrefix(namespace), utf8(key)]);
}

/** @param keyHash hex */
export function hashKey({ namespace, collection }: CollectionName, keyHash: string): Uint8Array {
  return Buffer.concat([
    table('s'),
    name(namespace),
    name(collection),
    Buffer.from(keyHash, 'hex'),
  ]);
}

export function privateKey(mspId: string, at: CollectionName, key: string): Uint8Array {
  return Buffer.concat([privatePrefix(mspId, at), utf8(key)]);
}

export function publicRange(namespace: string, range: KeyRange): KeyBytesRange {
  return within(publicPrefix(namespace), range);
}

export function privateRange(mspId: string, at: CollectionName, range: KeyRange): KeyBytesRange {
  return within(privatePrefix(mspId, at), range);
}

export function historyKey(namespace: string, key: string, version: Version): Uint8Array {
  const place = Buffer.alloc(12);
  place.writeBigUInt64BE(BigInt(version.block));
  place.writeUInt32BE(version.tx, 8);
  return Buffer.concat([historyPrefix(namespace, key), place]);
}

export function historyRange(namespace: string, key: string): KeyBytesRange {
  return everythingUnder(historyPrefix(namespace, key));
}

export function historyVersion(key: Uint8Array): Version {
  const bytes = Buffer.from(key);
  return {
    block: Number(bytes.readBigUInt64BE(bytes.length - 12)),
    tx: bytes.readUInt32BE(bytes.length - 4),
  };
}

export function transactionKey(txId: string): Uint8Array {
  return Buffer.concat([table('t'), Buffer.from(txId)]);
}

export function blockHashKey(headerHash: Uint8Array): Uint8Array {
  return Buffer.concat([table('x'), headerHash]);
}

export function blockKey(number: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  table('b').copy(bytes);
  bytes.writeBigUInt64BE(BigInt(number), 1);
  return bytes;
}

/** The whole of state, public and hashed: sorted by namespace, collection, key. */
export const STATE_RANGE = everythingUnder(table('s'));

/** Every row of the index. */
export const WHOLE_RANGE = { from: Uint8Array.of(0), to: Uint8Array.of(0xff) };

/** The three parts of a state row's key. */
export function stateParts(key: Uint8Array): {
  readonly namespace: Uint8Array;
  readonly collection: Uint8Array;
  readonly key: Uint8Array;
} {
  const first = key.indexOf(0, 1);
  const second = key.indexOf(0, first + 1);
  return {
    namespace: key.subarray(1, first),
    collection: key.subarray(first + 1, second),
    key: key.subarray(second + 1),
  };
}

/** The key of a row within a range that `publicRange` or `privateRange` gave. */
export function keyWithin(row: Uint8Array, names: number): string {
  let at = 0;
  for (let nth = 0; nth < names; nth += 1) at = row.indexOf(0, at + 1);
  return Buffer.from(row.subarray(at + 1)).toString();
}

function publicPrefix(namespace: string): Buffer {
  return Buffer.concat([table('s'), name(namespace), name('')]);
}

function privatePrefix(mspId: string, { namespace, collection }: CollectionName): Buffer {
  return Buffer.concat([table('p'), name(mspId), name(namespace), name(collection)]);
}

function historyPrefix(namespace: string, key: string): Buffer {
  const bytes = utf8(key);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([table('y'), name(namespace), length, bytes]);
}

function within(prefix: Buffer, { start, end }: KeyRange): KeyBytesRange {
  return {
    from: Buffer.concat([prefix, utf8(start)]),
    to: end === '' ? everythingUnder(prefix).to : Buffer.concat([prefix, utf8(end)]),
  };
}

/** No prefix ends in 0xff: its last byte is a letter, a zero, part of a length below 2^24 or UTF-8. */
function everythingUnder(prefix: Uint8Array): KeyBytesRange {
  const to = Buffer.from(prefix);
  const last = to.length - 1;
  to[last] = (to[last] ?? 0) + 1;
  return { from: prefix, to };
}

function table(letter: string): Buffer {
  return Buffer.from(letter, 'latin1');
}

function name(text: string): Buffer {
  const bytes = utf8(`${text}\0`);
  if (bytes.indexOf(0) !== bytes.length - 1) {
    throw new RangeError('a namespace, collection or organisation name holds U+0000');
  }
  return bytes;
}

/** A lone surrogate would become U+FFFD, and two keys one. */
function utf8(text: string): Buffer {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError('a key is not well-formed Unicode');
  return Buffer.from(text);
}
