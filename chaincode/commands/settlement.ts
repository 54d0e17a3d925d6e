import { z } from 'zod';
import { BankAccount } from '../domain/bank-account.js';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id, KeyAttribute, LotId } from '../domain/identifiers.js';
import { Money, PositiveMoney } from '../domain/money.js';
import { BATCH_MAX } from '../domain/receivable/lot.js';
import { Allocation, ALLOCATIONS_MAX } from '../domain/settlement/receipt.js';
import { FreeText } from '../domain/text.js';
import { privateCommand, publicCommand } from './command.js';

/** `<receivable>:<first unit>:<number>`. */
export const InstructionId = z
  .string()
  .regex(/^rcv_[0-9a-hjkmnp-tv-z]{26}:[1-9][0-9]{0,17}:[1-9][0-9]{0,8}(\.[1-9][0-9]{0,3})?$/);

const Allocations = z.array(Allocation).max(ALLOCATIONS_MAX);

export const receiptCommands = {
  'receipt:registerPayment': publicCommand({
    who: ['CLR'],
    summary: {
      en: 'Register a payment that arrived, and allocate it as far as it is known what it pays.',
      zh: '登记到账回款，并按已知用途清分。',
    },
    on: null,
    first: true,
    args: z.strictObject({
      receipt: Hex256,
      amount: PositiveMoney,
      valueDate: CalendarDate,
      fromDebtor: z.boolean(),
      allocations: Allocations,
    }),
    refusals: [
      'ROLE_REQUIRED',
      'VALUE_DATE_OUT_OF_RANGE',
      'PAYMENT_REF_CONFLICT',
      'RECEIVABLE_UNKNOWN',
      'RECEIPT_OVERALLOCATED',
      'CURRENCY_MISMATCH',
      'LATE_INTEREST_NOT_DUE',
      'POOL_UNKNOWN',
      'POOL_CLOSED',
      'RECEIPT_EXCEEDS_CLAIM',
      'RECEIPTS_UNDER_REVIEW',
      'STATE_CONFLICT',
    ],
  }),
  'receipt:allocate': publicCommand({
    who: ['CLR'],
    summary: {
      en: 'Allocate what is left of a receipt.',
      zh: '清分回款的未分配部分。',
    },
    on: 'receipt',
    args: z.strictObject({ receipt: Hex256, allocations: Allocations.min(1) }),
    refusals: [
      'ROLE_REQUIRED',
      'RECEIPT_UNKNOWN',
      'RECEIVABLE_UNKNOWN',
      'STATE_CONFLICT',
      'RECEIPT_OVERALLOCATED',
      'CURRENCY_MISMATCH',
      'LATE_INTEREST_NOT_DUE',
      'POOL_UNKNOWN',
      'POOL_CLOSED',
      'RECEIPT_EXCEEDS_CLAIM',
      'RECEIPTS_UNDER_REVIEW',
    ],
  }),
  'receipt:reversePayment': publicCommand({
    who: ['CLR'],
    summary: {
      en: 'Take back a receipt that is not distributable yet.',
      zh: '撤销尚未可分配的回款。',
    },
    on: 'receipt',
    args: z.strictObject({ receipt: Hex256 }),
    refusals: [
      'ROLE_REQUIRED',
      'RECEIPT_UNKNOWN',
      'STATE_CONFLICT',
      'RECEIPT_DISTRIBUTABLE',
      'QUOTA_EXCEEDED',
    ],
  }),
};

export const redemptionCommands = {
  'receivable:redeem': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'Instruct the clearing bank to pay lots what they are entitled to; a lot with nothing to pay is skipped.',
      zh: '按应得份额向清算银行发出兑付指令；无可兑付的份额跳过。',
    },
    on: 'receivable',
    args: z.strictObject({
      receivable: Id('rcv'),
      /** First units of the lots. */
      lots: z
        .array(z.string().regex(/^[1-9][0-9]{0,17}$/))
        .min(1)
        .max(BATCH_MAX),
      /** What the sender saw as distributable over all pools; fewer now is refused. */
      receiptsUpTo: Money,
    }),
    refusals: [
      'RECEIVABLE_UNKNOWN',
      'LOT_UNKNOWN',
      'RECEIPTS_FEWER',
      'BATCH_MIXED',
      'LOT_ENCUMBERED',
      'STATE_CONFLICT',
    ],
  }),
  'receivable:closeDistribution': publicCommand({
    who: ['CLR'],
    summary: {
      en: 'Close a pool that no more money can reach, so that its receipts can be paid out to the fen.',
      zh: '确认分池不再有回款，关闭清分并将余款分配到分。',
    },
    on: 'receivable',
    args: z.strictObject({ receivable: Id('rcv'), pool: KeyAttribute, evidence: Hex256 }),
    refusals: [
      'ROLE_REQUIRED',
      'RECEIVABLE_UNKNOWN',
      'STATE_CONFLICT',
      'POOL_UNKNOWN',
      'POOL_CLOSED',
    ],
  }),
  'lot:waive': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Give up a free lot by credit note: its units are burned and never paid.',
      zh: '凭贷项通知放弃持有份额，该份额注销且不再兑付。',
    },
    on: 'lot',
    args: z.strictObject({ lot: LotId, creditNote: Hex256 }),
    refusals: [
      'LOT_UNKNOWN',
      'LOT_NOT_HELD',
      'LOT_ENCUMBERED',
      'STATE_CONFLICT',
      'RECEIVABLE_FROZEN',
      'POOL_CLOSED',
      'POOLS_EXHAUSTED',
    ],
  }),
};

const target = { instruction: InstructionId };

export const instructionCommands = {
  'instruction:sent': privateCommand({
    shape: 'CLEARING',
    who: ['CLR'],
    summary: {
      en: 'The clearing bank resolved the account and sent the payment.',
      zh: '清算银行已确定收款账户并发出付款。',
    },
    on: 'instruction',
    args: z.strictObject(target),
    secret: z.strictObject({
      account: BankAccount,
      postscript: FreeText(140),
    }),
    refusals: ['ROLE_REQUIRED', 'INSTRUCTION_UNKNOWN', 'STATE_CONFLICT'],
  }),
  'instruction:paid': publicCommand({
    who: ['CLR'],
    summary: { en: 'The bank has paid.', zh: '银行回执：已付款。' },
    on: 'instruction',
    args: z.strictObject({ ...target, serial: Hex256, paidOn: CalendarDate }),
    refusals: ['ROLE_REQUIRED', 'INSTRUCTION_UNKNOWN', 'VALUE_DATE_OUT_OF_RANGE', 'STATE_CONFLICT'],
  }),
  'instruction:returned': publicCommand({
    who: ['CLR'],
    summary: { en: 'The payment came back.', zh: '银行回执：退汇。' },
    on: 'instruction',
    args: z.strictObject({
      ...target,
      reason: z.enum(['ACCOUNT_CLOSED', 'NAME_MISMATCH', 'ACCOUNT_UNKNOWN', 'REFUSED', 'OTHER']),
    }),
    refusals: ['ROLE_REQUIRED', 'INSTRUCTION_UNKNOWN', 'STATE_CONFLICT'],
  }),
  'instruction:reissue': publicCommand({
    who: ['CLR'],
    summary: { en: 'Make a returned payment anew.', zh: '退汇后重新发起兑付指令。' },
    on: 'instruction',
    args: z.strictObject(target),
    refusals: ['ROLE_REQUIRED', 'INSTRUCTION_UNKNOWN', 'STATE_CONFLICT', 'REISSUES_EXHAUSTED'],
  }),
};
