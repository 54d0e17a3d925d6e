import type { LoanDeal } from '../../chaincode/domain/financing/register.js';
import { loanAccounts, loans } from '../../chaincode/state/financing-kinds.js';
import { lots } from '../../chaincode/state/kinds.js';
import { decodeRecord } from '../../chaincode/state/record.js';
import { dealPlace, LOAN, type FinanceScene } from './financing.js';
import { storedLot } from './lot.js';

/** The loan of a scene as the rules see it. */
export function dealOn(scene: FinanceScene): LoanDeal {
  const { ledger, lot } = scene;
  const text = (record: unknown): string => JSON.stringify(record);
  return {
    loan: decodeRecord(loans, text(ledger.record('loan', [LOAN]))),
    account: decodeRecord(loanAccounts, text(ledger.record('loan', [LOAN], dealPlace(scene)))),
    lots: [decodeRecord(lots, text(storedLot(ledger, lot)))],
  };
}
