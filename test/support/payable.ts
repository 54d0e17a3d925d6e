import { aHash, anId } from './build.js';
import type { MemoryLedger } from './memory-ledger.js';
import type { PartyWithKey } from './parties.js';
import { anInvoice, aQuota, aSupplier, DUE, theCoreEnterprise } from './receivable.js';

/** A published batch, with the debtor and the creditor of its rows. */
export interface BatchOf {
  readonly batch: string;
  readonly debtor: PartyWithKey;
  readonly creditor: PartyWithKey;
}

export interface RowWish {
  /** Tells rows apart; the invoice follows from it. */
  readonly words?: string;
  /** Yuan. */
  readonly face?: string;
  /** Any other field of the row, as it travels. */
  readonly over?: Readonly<Record<string, unknown>>;
}

/** A row for `supplier 1`, as it travels. */
export function aRow({ words = 'row 1', face = '1000.00', over = {} }: RowWish = {}): Record<
  string,
  unknown
> {
  return {
    creditor: anId('org', 'supplier 1'),
    voucher: aHash(`voucher of ${words}`),
    face: { currency: 'CNY', amount: face },
    deliveredOn: '2026-02-20',
    contractDueDate: DUE,
    dueDate: DUE,
    tenorJustification: null,
    invoices: [anInvoice(words, face)],
    order: null,
    contract: aHash(`contract of ${words}`),
    evidence: aHash(`evidence of ${words}`),
    ...over,
  };
}

export function aBatch(
  rows: readonly Record<string, unknown>[] = [aRow()],
  terms: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    batch: anId('pay', 'batch 1'),
    terms: {
      direction: 'UPSTREAM',
      convention: 'NONE',
      calendar: null,
      unconditional: true,
      promise: aHash('promise'),
      setOffWaived: true,
      transferable: true,
      collectionAccount: aHash('collection account'),
      debtorBears: 0,
      ...terms,
    },
    rows,
  };
}

/** The core enterprise and `supplier 1`, with quota to claim on. */
export async function payableSides(ledger: MemoryLedger): Promise<Omit<BatchOf, 'batch'>> {
  const debtor = await theCoreEnterprise(ledger);
  await aQuota(ledger, debtor.id);
  return { debtor, creditor: await aSupplier(ledger, 'supplier 1') };
}

/** {@link aBatch} published by the core enterprise. */
export async function aPublishedBatch(
  ledger: MemoryLedger,
  args: Readonly<Record<string, unknown>> = aBatch(),
): Promise<BatchOf> {
  const sides = await payableSides(ledger);
  await ledger.submit(sides.debtor.actor, 'payable:publish', { args });
  return { batch: anId('pay', 'batch 1'), ...sides };
}

/** What the creditor sends to claim a row of {@link aBatch}. */
export function aClaim(
  row = 1,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    payable: `${anId('pay', 'batch 1')}:${row}`,
    receivable: anId('rcv', `of row ${row}`),
    termExtended: false,
    quotaShard: 'a',
    ...over,
  };
}
