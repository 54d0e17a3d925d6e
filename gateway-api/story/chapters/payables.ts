import type { Chapter, ActStep } from '../step.js';
import { payableDraft, rowUse } from '../papers.js';
import type { Play } from '../play.js';
import { told, words } from '../words.js';
import { accepted } from './receivable.js';

/** A row of the debtor's ERP file, and what becomes of it. */
interface Row {
  readonly voucher: string;
  readonly creditor: string;
  readonly amount: string;
  /** As published: later than the contract's, it needs the creditor's consent. */
  readonly dueDate: string;
}

const ROWS: readonly Row[] = [
  {
    voucher: 'AP-2026-03-0001',
    creditor: 'supplier-tier1',
    amount: '600000.00',
    dueDate: '2026-05-08',
  },
  {
    voucher: 'AP-2026-03-0002',
    creditor: 'supplier-tier1',
    amount: '245800.60',
    dueDate: '2026-07-31',
  },
  {
    voucher: 'AP-2026-03-0003',
    creditor: 'supplier-tier2',
    amount: '128500.00',
    dueDate: '2026-05-08',
  },
  {
    voucher: 'AP-2026-03-0004',
    creditor: 'supplier-tier3',
    amount: '64250.50',
    dueDate: '2026-05-11',
  },
];

const DEBTOR = 'core-enterprise';

export const PAYABLES: Chapter = {
  title: words('Approved payables, published and claimed', '应付账款发布与申领'),
  steps: [
    published(),
    ...claimed({ row: 1, name: 'claimed', creditor: 'supplier-tier1', later: false }),
    ...claimed({ row: 2, name: 'late', creditor: 'supplier-tier1', later: true }),
    ...claimed({ row: 3, name: 'claimed-tier2', creditor: 'supplier-tier2', later: false }),
  ],
};

/** The one row that nobody claims. */
export const UNCLAIMED = 4;

export function payableId(play: Play, row: number): string {
  return `${play.id('pay', 'batch')}:${row}`;
}

function published(): ActStep {
  return {
    who: DEBTOR,
    act: 'payable:publish',
    says: () =>
      words(
        `publishes ${ROWS.length.toString()} payables of its ERP: each is a promise to confirm`,
        `发布 ERP 应付账款 ${ROWS.length.toString()} 笔，每笔为确权承诺`,
      ),
    body: async (play) => ({
      batch: play.id('pay', 'batch'),
      terms: {
        direction: 'UPSTREAM',
        convention: 'NONE',
        calendar: null,
        unconditional: true,
        promise: await paper(play, 'promise', { promise: '到期无条件付款' }),
        setOffWaived: true,
        transferable: true,
        collectionAccount: play.hash('collection account of the batch'),
        debtorBears: 0,
      },
      rows: await Promise.all(ROWS.map(async (row) => await published1(play, row))),
    }),
  };
}

async function published1(play: Play, row: Row): Promise<Record<string, unknown>> {
  const { voucher, creditor, dueDate } = row;
  const draft = await payableDraft(play, voucher);
  return {
    creditor: play.party(creditor),
    voucher: await paper(play, `voucher ${voucher}`, { voucher }),
    face: play.yuan(row.amount),
    deliveredOn: play.on(draft.deliveryDate),
    contractDueDate: play.on(draft.contractDueDate),
    dueDate: play.on(dueDate),
    tenorJustification: null,
    invoices: [await rowUse(play, draft)],
    order: null,
    contract: await paper(play, `contract ${voucher}`, { supplier: creditor }),
    evidence: await paper(play, `receipt ${voucher}`, { voucher, received: true }),
  };
}

async function paper(play: Play, name: string, said: object): Promise<string> {
  return await play.seal(DEBTOR, { name: `payables ${name}`, content: said });
}

interface Claimed {
  readonly row: number;
  readonly name: string;
  readonly creditor: string;
  /** Consents to a due date later than the contract's. */
  readonly later: boolean;
}

function claimed({ row, name, creditor, later }: Claimed): readonly ActStep[] {
  const found = ROWS[row - 1];
  return [
    {
      who: creditor,
      act: 'payable:claim',
      on: (play) => payableId(play, row),
      says: (play) => {
        const sum = told(play.cny(found?.amount ?? '0.00'));
        const due = play.on(found?.dueDate ?? '');
        return later
          ? words(
              `claims ${sum} and consents to the later due date ${due}`,
              `申领 ${sum}，并同意展后到期日 ${due}`,
            )
          : words(`claims ${sum}, due ${due}`, `申领 ${sum}，到期日 ${due}`);
      },
      body: (play) => ({
        receivable: play.id('rcv', name),
        termExtended: later,
        quotaShard: 'main',
      }),
    },
    accepted(name, creditor),
  ];
}
