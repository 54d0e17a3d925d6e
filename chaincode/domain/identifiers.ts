import { z } from 'zod';
import { invariant } from './refusal.js';

/** 256 bits in lower-case hex: a hash, an HMAC, a commitment, a salt. Refuses with HEX_MALFORMED. */
export const Hex256 = z.string({ error: 'HEX_MALFORMED' }).regex(/^[0-9a-f]{64}$/, 'HEX_MALFORMED');

/** What may stand in a ledger key. Refuses with KEY_ATTRIBUTE_MALFORMED. */
export const KeyAttribute = z
  .string({ error: 'KEY_ATTRIBUTE_MALFORMED' })
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'KEY_ATTRIBUTE_MALFORMED');

/** Every kind of thing that has an id (decisions.md 3). */
export const ID_PREFIXES = [
  'org',
  'rcv',
  'ord',
  'req',
  'ofr',
  'loan',
  'pur',
  'rct',
  'apr',
  'pay',
  'doc',
  'op',
  'evt',
  'whk',
] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 16;
const ID_LETTERS = 26;
/** 26 letters hold 130 bits, of which the first two are 0: one id for one value. */
const LETTERS = '[0-7][0-9a-hjkmnp-tv-z]{25}';

/** `<prefix>_` and 16 bytes in 26 characters of Crockford base32, lower case. Refuses with ID_MALFORMED. */
export function Id(prefix: IdPrefix): z.ZodString {
  return z
    .string({ error: 'ID_MALFORMED' })
    .regex(new RegExp(`^${prefix}_${LETTERS}$`), 'ID_MALFORMED');
}

/** The id that stands for 16 bytes; whoever makes one takes them at random, before the proposal. */
export function idOf(prefix: IdPrefix, bytes: Uint8Array): string {
  invariant(bytes.length === ID_BYTES, 'an id has 16 bytes');
  let value = bytes.reduce((bits, byte) => bits * 256n + BigInt(byte), 0n);
  let letters = '';
  while (letters.length < ID_LETTERS) {
    letters = CROCKFORD.charAt(Number(value % 32n)) + letters;
    value /= 32n;
  }
  return `${prefix}_${letters}`;
}

const LOT_ID = new RegExp(`^(rcv_${LETTERS}):([1-9][0-9]{0,17})$`);

/** A lot as the API names it: receivable, and the unit it begins at (domain.md 2.2). */
export interface LotName {
  readonly receivable: string;
  readonly from: bigint;
}

/** `<receivable>:<from>` on the wire. Refuses with LOT_ID_MALFORMED. */
export const LotId = z.codec(
  z.string({ error: 'LOT_ID_MALFORMED' }).regex(LOT_ID, 'LOT_ID_MALFORMED'),
  z.strictObject({ receivable: Id('rcv'), from: z.bigint().min(1n, 'LOT_ID_MALFORMED') }),
  { decode: parseLotId, encode: formatLotId },
);

function formatLotId({ receivable, from }: LotName): string {
  return `${receivable}:${from}`;
}

function parseLotId(text: string): LotName {
  const colon = text.indexOf(':');
  return { receivable: text.slice(0, colon), from: BigInt(text.slice(colon + 1)) };
}

/** Rows that one batch of payables holds. */
export const PAYABLE_ROWS_MAX = 200;

const PAYABLE_ID = new RegExp(`^(pay_${LETTERS}):([1-9][0-9]{0,2})$`);

/** A payable: its batch, and its row counted from 1. */
export interface PayableName {
  readonly batch: string;
  readonly row: number;
}

/** `<batch>:<row>` on the wire. Refuses with PAYABLE_ID_MALFORMED. */
export const PayableId = z.codec(
  z.string({ error: 'PAYABLE_ID_MALFORMED' }).regex(PAYABLE_ID, 'PAYABLE_ID_MALFORMED'),
  z.strictObject({
    batch: Id('pay'),
    row: z.int().min(1).max(PAYABLE_ROWS_MAX, 'PAYABLE_ID_MALFORMED'),
  }),
  { decode: parsePayableId, encode: ({ batch, row }: PayableName) => `${batch}:${row}` },
);

function parsePayableId(text: string): PayableName {
  const colon = text.indexOf(':');
  return { batch: text.slice(0, colon), row: Number(text.slice(colon + 1)) };
}
