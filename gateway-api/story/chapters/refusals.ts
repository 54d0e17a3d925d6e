import type { ActStep, Chapter } from '../step.js';
import { told, words } from '../words.js';
import { dateComes } from './dates.js';
import { LAST } from './deals.js';
import {
  acceptance,
  acknowledged,
  asked,
  offers,
  paidOut,
  registered,
  searched,
  verifiedByBank,
} from './financing.js';
import { bySomebodyElse, onTheInvoice } from './refused-proposals.js';
import { soldOnTermsOfALoan } from './refused-sale.js';

const SUPPLIER = 'supplier-tier1';
const WHOLE = '245800.60';

export const REFUSALS: Chapter = {
  title: words('What must fail', '必须被拒绝的操作'),
  steps: [
    dateComes('2026-07-08'),
    split({ sizes: ['100000.00', '145800.61'], refused: 'SPLIT_UNBALANCED' }),
    split({ sizes: ['100000.00', '145800.60'] }),
    ...asked(LAST),
    ...offers(LAST),
    ...acceptance(LAST),
    refused(paidOut(LAST), 'STATE_CONFLICT', words('before any registration', '未登记即放款')),
    registered(LAST),
    refused(paidOut(LAST), 'SEARCH_MISSING', words('before any search', '未查询即放款')),
    verifiedByBank(LAST),
    searched(LAST),
    paidOut(LAST),
    ...acknowledged(LAST),
    pledgedAgain(),
    ...onTheInvoice(),
    ...bySomebodyElse(),
    ...soldOnTermsOfALoan(),
  ],
};

/** The same act, when it must not succeed. */
function refused(
  step: ActStep,
  code: NonNullable<ActStep['refused']>,
  why: ReturnType<typeof words>,
): ActStep {
  return {
    ...step,
    refused: code,
    says: async (play) => {
      const { en, zh } = await step.says(play);
      return words(`${en}, ${why.en}`, `${zh}（${why.zh}）`);
    },
  };
}

function split({
  sizes,
  refused,
}: {
  sizes: readonly string[];
  refused?: 'SPLIT_UNBALANCED';
}): ActStep {
  return {
    who: SUPPLIER,
    act: 'lot:split',
    on: (play) => play.lot(LAST.receivable),
    says: ({ cny }) => {
      const parts = sizes.map((size) => told(cny(size))).join(' + ');
      const whole = told(cny(WHOLE));
      return words(`splits ${whole} into ${parts}`, `将 ${whole} 拆分为 ${parts}`);
    },
    body: (play) => ({ sizes: sizes.map((size) => play.yuan(size)) }),
    ...(refused === undefined ? {} : { refused }),
  };
}

function pledgedAgain(): ActStep {
  return {
    who: SUPPLIER,
    act: 'request:open',
    says: () => words('asks for a second loan on the pledged lot', '以已质押份额再次申请融资'),
    body: (play) => ({
      id: play.id('req', 'again'),
      productKind: 'RECEIVABLE_PLEDGE',
      lots: [play.lot(LAST.receivable)],
      content: play.hash('content of the second request'),
      expiresOn: play.on('2026-07-10'),
    }),
    refused: 'LOT_ENCUMBERED',
  };
}
