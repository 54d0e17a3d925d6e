import { z } from 'zod';
import { BaseRate } from '../domain/base-rate.js';
import { publicCommand } from './command.js';

export const rateCommands = {
  'rate:set': publicCommand({
    who: ['OP'],
    summary: { en: 'Record a published rate.', zh: '登记已公布的利率。' },
    on: null,
    first: true,
    args: z.strictObject({
      id: BaseRate.shape.id,
      date: BaseRate.shape.date,
      rate: BaseRate.shape.rate,
    }),
    refusals: ['ROLE_REQUIRED', 'DATE_IN_FUTURE', 'ALREADY_EXISTS'],
  }),
};
