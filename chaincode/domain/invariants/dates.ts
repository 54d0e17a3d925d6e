import { type Invariant, type Words, words } from './invariant.js';
import type { LedgerRecord, Step } from './ledger-record.js';

/** C10 */
export const businessDates: Invariant = {
  id: 'C10',
  code: 'DATE_DECREASED',
  title: words('Business dates of a record never go back', '同一记录的业务日期不倒退'),
  start: (findings, { today }) => {
    const look = (record: LedgerRecord): void => {
      findings.looked();
      const why = future(record, today());
      if (why !== null) findings.fault(record.name, why);
    };
    return {
      step: (step) => {
        findings.looked();
        const why = backwards(step);
        if (why !== null) findings.fault(step.after.name, why);
      },
      claim: ({ receivable, lots, instructions }) => {
        if (receivable !== null) look(receivable);
        lots.forEach(look);
        instructions.forEach(look);
      },
      record: look,
    };
  },
};

function future({ value }: LedgerRecord, today: string): Words | null {
  const { actedOn } = value;
  if (actedOn > today) {
    return words(`acted on ${actedOn}, after ${today}`, `操作日 ${actedOn} 晚于 ${today}`);
  }
  const since = 'since' in value ? value.since : actedOn;
  return since > actedOn
    ? words(
        `in its state since ${since}, acted on ${actedOn}`,
        `状态起始 ${since} 晚于操作日 ${actedOn}`,
      )
    : null;
}

function backwards({ before, after }: Step): Words | null {
  if (before === null) return null;
  if (after.value.actedOn < before.value.actedOn)
    return went(before.value.actedOn, after.value.actedOn);
  if (before.kind !== 'programme' || after.kind !== 'programme') return null;
  const [from, to] = [before.value.date, after.value.date];
  return from !== null && (to === null || to < from) ? went(from, to ?? '–') : null;
}

function went(from: string, to: string): Words {
  return words(`from ${from} back to ${to}`, `由 ${from} 倒退至 ${to}`);
}
