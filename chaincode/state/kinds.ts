import { z } from 'zod';
import { BaseRate } from '../domain/base-rate.js';
import { Calendar } from '../domain/calendar.js';
import { Hex256 } from '../domain/identifiers.js';
import { Approval } from '../domain/approval.js';
import { Invoice } from '../domain/invoice.js';
import { Key, Party } from '../domain/party.js';
import { Order } from '../domain/order.js';
import { PartyDeal, PartyFile } from '../domain/party-details.js';
import { Payable } from '../domain/payable.js';
import { Policy } from '../domain/policy.js';
import { Programme } from '../domain/programme.js';
import { Quota } from '../domain/quota.js';
import { Lot } from '../domain/receivable/lot.js';
import { Receivable } from '../domain/receivable/receivable.js';
import { unitsKey } from '../domain/receivable/units.js';
import { Instruction, Payout } from '../domain/settlement/instruction.js';
import { Receipt } from '../domain/settlement/receipt.js';
import { FINANCING_KINDS } from './financing-kinds.js';
import { kind, type Kind } from './kind.js';

/** The state layout, one row a kind (decisions.md 3). */
export const programmes = kind({
  type: 'programme',
  schema: 'programme/1',
  place: 'public',
  shared: true,
  body: Programme,
  attributes: (_: object) => [],
  unknown: 'PROGRAMME_NOT_FOUNDED',
});

export const approvals = kind({
  type: 'approval',
  schema: 'approval/1',
  place: 'public',
  body: Approval,
  attributes: (approval: { id: string }) => [approval.id],
  unknown: 'APPROVAL_UNKNOWN',
});

export const policies = kind({
  type: 'policy',
  schema: 'policy/1',
  place: 'public',
  body: Policy,
  attributes: (policy: { scope: string; id: string; from: string }) => [
    policy.scope,
    policy.id,
    policy.from,
  ],
  unknown: 'POLICY_UNKNOWN',
});

export const calendars = kind({
  type: 'calendar',
  schema: 'calendar/1',
  place: 'public',
  body: Calendar,
  attributes: (calendar: { id: string; year: number }) => [calendar.id, calendar.year.toString()],
  unknown: 'CALENDAR_MISSING',
});

export const rates = kind({
  type: 'rate',
  schema: 'rate/1',
  place: 'public',
  body: BaseRate,
  attributes: (rate: { id: string; date: string }) => [rate.id, rate.date],
  unknown: 'RATE_UNKNOWN',
});

export const parties = kind({
  type: 'party',
  schema: 'party/1',
  place: 'public',
  body: Party,
  attributes: (party: { id: string }) => [party.id],
  unknown: 'PARTY_UNKNOWN',
});

/** A party's entry in the directory: for those who keep it, and the party. */
export const partyFiles = kind({
  type: 'party',
  schema: 'party-file/1',
  place: 'directory',
  body: PartyFile,
  attributes: (party: { id: string }) => [party.id],
  unknown: 'PARTY_UNKNOWN',
  readers: ({ id, shownTo }) => [id, ...shownTo],
});

/** A party as the bank that it applied to knows it. */
export const partyDeals = kind({
  type: 'party',
  schema: 'party-deal/1',
  place: 'deal',
  body: PartyDeal,
  attributes: (party: { id: string }) => [party.id],
  unknown: 'PARTY_UNKNOWN',
  readers: ({ id, bank }) => [id, bank],
});

export const keys = kind({
  type: 'key',
  schema: 'key/1',
  place: 'public',
  body: Key,
  attributes: (key: { spki: string }) => [key.spki],
  unknown: 'KEY_UNKNOWN',
});

export const invoices = kind({
  type: 'invoice',
  schema: 'invoice/1',
  place: 'public',
  shared: true,
  body: Invoice,
  attributes: (invoice: { identity: string }) => [invoice.identity],
  unknown: 'INVOICE_UNKNOWN',
});

export const quotas = kind({
  type: 'quota',
  schema: 'quota/1',
  place: 'public',
  shared: true,
  body: Quota,
  attributes: (quota: { debtor: string; shard: string }) => [quota.debtor, quota.shard],
  unknown: 'QUOTA_UNKNOWN',
});

export const orders = kind({
  type: 'order',
  schema: 'order/1',
  place: 'public',
  body: Order,
  attributes: (order: { id: string }) => [order.id],
  unknown: 'ORDER_UNKNOWN',
});

export const payables = kind({
  type: 'payable',
  schema: 'payable/1',
  place: 'public',
  body: Payable,
  attributes: (payable: { batch: string; row: number }) => [payable.batch, payable.row.toString()],
  unknown: 'PAYABLE_UNKNOWN',
});

export const receivables = kind({
  type: 'receivable',
  schema: 'receivable/1',
  place: 'public',
  body: Receivable,
  attributes: (receivable: { id: string }) => [receivable.id],
  unknown: 'RECEIVABLE_UNKNOWN',
});

export const lots = kind({
  type: 'lot',
  schema: 'lot/1',
  place: 'public',
  body: Lot,
  attributes: (lot: { receivable: string; from: bigint }) => [lot.receivable, unitsKey(lot.from)],
  unknown: 'LOT_UNKNOWN',
});

export const receipts = kind({
  type: 'receipt',
  schema: 'receipt/1',
  place: 'public',
  body: Receipt,
  attributes: (receipt: { id: string }) => [receipt.id],
  unknown: 'RECEIPT_UNKNOWN',
});

export const instructions = kind({
  type: 'instruction',
  schema: 'instruction/1',
  place: 'public',
  body: Instruction,
  attributes: (each: { receivable: string; from: bigint; n: string }) => [
    each.receivable,
    unitsKey(each.from),
    each.n,
  ],
  unknown: 'INSTRUCTION_UNKNOWN',
});

/** The account an instruction was sent to: the clearing bank's and the access organisation's. */
export const payouts = kind({
  type: 'instruction',
  schema: 'payout/1',
  place: 'clearing',
  body: Payout,
  attributes: (each: { receivable: string; from: bigint; n: string }) => [
    each.receivable,
    unitsKey(each.from),
    each.n,
  ],
  unknown: 'INSTRUCTION_UNKNOWN',
  readers: ({ readers }) => readers,
});

/** What a client reference was used for, in the place of the act: the same content is done once. */
export const refs = kind({
  type: 'ref',
  schema: 'ref/1',
  place: 'act',
  body: z.strictObject({ ref: Hex256, digest: Hex256, txId: Hex256 }),
  attributes: (ref: { ref: string }) => [ref.ref],
  unknown: 'ALREADY_EXISTS',
});

/** Every kind there is: what reads, audit and documents go by. */
export const ALL_KINDS: readonly Kind<z.ZodObject, never>[] = [
  programmes,
  approvals,
  policies,
  calendars,
  rates,
  parties,
  partyFiles,
  partyDeals,
  keys,
  invoices,
  quotas,
  orders,
  payables,
  receivables,
  lots,
  receipts,
  instructions,
  payouts,
  ...FINANCING_KINDS,
];
