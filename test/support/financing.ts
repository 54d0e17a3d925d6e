import { z } from 'zod';
import { contentCommitment } from '../../chaincode/contracts/request.js';
import { RequestContent } from '../../chaincode/domain/financing/request-file.js';
import { aHash, anId, anOperator, found } from './build.js';
import { lotOf, yuan } from './lot.js';
import { type Actor, type Answer, MemoryLedger } from './memory-ledger.js';
import { businessKey, partyOf, type PartyWithKey } from './parties.js';
import { anIssuedReceivable, type ReceivableWish } from './receivable.js';

export type Fields = Readonly<Record<string, unknown>>;

export type Kind = 'RECEIVABLE_PLEDGE' | 'SALE_WITH_RECOURSE' | 'SALE_WITHOUT_RECOURSE';

/** A ledger on which one receivable of 1,000,000.00, due in 120 days, is to be financed. */
export interface FinanceScene {
  readonly ledger: MemoryLedger;
  readonly holder: PartyWithKey;
  readonly debtor: PartyWithKey;
  readonly bank: PartyWithKey;
  readonly rival: PartyWithKey;
  readonly receivable: string;
  readonly lot: string;
  readonly kind: Kind;
}

export const FACE = '1000000.00';
/** 120 days after the founding. */
export const DUE_IN_120 = '2026-06-30';
const YEARS = [2026, 2027];

export interface SceneWish {
  readonly kind?: Kind;
  readonly rules?: Parameters<typeof found>[1];
  /** Where to play; a new ledger when absent. */
  readonly ledger?: MemoryLedger;
  readonly receivable?: ReceivableWish;
  /** What must be there before the receivable is. */
  readonly before?: (ledger: MemoryLedger) => Promise<void>;
}

/** Issued, its invoice verified, both banks with a limit, the calendar recorded. */
export async function aFinanceScene(wish: SceneWish = {}): Promise<FinanceScene> {
  const ledger = wish.ledger ?? new MemoryLedger();
  await found(ledger, wish.rules);
  await wish.before?.(ledger);
  const issued = await anIssuedReceivable(ledger, {
    face: FACE,
    dueDate: DUE_IN_120,
    ...wish.receivable,
  });
  for (const year of YEARS) {
    const args = { id: 'CN', year, holidays: [], workingWeekends: [] };
    await ledger.submit(anOperator('AccessMSP'), 'calendar:set', { args });
  }
  const bank = { id: partyOf('BankAMSP'), actor: await businessKey(ledger, 'BankAMSP') };
  const rival = { id: partyOf('BankBMSP'), actor: await businessKey(ledger, 'BankBMSP') };
  await verifyInvoice(ledger, wish.receivable?.words);
  for (const each of [bank, rival])
    await setLimit(ledger, each.actor, { subject: issued.debtor.id });
  return {
    ledger,
    holder: issued.creditor,
    debtor: issued.debtor,
    bank,
    rival,
    receivable: issued.id,
    lot: lotOf(issued.id),
    kind: wish.kind ?? 'RECEIVABLE_PLEDGE',
  };
}

/** The tax source finds the invoice of a receivable genuine, today. */
export async function verifyInvoice(
  ledger: MemoryLedger,
  words = 'receivable 1',
  over: Fields = {},
): Promise<void> {
  const programme = ledger.record('programme', []);
  const { date } = z.looseObject({ date: z.string() }).parse(programme);
  await ledger.submit(await businessKey(ledger, 'BankAMSP'), 'invoice:verify', {
    args: {
      identity: aHash(`identity of ${words}`),
      status: 'NORMAL',
      checkedAt: date,
      evidence: aHash('answer of the tax source'),
      found: null,
      ...over,
    },
  });
}

/** Five million, unless told otherwise. */
export async function setLimit(
  ledger: MemoryLedger,
  by: Actor,
  limit: { readonly subject: string; readonly cap?: unknown; readonly group?: string },
): Promise<void> {
  const secret = { cap: yuan('5000000.00'), group: null, ...limit };
  await ledger.submit(by, 'limit:set', { args: {}, secret });
}

export async function moveTo(ledger: MemoryLedger, date: string): Promise<void> {
  await ledger.submit(anOperator('CoreMSP'), 'programme:setDate', { args: { date } });
}

export function offersPlace(scene: FinanceScene, bank = scene.bank): string {
  return `offers_${bank.actor.mspId}_${scene.holder.actor.mspId}`;
}

export function dealPlace(scene: FinanceScene, bank = scene.bank): string {
  return `deal_${bank.actor.mspId}_${scene.holder.actor.mspId}`;
}

export const REQUEST = anId('req', 'request 1');
export const OFFER = anId('ofr', 'offer 1');
export const LOAN = anId('loan', 'loan 1');
export const PURCHASE = anId('pur', 'purchase 1');
export const EXPIRES_ON = '2026-03-20';
export const PAY_BY = '2026-03-27';

/** What is asked of the banks, as it travels. */
export const CONTENT = {
  amount: yuan('900000.00'),
  tenorDays: 120,
  purpose: '采购原材料',
  consents: [],
};
export const OPENING = aHash('opening of the request');

/** The commitment that the request of these words publishes. */
export function contentOf(request = REQUEST, content: Fields = CONTENT): string {
  const told = z.decode(RequestContent, RequestContent.encode(RequestContent.parse(content)));
  return contentCommitment(request, { content: told, opening: OPENING });
}

export function requestArgs(scene: FinanceScene, over: Fields = {}): Fields {
  return {
    id: REQUEST,
    productKind: scene.kind,
    lots: [scene.lot],
    content: contentOf(),
    expiresOn: EXPIRES_ON,
    ...over,
  };
}

export async function openRequest(scene: FinanceScene, over: Fields = {}): Promise<Answer> {
  const args = requestArgs(scene, over);
  return scene.ledger.submit(scene.holder.actor, 'request:open', { args });
}

export async function inviteBank(
  scene: FinanceScene,
  bank: PartyWithKey,
  over: { readonly id?: string; readonly secret?: Fields } = {},
): Promise<Answer> {
  return scene.ledger.submit(scene.holder.actor, 'request:invite', {
    args: { id: over.id ?? REQUEST, bank: bank.id },
    secret: { content: CONTENT, opening: OPENING, ...over.secret },
  });
}
