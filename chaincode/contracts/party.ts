import { z } from 'zod';
import { partyCommands } from '../commands/party.js';
import { requireBank } from '../domain/act.js';
import { activate, apply, bankMsp, fileDetails, invite, verify } from '../domain/admission.js';
import { commitment } from '../domain/commitment.js';
import { PartyDetails } from '../domain/party-details.js';
import { addKey, revokeKey } from '../domain/pinned-key.js';
import { requireBlocked, unblock } from '../domain/receivable/overdue.js';
import { changeStanding, type StandingAct } from '../domain/standing.js';
import { canonicalJson } from '../state/canonical.js';
import { keys, parties, partyDeals, partyFiles, receivables } from '../state/kinds.js';
import { dealOf, DIRECTORY_PLACE } from '../state/unit-of-work.js';
import { bind, type Call } from './bind.js';

const admission = {
  'party:invite': bind(partyCommands['party:invite'], async ({ args, act, work, programme }) => {
    await work.create(parties, invite(args, act, programme));
  }),
  'party:fileDetails': bind(
    partyCommands['party:fileDetails'],
    async ({ args, secret, act, work, programme }) => {
      const party = await work.get(parties, { id: args.party });
      const filing = { ...sealed(args.party, secret), party };
      const filed = fileDetails(filing, act, programme);
      await work.find(partyFiles, filed, DIRECTORY_PLACE);
      work.save(partyFiles, filed, DIRECTORY_PLACE);
    },
  ),
  'party:apply': bind(
    partyCommands['party:apply'],
    async ({ args, secret, act, work, programme }) => {
      const party = await work.get(parties, { id: args.party });
      const pinned = await work.find(keys, { spki: act.signer.key });
      const application = { ...sealed(args.party, secret), party, bank: args.bank, pinned };
      const applied = apply(application, act, programme);
      work.save(parties, applied.party);
      const place = dealOf(bankMsp(programme, args.bank), party.mspId);
      await work.create(partyDeals, applied.deal, place);
    },
  ),
  'party:verify': bind(
    partyCommands['party:verify'],
    async ({ args, secret, act, work, programme }) => {
      requireBank(act, programme);
      const party = await work.get(parties, { id: args.party });
      const place = dealOf(act.signer.mspId, party.mspId);
      const deal = await work.find(partyDeals, { id: args.party }, place);
      const { kycFile, agreement, screenedOn } = secret;
      const verification = { kycFile, agreement, screenedOn };
      const verified = verify({ party, deal, key: args.key, verification }, act, programme);
      work.save(parties, verified.party);
      work.save(partyDeals, verified.deal, place);
    },
  ),
  'party:activate': bind(partyCommands['party:activate'], async ({ args, act, work }) => {
    const party = await work.get(parties, { id: args.party });
    const active = activate({ party, key: args.key }, act);
    work.save(parties, active.party);
    await work.create(keys, active.key);
  }),
};

const standing = {
  'party:unblock': bind(partyCommands['party:unblock'], async (call) => {
    const { args, act, work, programme } = call;
    const debtor = await work.get(parties, { id: args.party });
    requireBlocked(debtor, act);
    const cured = await work.getAll(
      receivables,
      args.cured.map((id) => ({ id })),
    );
    work.save(parties, unblock({ debtor, cured }, act, programme));
  }),
  'party:suspend': bind(partyCommands['party:suspend'], (call) => stand(call, 'suspend')),
  'party:reinstate': bind(partyCommands['party:reinstate'], (call) => stand(call, 'reinstate')),
  'party:declareInsolvent': bind(partyCommands['party:declareInsolvent'], (call) =>
    stand(call, 'declareInsolvent'),
  ),
  'party:dissolve': bind(partyCommands['party:dissolve'], (call) => stand(call, 'dissolve')),
};

const pinning = {
  'party:addKey': bind(partyCommands['party:addKey'], async ({ args, act, work, programme }) => {
    const party = await work.get(parties, { id: args.party });
    const added = addKey({ party, added: args }, act, programme);
    await work.create(keys, added.key);
    if (added.party.secondPerson !== party.secondPerson) work.save(parties, added.party);
  }),
  'party:revokeKey': bind(
    partyCommands['party:revokeKey'],
    async ({ args, act, work, programme }) => {
      const party = await work.get(parties, { id: args.party });
      const key = await work.find(keys, { spki: args.key });
      work.save(keys, revokeKey({ party, key }, act, programme));
    },
  ),
};

export const partyTransactions = { ...admission, ...standing, ...pinning };

async function stand(
  { args, act, work, programme }: Call<{ party: string; document?: string }, null>,
  what: StandingAct,
): Promise<void> {
  const party = await work.get(parties, { id: args.party });
  const document = args.document ?? null;
  work.save(parties, changeStanding({ party, what, document }, act, programme));
}

/** The details with the public commitment that their seed opens. */
function sealed(
  party: string,
  { details, seed }: { details: PartyDetails; seed: string },
): { details: PartyDetails; seed: string; committed: string } {
  const text = canonicalJson(z.encode(PartyDetails, details));
  return {
    details,
    seed,
    committed: commitment({ seed, name: `party:${party}`, version: 1 }, text),
  };
}
