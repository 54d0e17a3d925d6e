import { z } from 'zod';
import { aHash } from './build.js';
import {
  aFinanceScene,
  dealPlace,
  type Fields,
  type FinanceScene,
  inviteBank,
  LOAN,
  OFFER,
  offersPlace,
  openRequest,
  PURCHASE,
  REQUEST,
  type SceneWish,
} from './financing.js';
import { type Answer } from './memory-ledger.js';
import { makeOffer } from './offers.js';
import { type PartyWithKey } from './parties.js';
const StoredOffer = z.looseObject({
  quote: z.looseObject({
    allInCost: z.string(),
    net: z.strictObject({ currency: z.string(), amount: z.string() }),
  }),
});
type StoredQuote = z.output<typeof StoredOffer>['quote'];

export function quoteOf(scene: FinanceScene, offer = OFFER, bank = scene.bank): StoredQuote {
  const stored = scene.ledger.record('offer', [offer], offersPlace(scene, bank));
  return StoredOffer.parse(stored).quote;
}

export async function acceptOffer(
  scene: FinanceScene,
  { id = OFFER, by = scene.bank, over = {}, allInCost }: AcceptWish = {},
): Promise<Answer> {
  const sale = scene.kind === 'SALE_WITHOUT_RECOURSE';
  return scene.ledger.submit(scene.holder.actor, 'offer:accept', {
    args: {
      id,
      request: REQUEST,
      bank: by.id,
      loan: sale ? null : LOAN,
      purchase: sale ? PURCHASE : null,
      ...over,
    },
    secret: { allInCost: allInCost ?? quoteOf(scene, id, by).allInCost },
  });
}

export interface AcceptWish {
  readonly id?: string;
  readonly by?: PartyWithKey;
  readonly over?: Fields;
  readonly allInCost?: string;
}

/** `loan` or `purchase`, and its id: what the acts after acceptance are on. */
export function made(scene: FinanceScene): { resource: 'loan' | 'purchase'; id: string } {
  return scene.kind === 'SALE_WITHOUT_RECOURSE'
    ? { resource: 'purchase', id: PURCHASE }
    : { resource: 'loan', id: LOAN };
}

/** An act of the bank on what was made. */
export function bankActs(
  scene: FinanceScene,
  act: string,
  { args = {}, secret = {} }: { readonly args?: Fields; readonly secret?: Fields } = {},
): Promise<Answer> {
  const { resource, id } = made(scene);
  const submission = { args: { id, ...args }, secret };
  return scene.ledger.submit(scene.bank.actor, `${resource}:${act}`, submission);
}

export const REGISTERED_AT = '2026-03-02T02:00:00Z';
export const REGISTRATION = { number: '00123456000012345678', document: aHash('certificate') };

export function aSearch(scene: FinanceScene, over: Fields = {}): Fields {
  return {
    subjects: [scene.holder.id],
    searchedAt: '2026-03-02T02:00:01Z',
    hits: [],
    document: aHash('answer of the registry'),
    ...over,
  };
}

const STEPS = ['request', 'invite', 'offer', 'accept', 'register', 'search', 'pay'] as const;
export type Step = (typeof STEPS)[number];

export interface StoryWish extends SceneWish {
  readonly terms?: Fields;
}

/** A financing up to and including `last`, all on the day of the founding. */
export async function financedUpTo(last: Step, wish: StoryWish = {}): Promise<FinanceScene> {
  const scene = await aFinanceScene(wish);
  const perform: Record<Step, () => Promise<unknown>> = {
    request: () => openRequest(scene),
    invite: () => inviteBank(scene, scene.bank),
    offer: () => makeOffer(scene, { terms: wish.terms ?? {} }),
    accept: () => acceptOffer(scene),
    register: () =>
      bankActs(scene, 'register', { args: { registeredAt: REGISTERED_AT }, secret: REGISTRATION }),
    search: () => bankActs(scene, 'search', { secret: aSearch(scene) }),
    pay: () => payOut(scene),
  };
  for (const step of STEPS.slice(0, STEPS.indexOf(last) + 1)) await perform[step]();
  return scene;
}

export function payOut(scene: FinanceScene, over: Fields = {}): Promise<Answer> {
  const act = scene.kind === 'SALE_WITHOUT_RECOURSE' ? 'pay' : 'disburse';
  const net = over['net'] ?? quoteOf(scene).net;
  const secret = { reference: 'PAY-1', valueDate: '2026-03-02', ...over, net };
  return bankActs(scene, act, { secret });
}

/** The record's public part. */
export function publicPart(scene: FinanceScene): unknown {
  const { resource, id } = made(scene);
  return scene.ledger.record(resource, [id]);
}

/** The record's private part. */
export function privatePart(scene: FinanceScene): unknown {
  const { resource, id } = made(scene);
  return scene.ledger.record(resource, [id], dealPlace(scene));
}
