import { z } from 'zod';
import { BankReference } from '../domain/bank-account.js';
import { Registration, Search } from '../domain/financing/registration.js';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id } from '../domain/identifiers.js';
import { Instant } from '../domain/instant.js';
import { PositiveMoney } from '../domain/money.js';
import { privateCommand, publicCommand } from './command.js';

const Only = z.strictObject({ id: Id('loan') });
const None = z.strictObject({});

const KNOWN = ['LOAN_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'] as const;

/** A loan until its money has arrived. */
export const loanCommands = {
  'loan:register': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State the registration at the registry: a pledge exists from here and the lots answer to the bank.',
      zh: '登记：质押自登记时设立，份额的处分须经该银行。',
    },
    on: 'id',
    args: z.strictObject({ id: Id('loan'), registeredAt: Instant }),
    secret: Registration,
    refusals: [...KNOWN, 'DATE_IN_FUTURE'],
  }),
  'loan:search': privateCommand({
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
  'loan:cancel': privateCommand({
    shape: 'DEAL',
    who: ['BK', 'BORROWER'],
    summary: {
      en: 'Cancel a loan before any money; the lots are free.',
      zh: '放款前取消，解除份额占用。',
    },
    on: 'id',
    args: Only,
    secret: None,
    refusals: ['LOAN_UNKNOWN', 'STATE_CONFLICT', 'ROLE_REQUIRED', 'DATE_NOT_REACHED'],
  }),
  'loan:lapse': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End a loan for which no money came in time; the lots are free.',
      zh: '逾期未放款，合约失效并解除份额占用。',
    },
    on: 'id',
    args: Only,
    refusals: ['LOAN_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
  'loan:disburse': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the net was paid out, after registration and search.',
      zh: '放款：须在登记与查询之后，净额按起息日重新计算核对。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({
      reference: BankReference,
      valueDate: CalendarDate,
      net: PositiveMoney,
    }),
    refusals: [
      'LOAN_UNKNOWN',
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
  'loan:acknowledge': privateCommand({
    shape: 'DEAL',
    who: ['BORROWER'],
    summary: { en: 'Acknowledge that the money came.', zh: '借款人确认到账。' },
    on: 'id',
    args: Only,
    secret: None,
    refusals: [...KNOWN, 'PAYMENT_ANSWERED', 'ANSWER_WINDOW_CLOSED'],
  }),
  'loan:contest': privateCommand({
    shape: 'DEAL',
    who: ['BORROWER'],
    summary: { en: 'Contest that the money came, or came whole.', zh: '借款人对到账提出异议。' },
    on: 'id',
    args: Only,
    secret: z.strictObject({ reason: Hex256 }),
    refusals: [...KNOWN, 'PAYMENT_ANSWERED', 'ANSWER_WINDOW_CLOSED'],
  }),
  'loan:disbursementReturned': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the payment came back; it may be made again.',
      zh: '放款退汇，退回待放款状态。',
    },
    on: 'id',
    args: Only,
    secret: None,
    refusals: [
      'LOAN_UNKNOWN',
      'CALENDAR_MISSING',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'MONEY_BOOKED',
    ],
  }),
};
