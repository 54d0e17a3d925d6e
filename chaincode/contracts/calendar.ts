import { calendarCommands } from '../commands/calendar.js';
import { requireOperator } from '../domain/act.js';
import { calendars } from '../state/kinds.js';
import { bind } from './bind.js';

export const calendarTransactions = {
  'calendar:set': bind(calendarCommands['calendar:set'], async ({ args, act, work }) => {
    requireOperator(act);
    await work.create(calendars, args);
  }),
};
