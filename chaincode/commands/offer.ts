import { z } from 'zod';
import { NearDuplicates } from '../domain/financing/offer.js';
import { Offered } from '../domain/financing/terms.js';
import { CalendarDate } from '../domain/dates.js';
import { Id } from '../domain/identifiers.js';
import { Money } from '../domain/money.js';
import { Rate } from '../domain/rate.js';
import { privateCommand } from './command.js';

const Only = z.strictObject({ id: Id('ofr') });

export const offerCommands = {
  'offer:make': privateCommand({
    shape: 'DESK',
    who: ['BK'],
    summary: {
      en: 'Offer money on a request: limits are tested and reserved by this act, and all it costs is computed.',
      zh: '银行报价：同时校验并占用授信额度，计算年化综合成本。',
    },
    on: null,
    first: true,
    args: Only,
    secret: z.strictObject({
      request: Id('req'),
      offered: Offered,
      validUntil: CalendarDate,
      binding: z.boolean(),
      nearDuplicates: NearDuplicates.nullable(),
    }),
    refusals: [
      'ROLE_REQUIRED',
      'REQUEST_UNKNOWN',
      'CALENDAR_MISSING',
      'LIMIT_UNKNOWN',
      'STATE_CONFLICT',
      'BANK_NOT_INVITED',
      'PRODUCT_MISMATCH',
      'OFFER_DATES_WRONG',
      'LOT_NO_LONGER_ELIGIBLE',
      'TERMS_OUT_OF_POLICY',
      'CURRENCY_MISMATCH',
      'QUOTE_WITHOUT_TERM',
      'NET_NOT_POSITIVE',
      'SURPLUS_FORFEITED',
      'COST_CAP_EXCEEDED',
      'SIGNATURES_MISSING',
      'ADVANCE_EXCEEDED',
      'LIMIT_EXCEEDED',
      'ALREADY_EXISTS',
    ],
  }),
  'offer:withdraw': privateCommand({
    shape: 'DESK',
    who: ['BK'],
    summary: {
      en: 'Withdraw an offer that does not bind the bank; its limit is free.',
      zh: '撤回非约束性报价，恢复额度。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({ request: Id('req') }),
    refusals: [
      'REQUEST_UNKNOWN',
      'OFFER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'OFFER_BINDING',
    ],
  }),
  'offer:restore': privateCommand({
    shape: 'DESK',
    who: ['BK'],
    summary: {
      en: 'Note what became of an offer and give back the limit it no longer takes up.',
      zh: '记录报价结果，恢复不再占用的额度。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({
      request: Id('req'),
      /** What the bank still has out, from its own books; null: leave a running one as it is. */
      outstanding: Money.nullable(),
    }),
    refusals: [
      'REQUEST_UNKNOWN',
      'OFFER_UNKNOWN',
      'ROLE_REQUIRED',
      'OFFER_OPEN',
      'STATE_CONFLICT',
      'CURRENCY_MISMATCH',
      'AMOUNT_ABOVE_RESERVED',
    ],
  }),
  'offer:reject': privateCommand({
    shape: 'DEAL',
    who: ['HOL'],
    summary: {
      en: 'Turn an offer down; only its bank learns of it.',
      zh: '拒绝报价，仅该银行可见。',
    },
    on: 'id',
    args: Only,
    secret: z.strictObject({ request: Id('req'), bank: Id('org') }),
    refusals: [
      'REQUEST_UNKNOWN',
      'PARTY_UNKNOWN',
      'OFFER_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'REJECTIONS_EXHAUSTED',
    ],
  }),
  'offer:accept': privateCommand({
    shape: 'DEAL',
    who: ['HOL'],
    summary: {
      en: 'Accept an offer, signing the yearly cost shown: a loan or purchase is made and the lots are committed to it.',
      zh: '接受报价并签署年化综合成本：形成融资或受让合约，份额转为已签约待放款。',
    },
    on: 'id',
    args: z.strictObject({
      id: Id('ofr'),
      request: Id('req'),
      bank: Id('org'),
      /** The id of what is made: a loan, or for a sale without recourse a purchase. */
      loan: Id('loan').nullable(),
      purchase: Id('pur').nullable(),
    }),
    secret: z.strictObject({ allInCost: Rate }),
    refusals: [
      'REQUEST_UNKNOWN',
      'PARTY_UNKNOWN',
      'OFFER_UNKNOWN',
      'PRODUCT_MISMATCH',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'COST_NOT_AGREED',
      'LOT_NO_LONGER_ELIGIBLE',
      'SIGNATURES_MISSING',
      'ALREADY_EXISTS',
    ],
  }),
};
