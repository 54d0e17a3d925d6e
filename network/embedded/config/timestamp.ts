import { common } from '@hyperledger/fabric-protos';

type Timestamp = NonNullable<ReturnType<common.ChannelHeader['getTimestamp']>>;

/** Field 3 of `ChannelHeader`, a message. */
const TIMESTAMP_TAG = 0x1a;

/**
 * A `google.protobuf.Timestamp` of the instant. The class belongs to google-protobuf, which is not a
 * dependency of ours, so it is had by reading a header that holds one.
 */
export function protobufTimestamp(instant: Date): Timestamp {
  const empty = common.ChannelHeader.deserializeBinary(Uint8Array.of(TIMESTAMP_TAG, 0));
  const timestamp = empty.getTimestamp();
  if (timestamp === undefined) throw new Error('a header with a timestamp has one');
  const milliseconds = instant.getTime();
  timestamp.setSeconds(Math.floor(milliseconds / 1000));
  timestamp.setNanos((milliseconds - Math.floor(milliseconds / 1000) * 1000) * 1_000_000);
  return timestamp;
}
