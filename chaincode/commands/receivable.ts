import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id, KeyAttribute } from '../domain/identifiers.js';
import { PositiveMoney } from '../domain/money.js';
import { RejectionReason } from '../domain/receivable/receivable.js';
import { ReceivableTerms } from '../domain/receivable/terms.js';
import { publicCommand } from './command.js';

const Receivable = Id('rcv');
const Only = z.strictObject({ id: Receivable });

const TERMS_REFUSALS = [
  'PARTY_UNKNOWN',
  'PARTIES_NOT_DISTINCT',
  'PARTY_NOT_ACTIVE',
  'CALENDAR_MISSING',
  'CURRENCY_MISMATCH',
  'FACE_ABOVE_INVOICES',
  'PREPAYMENT_NOT_ELIGIBLE',
  'DUE_BEFORE_ISSUE',
  'TENOR_EXCEEDED',
  'TERM_NOT_CONSENTED',
  'ORDER_UNKNOWN',
  'ORDER_NOT_FITTING',
  'DEBTOR_BLOCKED',
] as const;

const INVOICE_REFUSALS = ['INVOICE_CONTRADICTS', 'INVOICE_NOT_NORMAL', 'INVOICE_OVERUSED'] as const;

const QUOTA_REFUSALS = ['QUOTA_UNKNOWN', 'QUOTA_EXCEEDED'] as const;

const DATE_REFUSALS = ['RECEIVABLE_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'] as const;

/** What dates bring: sent by anyone. */
const turns = {
  'receivable:expire': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End a proposal or confirmation that nobody answered in time.',
      zh: '逾期未确认或未签收的，予以失效。',
    },
    on: 'id',
    args: Only,
    refusals: DATE_REFUSALS,
  }),
  'receivable:mature': publicCommand({
    who: ['ANY'],
    summary: { en: 'The receivable falls due.', zh: '应收账款到期。' },
    on: 'id',
    args: Only,
    refusals: DATE_REFUSALS,
  }),
  'receivable:markOverdue': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'Mark a receivable that is unpaid after its grace; its debtor issues nothing more.',
      zh: '宽限期满未付清，标记逾期，并暂停债务人新开立。',
    },
    on: 'id',
    args: Only,
    refusals: DATE_REFUSALS,
  }),
  'receivable:default': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'Declare in default what is still unpaid long after its due date; recourse opens.',
      zh: '逾期达到约定天数仍未付清，认定违约，可行使追索。',
    },
    on: 'id',
    args: Only,
    refusals: DATE_REFUSALS,
  }),
};

export const receivableCommands = {
  'receivable:propose': publicCommand({
    who: ['CRD'],
    summary: {
      en: 'Propose a receivable to its debtor for confirmation; silence never confirms it.',
      zh: '债权人向债务人提出应收账款，请其确权；逾期未答复不视为确认。',
    },
    on: null,
    first: true,
    args: z.strictObject({ ...ReceivableTerms.shape, debtor: Id('org') }),
    refusals: [
      'ROLE_REQUIRED',
      ...TERMS_REFUSALS,
      ...INVOICE_REFUSALS,
      ...QUOTA_REFUSALS,
      'ALREADY_EXISTS',
    ],
  }),
  'receivable:issue': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Propose and confirm in one act, by the debtor; the creditor then accepts.',
      zh: '债务人主动开立并确认，待债权人签收。',
    },
    on: null,
    args: z.strictObject({ ...ReceivableTerms.shape, creditor: Id('org') }),
    refusals: [
      'ROLE_REQUIRED',
      ...TERMS_REFUSALS,
      'SIGNATURES_MISSING',
      ...INVOICE_REFUSALS,
      'INVOICE_NOT_VERIFIED',
      ...QUOTA_REFUSALS,
      'ALREADY_EXISTS',
    ],
  }),
  'receivable:confirm': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Confirm a proposed receivable: the debtor signs what it owes, when, and its promise.',
      zh: '确权：债务人签署确认金额、到期日与付款承诺。',
    },
    on: 'id',
    args: z.strictObject({
      id: Receivable,
      face: PositiveMoney,
      dueDate: CalendarDate,
      promise: Hex256,
      quotaShard: KeyAttribute,
    }),
    refusals: [
      'RECEIVABLE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'TERMS_DIFFER',
      'PARTY_NOT_ACTIVE',
      'TENOR_EXCEEDED',
      'DEBTOR_BLOCKED',
      'SIGNATURES_MISSING',
      'INVOICE_NOT_NORMAL',
      'INVOICE_OVERUSED',
      'INVOICE_NOT_VERIFIED',
      ...QUOTA_REFUSALS,
    ],
  }),
  'receivable:reject': publicCommand({
    who: ['DEB'],
    summary: { en: 'Reject a proposed receivable.', zh: '债务人拒绝确权。' },
    on: 'id',
    args: z.strictObject({ id: Receivable, reason: RejectionReason }),
    refusals: ['RECEIVABLE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'receivable:withdraw': publicCommand({
    who: ['PROPOSER'],
    summary: { en: 'Withdraw a proposal before it is confirmed.', zh: '提出方在确权前撤回。' },
    on: 'id',
    args: Only,
    refusals: ['RECEIVABLE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'receivable:accept': publicCommand({
    who: ['CRD'],
    summary: {
      en: 'Accept a confirmed receivable: it is issued, as one lot in the creditor’s hand.',
      zh: '债权人签收：应收账款电子凭证开立，全部份额归债权人持有。',
    },
    on: 'id',
    args: Only,
    refusals: [
      'RECEIVABLE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'RECEIVABLE_FROZEN',
      'PARTY_NOT_ACTIVE',
      'DEBTOR_BLOCKED',
      'SIGNATURES_MISSING',
    ],
  }),
  'receivable:decline': publicCommand({
    who: ['CRD'],
    summary: {
      en: 'Decline a confirmed receivable; quota and invoices are released.',
      zh: '债权人拒收；释放额度与发票占用。',
    },
    on: 'id',
    args: Only,
    refusals: ['RECEIVABLE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'receivable:revoke': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Revoke a confirmation before it is accepted; quota and invoices are released.',
      zh: '债务人在签收前撤销确认；释放额度与发票占用。',
    },
    on: 'id',
    args: Only,
    refusals: ['RECEIVABLE_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  ...turns,
  'receivable:cancel': publicCommand({
    who: ['DEB', 'CRD'],
    summary: {
      en: 'Cancel an issued receivable that is still whole, by both sides; through an approval.',
      zh: '应收账款尚未拆分流转时，由债务人与债权人会签取消。',
    },
    on: 'id',
    args: z.strictObject({ id: Receivable, document: Hex256 }),
    refusals: [
      'RECEIVABLE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'RECEIVABLE_FROZEN',
      'POOL_HAS_RECEIPT',
      'RECEIVABLE_MOVED',
      'LOT_ENCUMBERED',
      'SIGNATURES_MISSING',
    ],
  }),
  'receivable:advise': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Announce a payment; it counts when the clearing bank has it.',
      zh: '债务人发出付款通知；以清算银行到账为准。',
    },
    on: 'id',
    args: z.strictObject({
      id: Receivable,
      amount: PositiveMoney,
      payOn: CalendarDate,
      reference: Hex256,
    }),
    refusals: [
      'RECEIVABLE_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'CURRENCY_MISMATCH',
      'ADVICE_ABOVE_UNPAID',
    ],
  }),
};
