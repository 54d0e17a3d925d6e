import { z } from 'zod';
import { FreeText } from './text.js';

export const INVOICE_NUMBER_MAX = 64;

/** Blanks, hyphens and dashes of any kind: how a number is grouped, not what it is. */
const GROUPING = /[\p{Zs}\p{Pd}\u2212]/gu;

/**
 * An invoice number as printed (EN 16931 BT-1). Refuses as {@link FreeText} does, and with
 * INVOICE_NUMBER_EMPTY when nothing is left of it after normalisation.
 */
export const InvoiceNumber = FreeText(INVOICE_NUMBER_MAX).refine(
  (number) => normaliseInvoiceNumber(number) !== '',
  'INVOICE_NUMBER_EMPTY',
);

/**
 * The one form of a number that its identity is made from: NFKC, upper case, without blanks and hyphens,
 * leading zeros kept (domain.md 2.11). Normalising twice changes nothing.
 */
export function normaliseInvoiceNumber(number: string): string {
  // Upper case may leave the normal form (ΐ becomes three characters), hence the second NFKC.
  return number.normalize('NFKC').toUpperCase().normalize('NFKC').replace(GROUPING, '');
}

const digits = (pattern: RegExp): z.ZodString =>
  z.string({ error: 'VAT_INVOICE_MALFORMED' }).regex(pattern, 'VAT_INVOICE_MALFORMED');

/**
 * What identifies a Chinese VAT invoice to the tax source: a fully digital one 数电票 by its 20 digits, a
 * paper one by code, number and the last six digits of its check code (special invoices have none).
 * Refuses with VAT_INVOICE_MALFORMED.
 */
export const VatInvoice = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('DIGITAL'), number: digits(/^[0-9]{20}$/) }),
  z.strictObject({
    form: z.literal('PAPER'),
    code: digits(/^([0-9]{10}|[0-9]{12})$/),
    number: digits(/^[0-9]{8}$/),
    checkCode: digits(/^[0-9]{6}$/).nullable(),
  }),
]);
export type VatInvoice = z.output<typeof VatInvoice>;
