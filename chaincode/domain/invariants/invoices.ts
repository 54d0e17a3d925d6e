import type { UsedInvoice } from '../invoice.js';
import type { Payable } from '../payable.js';
import type { ReceivableState } from '../receivable/receivable.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { ClaimRecords, RecordOf, Step } from './ledger-record.js';

/** C5 */
export const invoicesUsed: Invariant = {
  id: 'C5',
  code: 'INVOICE_OVERUSED',
  title: words(
    'Of no invoice is more used than its amount with tax, and just what is used of it',
    '发票占用金额不超过价税合计，且等于各项占用之和',
  ),
  start: (findings, { wholeHistory }) => {
    const used = new Map<string, bigint>();
    const add = (uses: readonly UsedInvoice[]): void => {
      for (const { identity, use } of uses) {
        used.set(identity, (used.get(identity) ?? 0n) + use.minor);
      }
    };
    const invoices: RecordOf<'invoice'>[] = [];
    return {
      step: (step) => add(handedOn(step)),
      claim: (claim) => add(standing(claim)),
      record: (record) => {
        if (record.kind === 'invoice') invoices.push(record);
        if (record.kind === 'payable') add(promised(record.value));
      },
      end: () => {
        for (const invoice of invoices) {
          const { identity } = invoice.value;
          compare(findings, invoice, { sum: used.get(identity) ?? 0n, exact: wholeHistory });
          used.delete(identity);
        }
        for (const identity of used.keys()) {
          const why = words('it is used, and not there', '发票被占用，但无其记录');
          findings.fault(`invoice:${identity}`, why);
        }
      },
    };
  },
};

/** States in which a receivable uses its invoices. */
const CONFIRMED: readonly ReceivableState[] = [
  'CONFIRMED',
  'ISSUED',
  'DUE',
  'OVERDUE',
  'DEFAULTED',
  'SETTLED',
];

/** What the certificate and the open offers of its lots use. */
function standing({ receivable, lots }: ClaimRecords): readonly UsedInvoice[] {
  const offers = lots.flatMap(({ value }) => value.offer?.invoices ?? []);
  if (receivable === null || !CONFIRMED.includes(receivable.value.state)) return offers;
  return [...receivable.value.invoices, ...offers];
}

/** A payable that is published uses its invoices until the receivable claimed of it does. */
function promised({ state, invoices }: Payable): readonly UsedInvoice[] {
  return state === 'PUBLISHED' ? invoices : [];
}

/** A hop that was accepted uses its invoices for ever, and no record says so any more. */
function handedOn({ before, after }: Step): readonly UsedInvoice[] {
  if (before?.kind !== 'lot' || after.kind !== 'lot') return [];
  const { offer, hop } = before.value;
  if (offer === null || after.value.hop !== hop + 1) return [];
  return offer.invoices;
}

function compare(
  findings: Findings,
  { name, value }: RecordOf<'invoice'>,
  { sum, exact }: { readonly sum: bigint; readonly exact: boolean },
): void {
  findings.looked();
  const { amount, used } = value;
  if (used.minor > amount.minor) {
    const why = words(
      `${used.minor} is used of ${amount.minor}`,
      `占用 ${used.minor} 超过价税合计 ${amount.minor}`,
    );
    findings.fault(name, why);
  }
  if (exact ? used.minor === sum : used.minor >= sum) return;
  const why = words(
    `${used.minor} is used, and certificates and transfers use ${sum}`,
    `记载占用 ${used.minor}，凭证与流转占用合计 ${sum}`,
  );
  findings.fault(name, why);
}
