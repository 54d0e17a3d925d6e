import { z } from 'zod';

/** 256 bits in lower-case hex: a hash, an HMAC, a commitment, a salt. */
export const Hex256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What may stand in a ledger key. */
export const KeyAttribute = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);

/** `<prefix>_` and 26 characters of Crockford base32. */
export function Id(prefix: string): z.ZodString {
  return z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
}
