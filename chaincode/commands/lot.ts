import { z } from 'zod';
import { Id, LotId } from '../domain/identifiers.js';
import { invoiceUses } from '../domain/invoice.js';
import { PositiveMoney } from '../domain/money.js';
import { BASIS_INVOICES_MAX, BATCH_MAX, TransferOffer } from '../domain/receivable/lot.js';
import { PARTS_MAX } from '../domain/receivable/lot-split.js';
import { publicCommand } from './command.js';

const One = z.strictObject({ lot: LotId });

/** What is offered to whom: the basis of the hop, in commitments and invoices in use. */
const Offer = z.strictObject({
  ...TransferOffer.shape,
  to: Id('org'),
  invoices: invoiceUses(BASIS_INVOICES_MAX),
});
const OfferTransfer = z.strictObject({ ...One.shape, ...Offer.shape });
const AcceptTransfer = z.strictObject({
  ...One.shape,
  amount: PositiveMoney,
  basis: TransferOffer.shape.basis,
  recourse: TransferOffer.shape.recourse,
  underlyingDebt: TransferOffer.shape.underlyingDebt,
});
const Part = z.strictObject({ size: PositiveMoney, offer: Offer.nullable() });

function items<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).min(1).max(BATCH_MAX);
}

/** Acts of one kind, each on a lot of its own: all of them are done, or none. */
const Batch = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('offerTransfer'), items: items(OfferTransfer) }),
  z.strictObject({ act: z.literal('acceptTransfer'), items: items(AcceptTransfer) }),
  z.strictObject({ act: z.literal('rejectTransfer'), items: items(One) }),
  z.strictObject({ act: z.literal('withdrawOffer'), items: items(One) }),
  z.strictObject({ act: z.literal('acknowledgeNotice'), items: items(One) }),
  z.strictObject({ act: z.literal('lapse'), items: items(One) }),
]);

const MOVABLE = ['RECEIVABLE_FROZEN', 'POOL_HAS_RECEIPT'] as const;
const TRANSFERABLE = [
  ...MOVABLE,
  'RECEIVABLE_NOT_TRANSFERABLE',
  'TRANSFER_CUT_OFF',
  'HOPS_EXCEEDED',
] as const;
const OFFER = [
  'LOT_UNKNOWN',
  'PARTY_UNKNOWN',
  'LOT_NOT_HELD',
  'LOT_ENCUMBERED',
  'STATE_CONFLICT',
  ...TRANSFERABLE,
  'RECIPIENT_NOT_ELIGIBLE',
  'PARTY_NOT_ACTIVE',
  'DATE_PASSED',
  'CURRENCY_MISMATCH',
  'BASIS_BELOW_LOT',
  'SIGNATURES_MISSING',
  'INVOICE_CONTRADICTS',
  'INVOICE_NOT_NORMAL',
  'INVOICE_OVERUSED',
] as const;
const SPLIT = ['SPLIT_UNBALANCED', 'LOT_BELOW_MINIMUM', 'SPLIT_DEPTH_EXCEEDED'] as const;
const ACCEPT = [
  'LOT_UNKNOWN',
  'LOT_ENCUMBERED',
  'STATE_CONFLICT',
  'ROLE_REQUIRED',
  'TERMS_DIFFER',
  ...TRANSFERABLE,
  'PARTY_NOT_ACTIVE',
  'SIGNATURES_MISSING',
] as const;

export const lotCommands = {
  'lot:split': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Cut a lot into adjoining parts, all still the holder’s.',
      zh: '将持有份额拆分为若干相邻份额，仍归持有人所有。',
    },
    on: 'lot',
    args: z.strictObject({ ...One.shape, sizes: z.array(PositiveMoney).min(2).max(PARTS_MAX) }),
    refusals: [
      'LOT_UNKNOWN',
      'LOT_NOT_HELD',
      'LOT_ENCUMBERED',
      'STATE_CONFLICT',
      ...MOVABLE,
      'CURRENCY_MISMATCH',
      ...SPLIT,
    ],
  }),
  'lot:offerTransfer': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Offer a lot to another party, with the trade it stands on; the recipient accepts or not.',
      zh: '持有人以真实贸易为基础向受让方发起转让要约，由受让方决定是否签收。',
    },
    on: 'lot',
    args: OfferTransfer,
    refusals: OFFER,
  }),
  'lot:splitTransfer': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Split a lot and offer parts to other parties in one act; parts without an offer are kept.',
      zh: '一次完成拆分并向多个受让方发起转让要约；未附要约的部分由持有人保留。',
    },
    on: 'lot',
    args: z.strictObject({ ...One.shape, parts: z.array(Part).min(2).max(PARTS_MAX) }),
    refusals: [...OFFER, ...SPLIT],
  }),
  'lot:acceptTransfer': publicCommand({
    who: ['RECIPIENT'],
    summary: {
      en: 'Accept a lot on the terms signed; the transaction is the notice to the debtor.',
      zh: '受让方按所签条款签收份额；该交易即为对债务人的转让通知。',
    },
    on: 'lot',
    args: AcceptTransfer,
    refusals: ACCEPT,
  }),
  'lot:rejectTransfer': publicCommand({
    who: ['RECIPIENT'],
    summary: { en: 'Reject a lot that was offered.', zh: '受让方拒绝签收。' },
    on: 'lot',
    args: One,
    refusals: ['LOT_UNKNOWN', 'LOT_ENCUMBERED', 'STATE_CONFLICT', 'ROLE_REQUIRED'],
  }),
  'lot:withdrawOffer': publicCommand({
    who: ['HOL'],
    summary: { en: 'Withdraw an offer that was not accepted.', zh: '持有人撤回未签收的转让要约。' },
    on: 'lot',
    args: One,
    refusals: ['LOT_UNKNOWN', 'LOT_NOT_HELD', 'LOT_ENCUMBERED', 'STATE_CONFLICT'],
  }),
  'lot:lapse': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End an offer, a reservation or an unpaid commitment whose date has passed.',
      zh: '要约、预留或未放款承诺到期未成的，予以失效，份额恢复自由。',
    },
    on: 'lot',
    args: One,
    refusals: ['LOT_UNKNOWN', 'LOT_ENCUMBERED', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
  'lot:acknowledgeNotice': publicCommand({
    who: ['DEB'],
    summary: {
      en: 'Acknowledge, as the debtor, that notice of the assignment has arrived.',
      zh: '债务人确认已收到转让通知。',
    },
    on: 'lot',
    args: One,
    refusals: [
      'LOT_UNKNOWN',
      'ROLE_REQUIRED',
      'LOT_ENCUMBERED',
      'STATE_CONFLICT',
      'NOTICE_ACKNOWLEDGED',
    ],
  }),
  'lot:batch': publicCommand({
    who: ['HOL', 'RECIPIENT', 'DEB', 'ANY'],
    summary: {
      en: 'Up to 200 acts of one kind, each on a lot of its own: all are done or none.',
      zh: '同类操作批量提交，至多二百项，每项一个份额；全部成功或全部不成。',
    },
    on: null,
    args: z.strictObject({ batch: Batch }),
    refusals: [
      'LOT_REPEATED',
      ...OFFER,
      'ROLE_REQUIRED',
      'TERMS_DIFFER',
      'DATE_NOT_REACHED',
      'NOTICE_ACKNOWLEDGED',
    ],
  }),
};
