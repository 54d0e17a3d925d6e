import type { ActStep } from '../step.js';
import { words } from '../words.js';

/** The sandbox's business date moves on, to a date of the first telling. */
export function dateComes(date: string): ActStep {
  return {
    who: 'operator',
    act: 'programme:setDate',
    says: (play) => words(`the date is ${play.on(date)}`, `日期推进至 ${play.on(date)}`),
    body: (play) => ({ date: play.on(date) }),
  };
}
