import { daysBetween } from '../../../chaincode/domain/dates.js';
import { interest } from '../../../chaincode/domain/interest.js';
import { Money, subtract } from '../../../chaincode/domain/money.js';
import type { Request } from '../deal.js';
import { CALENDAR, type Play } from '../play.js';
import type { ActStep } from '../step.js';
import { words } from '../words.js';
import { asked } from './financing.js';

const SALE: Request = {
  name: 'v16',
  kind: 'SALE_WITHOUT_RECOURSE',
  what: words('a sale without recourse', '无追索权保理'),
  holder: 'supplier-tier1',
  receivable: 'late',
  before: '100000.00',
  face: '145800.60',
  amount: () => '145800.60',
  banks: ['bank-b'],
  askedOn: '2026-07-08',
  expiresOn: '2026-07-10',
  payBy: '2026-07-15',
  dueDate: '2026-07-31',
};

const NINE_TENTHS = '131220.54';

/**
 * A sale without recourse as if it were a loan: nine tenths of the face less interest, and nothing of the
 * rest. Over 120 days that costs 38.07 % a year, over fewer more.
 */
export function soldOnTermsOfALoan(): readonly ActStep[] {
  return [
    ...asked(SALE),
    {
      who: 'bank-b',
      act: 'offer:make',
      says: () =>
        words(
          'offers 90 % of it less interest and keeps the rest',
          '按面值 90% 扣息付款，余款归银行',
        ),
      body: (play) => ({
        id: play.id('ofr', SALE.name),
        request: play.id('req', SALE.name),
        offered: termsOfALoan(play),
        validUntil: play.on(SALE.expiresOn),
        binding: false,
        nearDuplicates: null,
      }),
      refused: 'SURPLUS_FORFEITED',
    },
    {
      who: SALE.holder,
      act: 'request:cancel',
      on: (play) => play.id('req', SALE.name),
      says: () => words('takes its request back', '撤销申请'),
      body: () => ({}),
    },
  ];
}

function termsOfALoan(play: Play): Record<string, unknown> {
  const [from, to] = [play.on(SALE.askedOn), play.on(SALE.dueDate)];
  const advance = play.cny(NINE_TENTHS);
  const terms = { rate: 42_000n, basis: 'ACT/360', days: daysBetween(from, to) } as const;
  return {
    kind: 'PURCHASE',
    rate: '4.2000',
    basis: 'ACT/360',
    fee: play.yuan('0.00'),
    dueDate: to,
    convention: 'NONE',
    calendar: CALENDAR,
    quotedFor: from,
    payBy: play.on(SALE.payBy),
    contract: play.hash(`contract ${SALE.name}`),
    pricing: 'IN_ADVANCE',
    price: Money.encode(subtract(advance, interest(advance, terms))),
    balancePayable: play.yuan('0.00'),
  };
}
