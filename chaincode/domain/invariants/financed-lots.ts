import { effectiveLoan, type LoanState } from '../financing/loan.js';
import type { FinancedLot } from '../financing/product.js';
import { effectivePurchase, type PurchaseState } from '../financing/purchase.js';
import { effectiveRequest, type RequestState } from '../financing/request.js';
import type { CalendarDate } from '../dates.js';
import { effectiveLot } from '../receivable/encumbrance.js';
import type { Lot, LotState } from '../receivable/lot.js';
import { type Findings, type Invariant, words } from './invariant.js';
import type { LedgerRecord, RecordOf } from './ledger-record.js';

/** A request, loan or purchase, as far as its lots hang on it. */
interface Financing {
  readonly record: string;
  readonly state: RequestState | LoanState | PurchaseState;
  readonly lots: readonly FinancedLot[];
}

/** A lot with something on it. */
interface Bound {
  readonly record: string;
  readonly lot: Pick<Lot, 'receivable' | 'from' | 'to' | 'state'>;
  readonly claim: string;
}

/** C3, between the lots and what is on them. */
export const financedLots: Invariant = {
  id: 'C3b',
  code: 'FINANCING_CONTRADICTED',
  title: words(
    'A lot and its request, loan or purchase name each other; no two name one lot',
    '份额与融资申请、贷款或受让相互对应，同一份额不对应两笔融资',
  ),
  start: (findings, { today }) => {
    const financings = new Map<string, Financing>();
    const bound: Bound[] = [];
    return {
      claim: ({ lots }) => bound.push(...lots.flatMap((lot) => boundLot(lot, today()))),
      record: (record) => noteFinancing(financings, record, today()),
      end: () => {
        for (const each of bound) checkBound(findings, each, financings.get(each.claim) ?? null);
        checkDoubles(findings, [...financings.values()]);
      },
    };
  },
};

function boundLot({ name, value }: RecordOf<'lot'>, today: CalendarDate): Bound[] {
  const { claim, ...lot } = effectiveLot(value, today);
  return claim === null ? [] : [{ record: name, lot, claim: claim.id }];
}

function noteFinancing(
  financings: Map<string, Financing>,
  record: LedgerRecord,
  today: CalendarDate,
): void {
  if (record.kind === 'request') {
    const { id, state, lots } = effectiveRequest(record.value, today);
    financings.set(id, { record: record.name, state, lots });
  } else if (record.kind === 'loan') {
    const { id, state, lots } = effectiveLoan(record.value, today);
    financings.set(id, { record: record.name, state, lots });
  } else if (record.kind === 'purchase') {
    const { id, state, lots } = effectivePurchase(record.value, today);
    financings.set(id, { record: record.name, state, lots });
  }
}

/** In which states of its request, loan or purchase a lot can be in its own. */
const FITTING: Readonly<Partial<Record<LotState, readonly Financing['state'][]>>> = {
  RESERVED: ['OPEN'],
  COMMITTED: ['COMMITTED', 'REGISTERED'],
  PLEDGED: ['REGISTERED', 'ACTIVE', 'DEFAULTED'],
  COLLECTING: ['ACTIVE', 'DEFAULTED'],
  SOLD: ['ACTIVE', 'DEFAULTED', 'PAID', 'CLOSED', 'LOSS'],
};

function checkBound(findings: Findings, { record, lot, claim }: Bound, on: Financing | null): void {
  findings.looked();
  if (on === null) {
    return findings.fault(record, words(`there is no ${claim}`, `所载 ${claim} 不存在`));
  }
  const named = on.lots.some(
    ({ receivable, from, to }) => receivable === lot.receivable && from <= lot.from && lot.to <= to,
  );
  if (!named) {
    const why = words(`${on.record} does not name it`, `${on.record} 未列明该份额`);
    return findings.fault(record, why);
  }
  const fitting = FITTING[lot.state];
  if (fitting !== undefined && !fitting.includes(on.state)) {
    const why = words(
      `it is ${lot.state}, and ${on.record} is ${on.state}`,
      `份额状态 ${lot.state} 与 ${on.record} 的状态 ${on.state} 不符`,
    );
    findings.fault(record, why);
  }
}

/** A bank's claim on a lot stands from its commitment until the lot is free again, or paid. */
const STANDING: readonly Financing['state'][] = [
  'COMMITTED',
  'REGISTERED',
  'ACTIVE',
  'DEFAULTED',
  'PAID',
];

function checkDoubles(findings: Findings, financings: readonly Financing[]): void {
  const holders = new Map<string, string>();
  for (const { record, state, lots } of financings) {
    if (!STANDING.includes(state)) continue;
    for (const { receivable, from } of lots) {
      const lot = `${receivable}:${from}`;
      const other = holders.get(lot);
      holders.set(lot, record);
      if (other === undefined) continue;
      const why = words(`lot ${lot} is in ${other} too`, `份额 ${lot} 同时列于 ${other}`);
      findings.fault(record, why);
    }
  }
}
