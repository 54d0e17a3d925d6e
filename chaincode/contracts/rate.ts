import { rateCommands } from '../commands/rate.js';
import { setRate } from '../domain/base-rate.js';
import { rates } from '../state/kinds.js';
import { bind } from './bind.js';

export const rateTransactions = {
  'rate:set': bind(rateCommands['rate:set'], async ({ args, act, work }) => {
    await work.create(rates, setRate(args, act));
  }),
};
