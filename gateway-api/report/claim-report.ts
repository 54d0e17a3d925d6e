import type { Currency } from '../../chaincode/domain/currency.js';
import type { Invoice } from '../../chaincode/domain/invoice.js';
import { money, type Money } from '../../chaincode/domain/money.js';
import { lotId, lotUnits, type Lot } from '../../chaincode/domain/receivable/lot.js';
import type { Pool, Receivable } from '../../chaincode/domain/receivable/receivable.js';

/** What a loan or purchase shows in public: that it is there, whose it is, and since when it is registered. */
export interface Claimant {
  readonly kind: 'LOAN' | 'PURCHASE' | 'REQUEST';
  readonly id: string;
  readonly state: string;
  readonly since: string;
  readonly bank: string | null;
  readonly registeredAt: string | null;
}

/** Everything a claim report 债权核验报告 is made from; all of it public. */
export interface ClaimRecords {
  readonly receivable: Receivable;
  readonly lots: readonly Lot[];
  readonly invoices: readonly Invoice[];
  readonly claimants: readonly Claimant[];
}

export interface LotReport {
  readonly lot: string;
  readonly amount: Money;
  readonly state: string;
  readonly since: string;
  readonly holder: string;
  /** Everybody who has held it, the first creditor first. */
  readonly titlePath: readonly string[];
  readonly hop: number;
  readonly encumbrance: Claimant | null;
  readonly securedMax: Money | null;
  readonly noticeArrivedAt: string | null;
  readonly paid: Money;
}

export interface ClaimReport {
  readonly receivable: Receivable;
  readonly received: Money;
  readonly lots: readonly LotReport[];
  readonly invoices: readonly (Invoice & { readonly usedHere: Money })[];
  /** null when lots and pools cover the face exactly; else the first place where they do not. */
  readonly tilingBrokenAt: bigint | null;
}

/**
 * The report on one receivable, or on the one lot of it that was asked for; whether the lots tile the
 * receivable is judged on all of them.
 * @param from first unit of the lot asked for; null: all.
 */
export function claimReport(records: ClaimRecords, from: bigint | null): ClaimReport {
  const { receivable, lots, invoices, claimants } = records;
  const { currency } = receivable.face;
  const byId = new Map(claimants.map((each) => [each.id, each]));
  return {
    receivable,
    received: receivedOf(receivable.pools, currency),
    lots: lots
      .filter((lot) => from === null || lot.from === from)
      .map((lot) => lotReport(lot, currency, byId)),
    invoices: receivable.invoices.flatMap(({ identity, use }) => {
      const invoice = invoices.find((each) => each.identity === identity);
      return invoice === undefined ? [] : [{ ...invoice, usedHere: use }];
    }),
    tilingBrokenAt: tilingBrokenAt(receivable, lots),
  };
}

function lotReport(
  lot: Lot,
  currency: Currency,
  claimants: ReadonlyMap<string, Claimant>,
): LotReport {
  return {
    lot: lotId(lot),
    amount: money(currency, lotUnits(lot)),
    state: lot.state,
    since: lot.since,
    holder: lot.holder,
    titlePath: lot.heldBy,
    hop: lot.hop,
    encumbrance: lot.claim === null ? null : (claimants.get(lot.claim.id) ?? null),
    securedMax: lot.securedMax,
    noticeArrivedAt: lot.noticeArrivedAt,
    paid: lot.paid,
  };
}

function receivedOf(pools: readonly Pool[], currency: Currency): Money {
  return money(
    currency,
    pools.reduce((total, { received }) => total + received.minor, 0n),
  );
}

/**
 * The first unit that no lot covers, or that two do; null when all is well. A receivable that was never
 * accepted has no lots.
 */
export function tilingBrokenAt({ face }: Receivable, lots: readonly Lot[]): bigint | null {
  if (lots.length === 0) return null;
  let next = 1n;
  for (const lot of [...lots].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (lot.from !== next || lot.to < lot.from) return lot.from < next ? lot.from : next;
    next = lot.to + 1n;
  }
  return next === face.minor + 1n ? null : next;
}
