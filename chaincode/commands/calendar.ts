import { Calendar } from '../domain/calendar.js';
import { publicCommand } from './command.js';

export const calendarCommands = {
  'calendar:set': publicCommand({
    who: ['OP'],
    summary: {
      en: 'Record a year’s holidays and worked weekends; a record is never changed.',
      zh: '登记某年度的节假日与调休工作日，登记后不得更改。',
    },
    on: null,
    first: true,
    args: Calendar,
    refusals: ['ROLE_REQUIRED', 'ALREADY_EXISTS'],
  }),
};
