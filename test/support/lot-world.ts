import { z } from 'zod';
import { aHash, anId, anOperator, found } from './build.js';
import { contentOf, CONTENT, setLimit, verifyInvoice, type Fields } from './financing.js';
import { lotOf, yuan } from './lot.js';
import type { Actor, MemoryLedger, Submission } from './memory-ledger.js';
import { offerSecret } from './offers.js';
import { businessKey, partyOf, type PartyWithKey } from './parties.js';
import { anIssuedReceivable, aSupplier, theCoreEnterprise } from './receivable.js';
import { aPayment } from './payment.js';
import { REGISTERED_AT, REGISTRATION } from './financed.js';

/** Yuan in each lot. */
export const LOT_FACE = '10000.00';
const LOT_UNITS = 1_000_000;
const LENT = { principal: yuan('9000.00'), securedMax: yuan('9500.00'), mode: 'AT_MATURITY' };
const BOUGHT = { kind: 'SALE_WITHOUT_RECOURSE' } as const;
export const DUE_DAY = '2026-06-30';
export const REQUEST_ENDS = '2026-03-20';

/** Everybody that acts on lots, on one ledger. */
export interface LotWorld<L extends MemoryLedger = MemoryLedger> {
  readonly ledger: L;
  readonly holder: PartyWithKey;
  readonly recipient: PartyWithKey;
  readonly debtor: PartyWithKey;
  readonly bank: PartyWithKey;
  readonly rival: PartyWithKey;
}

/** One act on one lot, ready to be sent. */
export interface LotAct {
  readonly by: Actor;
  readonly name: string;
  readonly submission: Submission;
}

/** A founded programme with quota, limits and a calendar enough for many lots. */
export async function aLotWorld<L extends MemoryLedger>(ledger: L): Promise<LotWorld<L>> {
  await found(ledger);
  const debtor = await theCoreEnterprise(ledger);
  const bank = { id: partyOf('BankAMSP'), actor: await businessKey(ledger, 'BankAMSP') };
  const rival = { id: partyOf('BankBMSP'), actor: await businessKey(ledger, 'BankBMSP') };
  const quota = { debtor: debtor.id, shard: 'a', granted: yuan('900000000.00') };
  await ledger.submit(bank.actor, 'quota:set', { args: quota });
  for (const year of [2026, 2027]) {
    const args = { id: 'CN', year, holidays: [], workingWeekends: [] };
    await ledger.submit(anOperator('AccessMSP'), 'calendar:set', { args });
  }
  for (const { actor } of [bank, rival]) {
    await setLimit(ledger, actor, { subject: debtor.id, cap: yuan('90000000.00') });
  }
  const holder = await aSupplier(ledger, 'supplier 1');
  return { ledger, holder, recipient: await aSupplier(ledger, 'tier 2'), debtor, bank, rival };
}

/** `count` FREE lots of one receivable, each of {@link LOT_FACE}, 2 to 50. */
export async function someLots(
  { ledger, holder }: LotWorld,
  words: string,
  count: number,
): Promise<readonly string[]> {
  const face = (count * Number(LOT_FACE)).toFixed(2);
  const { id } = await anIssuedReceivable(ledger, {
    words,
    face,
    dueDate: DUE_DAY,
    creditor: holder,
  });
  await verifyInvoice(ledger, words);
  const sizes = Array.from({ length: count }, () => yuan(LOT_FACE));
  await ledger.submit(holder.actor, 'lot:split', { args: { lot: lotOf(id), sizes } });
  return sizes.map((_, at) => lotOf(id, at * LOT_UNITS + 1));
}

export function receivableOf(lot: string): string {
  return lot.slice(0, lot.indexOf(':'));
}

const StoredOffer = z.looseObject({
  quote: z.looseObject({ allInCost: z.string(), net: z.unknown() }),
});

/** The quote of the offer that `bank` made on `lot`. */
function quoteOf({ ledger, holder }: LotWorld, lot: string, bank: PartyWithKey): Fields {
  const place = `offers_${bank.actor.mspId}_${holder.actor.mspId}`;
  const stored = ledger.record('offer', [offerOn(lot, bank)], place);
  return StoredOffer.parse(stored).quote;
}

