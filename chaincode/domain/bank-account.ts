import { z } from 'zod';
import { mod97IsOne } from './mod97.js';

/** Length of an IBAN by its country (ISO 13616, the registry kept by SWIFT). */
// prettier-ignore
const IBAN_LENGTH: Readonly<Partial<Record<string, number>>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BI: 27, BR: 29, BY: 28, CH: 21,
  CR: 22, CY: 28, CZ: 24, DE: 22, DJ: 27, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FK: 18, FO: 18,
  FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HN: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23,
  IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27,
  MD: 24, ME: 22, MK: 19, MN: 20, MR: 27, MT: 31, MU: 30, NI: 28, NL: 18, NO: 15, OM: 23, PK: 24, PL: 28,
  PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, RU: 33, SA: 24, SC: 31, SD: 18, SE: 24, SI: 19, SK: 24, SM: 27,
  SO: 23, ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20, YE: 30,
};

const IBAN = /^[A-Z]{2}(?!0[01]|99)[0-9]{2}[0-9A-Z]{11,29}$/;

/**
 * An international account number in its electronic form, without blanks (ISO 13616). Refuses with
 * IBAN_MALFORMED, IBAN_LENGTH_WRONG (an unknown country too) or IBAN_CHECK_FAILED.
 */
export const Iban = z
  .string({ error: 'IBAN_MALFORMED' })
  .regex(IBAN, { error: 'IBAN_MALFORMED', abort: true })
  .refine((iban) => IBAN_LENGTH[iban.slice(0, 2)] === iban.length, {
    error: 'IBAN_LENGTH_WRONG',
    abort: true,
  })
  .refine((iban) => mod97IsOne(iban.slice(4) + iban.slice(0, 4)), 'IBAN_CHECK_FAILED');

/** A bank branch in China's payment system 联行号: twelve digits. Refuses with CNAPS_MALFORMED. */
export const Cnaps = z.string({ error: 'CNAPS_MALFORMED' }).regex(/^[0-9]{12}$/, 'CNAPS_MALFORMED');

/** An account where there is no IBAN: digits and capitals. Refuses with ACCOUNT_NUMBER_MALFORMED. */
export const AccountNumber = z
  .string({ error: 'ACCOUNT_NUMBER_MALFORMED' })
  .regex(/^[0-9A-Z]{4,34}$/, 'ACCOUNT_NUMBER_MALFORMED');

/** Where money goes: China has no IBAN, but a branch and an account there. */
export const BankAccount = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('CNAPS'), bank: Cnaps, number: AccountNumber }),
  z.strictObject({ scheme: z.literal('IBAN'), iban: Iban }),
]);
export type BankAccount = z.output<typeof BankAccount>;

/**
 * What a bank calls one of its payments: visible ASCII, words parted by single blanks, so that a
 * reference has one form. Refuses with BANK_REFERENCE_MALFORMED.
 */
export const BankReference = z
  .string({ error: 'BANK_REFERENCE_MALFORMED' })
  .max(64, { error: 'BANK_REFERENCE_MALFORMED', abort: true })
  .regex(/^[!-~]+( [!-~]+)*$/, 'BANK_REFERENCE_MALFORMED');
