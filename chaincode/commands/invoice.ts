import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id, KeyAttribute } from '../domain/identifiers.js';
import { Invoice } from '../domain/invoice.js';
import { PositiveMoney } from '../domain/money.js';
import { publicCommand } from './command.js';

export const invoiceCommands = {
  'invoice:verify': publicCommand({
    who: ['DEB', 'BK', 'ATT'],
    summary: {
      en: 'Record what the tax source says of an invoice.',
      zh: '登记税务发票查验结果。',
    },
    on: 'identity',
    args: z.strictObject({
      identity: Hex256,
      status: Invoice.shape.status,
      checkedAt: CalendarDate,
      evidence: Hex256,
      found: z
        .strictObject({
          keyId: KeyAttribute,
          content: Hex256,
          amount: PositiveMoney,
          seller: Id('org'),
          buyer: Id('org'),
        })
        .nullable(),
    }),
    refusals: [
      'INVOICE_UNKNOWN',
      'ROLE_REQUIRED',
      'DATE_IN_FUTURE',
      'INVOICE_CHECK_OUTDATED',
      'INVOICE_NOT_NORMAL',
      'INVOICE_IN_USE',
    ],
  }),
};
