import { invoiceCommands } from '../commands/invoice.js';
import { checkInvoice } from '../domain/invoice-check.js';
import { invoices } from '../state/kinds.js';
import { bind } from './bind.js';

export const invoiceTransactions = {
  'invoice:verify': bind(
    invoiceCommands['invoice:verify'],
    async ({ args, act, work, programme }) => {
      const { identity, ...check } = args;
      const invoice = await work.get(invoices, { identity });
      work.save(invoices, checkInvoice({ invoice, check }, act, programme));
    },
  ),
};
