import type { Lot } from '../receivable/lot.js';
import { type Findings, type Invariant, words } from './invariant.js';

type Cap = 'hopsMax' | 'splitDepthMax';

const COUNTED: Readonly<Record<Cap, (lot: Lot) => number>> = {
  hopsMax: ({ hop }) => hop,
  splitDepthMax: ({ splitDepth }) => splitDepth,
};
// A financing hop is capped before the sale; the repurchase after it is not, so no cap holds its count.
const CAPS: readonly Cap[] = ['hopsMax', 'splitDepthMax'];

/** C4, of the counts on lots: no policy that ever was allows more. */
export const lotCaps: Invariant = {
  id: 'C4b',
  code: 'LOT_CAP_BROKEN',
  title: words(
    'No lot was handed on or cut more often than any network policy allowed',
    '份额流转与拆分次数未超过历次网络规则上限',
  ),
  start: (findings) => {
    const allowed = new Map<Cap, number>();
    const worst = new Map<Cap, { readonly record: string; readonly count: number }>();
    return {
      claim: ({ lots }) => {
        for (const { name, value } of lots) {
          findings.looked();
          for (const cap of CAPS) {
            const count = COUNTED[cap](value);
            if (count > (worst.get(cap)?.count ?? 0)) worst.set(cap, { record: name, count });
          }
        }
      },
      record: (record) => {
        if (record.kind !== 'policy' || record.value.scope !== 'NETWORK') return;
        const { rules } = record.value;
        for (const cap of CAPS) {
          allowed.set(cap, Math.max(allowed.get(cap) ?? 0, rules[cap] ?? 0));
        }
      },
      end: () => {
        for (const [cap, { record, count }] of worst) {
          if (count > (allowed.get(cap) ?? 0)) fault(findings, record, { cap, count });
        }
      },
    };
  },
};

function fault(
  findings: Findings,
  record: string,
  { cap, count }: { readonly cap: Cap; readonly count: number },
): void {
  const why = words(`${count} is more than any ${cap}`, `次数 ${count} 超过历次 ${cap}`);
  findings.fault(record, why);
}
