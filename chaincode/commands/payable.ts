import { z } from 'zod';
import { Id, KeyAttribute, PAYABLE_ROWS_MAX, PayableId } from '../domain/identifiers.js';
import { BatchTerms, PayableRow, PayableWithdrawal } from '../domain/payable.js';
import { publicCommand } from './command.js';

const Only = z.strictObject({ payable: PayableId });

export const payableCommands = {
  'payable:publish': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Publish approved payables: each row promises its creditor the confirmation.',
      zh: '发布已审批的应付账款，每行为对债权人的确权承诺。',
    },
    on: null,
    first: true,
    args: z.strictObject({
      batch: Id('pay'),
      terms: BatchTerms,
      rows: z.array(PayableRow).min(1).max(PAYABLE_ROWS_MAX),
    }),
    refusals: [
      'ROLE_REQUIRED',
      'PARTY_UNKNOWN',
      'CALENDAR_MISSING',
      'DEBTOR_BLOCKED',
      'PARTIES_NOT_DISTINCT',
      'PARTY_NOT_ACTIVE',
      'CURRENCY_MISMATCH',
      'FACE_ABOVE_INVOICES',
      'PREPAYMENT_NOT_ELIGIBLE',
      'DUE_BEFORE_ISSUE',
      'TENOR_EXCEEDED',
      'BATCH_TOO_LARGE',
      'SIGNATURES_MISSING',
      'ORDER_UNKNOWN',
      'ORDER_NOT_FITTING',
      'INVOICE_CONTRADICTS',
      'INVOICE_NOT_NORMAL',
      'INVOICE_OVERUSED',
      'ALREADY_EXISTS',
    ],
  }),
  'payable:claim': publicCommand({
    who: ['CRD'],
    summary: {
      en: 'Claim a published payable: it becomes a confirmed receivable, to be accepted.',
      zh: '申领已发布的应付账款，生成已确权、待签收的应收账款。',
    },
    on: 'payable',
    args: z.strictObject({
      payable: PayableId,
      receivable: Id('rcv'),
      /** The creditor's consent to a due date later than the contract's. */
      termExtended: z.boolean(),
      quotaShard: KeyAttribute,
    }),
    refusals: [
      'PAYABLE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'PARTY_NOT_ACTIVE',
      'CALENDAR_MISSING',
      'DUE_BEFORE_ISSUE',
      'TENOR_EXCEEDED',
      'TERM_NOT_CONSENTED',
      'ORDER_NOT_FITTING',
      'DEBTOR_BLOCKED',
      'INVOICE_NOT_NORMAL',
      'INVOICE_NOT_VERIFIED',
      'QUOTA_UNKNOWN',
      'CURRENCY_MISMATCH',
      'QUOTA_EXCEEDED',
      'ALREADY_EXISTS',
    ],
  }),
  'payable:withdraw': publicCommand({
    who: ['DEB'],
    summary: { en: 'Withdraw a payable that nobody has claimed.', zh: '撤回未申领的应付账款。' },
    on: 'payable',
    args: z.strictObject({ payable: PayableId, reason: PayableWithdrawal }),
    refusals: ['PAYABLE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'payable:expire': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End a payable that fell due unclaimed.',
      zh: '到期未申领的应付账款失效。',
    },
    on: 'payable',
    args: Only,
    refusals: ['PAYABLE_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
};
