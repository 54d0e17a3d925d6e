/**
 * What an import makes: checked drafts, gateway records until somebody proposes them. `z.encode` gives the
 * JSON that is stored and answered, `z.decode` reads it back. Absent is null.
 */
import { z } from 'zod';
import { Currency } from '../../chaincode/domain/currency.js';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { InvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import { Money, PositiveMoney } from '../../chaincode/domain/money.js';
import { SignedMoney } from './amount.js';

/** Rows of one payable batch on the ledger (domain.md 2.1). */
export const PAYABLE_BATCH_MAX = 200;

/**
 * `scheme` is USCC, LEI, VAT, REG-<country> (a national register, when the document names no scheme), an
 * ISO 6523 code such as 0088, the document's own scheme in capitals, or LOCAL for a number that only the
 * two parties know. `value` is in capitals without spaces.
 */
export const Identifier = z.strictObject({ scheme: z.string().min(1), value: z.string().min(1) });
export type Identifier = z.output<typeof Identifier>;

/** `partyId` is the registered party, null while it is unknown (then it is among `unknownParties`). */
export const PartyDraft = z.strictObject({
  name: z.string().nullable(),
  country: z.string().nullable(),
  identifiers: z.array(Identifier).readonly(),
  partyId: z.string().nullable(),
});
export type PartyDraft = z.output<typeof PartyDraft>;

export const DocumentReference = z.strictObject({
  number: InvoiceNumber,
  issueDate: CalendarDate.nullable(),
});
export type DocumentReference = z.output<typeof DocumentReference>;

const Line = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  amount: SignedMoney,
});
export type Line = z.output<typeof Line>;

/** EN 16931 terms in brackets. */
export const InvoiceDraft = z.strictObject({
  kind: z.literal('INVOICE'),
  file: z.string(),
  /** The rules the document was checked by: its own claim of EN 16931, or UBL's alone. */
  profile: z.enum(['EN16931', 'UBL']),
  number: InvoiceNumber, // BT-1
  issueDate: CalendarDate, // BT-2
  typeCode: z.enum(['380', '384', '389']), // BT-3
  currency: Currency, // BT-5
  dueDate: CalendarDate.nullable(), // BT-9
  paymentTerms: z.string().nullable(), // BT-20
  deliveredOn: CalendarDate.nullable(), // BT-72
  contractReference: z.string().nullable(), // BT-12
  orderReference: z.string().nullable(), // BT-13
  precedingInvoices: z.array(DocumentReference).readonly(), // BG-3
  seller: PartyDraft, // BT-27, 29, 30, 31
  buyer: PartyDraft, // BT-44, 46, 47, 48
  payee: PartyDraft.nullable(), // BT-59, 60, 61
  /** Somebody else is to be paid: the claim may have been assigned already. */
  payeeIsNotSeller: z.boolean(),
  accounts: z.array(z.string()).readonly(), // BT-84
  amountWithoutTax: Money, // BT-109
  tax: SignedMoney, // BT-110
  amountWithTax: PositiveMoney, // BT-112
  paid: Money, // BT-113
  rounding: SignedMoney, // BT-114
  payable: PositiveMoney, // BT-115
  /** Σ of the credit notes of this import that name the invoice. */
  credited: Money,
  /** What a claim may still use: payable less credited, never below zero. */
  remaining: Money,
  lines: z.array(Line).readonly(),
});
export type InvoiceDraft = z.output<typeof InvoiceDraft>;

/** A reduction of an invoice; it never makes a claim of its own, not even the other way round. */
export const CreditNoteDraft = z.strictObject({
  kind: z.literal('CREDIT_NOTE'),
  file: z.string(),
  profile: z.enum(['EN16931', 'UBL']),
  number: InvoiceNumber,
  issueDate: CalendarDate,
  currency: Currency,
  seller: PartyDraft,
  buyer: PartyDraft,
  /** With tax. */
  amount: PositiveMoney,
  references: z.array(DocumentReference).readonly(),
  /** The file of the invoice that it reduced; null when the original is not in this import. */
  appliedTo: z.string().nullable(),
});
export type CreditNoteDraft = z.output<typeof CreditNoteDraft>;

export const OrderDraft = z.strictObject({
  kind: z.literal('ORDER'),
  file: z.string(),
  number: z.string().min(1),
  issueDate: CalendarDate,
  currency: Currency,
  buyer: PartyDraft,
  seller: PartyDraft,
  validUntil: CalendarDate.nullable(),
  deliverFrom: CalendarDate.nullable(),
  deliverUntil: CalendarDate.nullable(),
  contractReference: z.string().nullable(),
  /** What the buyer expects to pay for it. */
  ordered: PositiveMoney,
  lines: z.array(Line).readonly(),
});
export type OrderDraft = z.output<typeof OrderDraft>;

/** One approved payable of the importing debtor's ERP. */
export const PayableRow = z.strictObject({
  file: z.string(),
  /** Where it stands in the file, 1 for the header. */
  line: z.int().positive(),
  voucher: z.string().min(1),
  supplier: PartyDraft,
  invoiceNumber: InvoiceNumber,
  /** Of a paper invoice. */
  invoiceCode: z.string().nullable(),
  invoiceDate: CalendarDate.nullable(),
  /** With tax; null when the ERP does not give it. */
  invoiceAmount: PositiveMoney.nullable(),
  deliveryDate: CalendarDate,
  amount: PositiveMoney,
  contractDueDate: CalendarDate,
});
export type PayableRow = z.output<typeof PayableRow>;

/** What one `payable:publish` may hold: one currency, at most 200 rows, in the order of the file. */
export const PayableBatch = z.strictObject({
  currency: Currency,
  rows: z.array(PayableRow).min(1).max(PAYABLE_BATCH_MAX).readonly(),
});
export type PayableBatch = z.output<typeof PayableBatch>;
