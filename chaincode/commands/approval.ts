import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { Id } from '../domain/identifiers.js';
import { publicCommand } from './command.js';

const Only = z.strictObject({ id: Id('apr') });

export const approvalCommands = {
  'approval:open': publicCommand({
    who: ['OPENER'],
    summary: {
      en: 'Put an act that needs several signatures to those who must sign it; the act itself says who.',
      zh: '就需多方签署的操作发起会签；签署人由该操作的规则确定。',
    },
    on: null,
    first: true,
    args: z.strictObject({
      ...Only.shape,
      /** `<resource>:<act>` */
      act: z.string().regex(/^[a-z][A-Za-z]*:[a-z][A-Za-z]*$/),
      /** The arguments of the act, as they would travel. */
      args: z.record(z.string(), z.unknown()),
      validUntil: CalendarDate,
    }),
    refusals: [
      'ACT_NOT_APPROVABLE',
      'DATE_PASSED',
      'APPROVAL_TOO_LONG',
      'APPROVAL_TOO_LARGE',
      'APPROVAL_NOT_NEEDED',
      'ALREADY_EXISTS',
    ],
  }),
  'approval:sign': publicCommand({
    who: ['SIGNER'],
    summary: {
      en: 'Sign an open approval; the last signature needed performs the act.',
      zh: '签署会签；最后一份所需签署即执行该操作。',
    },
    on: 'id',
    args: Only,
    refusals: ['APPROVAL_UNKNOWN', 'APPROVAL_STALE', 'STATE_CONFLICT', 'SIGNATURE_NOT_NEEDED'],
  }),
  'approval:withdraw': publicCommand({
    who: ['OPENER'],
    summary: { en: 'Withdraw an open approval.', zh: '发起方撤回会签。' },
    on: 'id',
    args: Only,
    refusals: ['APPROVAL_UNKNOWN', 'ROLE_REQUIRED', 'STATE_CONFLICT'],
  }),
  'approval:expire': publicCommand({
    who: ['ANY'],
    summary: { en: 'End an approval whose last day has passed.', zh: '会签到期未成，予以失效。' },
    on: 'id',
    args: Only,
    refusals: ['APPROVAL_UNKNOWN', 'STATE_CONFLICT', 'DATE_NOT_REACHED'],
  }),
};
