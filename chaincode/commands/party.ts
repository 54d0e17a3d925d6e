import { z } from 'zod';
import { CalendarDate } from '../domain/dates.js';
import { Hex256, Id } from '../domain/identifiers.js';
import { PositiveMoney } from '../domain/money.js';
import { Key } from '../domain/party.js';
import { PartyDetails, Verification } from '../domain/party-details.js';
import { privateCommand, publicCommand } from './command.js';

const One = z.strictObject({ party: Id('org') });
/** The key is named, so that what bank and operator sign says which key they stand for. */
const WithKey = z.strictObject({ party: Id('org'), key: Hex256 });
const WithDocument = z.strictObject({ party: Id('org'), document: Hex256 });

/**
 * `seed` is chosen once for these details, at random, and is the same in both acts: whoever holds it and
 * the details can open the public commitment.
 */
const Details = z.strictObject({ details: PartyDetails, seed: Hex256 });

const admission = {
  'party:invite': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Invite a party into the signer’s organisation.',
      zh: '邀请主体加入本机构。',
    },
    on: null,
    first: true,
    args: z.strictObject({
      party: Id('org'),
      kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'FARM_COOPERATIVE']),
      size: z.enum(['LARGE', 'MEDIUM', 'SMALL', 'MICRO']),
    }),
    refusals: ['ROLE_REQUIRED', 'ALREADY_EXISTS'],
  }),
  'party:fileDetails': privateCommand({
    shape: 'FILE',
    who: ['OP', 'PARTY'],
    summary: {
      en: 'File a party’s name, registered numbers and account in the directory.',
      zh: '将主体名称、登记号码与账户存入目录。',
    },
    on: 'party',
    args: One,
    secret: Details,
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'DETAILS_MISMATCH'],
  }),
  'party:apply': privateCommand({
    shape: 'DEAL',
    who: ['PARTY'],
    summary: {
      en: 'Apply to a bank for admission, with the key that is to be pinned.',
      zh: '以待登记密钥向银行申请准入。',
    },
    on: 'party',
    unpinned: true,
    args: z.strictObject({ party: Id('org'), bank: Id('org') }),
    secret: Details,
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'BANK_UNKNOWN',
      'ALREADY_EXISTS',
      'STATE_CONFLICT',
    ],
  }),
  'party:verify': privateCommand({
    shape: 'DEAL',
    who: ['BK'],
    summary: {
      en: 'State that the bank has checked the party, its account and its key.',
      zh: '银行确认已完成主体、账户及密钥的尽职调查。',
    },
    on: 'party',
    args: WithKey,
    secret: Verification.omit({ verifiedOn: true }).extend({ accountVerified: z.literal(true) }),
    refusals: [
      'ROLE_REQUIRED',
      'PARTY_UNKNOWN',
      'STATE_CONFLICT',
      'KEY_NOT_APPLIED',
      'DATE_IN_FUTURE',
    ],
  }),
  'party:activate': publicCommand({
    who: ['OP'],
    summary: { en: 'Admit a verified party and pin its key.', zh: '激活已核验主体并登记其密钥。' },
    on: 'party',
    args: WithKey,
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'KEY_NOT_APPLIED',
      'ALREADY_EXISTS',
    ],
  }),
};

/** Certificates that one lifting of a block may name. */
const CURED_MAX = 50;

const standing = {
  'party:unblock': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Let a debtor issue again, on evidence that it has paid what it had not paid in time.',
      zh: '债务人已清偿逾期凭证并提交证明的，恢复其开立资格。',
    },
    on: 'party',
    args: z.strictObject({
      ...WithDocument.shape,
      cured: z.array(Id('rcv')).min(1).max(CURED_MAX),
    }),
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'STATE_CONFLICT',
      'RECEIVABLE_UNKNOWN',
      'CURE_NOT_SHOWN',
      'SIGNATURES_MISSING',
    ],
  }),
  'party:suspend': publicCommand({
    who: ['OP'],
    summary: { en: 'Suspend a party: its keys act no more.', zh: '暂停主体，其密钥不得操作。' },
    on: 'party',
    args: One,
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'SIGNATURES_MISSING', 'STATE_CONFLICT'],
  }),
  'party:reinstate': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Let a suspended or insolvent party act again.',
      zh: '恢复被暂停或破产的主体。',
    },
    on: 'party',
    args: One,
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'SIGNATURES_MISSING', 'STATE_CONFLICT'],
  }),
  'party:declareInsolvent': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Record a party’s insolvency with the court’s document.',
      zh: '凭法院文书登记主体破产。',
    },
    on: 'party',
    args: WithDocument,
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'SIGNATURES_MISSING', 'STATE_CONFLICT'],
  }),
  'party:dissolve': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Record a party’s end, or end its admission, with a document.',
      zh: '凭文件登记主体注销或终止准入。',
    },
    on: 'party',
    args: WithDocument,
    refusals: ['PARTY_UNKNOWN', 'ROLE_REQUIRED', 'SIGNATURES_MISSING', 'STATE_CONFLICT'],
  }),
};

const pinning = {
  'party:addKey': publicCommand({
    who: ['OP', 'PARTY'],
    summary: { en: 'Pin another key of the signer’s party.', zh: '为本主体登记新密钥。' },
    on: 'party',
    args: z
      .strictObject({
        party: Id('org'),
        key: Hex256,
        role: Key.shape.role,
        limit: PositiveMoney.nullable(),
        validTo: CalendarDate.nullable(),
      })
      .refine(({ role, limit }) => role === 'MAKER' || limit === null, {
        error: 'LIMIT_MISPLACED',
        path: ['limit'],
      }),
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'SIGNATURES_MISSING',
      'DATE_PASSED',
      'ALREADY_EXISTS',
    ],
  }),
  'party:revokeKey': publicCommand({
    who: ['OP', 'PARTY'],
    summary: { en: 'Put a key of the signer’s party out of force.', zh: '注销本主体的密钥。' },
    on: 'party',
    args: WithKey,
    refusals: [
      'PARTY_UNKNOWN',
      'ROLE_REQUIRED',
      'SIGNATURES_MISSING',
      'KEY_UNKNOWN',
      'KEY_REVOKES_ITSELF',
      'STATE_CONFLICT',
    ],
  }),
};

export const partyCommands = { ...admission, ...standing, ...pinning };
