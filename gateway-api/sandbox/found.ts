import { createHash } from 'node:crypto';
import type { Principal, Principals } from '../identity.js';
import type { ApiClient } from '../client/api-client.js';
import { DEMO_PARTIES } from '../documents/demo/demo-parties.js';
import { invariant } from '../../chaincode/domain/refusal.js';
import { keyHash } from './principals.js';

/** The business date a sandbox begins on; the demo's documents lie in the weeks after it. */
export const SANDBOX_BEGINS = '2026-02-16';

/** One step of setting a sandbox up, told as it is done. */
export type Progress = (done: number, of: number, what: string) => void;

interface Step {
  readonly what: string;
  readonly persona: string;
  readonly path: string;
  readonly body: object;
}

/**
 * Found the sandbox's programme and admit its companies, through the API as anybody would. Every step has
 * its own idempotency key, so that one interrupted at any point goes on where it stopped.
 */
export async function foundSandbox(
  client: ApiClient,
  principals: Principals,
  progress: Progress,
): Promise<void> {
  const people = new Map(principals.all().map((each) => [each.persona, each]));
  const who = (persona: string): Principal => {
    const found = people.get(persona);
    invariant(found !== undefined, `the sandbox has a ${persona}`);
    return found;
  };
  const steps = [
    founding(who),
    ...keys(who),
    ...COMPANIES.flatMap((persona) => admission(who(persona), who('bank-a'))),
    ...quotas(who),
  ];
  for (const [at, { what, persona, path, body }] of steps.entries()) {
    progress(at, steps.length, what);
    await client.act(persona, path, { body, idempotencyKey: `sandbox ${at} ${what}` });
  }
  progress(steps.length, steps.length, 'founded');
}

type Who = (persona: string) => Principal;

const COMPANIES = ['supplier-tier1', 'supplier-tier2', 'supplier-tier3', 'dealer'];

const OPERATORS = [
  { persona: 'operator-core', kind: 'CORE' },
  { persona: 'operator', kind: 'ACCESS' },
  { persona: 'operator-bank-a', kind: 'BANK' },
  { persona: 'operator-bank-b', kind: 'BANK' },
  { persona: 'operator-regulator', kind: 'REGULATOR' },
] as const;

/** The sandbox's own network policy: every rule stated, in the values of today's law where it has one. */
const NETWORK_POLICY = {
  tenorDaysMax: 184,
  tenorDaysJustifiedMax: 366,
  graceDays: 0,
  confirmDueByDays: 30,
  acceptByDays: 30,
  secondPersonAbove: '5000000.00',
  verifyInvoiceAtConfirmation: false,
  invoiceVerifiedWithinDays: 30,
  hopsMax: 5,
  financeHopsMax: 3,
  splitDepthMax: 6,
  minimumLot: '1000.00',
  transferCutoffDays: 5,
  financeTenorDaysMin: 7,
  financeTenorDaysMax: 366,
  advanceRateMax: '100.0000',
  costCap: '24.0000',
  defaultAfterDays: 90,
  reviewDays: 0,
  valueDateBackDays: 5,
  acknowledgeDays: 2,
  surplusReturnDays: 2,
};

function founding(who: Who): Step {
  return {
    what: 'founding the programme',
    persona: 'operator-core',
    path: '/v1/programmes',
    body: {
      mode: 'DECLARED',
      date: SANDBOX_BEGINS,
      organisations: OPERATORS.map(({ persona, kind }) => {
        const { mspId, party, identity } = who(persona);
        return { mspId, kind, party, operatorKey: keyHash(identity.certificate) };
      }),
      clearingMsp: who('bank-a').mspId,
      debtorSees: 'PAYEE_AT_MATURITY',
      quorum: 3,
      policy: { id: 'network', from: SANDBOX_BEGINS, rules: NETWORK_POLICY },
    },
  };
}

/** Business keys of the organisations, each pinned by its own operator. */
function keys(who: Who): Step[] {
  const rows = [
    ['core-enterprise', 'operator-core', 'MAKER'],
    ['core-enterprise-checker', 'operator-core', 'CHECKER'],
    ['bank-a', 'operator-bank-a', 'MAKER'],
    ['bank-b', 'operator-bank-b', 'MAKER'],
    ['regulator', 'operator-regulator', 'MAKER'],
    ['auditor', 'operator-regulator', 'AUDITOR'],
  ] as const;
  return rows.map(([persona, operator, role]) => {
    const { party, identity } = who(persona);
    const key = keyHash(identity.certificate);
    return {
      what: `pinning the key of ${persona}`,
      persona: operator,
      path: `/v1/parties/${party}/add-key`,
      body: { key, role, limit: null, validTo: null },
    };
  });
}

/** Invited, filed, checked by its bank, active (domain.md 3.9). */
function admission(company: Principal, bank: Principal): Step[] {
  const { persona, party, identity } = company;
  const key = keyHash(identity.certificate);
  const details = { details: detailsOf(persona), seed: seedOf(company) };
  const size = persona === 'dealer' ? 'MEDIUM' : 'SMALL';
  const act = (by: string, name: string, body: object): Step => ({
    what: `${name} ${persona}`,
    persona: by,
    path: name === 'invite' ? '/v1/parties' : `/v1/parties/${party}/${name}`,
    body,
  });
  return [
    act('operator', 'invite', { party, kind: 'ENTERPRISE', size }),
    act(persona, 'apply', { bank: bank.party, ...details }),
    act('operator', 'file-details', details),
    act(bank.persona, 'verify', { key, ...verification(company) }),
    act('operator', 'activate', { key }),
  ];
}

function verification(company: Principal): object {
  return {
    kycFile: digest('KYC file', company),
    agreement: digest('framework agreement', company),
    screenedOn: SANDBOX_BEGINS,
    accountVerified: true,
  };
}

/** What the clearing bank lets the core enterprise and the dealer issue. */
function quotas(who: Who): Step[] {
  return ['core-enterprise', 'dealer'].map((persona) => ({
    what: `granting the quota of ${persona}`,
    persona: 'bank-a',
    path: '/v1/quotas',
    body: {
      debtor: who(persona).party,
      shard: 'main',
      granted: { currency: 'CNY', amount: '50000000.00' },
    },
  }));
}

function detailsOf(persona: string): object {
  const at = DEMO_PARTIES.findIndex((each) => each.persona === persona);
  const party = DEMO_PARTIES[at];
  invariant(party !== undefined, `the demo names ${persona}`);
  return {
    name: party.name,
    identifiers: [{ scheme: 'USCC', value: party.uscc }],
    account: {
      scheme: 'CNAPS',
      bank: '999100000001',
      number: `62000000000000${(at + 10).toString()}`,
    },
  };
}

/** As secret as the persona's key, and the same at every try. */
function seedOf(company: Principal): string {
  return digest('seed of the details', company);
}

function digest(words: string, { identity }: Principal): string {
  const key = identity.privateKey.export({ type: 'pkcs8', format: 'der' });
  return createHash('sha256').update(key).update(words).digest('hex');
}
