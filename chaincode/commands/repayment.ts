import { z } from 'zod';
import { BankReference } from '../domain/bank-account.js';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id } from '../domain/identifiers.js';
import { Money, PositiveMoney } from '../domain/money.js';
import { privateCommand } from './command.js';
import { BATCH_MAX } from '../domain/receivable/lot.js';
import { InstructionId } from './settlement.js';

const Only = z.strictObject({ id: Id('loan') });

/** Money between bank and borrower, as the bank's books have it. */
const Paid = z.strictObject({
  reference: BankReference,
  valueDate: CalendarDate,
  amount: PositiveMoney,
});

const Enforcing = z.strictObject({
  costs: Money,
  /** Commitment of the evidence. */
  evidence: Hex256,
});

const KNOWN = ['LOAN_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'] as const;

const DATED = ['VALUE_DATE_OUT_OF_RANGE', 'REPAYMENT_MISTIMED', 'VALUE_DATE_PASSED'] as const;

/** A loan whose money is out. */
export const repaymentCommands = {
  'loan:repay': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Book what the borrower repaid on or after the due date: costs, penalty, interest, principal.',
      zh: '到期及逾期还款入账：依次冲抵费用、罚息、利息、本金。',
    },
    on: 'id',
    args: Only,
    secret: Paid,
    refusals: [...KNOWN, 'CALENDAR_MISSING', ...DATED, 'CURRENCY_MISMATCH', 'ALREADY_EXISTS'],
  }),
  'loan:prepay': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Book what the borrower repaid before the due date, with its interest or rebate.',
      zh: '提前还款入账，按日计息或退还未到期利息。',
    },
    on: 'id',
    args: Only,
    secret: Paid,
    refusals: [...KNOWN, 'CALENDAR_MISSING', ...DATED, 'CURRENCY_MISMATCH', 'ALREADY_EXISTS'],
  }),
  'loan:applyCollection': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Apply what the lots brought in, at the payoff as of its value date; the rest is the borrower’s.',
      zh: '以回款冲抵融资，按起息日计算应还，余款归借款人。',
    },
    on: 'id',
    args: z.strictObject({
      id: Id('loan'),
      instructions: z.array(InstructionId).min(1).max(BATCH_MAX),
    }),
    secret: z.strictObject({}),
    refusals: [
      'LOAN_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'INSTRUCTION_UNKNOWN',
      'CALENDAR_MISSING',
      'COLLECTION_FOREIGN',
      'ALREADY_EXISTS',
    ],
  }),
  'loan:returnSurplus': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that all that is the borrower’s was returned to it, with interest where it was late.',
      zh: '返还余款；逾期返还的计付利息。',
    },
    on: 'id',
    args: Only,
    secret: Paid,
    refusals: [
      ...KNOWN,
      'VALUE_DATE_OUT_OF_RANGE',
      'SURPLUS_NONE',
      'AMOUNT_MISMATCH',
      'ALREADY_EXISTS',
    ],
  }),
  'loan:repurchase': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Confirm that the seller paid the whole payoff of a sale with recourse; the lots are its own again.',
      zh: '确认卖方回购款到账，有追索权保理的份额回转卖方。',
    },
    on: 'id',
    args: Only,
    secret: Paid,
    refusals: [
      ...KNOWN,
      'CALENDAR_MISSING',
      'VALUE_DATE_OUT_OF_RANGE',
      'PRODUCT_MISMATCH',
      'VALUE_DATE_PASSED',
      'AMOUNT_MISMATCH',
      'ALREADY_EXISTS',
    ],
  }),
  'loan:enforce': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Direct the debtor of the pledged lots to pay the bank, once the loan is overdue; title stays.',
      zh: '融资逾期后直接收取质押应收账款；不转移所有权。',
    },
    on: 'id',
    args: Only,
    secret: Enforcing,
    refusals: [
      ...KNOWN,
      'PRODUCT_MISMATCH',
      'LOAN_NOT_OVERDUE',
      'CURRENCY_MISMATCH',
      'LOT_ENCUMBERED',
    ],
  }),
  'loan:default': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Declare the loan in default, with evidence: by lateness or insolvency alone.',
      zh: '宣布违约：仅限逾期达规定天数或破产。',
    },
    on: 'id',
    args: Only,
    secret: Enforcing,
    refusals: [...KNOWN, 'DATE_NOT_REACHED', 'CURRENCY_MISMATCH'],
  }),
  'loan:close': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'Close a loan that is repaid, with the registration cancelled and nothing of the borrower’s kept.',
      zh: '结清：注销登记，余款已返还。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({
      /** Commitment of the registry's word on the cancellation. */
      registrationCancelled: Hex256,
    }),
    refusals: [...KNOWN, 'SURPLUS_NOT_RETURNED'],
  }),
};
