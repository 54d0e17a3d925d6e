import type { Express, Request } from 'express';
import { ALL_KINDS } from '../../chaincode/state/kinds.js';
import {
  CLEARING,
  dealCollection,
  deskCollection,
  DIRECTORY,
  offersCollection,
} from '../../chaincode/state/collections.js';
import type { PlaceKind } from '../../chaincode/state/kind.js';
import type { Principal } from '../identity.js';
import { ContractRefusal } from '../ledger/errors.js';
import type { Backend } from './app.js';
import { callerOf } from './authenticate.js';
import { Problem } from './problems.js';
import { attributesOf, Versioned } from './record-path.js';
import { plural } from './routes.js';

interface ReadRow {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly answer: (request: Request, backend: Backend) => Promise<unknown>;
}

const RECORD_READS: readonly ReadRow[] = [...new Set(ALL_KINDS.map(({ type }) => type))].map(
  (type) => ({
    path: `/v1/${plural(type)}/:id`,
    tag: type,
    summary: `One ${type}: the public record, with its private part for those who may read it.`,
    answer: (request, backend) =>
      oneRecord(backend, callerOf(request), { type, attributes: attributesOf(request) }),
  }),
);

/** What may be read, one row a path; the general read model comes beside these. */
export const READS: readonly ReadRow[] = [
  ...RECORD_READS,
  ...(['lot', 'instruction'] as const).map((type) => ({
    path: `/v1/receivables/:id/${plural(type)}`,
    tag: 'receivable',
    summary: `The ${plural(type)} of one receivable, in the order of their units.`,
    answer: async (request: Request, backend: Backend) => ({
      data: await list(backend, callerOf(request), { type, attributes: attributesOf(request) }),
    }),
  })),
  {
    path: '/v1/programmes',
    tag: 'programme',
    summary: 'The programme of this channel: its organisations, its mode and its business date.',
    answer: (request, backend) =>
      oneRecord(backend, callerOf(request), { type: 'programme', attributes: [] }),
  },
  {
    path: '/v1/parties',
    tag: 'party',
    summary: 'The parties, each with the private part that the caller may read.',
    answer: async (request, backend) => ({ data: await allParties(backend, callerOf(request)) }),
  },
  {
    path: '/v1/me',
    tag: 'me',
    summary: 'Who the caller is to this gateway.',
    answer: (request) => {
      const { persona, mspId, organisation, party, name } = callerOf(request);
      return Promise.resolve({ persona, mspId, organisation, party, name });
    },
  },
  {
    path: '/v1/ledger/info',
    tag: 'ledger',
    summary: 'Height of the channel and hash of its newest block.',
    answer: async (request, { ledger }) => {
      const { height, currentBlockHash } = await ledger.info(callerOf(request).identity);
      return { height: Number(height), currentBlockHash };
    },
  },
];

export function readRoutes(app: Express, backend: Backend): void {
  for (const { path, answer } of READS) {
    app.get(path, async (request, response) => {
      const body = await answer(request, backend);
      const versioned = Versioned.safeParse(body);
      if (versioned.success) response.set('ETag', `"v${versioned.data.version}"`);
      response.json(body);
    });
  }
}

interface Named {
  readonly type: string;
  readonly attributes: readonly string[];
}

interface Parts {
  readonly open: Record<string, unknown> | null;
  readonly closed: Record<string, unknown> | null;
}

/** The public part of a record, and the private one where the caller is among its readers. */
async function recordParts(backend: Backend, caller: Principal, named: Named): Promise<Parts> {
  const places = ALL_KINDS.filter(({ type }) => type === named.type).map(({ place }) => place);
  const open = places.includes('public') ? await readOne(backend, caller, named) : null;
  for (const place of places) {
    for (const collection of MEMBERSHIPS[place](caller, backend)) {
      const closed = await readOne(backend, caller, { ...named, collection });
      if (closed !== null) return { open, closed };
    }
  }
  return { open, closed: null };
}

type Membership = (caller: Principal, backend: Backend) => readonly string[];

/** For each sort of place, the collections that the caller's organisation is a member of. */
const MEMBERSHIPS: Readonly<Record<PlaceKind, Membership>> = {
  public: () => [],
  act: () => [],
  desk: ({ mspId, organisation }) => (organisation === 'BANK' ? [deskCollection(mspId)] : []),
  offers: (caller, backend) => pairs(caller, backend, offersCollection),
  deal: (caller, backend) => pairs(caller, backend, dealCollection),
  directory: ({ organisation }) =>
    organisation === 'CORE' || organisation === 'ACCESS' ? [DIRECTORY] : [],
  clearing: ({ clears, organisation }) => (clears || organisation === 'ACCESS' ? [CLEARING] : []),
};

function pairs(
  { mspId, organisation }: Principal,
  backend: Backend,
  name: (bank: string, org: string) => string,
): string[] {
  if (organisation === 'REGULATOR') return [];
  const isBank = organisation === 'BANK';
  return organisations(backend, !isBank).map((other) =>
    isBank ? name(mspId, other) : name(other, mspId),
  );
}

/** MSP ids of the banks, or of the organisations whose people deal with banks. */
function organisations(backend: Backend, banks: boolean): string[] {
  const wanted = banks ? ['BANK'] : ['CORE', 'ACCESS'];
  const found = backend.principals.all().filter((each) => wanted.includes(each.organisation));
  return [...new Set(found.map(({ mspId }) => mspId))];
}

async function readOne(
  backend: Backend,
  caller: Principal,
  where: Named & { readonly collection?: string },
): Promise<Record<string, unknown> | null> {
  try {
    const asked = { collection: null, ...where };
    return Versioned.parse(await backend.ledger.evaluate(caller.identity, 'record:get', asked));
  } catch (error) {
    if (error instanceof ContractRefusal && error.code !== 'COMMAND_MALFORMED') return null;
    throw error;
  }
}

async function list(
  { ledger }: Backend,
  { identity }: Principal,
  where: Named & { readonly collection?: string },
): Promise<readonly Record<string, unknown>[]> {
  const found = await ledger.evaluate(identity, 'record:list', { collection: null, ...where });
  return Versioned.array().parse(found);
}

async function allParties(backend: Backend, caller: Principal): Promise<unknown> {
  const named = { type: 'party', attributes: [] };
  const details = new Map<unknown, unknown>();
  const places = [...MEMBERSHIPS.deal(caller, backend), ...MEMBERSHIPS.directory(caller, backend)];
  for (const collection of places) {
    for (const closed of await list(backend, caller, { ...named, collection })) {
      details.set(closed['id'], closed);
    }
  }
  const open = await list(backend, caller, named);
  return open.map((party) => {
    const closed = details.get(party['id']);
    return closed === undefined ? party : { ...party, private: closed };
  });
}

/** @throws Problem NOT_FOUND, also for what the caller may not see. */
async function oneRecord(backend: Backend, caller: Principal, named: Named): Promise<unknown> {
  const { open, closed } = await recordParts(backend, caller, named);
  const record = open ?? closed;
  if (record === null) throw new Problem('NOT_FOUND');
  return open !== null && closed !== null ? { ...open, private: closed } : record;
}