export const requestOn = (lot: string): string => anId('req', lot);
export const offerOn = (lot: string, bank: PartyWithKey): string => anId('ofr', lot + bank.id);
export const loanOn = (lot: string): string => anId('loan', lot);
export const purchaseOn = (lot: string): string => anId('pur', lot);

const opening = aHash('opening of the request');

/** The acts that lead a lot from the request to the money, each ready to be sent. */
export function financing(
  world: LotWorld,
  lot: string,
  kind: 'RECEIVABLE_PLEDGE' | typeof BOUGHT.kind = 'RECEIVABLE_PLEDGE',
) {
  const { holder } = world;
  const request = requestOn(lot);
  const sale = kind === BOUGHT.kind;
  const [resource, id] = sale ? ['purchase', purchaseOn(lot)] : ['loan', loanOn(lot)];
  const made = (act: string, secret: Fields, args: Fields = {}): LotAct => ({
    by: world.bank.actor,
    name: `${resource}:${act}`,
    submission: { args: { id, ...args }, secret },
  });
  const public_ = (by: PartyWithKey, name: string, args: Fields): LotAct => ({
    by: by.actor,
    name,
    submission: { args },
  });
  return {
    open: () =>
      public_(holder, 'request:open', {
        id: request,
        productKind: kind,
        lots: [lot],
        content: contentOf(request),
        expiresOn: REQUEST_ENDS,
      }),
    invite: (bank = world.bank): LotAct => ({
      by: holder.actor,
      name: 'request:invite',
      submission: { args: { id: request, bank: bank.id }, secret: { content: CONTENT, opening } },
    }),
    offer: (bank = world.bank): LotAct => {
      const price = { price: yuan('9861.93') };
      const scene = { ...world, kind, receivable: receivableOf(lot), lot };
      const secret = offerSecret(scene, { over: { request }, terms: sale ? price : LENT });
      const args = { id: offerOn(lot, bank) };
      return { by: bank.actor, name: 'offer:make', submission: { args, secret } };
    },
    withdrawOffer: (bank = world.bank): LotAct => ({
      by: bank.actor,
      name: 'offer:withdraw',
      submission: { args: { id: offerOn(lot, bank) }, secret: { request } },
    }),
    accept: (bank = world.bank): LotAct => ({
      by: holder.actor,
      name: 'offer:accept',
      submission: {
        args: {
          id: offerOn(lot, bank),
          request,
          bank: bank.id,
          loan: sale ? null : loanOn(lot),
          purchase: sale ? purchaseOn(lot) : null,
        },
        secret: { allInCost: quoteOf(world, lot, bank)['allInCost'] },
      },
    }),
    reject: (bank = world.bank): LotAct => ({
      by: holder.actor,
      name: 'offer:reject',
      submission: { args: { id: offerOn(lot, bank) }, secret: { request, bank: bank.id } },
    }),
    cancel: () => public_(holder, 'request:cancel', { id: request }),
    expire: () => public_(world.debtor, 'request:expire', { id: request }),
    lapseLoan: () => public_(world.debtor, 'loan:lapse', { id: loanOn(lot) }),
    register: () => made('register', REGISTRATION, { registeredAt: REGISTERED_AT }),
    search: () =>
      made('search', {
        subjects: [holder.id],
        searchedAt: '2026-03-02T02:00:01Z',
        hits: [],
        document: aHash('answer of the registry'),
      }),
    pay: () =>
      made(sale ? 'pay' : 'disburse', {
        reference: `PAY ${lot}`,
        valueDate: '2026-03-02',
        net: quoteOf(world, lot, world.bank)['net'],
      }),
    made,
  };
}

export async function perform(
  { ledger }: LotWorld,
  { by, name, submission }: LotAct,
): Promise<void> {
  await ledger.submit(by, name, submission);
}

/** Part of what the debtor owes on the receivable of `lot` comes in. */
export async function received(world: LotWorld, lot: string, amount: string): Promise<void> {
  await aPayment(world.ledger, receivableOf(lot), amount);
}
