import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id, KeyAttribute } from '../domain/identifiers.js';
import { OrganisationKind, Programme } from '../domain/programme.js';
import { PolicyRules } from '../domain/policy.js';
import { publicCommand } from './command.js';

export const ORGANISATIONS_MAX = 32;

export const programmeCommands = {
  'programme:found': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Found the programme: its organisations with an operator key each, its clock and its policies.',
      zh: '设立项目：登记各机构及其管理员密钥、业务日期方式与网络规则。',
    },
    on: null,
    first: true,
    unpinned: true,
    args: z.strictObject({
      mode: Programme.shape.mode,
      date: CalendarDate.nullable(),
      organisations: z
        .array(
          z.strictObject({
            mspId: KeyAttribute,
            kind: OrganisationKind,
            party: Id('org'),
            operatorKey: Hex256,
          }),
        )
        .min(3)
        .max(ORGANISATIONS_MAX),
      clearingMsp: KeyAttribute,
      debtorSees: Programme.shape.debtorSees,
      quorum: Programme.shape.quorum,
      policy: z.strictObject({ id: KeyAttribute, from: CalendarDate, rules: PolicyRules }),
    }),
    refusals: ['ALREADY_EXISTS', 'ROLE_REQUIRED', 'FOUNDING_INCOMPLETE'],
  }),
  'programme:setDate': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Move the business date of a sandbox programme forward.',
      zh: '将沙箱项目的业务日期前移。',
    },
    on: null,
    args: z.strictObject({ date: CalendarDate }),
    refusals: ['ROLE_REQUIRED', 'CLOCK_NOT_DECLARED', 'DATE_NOT_FORWARD'],
  }),
};
