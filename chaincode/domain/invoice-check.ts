import { requireParty, type Act } from './act.js';
import type { CalendarDate } from './dates.js';
import { saysTheSame, type InvoiceFace } from './invoice-use.js';
import type { Invoice } from './invoice.js';
import type { Programme } from './programme.js';
import { Refusal } from './refusal.js';

/** What the tax source answered (发票查验). */
export interface InvoiceCheck {
  readonly status: Invoice['status'];
  readonly checkedAt: CalendarDate;
  /** Commitment of the answer. */
  readonly evidence: string;
  /** What the source says the invoice is; null when it is as presented. */
  readonly found: Omit<InvoiceFace, 'identity'> | null;
}

/**
 * The invoice with what the tax source said of it: asked by its buyer, a bank, or a source of
 * attestations. The latest check counts. Only the latter two take back that it was red-lettered or void,
 * and only they correct one that nothing uses: whoever presented it first, and wrongly, would otherwise
 * keep the rightful seller out for good.
 * @throws Refusal ROLE_REQUIRED, DATE_IN_FUTURE, INVOICE_CHECK_OUTDATED when a later check is known,
 *   INVOICE_NOT_NORMAL, INVOICE_IN_USE
 */
export function checkInvoice(
  { invoice, check }: { readonly invoice: Invoice; readonly check: InvoiceCheck },
  act: Act,
  programme: Programme,
): Invoice {
  const independent = isIndependent(act, programme);
  requireParty(act, independent ? act.signer.party : invoice.buyer, 'DEB');
  requireLatest(invoice, check, act.today);
  const { identity, status } = invoice;
  if (!independent && status !== 'NORMAL' && status !== check.status) {
    throw new Refusal('INVOICE_NOT_NORMAL', { identity, status });
  }
  const face = corrected(invoice, check, independent);
  return {
    ...invoice,
    ...face,
    status: check.status,
    checkedOn: check.checkedAt,
    evidence: check.evidence,
    verifiedOn: check.status === 'NORMAL' ? check.checkedAt : null,
  };
}

function requireLatest(
  { identity, checkedOn }: Invoice,
  { checkedAt }: InvoiceCheck,
  today: CalendarDate,
): void {
  if (checkedAt > today) throw new Refusal('DATE_IN_FUTURE', { date: checkedAt });
  if (checkedOn !== null && checkedAt < checkedOn) {
    throw new Refusal('INVOICE_CHECK_OUTDATED', { identity, checkedOn });
  }
}

/** What the invoice is from now on, as far as the check says something else. */
function corrected(
  invoice: Invoice,
  { found }: InvoiceCheck,
  independent: boolean,
): Partial<Invoice> {
  const { identity, used } = invoice;
  if (found === null || saysTheSame(invoice, { ...found, identity })) return {};
  if (!independent) throw new Refusal('ROLE_REQUIRED', { role: 'BK' });
  if (used.minor > 0n) throw new Refusal('INVOICE_IN_USE', { identity });
  const { currency } = found.amount;
  return { ...found, used: { ...used, currency } };
}

/** A bank, or an organisation that attests and has no business here (decisions.md 1). */
function isIndependent({ signer }: Act, { organisations }: Programme): boolean {
  return organisations.some(
    ({ kind, party }) => party === signer.party && (kind === 'BANK' || kind === 'REGULATOR'),
  );
}
