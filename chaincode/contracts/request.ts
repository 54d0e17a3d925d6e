import { z } from 'zod';
import { requestCommands } from '../commands/request.js';
import { commitment } from '../domain/commitment.js';
import { RequestContent } from '../domain/financing/request-file.js';
import {
  cancelRequest,
  expireRequest,
  invite,
  openRequest,
  type Requested,
} from '../domain/financing/request-rules.js';
import { invariant } from '../domain/refusal.js';
import { canonicalJson } from '../state/canonical.js';
import { requestFiles, requests } from '../state/financing-kinds.js';
import { lots, parties } from '../state/kinds.js';
import { dealOf, type UnitOfWork } from '../state/unit-of-work.js';
import { bind } from './bind.js';
import { financingPolicy, readClaims, readLots } from './financing.js';
import { openLotDesk } from './lot-desk.js';

export const requestTransactions = {
  'request:open': bind(requestCommands['request:open'], async (call) => {
    const { args, act, work } = call;
    const desk = await openLotDesk(call, args.lots, () => ({ parties: [], invoices: [] }));
    const held = args.lots.map((name) => desk.standing(name).lot);
    const { claims } = await readClaims(work, held);
    const [first] = claims;
    invariant(first !== undefined, 'a request names a lot');
    const policy = await financingPolicy(call, { debtor: first.receivable.debtor });
    const opened = openRequest(args, { claims, policy }, act);
    await work.create(requests, opened.request);
    await desk.close(opened.lots);
  }),
  'request:invite': bind(requestCommands['request:invite'], async (call) => {
    const { args, secret, work } = call;
    const request = await work.get(requests, { id: args.id });
    const bank = await work.get(parties, { id: args.bank });
    const { content, opening, salt: seed } = secret;
    const committed = contentCommitment(args.id, { content, opening });
    const invited = invite({ request, bank }, { content, opening, seed, committed }, call);
    work.save(requests, invited.request);
    await work.create(requestFiles, invited.file, dealOf(bank.mspId, request.holderMsp));
  }),
  'request:cancel': bind(requestCommands['request:cancel'], async ({ args, act, work }) => {
    saveRequested(work, cancelRequest(await readRequested(work, args), act));
  }),
  'request:expire': bind(requestCommands['request:expire'], async ({ args, act, work }) => {
    saveRequested(work, expireRequest(await readRequested(work, args), act));
  }),
};

/** What `request:open` commits to in public, and each bank can open. */
export function contentCommitment(
  request: string,
  { content, opening }: { readonly content: RequestContent; readonly opening: string },
): string {
  const text = canonicalJson(z.encode(RequestContent, content));
  return commitment({ seed: opening, name: `request:${request}`, version: 1 }, text);
}

async function readRequested(work: UnitOfWork, { id }: { id: string }): Promise<Requested> {
  const request = await work.get(requests, { id });
  return { request, lots: await readLots(work, request.lots) };
}

function saveRequested(work: UnitOfWork, { request, lots: changed }: Requested): void {
  work.save(requests, request);
  for (const lot of changed) work.save(lots, lot);
}
