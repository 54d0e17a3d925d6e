import { aHash, anId } from './build.js';
import type { MemoryLedger } from './memory-ledger.js';
import { anActiveParty, businessKey, partyOf, type PartyWithKey } from './parties.js';

/** An issued, confirmed or proposed receivable, with the two who made it. */
export interface ReceivableOf {
  readonly id: string;
  readonly debtor: PartyWithKey;
  readonly creditor: PartyWithKey;
}

export interface ReceivableWish {
  /** Tells receivables of one test apart; ids and invoices follow from it. */
  readonly words?: string;
  /** Yuan. */
  readonly face?: string;
  readonly dueDate?: string;
  /** Default: the core enterprise. */
  readonly debtor?: PartyWithKey;
  /** Default: `supplier 1`. */
  readonly creditor?: PartyWithKey;
  /** Any other field of the terms, as it travels. */
  readonly terms?: Readonly<Record<string, unknown>>;
}

export const DUE = '2026-08-28';

/** The core enterprise as a party to trade: the debtor of upstream receivables. */
export async function theCoreEnterprise(ledger: MemoryLedger): Promise<PartyWithKey> {
  return { id: partyOf('CoreMSP'), actor: await businessKey(ledger, 'CoreMSP') };
}

/** An active supplier; admitted once for the same words. */
export async function aSupplier(ledger: MemoryLedger, words: string): Promise<PartyWithKey> {
  const id = anId('org', words);
  if (ledger.record('party', [id]) === null) return anActiveParty(ledger, words);
  return { id, actor: { mspId: 'AccessMSP', key: aHash(`key of ${words}`), units: ['client'] } };
}

/** An invoice that stands behind `use` yuan, as an act names it. */
export function anInvoice(words: string, use: string, amount = use): Record<string, unknown> {
  return {
    identity: aHash(`identity of ${words}`),
    keyId: 'k1',
    content: aHash(`content of ${words}`),
    amount: { currency: 'CNY', amount },
    use: { currency: 'CNY', amount: use },
  };
}

/** The terms of a proposal as they travel, but for the other party. */
export function someTerms(wish: ReceivableWish = {}): Record<string, unknown> {
  const { words = 'receivable 1', face = '100000.00', dueDate = DUE } = wish;
  return {
    id: anId('rcv', words),
    direction: 'UPSTREAM',
    face: { currency: 'CNY', amount: face },
    deliveredOn: '2026-02-20',
    contractDueDate: dueDate,
    dueDate,
    convention: 'NONE',
    calendar: null,
    termExtended: false,
    tenorJustification: null,
    invoices: [anInvoice(words, face)],
    order: null,
    contract: aHash(`contract of ${words}`),
    evidence: aHash(`evidence of ${words}`),
    unconditional: true,
    promise: aHash('promise'),
    setOffWaived: true,
    transferable: true,
    collectionAccount: aHash('collection account'),
    debtorBears: 0,
    quotaShard: 'a',
    ...wish.terms,
  };
}

/** A DRAFT on `ledger`. */
export async function aProposal(
  ledger: MemoryLedger,
  wish: ReceivableWish = {},
): Promise<ReceivableOf> {
  const sides = await sidesOf(ledger, wish);
  const terms = someTerms(wish);
  await ledger.submit(sides.creditor.actor, 'receivable:propose', {
    args: { ...terms, debtor: sides.debtor.id },
  });
  return { id: String(terms['id']), ...sides };
}

/** As {@link aProposal}, confirmed by the debtor. */
export async function aConfirmedReceivable(
  ledger: MemoryLedger,
  wish: ReceivableWish = {},
): Promise<ReceivableOf> {
  const proposal = await aProposal(ledger, wish);
  await ledger.submit(proposal.debtor.actor, 'receivable:confirm', { args: confirmation(wish) });
  return proposal;
}

/** As {@link aConfirmedReceivable}, accepted: one FREE lot [1, F₀] in the creditor's hand. */
export async function anIssuedReceivable(
  ledger: MemoryLedger,
  wish: ReceivableWish = {},
): Promise<ReceivableOf> {
  const confirmed = await aConfirmedReceivable(ledger, wish);
  await ledger.submit(confirmed.creditor.actor, 'receivable:accept', {
    args: { id: confirmed.id },
  });
  return confirmed;
}

/** What the debtor of {@link someTerms} signs. */
export function confirmation(wish: ReceivableWish = {}): Record<string, unknown> {
  const { id, face, dueDate, promise, quotaShard } = someTerms(wish);
  return { id, face, dueDate, promise, quotaShard };
}

/** Ten million yuan of quota, shard `a`; granted once to the same debtor. */
export async function aQuota(ledger: MemoryLedger, debtor: string): Promise<void> {
  if (ledger.record('quota', [debtor, 'a']) !== null) return;
  const granted = { currency: 'CNY', amount: '10000000.00' };
  await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'quota:set', {
    args: { debtor, shard: 'a', granted },
  });
}

async function sidesOf(
  ledger: MemoryLedger,
  wish: ReceivableWish,
): Promise<Pick<ReceivableOf, 'debtor' | 'creditor'>> {
  const debtor = wish.debtor ?? (await theCoreEnterprise(ledger));
  const creditor = wish.creditor ?? (await aSupplier(ledger, 'supplier 1'));
  await aQuota(ledger, debtor.id);
  return { debtor, creditor };
}
