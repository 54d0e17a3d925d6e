import { transactionId } from '../blocks.js';
import { type NamespaceRwSet, decodeRwSet } from './rwset.js';
import { WireError, allBytes, embedded, fieldsOf, lastBytes, lastNumber, text } from './wire.js';

/** `HeaderType.ENDORSER_TRANSACTION`; every other type in a block writes no state. */
export const ENDORSER_TRANSACTION = 3;

/** What the ledger must know of an envelope, whatever its validity. */
export interface EnvelopeHead {
  readonly txId: string;
  /** A `common.HeaderType`. */
  readonly type: number;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  /** The payload's data: a `protos.Transaction` for an endorser transaction. */
  readonly data: Uint8Array;
}

const EMPTY = new Uint8Array(0);

/**
 * The head of a serialised `common.Envelope`. A channel header without an id (configuration) gets the computed
 * one, as Fabric's index does.
 * @returns null when the bytes are no envelope with a header: such a transaction is in the block, but under no id.
 * @see fabric protoutil/proputils.go GetOrComputeTxIDFromEnvelope
 */
export function envelopeHead(envelope: Uint8Array): EnvelopeHead | null {
  try {
    const payload = fieldsOf(lastBytes(fieldsOf(envelope), 1));
    const headerBytes = embedded(payload, 1);
    if (headerBytes === null) return null;
    const header = fieldsOf(headerBytes);
    const channel = fieldsOf(lastBytes(header, 1));
    const signature = fieldsOf(lastBytes(header, 2));
    const declared = text(lastBytes(channel, 5));
    const time = fieldsOf(embedded(channel, 3) ?? EMPTY);
    return {
      txId: declared || transactionId(lastBytes(signature, 2), lastBytes(signature, 1)),
      type: lastNumber(channel, 1),
      timestamp: { seconds: lastNumber(time, 1), nanos: lastNumber(time, 2) },
      data: lastBytes(payload, 2),
    };
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

/**
 * The read/write sets of an endorser transaction's first action.
 * @param data the payload's data, `EnvelopeHead.data`
 * @throws WireError when it is not a transaction with results
 * @see fabric protoutil/txutils.go GetPayloads
 */
export function resultsOf(data: Uint8Array): readonly NamespaceRwSet[] {
  const action = allBytes(fieldsOf(data), 1)[0];
  if (action === undefined) throw new WireError('the transaction has no action');
  const payload = fieldsOf(lastBytes(fieldsOf(action), 2));
  const endorsed = embedded(payload, 2);
  if (endorsed === null) throw new WireError('the action is not endorsed');
  const response = fieldsOf(lastBytes(fieldsOf(endorsed), 1));
  const chaincodeAction = fieldsOf(lastBytes(response, 2));
  return decodeRwSet(lastBytes(chaincodeAction, 1));
}
