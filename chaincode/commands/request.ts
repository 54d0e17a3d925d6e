import { z } from 'zod';
import { FINANCED_LOTS_MAX, ProductKind } from '../domain/financing/product.js';
import { RequestContent } from '../domain/financing/request-file.js';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id, LotId } from '../domain/identifiers.js';
import { privateCommand, publicCommand } from './command.js';

const Only = z.strictObject({ id: Id('req') });

export const requestCommands = {
  'request:open': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Ask for money on lots: they are reserved until the request ends. What is asked for is told to each bank by itself.',
      zh: '发起融资申请并锁定份额；申请内容仅向受邀银行披露。',
    },
    on: null,
    first: true,
    args: z.strictObject({
      id: Id('req'),
      productKind: ProductKind,
      lots: z.array(LotId).min(1).max(FINANCED_LOTS_MAX),
      /** Commitment of the content. */
      content: Hex256,
      expiresOn: CalendarDate,
    }),
    refusals: [
      'LOT_REPEATED',
      'LOT_UNKNOWN',
      'LOT_NOT_HELD',
      'LOTS_MIXED',
      'DATE_PASSED',
      'REQUEST_TOO_LONG',
      'LOT_NO_LONGER_ELIGIBLE',
      'LOT_ENCUMBERED',
      'STATE_CONFLICT',
      'ALREADY_EXISTS',
    ],
  }),
  'request:invite': privateCommand({
    shape: 'DEAL',
    who: ['HOL'],
    summary: {
      en: 'Show the request to one bank, with what is asked for.',
      zh: '邀请一家银行报价，并向其披露申请内容。',
    },
    on: 'id',
    args: z.strictObject({ id: Id('req'), bank: Id('org') }),
    secret: z.strictObject({
      content: RequestContent,
      /** The seed that opens the public commitment; the same for every bank. */
      opening: Hex256,
    }),
    refusals: [
      'REQUEST_UNKNOWN',
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'BANK_UNKNOWN',
      'PARTY_NOT_ACTIVE',
      'BANK_INVITED',
      'COMMITMENT_MISMATCH',
      'CURRENCY_MISMATCH',
    ],
  }),
  'request:cancel': publicCommand({
    who: ['HOL'],
    summary: {
      en: 'Take back a request; its lots are free.',
      zh: '撤销融资申请，解除份额锁定。',
    },
    on: 'id',
    args: Only,
    refusals: ['REQUEST_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'request:expire': publicCommand({
    who: ['ANY'],
    summary: {
      en: 'End a request whose day has passed; its lots are free.',
      zh: '申请逾期失效，解除份额锁定。',
    },
    on: 'id',
    args: Only,
    refusals: ['REQUEST_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
};
