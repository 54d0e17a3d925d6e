import { approvalTransactions } from './approval.js';
import type { Bound } from './bind.js';
import { calendarTransactions } from './calendar.js';
import { invoiceTransactions } from './invoice.js';
import { limitTransactions } from './limit.js';
import { loanTransactions } from './loan.js';
import { lotTransactions } from './lot.js';
import { orderTransactions } from './order.js';
import { offerTransactions } from './offer.js';
import { partyTransactions } from './party.js';
import { payableTransactions } from './payable.js';
import { policyTransactions } from './policy.js';
import { programmeTransactions } from './programme.js';
import { purchaseTransactions } from './purchase.js';
import { quotaTransactions } from './quota.js';
import { rateTransactions } from './rate.js';
import { receivableTransactions } from './receivable.js';
import { requestTransactions } from './request.js';
import { instructionTransactions } from './instruction.js';
import { receiptTransactions } from './receipt.js';
import { redemptionTransactions } from './redemption.js';

/** Every transaction there is, by `<resource>:<act>`: routes, documents, tests and contracts follow. */
export const TRANSACTIONS = {
  ...programmeTransactions,
  ...partyTransactions,
  ...quotaTransactions,
  ...policyTransactions,
  ...rateTransactions,
  ...receivableTransactions,
  ...receiptTransactions,
  ...redemptionTransactions,
  ...instructionTransactions,
  ...calendarTransactions,
  ...invoiceTransactions,
  ...lotTransactions,
  ...orderTransactions,
  ...payableTransactions,
  ...approvalTransactions,
  ...limitTransactions,
  ...requestTransactions,
  ...offerTransactions,
  ...loanTransactions,
  ...purchaseTransactions,
} satisfies Record<string, Bound>;
