import { programmeCommands } from '../commands/programme.js';
import { foundProgramme, moveDate } from '../domain/founding.js';
import { requireOperator } from '../domain/act.js';
import { invariant, Refusal } from '../domain/refusal.js';
import { keys, parties, policies, programmes } from '../state/kinds.js';
import { bind, bindFounding } from './bind.js';

export const programmeTransactions = {
  'programme:found': bindFounding(
    programmeCommands['programme:found'],
    async ({ args, act, work, creator, declareDate }) => {
      if ((await work.find(programmes, {})) !== null) {
        throw new Refusal('ALREADY_EXISTS', { id: 'programme' });
      }
      // The one act that goes by the certificate: nothing is pinned yet.
      if (!creator.units.includes('admin')) throw new Refusal('ROLE_REQUIRED', { role: 'OP' });
      const founded = foundProgramme(args, act.today);
      if (args.date !== null) declareDate(args.date);
      await work.create(programmes, founded.programme);
      await work.create(policies, founded.policy);
      for (const party of founded.parties) await work.create(parties, party);
      for (const key of founded.keys) await work.create(keys, key);
    },
  ),
  'programme:setDate': bind(programmeCommands['programme:setDate'], async ({ args, act, work }) => {
    requireOperator(act);
    const programme = await work.find(programmes, {});
    invariant(programme !== null, 'an act runs in a founded programme');
    work.save(programmes, moveDate(programme, args.date));
  }),
};
