import type { Lot, LotState } from '../receivable/lot.js';
import { lotUnits } from '../receivable/lot.js';
import { type Invariant, type Words, words } from './invariant.js';

/** C3, in the lot itself: what its state says is on it is there, and nothing else. */
export const encumbrance: Invariant = {
  id: 'C3',
  code: 'ENCUMBRANCE_BROKEN',
  title: words(
    'What is on a lot is one thing, and is what its state says',
    '每一份额至多一项权利负担，且与其状态相符',
  ),
  start: (findings) => ({
    claim: ({ lots }) => {
      for (const { name, value } of lots) {
        findings.looked();
        const why = fault(value);
        if (why !== null) findings.fault(name, why);
      }
    },
  }),
};

interface Marks {
  readonly offer: boolean;
  readonly claim: readonly (NonNullable<Lot['claim']>['kind'] | null)[];
  readonly bank: boolean;
  /** null: either. */
  readonly registered: boolean | null;
  readonly secured: boolean;
  /** Whether a date ends it by itself; null: either. */
  readonly lapses: boolean | null;
}

const NOTHING: Marks = {
  offer: false,
  claim: [null],
  bank: false,
  registered: false,
  secured: false,
  lapses: false,
};
const FINANCED: Marks = { ...NOTHING, claim: ['LOAN', 'PURCHASE'], bank: true };

/** What stands on a lot in each state (domain.md 3.2); of REDEEMED what it was redeemed with may stay. */
const MARKS: Readonly<Record<Exclude<LotState, 'REDEEMED'>, Marks>> = {
  FREE: NOTHING,
  OFFERED: { ...NOTHING, offer: true, lapses: true },
  RESERVED: { ...NOTHING, claim: ['REQUEST'], lapses: true },
  COMMITTED: { ...FINANCED, registered: null, lapses: true },
  // Until the money has gone out, a date ends the pledge too.
  PLEDGED: { ...FINANCED, claim: ['LOAN'], registered: true, secured: true, lapses: null },
  COLLECTING: { ...FINANCED, claim: ['LOAN'], registered: true, secured: true },
  SOLD: { ...FINANCED, registered: true },
  BURNED: NOTHING,
};

function fault(lot: Lot): Words | null {
  const { state } = lot;
  const wrong = state === 'REDEEMED' ? { offer: lot.offer !== null } : wrongIn(lot, MARKS[state]);
  const field = Object.entries(wrong).find(([, is]) => is)?.[0];
  if (field === undefined) return null;
  return words(`${state}, and its ${field} says otherwise`, `状态 ${state} 与字段 ${field} 不符`);
}

function wrongIn(lot: Lot, marks: Marks): Readonly<Record<string, boolean>> {
  return {
    offer: (lot.offer !== null) !== marks.offer,
    claim: !marks.claim.includes(lot.claim?.kind ?? null),
    bank: (lot.bank !== null) !== marks.bank,
    registered: contradicts(lot.registered, marks.registered),
    lapsesAfter: contradicts(lot.lapsesAfter !== null, marks.lapses),
    securedMax: isSecuredWrongly(lot, marks),
    holder: lot.state === 'SOLD' && lot.holder !== lot.bank,
  };
}

function contradicts(is: boolean, should: boolean | null): boolean {
  return should !== null && is !== should;
}

function isSecuredWrongly({ securedMax, ...lot }: Lot, { secured }: Marks): boolean {
  if ((securedMax !== null) !== secured) return true;
  return securedMax !== null && securedMax.minor > lotUnits(lot);
}
