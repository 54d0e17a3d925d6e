import { z } from 'zod';
import { BankAccount } from './bank-account.js';
import { Uscc } from './company-codes.js';
import { CalendarDate } from './dates.js';
import { Hex256, Id } from './identifiers.js';
import { FreeText } from './text.js';

export const IDENTIFIERS_MAX = 8;
const NAME_MAX = 200;

/** A number in a register: `USCC` (统一社会信用代码), `LEI`, `VAT`, `REG-NO` and so on. */
const PartyIdentifier = z
  .strictObject({
    scheme: z.string().regex(/^[A-Z0-9][A-Z0-9:-]{0,31}$/),
    value: z.string().regex(/^[A-Za-z0-9./-]{1,64}$/),
  })
  .refine(({ scheme, value }) => scheme !== 'USCC' || Uscc.safeParse(value).success, {
    error: 'USCC_MALFORMED',
    path: ['value'],
  });

/** Who a party is, as its organisation and its bank know it: never in public state (domain.md 2.16). */
export const PartyDetails = z.strictObject({
  name: FreeText(NAME_MAX),
  identifiers: z.array(PartyIdentifier).min(1).max(IDENTIFIERS_MAX),
  /** Where the party is paid. */
  account: BankAccount,
});
export type PartyDetails = z.output<typeof PartyDetails>;

/** A party's entry in the directory of the core enterprise and the access organisation. */
export const PartyFile = z.strictObject({
  id: Id('org'),
  /** Opens the public commitment of what the party applied with. */
  seed: Hex256,
  details: PartyDetails,
  /** The parties that keep the directory. */
  shownTo: z.array(Id('org')).max(32),
});
export type PartyFile = z.output<typeof PartyFile>;

/** What the bank keeps of its check of a new client (KYC). */
export const Verification = z.strictObject({
  /** Commitment of the file. */
  kycFile: Hex256,
  /** Commitment of the signed framework agreement. */
  agreement: Hex256,
  /** When the party was screened against sanction lists. */
  screenedOn: CalendarDate,
  verifiedOn: CalendarDate,
});
export type Verification = z.output<typeof Verification>;

/** A party as the bank that it applied to knows it: between the two of them. */
export const PartyDeal = z.strictObject({
  id: Id('org'),
  bank: Id('org'),
  seed: Hex256,
  details: PartyDetails,
  verification: Verification.nullable(),
});
export type PartyDeal = z.output<typeof PartyDeal>;
