import type { PurchaseAccount } from '../financing/purchase-account.js';
import type { Purchase } from '../financing/purchase.js';
import { type Invariant, type Words, words } from './invariant.js';
import type { RecordOf } from './ledger-record.js';
import { addBooked, type Booked, NOTHING_BOOKED } from './postings.js';

/** C7, of purchases: the seller's balance comes out of what was collected, and is paid to it. */
export const purchaseMoney: Invariant = {
  id: 'C7b',
  code: 'PURCHASE_UNBALANCED',
  title: words(
    'Of every purchase, what became the seller’s is returned to it or held for it',
    '每笔受让：应付卖方尾款 = 已付 + 待付',
  ),
  start: (findings) => {
    const accounts: RecordOf<'purchase-account'>[] = [];
    const purchases = new Map<string, Purchase>();
    const booked = new Map<string, Booked>();
    return {
      record: (record) => {
        if (record.kind === 'purchase-account') accounts.push(record);
        if (record.kind === 'purchase') purchases.set(record.value.id, record.value);
        if (record.kind !== 'posting') return;
        const { of } = record.value;
        booked.set(of, addBooked(booked.get(of) ?? NOTHING_BOOKED, record.value));
      },
      end: () => {
        for (const { name, value } of accounts) {
          findings.looked();
          const sums = booked.get(value.id) ?? NOTHING_BOOKED;
          const purchase = purchases.get(value.id) ?? null;
          const why = accountFault(value, sums) ?? stateFault(value, purchase);
          if (why !== null) findings.fault(name, why);
        }
      },
    };
  },
};

function accountFault(account: PurchaseAccount, sums: Booked): Words | null {
  const { surpluses, returned, collected, agreed } = account;
  const held = surpluses.reduce((total, { amount }) => total + amount.minor, 0n);
  if (sums.surplus !== held || sums.returned !== returned.minor) {
    return words(
      `${held} is held for the seller and ${returned.minor} returned; ${sums.surplus} and ${sums.returned} were booked`,
      `待付卖方 ${held}、已付 ${returned.minor}；入账合计 ${sums.surplus}、${sums.returned}`,
    );
  }
  // Late interest is the buyer's: it is booked and pays for no unit.
  const most = agreed.offered.balancePayable.minor;
  return collected.minor > sums.collected || held + returned.minor > most
    ? words(
        `${collected.minor} collected of ${sums.collected} booked; the seller's part is at most ${most}`,
        `回款 ${collected.minor}，入账 ${sums.collected}；尾款上限 ${most}`,
      )
    : null;
}

const MONEY_OUT: readonly Purchase['state'][] = [
  'PAID',
  'CLOSED',
  'LOSS',
  'REPURCHASED',
  'ASSIGNED',
];

function stateFault({ payment }: PurchaseAccount, purchase: Purchase | null): Words | null {
  if (purchase === null) return words('there is no such purchase', '无对应的受让记录');
  const { state } = purchase;
  return (payment !== null) === MONEY_OUT.includes(state)
    ? null
    : words(
        `the purchase is ${state}, and its payment says otherwise`,
        `受让状态 ${state} 与付款记录不符`,
      );
}
