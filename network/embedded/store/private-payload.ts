import type { BlockHeader } from '../blocks.js';
import type { PrivateWriteSet } from './types.js';
import {
  allBytes,
  bytesField,
  embedded,
  fieldsOf,
  lastBytes,
  lastNumber,
  scalarBytes,
  scalarNumber,
  text,
} from './wire.js';

/**
 * One organisation's private part of one block, as Fabric's `protos.BlockAndPrivateData` with the block's header
 * alone: the message that `DeliverWithPrivateData` sends, so that any tool of Fabric's can read the file's payloads.
 * @see fabric-protos peer/events.proto, ledger/rwset/rwset.proto
 */
export interface PrivatePayload {
  readonly header: BlockHeader;
  readonly sets: readonly PrivateWriteSet[];
}

const EMPTY = new Uint8Array(0);

export function encodePrivate({ header, sets }: PrivatePayload): Uint8Array {
  const headerBytes = Buffer.concat([
    scalarNumber(1, header.number),
    scalarBytes(2, header.previousHash),
    scalarBytes(3, header.dataHash),
  ]);
  const entries = [...groupBy(sets, (set) => set.tx)].map(([tx, ofTx]) =>
    bytesField(2, Buffer.concat([scalarNumber(1, tx), bytesField(2, encodeTransaction(ofTx))])),
  );
  return Buffer.concat([bytesField(1, bytesField(1, headerBytes)), ...entries]);
}

/** @throws WireError */
export function decodePrivate(payload: Uint8Array): PrivatePayload {
  const fields = fieldsOf(payload);
  const header = fieldsOf(embedded(fieldsOf(embedded(fields, 1) ?? EMPTY), 1) ?? EMPTY);
  return {
    header: {
      number: lastNumber(header, 1),
      previousHash: lastBytes(header, 2),
      dataHash: lastBytes(header, 3),
    },
    sets: allBytes(fields, 2).flatMap((bytes) => {
      const entry = fieldsOf(bytes);
      return decodeTransaction(lastNumber(entry, 1), lastBytes(entry, 2));
    }),
  };
}

/** `rwset.TxPvtReadWriteSet` of one transaction. */
function encodeTransaction(sets: readonly PrivateWriteSet[]): Uint8Array {
  const namespaces = [...groupBy(sets, (set) => set.namespace)].map(([namespace, ofNamespace]) => {
    const collections = ofNamespace.map(({ collection, rwset }) =>
      bytesField(
        2,
        Buffer.concat([scalarBytes(1, Buffer.from(collection)), scalarBytes(2, rwset)]),
      ),
    );
    return bytesField(2, Buffer.concat([scalarBytes(1, Buffer.from(namespace)), ...collections]));
  });
  return Buffer.concat(namespaces);
}

/** Decode `rwset.TxPvtReadWriteSet`. @throws WireError */
function decodeTransaction(tx: number, bytes: Uint8Array): readonly PrivateWriteSet[] {
  return allBytes(fieldsOf(bytes), 2).flatMap((namespaceBytes) => {
    const fields = fieldsOf(namespaceBytes);
    const namespace = text(lastBytes(fields, 1));
    return allBytes(fields, 2).map((collectionBytes) => {
      const collection = fieldsOf(collectionBytes);
      return {
        tx,
        namespace,
        collection: text(lastBytes(collection, 1)),
        rwset: lastBytes(collection, 2),
      };
    });
  });
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
