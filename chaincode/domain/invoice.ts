import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { Hex256, Id, KeyAttribute } from './identifiers.js';
import { Money, PositiveMoney } from './money.js';

/**
 * An invoice as the public sees it: HMACs under the consortium key and amounts (decisions.md 1).
 * `used` is the 发票占用金额 over certificates and transfers, never above `amount`.
 */
export const Invoice = z.strictObject({
  /** HMAC of seller and number: one invoice, wherever it is presented. */
  identity: Hex256,
  keyId: KeyAttribute,
  /** HMAC of issue date, buyer, currency and amount with tax. */
  content: Hex256,
  /** Who is owed, and who owes, as the act says that first presented it. */
  seller: Id('org'),
  buyer: Id('org'),
  /** Amount with tax. */
  amount: Money,
  used: Money,
  /** When the tax source was last asked; the commitment of its answer. */
  checkedOn: CalendarDate.nullable(),
  evidence: Hex256.nullable(),
  /** The day of that check, when it found the invoice genuine. */
  verifiedOn: CalendarDate.nullable(),
  status: z.enum(['NORMAL', 'RED_LETTERED', 'VOID']),
});
export type Invoice = z.output<typeof Invoice>;

/** An invoice as an act names it, with the part of its amount that the act uses. */
export const InvoiceUse = z.strictObject({
  identity: Hex256,
  keyId: KeyAttribute,
  content: Hex256,
  amount: PositiveMoney,
  use: PositiveMoney,
});
export type InvoiceUse = z.output<typeof InvoiceUse>;

/** The two of the trade that an invoice is for. */
export type Trade = Pick<Invoice, 'seller' | 'buyer'>;

/** The invoices of one act: none of them twice. */
export function invoiceUses(max: number): z.ZodType<InvoiceUse[]> {
  return z
    .array(InvoiceUse)
    .min(1)
    .max(max)
    .refine(
      (uses) => new Set(uses.map((use) => use.identity)).size === uses.length,
      'INVOICE_REPEATED',
    );
}

/** What a record keeps of an {@link InvoiceUse}. */
export const UsedInvoice = z.strictObject({ identity: Hex256, use: Money });
export type UsedInvoice = z.output<typeof UsedInvoice>;
