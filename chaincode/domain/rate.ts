import { z } from 'zod';

/** A yearly rate: percent with four decimals on the wire (`"4.3500"`), integer millionths in memory. */
export const Rate = z.codec(z.string().regex(/^(0|[1-9][0-9]{0,3})\.[0-9]{4}$/), z.bigint(), {
  decode: (percent) => BigInt(percent.replace('.', '')),
  encode: (millionths) =>
    `${millionths / 10_000n}.${(millionths % 10_000n).toString().padStart(4, '0')}`,
});
