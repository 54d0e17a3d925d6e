import type { Outcome } from '../financing/request.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { LedgerRecord, RecordOf } from './ledger-record.js';

/** What a request became, as it says itself and as the loan or purchase says. */
interface Became {
  request: { readonly record: string; readonly outcome: Outcome | null } | null;
  readonly made: { readonly record: string; readonly id: string }[];
}

/** C3, between requests and what was made of them: one request, one loan or purchase. */
export const outcomes: Invariant = {
  id: 'C3c',
  code: 'OUTCOME_CONTRADICTED',
  title: words(
    'An accepted request became one loan or purchase, which names it',
    '每一获接受的融资申请只对应一笔贷款或受让，且相互对应',
  ),
  start: (findings) => {
    const all = new Map<string, Became>();
    return {
      record: (record) => note(all, record),
      end: () => {
        for (const became of all.values()) compare(findings, became);
      },
    };
  },
};

function note(all: Map<string, Became>, record: LedgerRecord): void {
  if (record.kind === 'request') {
    entry(all, record.value.id).request = { record: record.name, outcome: record.value.outcome };
  }
  if (record.kind === 'loan' || record.kind === 'purchase') noteMade(all, record);
}

function noteMade(
  all: Map<string, Became>,
  { name, value }: RecordOf<'loan'> | RecordOf<'purchase'>,
): void {
  entry(all, value.request).made.push({ record: name, id: value.id });
}

function entry(all: Map<string, Became>, id: string): Became {
  const became = all.get(id) ?? { request: null, made: [] };
  all.set(id, became);
  return became;
}

function compare(findings: Findings, { request, made }: Became): void {
  findings.looked();
  const outcome = request?.outcome ?? null;
  for (const { record, id } of made) {
    if (id === outcome?.id) continue;
    const why = words('its request became something else', '其融资申请的结果并非本记录');
    findings.fault(record, why);
  }
  if (request === null || outcome === null) return;
  if (made.some(({ id }) => id === outcome.id)) return;
  const why = words(`it became ${outcome.id}, which is not there`, `其结果 ${outcome.id} 不存在`);
  findings.fault(request.record, why);
}
