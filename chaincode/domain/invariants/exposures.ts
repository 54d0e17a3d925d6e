import { type Findings, type Invariant, words } from './invariant.js';
import type { RecordOf } from './ledger-record.js';

/** C4, of a bank's own limits: what is used of one is what its offers, and what became of them, take up. */
export const exposuresReserved: Invariant = {
  id: 'C4d',
  code: 'EXPOSURE_BROKEN',
  title: words(
    'What is used of a credit limit is what its offers and loans take up',
    '授信占用等于各项要约与贷款占用之和',
  ),
  start: (findings) => {
    const taken = new Map<string, bigint>();
    const exposures: RecordOf<'exposure'>[] = [];
    return {
      record: (record) => {
        if (record.kind === 'exposure') exposures.push(record);
        if (record.kind !== 'reservation') return;
        const { bank, subjects, amount } = record.value;
        for (const subject of subjects) {
          const line = `${bank} ${subject} ${amount.currency}`;
          taken.set(line, (taken.get(line) ?? 0n) + amount.minor);
        }
      },
      end: () => {
        for (const exposure of exposures) {
          const { bank, subject, currency } = exposure.value;
          compare(findings, exposure, taken.get(`${bank} ${subject} ${currency}`) ?? 0n);
        }
      },
    };
  },
};

function compare(findings: Findings, { name, value }: RecordOf<'exposure'>, sum: bigint): void {
  findings.looked();
  const { reserved } = value;
  if (reserved.minor === sum) return;
  const why = words(
    `${reserved.minor} is reserved, and offers and loans take up ${sum}`,
    `占用 ${reserved.minor}，各项占用合计 ${sum}`,
  );
  findings.fault(name, why);
}
