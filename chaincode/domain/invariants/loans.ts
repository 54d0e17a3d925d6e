import type { Loan } from '../financing/loan.js';
import type { LoanAccount } from '../financing/loan-account.js';
import type { Posting } from '../financing/posting.js';
import { isRepaid } from '../loan-terms.js';
import { type Findings, type Invariant, type Words, words } from './invariant.js';
import { addBooked, type Booked, NOTHING_BOOKED, postingFault } from './postings.js';
import type { RecordOf } from './ledger-record.js';

/** C7 */
export const loanMoney: Invariant = {
  id: 'C7',
  code: 'LOAN_UNBALANCED',
  title: words(
    'Of every loan, what was lent is what is repaid, owed and written off',
    '每笔贷款：已放款 = 已还 + 未还 + 核销',
  ),
  start: (findings) => {
    const accounts: RecordOf<'loan-account'>[] = [];
    const loans = new Map<string, Loan>();
    const booked = new Map<string, Booked>();
    return {
      record: (record) => {
        if (record.kind === 'loan-account') accounts.push(record);
        if (record.kind === 'loan') loans.set(record.value.id, record.value);
        if (record.kind === 'posting') notePosting(findings, booked, record);
      },
      end: () => {
        for (const { name, value } of accounts) {
          findings.looked();
          const sums = booked.get(value.id) ?? NOTHING_BOOKED;
          const why = accountFault(value, sums) ?? stateFault(value, loans.get(value.id) ?? null);
          if (why !== null) findings.fault(name, why);
        }
      },
    };
  },
};

function notePosting(
  findings: Findings,
  booked: Map<string, Booked>,
  { name, value }: { readonly name: string; readonly value: Posting },
): void {
  findings.looked();
  const why = postingFault(value);
  if (why !== null) findings.fault(name, why);
  booked.set(value.of, addBooked(booked.get(value.of) ?? NOTHING_BOOKED, value));
}

function accountFault(account: LoanAccount, sums: Booked): Words | null {
  const { agreed, position, repaid, writtenOff, surpluses } = account;
  const lent = position === null ? 0n : agreed.offered.principal.minor;
  const owed = position?.principal.minor ?? 0n;
  if (lent !== repaid.minor + owed + writtenOff.minor) {
    return words(
      `lent ${lent}; repaid ${repaid.minor}, owed ${owed}, written off ${writtenOff.minor}`,
      `放款 ${lent}；已还 ${repaid.minor}，未还 ${owed}，核销 ${writtenOff.minor}`,
    );
  }
  if (sums.principal !== repaid.minor) {
    return words(
      `${repaid.minor} repaid, and ${sums.principal} booked as repaid`,
      `已还 ${repaid.minor}，入账合计 ${sums.principal}`,
    );
  }
  const held = surpluses.reduce((total, { amount }) => total + amount.minor, 0n);
  return sums.surplus === held
    ? null
    : words(
        `${held} is the borrower's, and ${sums.surplus} was booked so`,
        `应返还余款 ${held}，入账合计 ${sums.surplus}`,
      );
}

const MONEY_OUT: readonly Loan['state'][] = [
  'ACTIVE',
  'DEFAULTED',
  'REPAID',
  'WRITTEN_OFF',
  'CLOSED',
];

/** The public part and the private one tell one story. */
function stateFault(account: LoanAccount, loan: Loan | null): Words | null {
  if (loan === null) return words('there is no such loan', '无对应的贷款记录');
  const { payment, terms, position } = account;
  const out = MONEY_OUT.includes(loan.state);
  if ([payment, terms, position].some((each) => (each !== null) !== out)) {
    return words(
      `the loan is ${loan.state}, and its payment says otherwise`,
      `贷款状态 ${loan.state} 与放款记录不符`,
    );
  }
  const done = loan.state === 'REPAID' || loan.state === 'CLOSED';
  return position === null || isRepaid(position) === done
    ? null
    : words(
        `the loan is ${loan.state}, and what is owed says otherwise`,
        `贷款状态 ${loan.state} 与欠款不符`,
      );
}
