import { z } from 'zod';

/** An amount in minor units of its currency: CNY 1,250,000.00 is 125000000n. */
export interface Money {
  readonly currency: string;
  readonly minor: bigint;
}

const WireMoney = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  amount: z.string().regex(/^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/),
});

/** `{"currency":"CNY","amount":"1250000.00"}` on every wire. */
export const Money = z.codec(WireMoney, z.custom<Money>(), {
  decode: ({ currency, amount }) => ({ currency, minor: BigInt(amount.replace('.', '')) }),
  encode: ({ currency, minor }) => ({
    currency,
    amount: `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`,
  }),
});
