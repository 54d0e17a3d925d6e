import { z } from 'zod';
import { BankReference } from '../domain/bank-account.js';
import { PurchaseAccount } from '../domain/financing/purchase-account.js';
import { Registration, Search } from '../domain/financing/registration.js';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id } from '../domain/identifiers.js';
import { Instant } from '../domain/instant.js';
import { PositiveMoney } from '../domain/money.js';
import { privateCommand, publicCommand } from './command.js';
import { BATCH_MAX } from '../domain/receivable/lot.js';
import { InstructionId } from './settlement.js';

const Only = z.strictObject({ id: Id('pur') });
const None = z.strictObject({});

const KNOWN = ['PURCHASE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'] as const;

const before = {
  'purchase:register': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State the registration of the sale at the registry: the lots answer to the bank.',
      zh: '转让登记：份额的处分须经该银行。',
    },
    on: 'id',
    args: z.strictObject({ id: Id('pur'), registeredAt: Instant }),
    secret: Registration,
    refusals: [...KNOWN, 'DATE_IN_FUTURE'],
  }),
  'purchase:search': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State the search of the registry after the registration; nothing may come before it.',
      zh: '登记后查询：不得存在未解除的在先登记。',
    },
    on: 'id',
    args: Only,
    secret: Search,
    refusals: [
      ...KNOWN,
      'DATE_IN_FUTURE',
      'SEARCH_TOO_EARLY',
      'SEARCH_INCOMPLETE',
      'PRIOR_REGISTRATION',
    ],
  }),
  'purchase:cancel': privateCommand({
    shape: 'DEAL',
    who: ['BK', 'HOL'],
    summary: {
      en: 'Cancel a purchase before it is paid; the lots are free.',
      zh: '付款前取消，解除份额占用。',
    },
    on: 'id',
    args: Only,
    secret: None,
    refusals: ['PURCHASE_UNKNOWN', 'STATE_CONFLICT', 'ROLE_REQUIRED', 'DATE_NOT_REACHED'],
  }),
  'purchase:lapse': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End a purchase that was not paid in time; the lots are free.',
      zh: '逾期未付款，合约失效并解除份额占用。',
    },
    on: 'id',
    args: Only,
    refusals: ['PURCHASE_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
  'purchase:pay': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the price was paid, after registration and search; title passes to the bank.',
      zh: '付款：须在登记与查询之后，价款按起息日重新计算核对；所有权转移。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({
      reference: BankReference,
      valueDate: CalendarDate,
      net: PositiveMoney,
    }),
    refusals: [
      'PURCHASE_UNKNOWN',
      'CALENDAR_MISSING',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'SEARCH_MISSING',
      'VALUE_DATE_OUT_OF_RANGE',
      'MONEY_BEFORE_SEARCH',
      'LOT_NO_LONGER_ELIGIBLE',
      'INVOICE_NOT_VERIFIED',
      'QUOTE_WITHOUT_TERM',
      'NET_NOT_POSITIVE',
      'NET_MISMATCH',
      'SIGNATURES_MISSING',
    ],
  }),
  'purchase:paymentReturned': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the payment came back; title does too, and it may be made again.',
      zh: '付款退汇，所有权回转，可重新付款。',
    },
    on: 'id',
    args: Only,
    secret: None,
    refusals: [
      'PURCHASE_UNKNOWN',
      'CALENDAR_MISSING',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'MONEY_BOOKED',
    ],
  }),
};

const after = {
  'purchase:returnSurplus': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the seller was paid its balance of what the debtor has paid.',
      zh: '按回款向卖方支付尾款。',
    },
    on: 'id',
    args: z.strictObject({
      id: Id('pur'),
      /** The clearing bank's payments not named before. */
      instructions: z.array(InstructionId).max(BATCH_MAX),
    }),
    secret: z.strictObject({
      reference: BankReference,
      valueDate: CalendarDate,
      amount: PositiveMoney,
    }),
    refusals: [
      'PURCHASE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'INSTRUCTION_UNKNOWN',
      'CALENDAR_MISSING',
      'VALUE_DATE_OUT_OF_RANGE',
      'COLLECTION_FOREIGN',
      'SURPLUS_NONE',
      'AMOUNT_MISMATCH',
      'ALREADY_EXISTS',
    ],
  }),
  'purchase:repurchase': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Confirm that the seller took its lots back for a breach of warranty.',
      zh: '确认卖方因违反保证回购份额。',
    },
    on: 'id',
    args: Only,
    secret: PurchaseAccount.shape.repurchase.unwrap(),
    refusals: [...KNOWN, 'VALUE_DATE_OUT_OF_RANGE', 'CURRENCY_MISMATCH'],
  }),
  'purchase:close': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Close a purchase with all collected, or with the bank’s loss and its evidence.',
      zh: '结清：全部回款，或由银行承担损失。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({
      /** Commitment of the registry's word on the cancellation. */
      registrationCancelled: Hex256,
      /** Commitment of the evidence that no more will come; null when all is collected. */
      lossEvidence: Hex256.nullable(),
    }),
    refusals: [
      ...KNOWN,
      'COLLECTION_COMPLETE',
      'COLLECTION_INCOMPLETE',
      'DATE_NOT_REACHED',
      'SURPLUS_NOT_RETURNED',
    ],
  }),
};

export const purchaseCommands = { ...before, ...after };
