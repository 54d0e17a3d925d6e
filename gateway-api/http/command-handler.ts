import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Shape } from '../../chaincode/commands/command.js';
import type { Principal } from '../identity.js';
import type { LedgerClient, Outcome } from '../ledger/client.js';
import type { Backend } from './app.js';
import { callerOf } from './authenticate.js';
import { prepareCommand } from './command-body.js';
import { Problem } from './problems.js';
import { attributesOf, Versioned } from './record-path.js';
import type { Route } from './routes.js';
import { parseStrictJson } from './strict-json.js';

/** Which organisations' people may send a shape: what it touches is theirs (decisions.md 1). */
const SENDERS: Readonly<Record<Shape, (principal: Principal) => boolean>> = {
  PUBLIC: () => true,
  DESK: ({ organisation }) => organisation === 'BANK',
  DEAL: ({ organisation }) => organisation !== 'REGULATOR',
  CLEARING: ({ clears }) => clears,
  FILE: ({ organisation }) => organisation === 'CORE' || organisation === 'ACCESS',
};

const KEY_MAX = 255;

/** What `execute` answers with. */
export const Answer = z.looseObject({
  txId: z.string(),
  records: z.array(
    z.strictObject({
      type: z.string(),
      id: z.string(),
      version: z.int(),
      record: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type Answer = z.output<typeof Answer>;

/** One transaction over HTTP: decode, send as the caller, answer with what is on the ledger now. */
export function commandHandler(
  route: Route,
  { ledger, seed }: Pick<Backend, 'ledger' | 'seed'>,
): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    if (!SENDERS[route.command.shape](caller)) throw new Problem('ORG_NOT_ALLOWED');
    const command = prepareCommand(
      {
        route,
        target: targetOf(request),
        body: bodyOf(request),
        party: caller.party ?? caller.persona,
        idempotencyKey: idempotencyKey(request),
      },
      seed,
    );
    const asRead = (): Promise<void> => requireVersion(request, { route, ledger });
    const outcome = await ledger.submit(caller.identity, command, asRead);
    reply(response, { route, outcome, target: targetOf(request) });
  };
}

interface Replied {
  readonly route: Route;
  readonly outcome: Outcome;
  readonly target: string | null;
}

/**
 * `If-Match` holds the caller to the version it read: tested when the peers have endorsed, before anything
 * is ordered, and again for each retry. What changes after that meets the ledger's own conflict check. A
 * rule's refusal comes first, and a repeated command answers what it did (RFC 9110, 13.2.1).
 * @throws Problem VERSION_MISMATCH with the version the record has now.
 */
async function requireVersion(
  request: Request,
  { route, ledger }: { readonly route: Route; readonly ledger: LedgerClient },
): Promise<void> {
  const wanted = request.get('if-match');
  if (wanted === undefined || targetOf(request) === null) return;
  const where = { type: route.resource, attributes: attributesOf(request), collection: null };
  const read = await ledger.evaluate(callerOf(request).identity, 'record:get', where);
  const { version } = Versioned.parse(read);
  if (wanted !== `"v${version}"`) {
    throw new Problem('VERSION_MISMATCH', { facts: { version: version.toString() } });
  }
}

/** A repeated command answers what its first transaction did. */
function reply(response: Response, { route, outcome, target }: Replied): void {
  const { records } = Answer.parse(outcome.answer);
  const primary = records.find(({ type, id }) => type === route.resource && sameId(id, target));
  if (outcome.replayed) response.set('Idempotency-Replayed', 'true');
  if (primary !== undefined) response.set('ETag', `"v${primary.version}"`);
  response
    .status(route.status)
    .set('Counterfoil-Transaction', outcome.txId)
    .set('Counterfoil-Block', outcome.block.toString())
    .json({ record: primary?.record ?? null, records });
}

/** Ids in paths are plain, keys pad unit numbers with zeros: `rcv_x:1` is `rcv_x:000000000000000001`. */
export function sameId(key: string, target: string | null): boolean {
  if (target === null) return true;
  const plain = (id: string): string => id.replaceAll(/:0+(?=[1-9])/g, ':');
  return plain(key) === plain(target);
}

function targetOf(request: Request): string | null {
  const { id } = request.params;
  return typeof id === 'string' ? id : null;
}

function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  if (typeof body === 'string' && body !== '') return parseStrictJson(body);
  const length = request.get('content-length') ?? '0';
  const chunked = request.get('transfer-encoding') !== undefined;
  if ((length !== '0' || chunked) && !request.is('application/json')) {
    throw new Problem('MEDIA_TYPE_UNSUPPORTED');
  }
  return undefined;
}

/** `Idempotency-Key`: an sf-string, quoted or bare, of at most 255 visible ASCII characters. */
function idempotencyKey(request: Request): string {
  const given = request.get('idempotency-key') ?? '';
  const key = /^"(.*)"$/.exec(given)?.[1] ?? given;
  if (key === '') throw new Problem('IDEMPOTENCY_KEY_MISSING');
  if (key.length > KEY_MAX || !/^[\u0020-\u007e]+$/.test(key)) {
    throw new Problem('VALIDATION_FAILED', {
      errors: [{ pointer: '', code: 'IDEMPOTENCY_KEY_MALFORMED', detail: 'Idempotency-Key' }],
    });
  }
  return key;
}
