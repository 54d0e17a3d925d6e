import { aHash } from './build.js';
import { anAcceptance, yuan } from './lot.js';
import {
  act,
  financed,
  free,
  hopOf,
  lapse,
  LATE,
  notice,
  offered,
  redeem,
  type Stage,
} from './lot-stage.js';
import { financing, LOT_FACE, perform } from './lot-world.js';

const SALE = 'SALE_WITHOUT_RECOURSE';
const whole = { reference: 'IN-1', valueDate: '2026-03-02', amount: yuan('9000.00') };

/** Every state of a lot in which more than one act is valid. Each pair not named in `follows` has one winner. */
export const STAGES: Readonly<Record<string, Stage>> = {
  FREE: {
    prepare: async () => {},
    acts: (world, lot) => ({
      ...free(world, lot),
      ...notice(world, lot),
      open: financing(world, lot).open(),
    }),
    follows: {
      acknowledgeNotice: ['split', 'offerTransfer', 'splitTransfer', 'waive', 'open'],
      offerTransfer: ['acknowledgeNotice'],
      open: ['acknowledgeNotice'],
      split: ['offerTransfer', 'waive', 'acknowledgeNotice', 'open'],
      splitTransfer: ['acknowledgeNotice'],
    },
  },
  OFFERED: {
    prepare: offered,
    acts: (world, lot) => ({
      ...notice(world, lot),
      acceptTransfer: act(
        world.recipient,
        'lot:acceptTransfer',
        anAcceptance(lot, LOT_FACE, hopOf(lot)),
      ),
      rejectTransfer: act(world.recipient, 'lot:rejectTransfer', { lot }),
      withdrawOffer: act(world.holder, 'lot:withdrawOffer', { lot }),
    }),
    follows: {
      acknowledgeNotice: ['acceptTransfer', 'rejectTransfer', 'withdrawOffer'],
      acceptTransfer: ['acknowledgeNotice'],
      rejectTransfer: ['acknowledgeNotice'],
      withdrawOffer: ['acknowledgeNotice'],
    },
  },
  RESERVED: {
    prepare: async (world, lot) => {
      await financed('offer')(world, lot);
      const acts = financing(world, lot);
      await perform(world, acts.invite(world.rival));
      await perform(world, acts.offer(world.rival));
    },
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return {
        ...notice(world, lot),
        cancel: acts.cancel(),
        accept: acts.accept(),
        acceptRival: acts.accept(world.rival),
        withdraw: acts.withdrawOffer(),
        reject: acts.reject(),
      };
    },
    follows: {
      acknowledgeNotice: ['cancel', 'accept', 'acceptRival', 'withdraw', 'reject'],
      cancel: ['acknowledgeNotice'],
      accept: ['acknowledgeNotice'],
      acceptRival: ['acknowledgeNotice'],
      withdraw: ['acknowledgeNotice', 'cancel', 'acceptRival'],
      reject: ['acknowledgeNotice', 'cancel', 'acceptRival', 'withdraw'],
    },
  },
  COMMITTED: {
    prepare: financed('accept'),
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return {
        ...notice(world, lot),
        register: acts.register(),
        cancel: acts.made('cancel', {}),
        cancelByHolder: { ...acts.made('cancel', {}), by: world.holder.actor },
      };
    },
    follows: {
      acknowledgeNotice: ['register', 'cancel', 'cancelByHolder'],
      register: ['cancel'],
      cancel: ['acknowledgeNotice'],
      cancelByHolder: ['acknowledgeNotice'],
    },
  },
  'COMMITTED for sale': {
    prepare: financed('accept', SALE),
    acts: (world, lot) => {
      const acts = financing(world, lot, SALE);
      return { ...notice(world, lot), register: acts.register(), cancel: acts.made('cancel', {}) };
    },
    follows: {
      acknowledgeNotice: ['register', 'cancel'],
      register: ['cancel'],
      cancel: ['acknowledgeNotice'],
    },
  },
  PLEDGED: {
    prepare: financed('search'),
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return { disburse: acts.pay(), search: acts.search(), cancel: acts.made('cancel', {}) };
    },
    follows: { search: ['disburse', 'search', 'cancel'] },
  },
  'PLEDGED, paid out': {
    prepare: financed('pay'),
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return {
        prepay: acts.made('prepay', whole),
        disbursementReturned: acts.made('disbursementReturned', {}),
        acknowledge: { ...acts.made('acknowledge', {}), by: world.holder.actor },
      };
    },
    follows: { acknowledge: ['prepay', 'disbursementReturned'] },
  },
  'SOLD, money came': {
    prepare: financed('pay', SALE),
    receipt: '10000.00',
    acts: (world, lot) => {
      const acts = financing(world, lot, SALE);
      return { paymentReturned: acts.made('paymentReturned', {}), ...redeem(world, lot) };
    },
    follows: { paymentReturned: ['redeem'], redeem: ['redeem'] },
  },
  'FREE, money came': {
    prepare: async () => {},
    receipt: '10000.00',
    acts: (world, lot) => ({ ...redeem(world, lot), ...notice(world, lot) }),
    follows: { redeem: ['redeem', 'acknowledgeNotice'], acknowledgeNotice: ['redeem'] },
  },
  'COMMITTED, money came': {
    prepare: financed('accept'),
    receipt: '10000.00',
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return {
        ...redeem(world, lot),
        register: acts.register(),
        cancel: acts.made('cancel', {}),
      };
    },
    follows: {
      redeem: ['redeem', 'register', 'cancel'],
      register: ['redeem', 'cancel'],
      cancel: ['redeem'],
    },
  },
  'PLEDGED, paid out, money came': {
    prepare: financed('pay'),
    receipt: '10000.00',
    acts: (world, lot) => {
      const acts = financing(world, lot);
      return {
        ...redeem(world, lot),
        prepay: acts.made('prepay', whole),
        disbursementReturned: acts.made('disbursementReturned', {}),
      };
    },
    follows: { redeem: ['redeem', 'prepay'], prepay: ['redeem'], disbursementReturned: ['redeem'] },
  },
  'OFFERED, lapsed': {
    prepare: offered,
    on: LATE,
    acts: (world, lot) => ({ ...lapse(world, lot), ...free(world, lot) }),
    follows: {
      lapse: ['split', 'offerTransfer', 'splitTransfer', 'waive'],
      split: ['offerTransfer', 'waive'],
    },
  },
  'RESERVED, lapsed': {
    prepare: financed('offer'),
    on: LATE,
    acts: (world, lot) => ({
      ...lapse(world, lot),
      ...free(world, lot),
      expire: financing(world, lot).expire(),
    }),
    follows: {
      lapse: ['split', 'offerTransfer', 'splitTransfer', 'waive', 'expire'],
      expire: ['split', 'offerTransfer', 'splitTransfer', 'waive'],
      split: ['offerTransfer', 'waive', 'expire'],
      offerTransfer: ['expire'],
      splitTransfer: ['expire'],
      waive: ['expire'],
    },
  },
  'COMMITTED, lapsed': {
    prepare: financed('accept'),
    on: LATE,
    acts: (world, lot) => ({
      ...lapse(world, lot),
      ...free(world, lot),
      lapseLoan: financing(world, lot).lapseLoan(),
    }),
    follows: {
      lapse: ['split', 'offerTransfer', 'splitTransfer', 'waive', 'lapseLoan'],
      lapseLoan: ['split', 'offerTransfer', 'splitTransfer', 'waive'],
      split: ['offerTransfer', 'waive', 'lapseLoan'],
      offerTransfer: ['lapseLoan'],
      splitTransfer: ['lapseLoan'],
      waive: ['lapseLoan'],
    },
  },
  'PLEDGED, lapsed': {
    prepare: financed('search'),
    on: LATE,
    acts: (world, lot) => ({
      ...lapse(world, lot),
      lapseLoan: financing(world, lot).lapseLoan(),
    }),
    follows: { lapse: ['lapseLoan'] },
  },
  'PLEDGED, overdue': {
    prepare: financed('pay'),
    on: '2026-07-10',
    acts: (world, lot) => {
      const acts = financing(world, lot);
      const evidence = { costs: yuan('0.00'), evidence: aHash('evidence') };
      // 9,000.00 with interest of 120 days, and ten days at the penalty rate.
      const paid = { reference: 'IN-1', valueDate: '2026-07-10', amount: yuan('9141.75') };
      return { enforce: acts.made('enforce', evidence), repay: acts.made('repay', paid) };
    },
    follows: { enforce: ['repay'] },
  },
};
