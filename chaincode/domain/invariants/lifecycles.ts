import { approvalLifecycle } from '../approval.js';
import { offerLifecycle } from '../financing/offer.js';
import { loanLifecycle } from '../financing/loan.js';
import { purchaseLifecycle } from '../financing/purchase.js';
import { requestLifecycle } from '../financing/request.js';
import { orderLifecycle } from '../order.js';
import { payableLifecycle } from '../payable.js';
import { partyLifecycle } from '../party.js';
import { lotLifecycle } from '../receivable/lot.js';
import { receivableLifecycle } from '../receivable/receivable.js';
import { instructionLifecycle } from '../settlement/instruction.js';
import { receiptLifecycle } from '../settlement/receipt.js';
import { type Invariant, type Words, words } from './invariant.js';
import type { LedgerRecord, RecordKind, Step } from './ledger-record.js';

type Edges = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

interface Course {
  readonly edges: Edges;
  /** States that a record can be made in. */
  readonly first: readonly string[];
  /** Acts that a date brings: several of them may be done by one transaction. */
  readonly byDate: readonly string[];
}

/** What has a state, with every way through its states. */
export const COURSES: Readonly<Partial<Record<RecordKind, Course>>> = {
  receivable: {
    // A receipt that is taken back while under review opens again what it had settled.
    edges: {
      ...receivableLifecycle,
      SETTLED: { ...receivableLifecycle.SETTLED, reverse: 'DUE', reverseEarly: 'ISSUED' },
    },
    first: ['DRAFT', 'CONFIRMED'],
    byDate: ['expire', 'mature', 'markOverdue', 'default'],
  },
  lot: {
    edges: redeemable(lotLifecycle),
    // A part is kept, or offered at once.
    first: ['FREE', 'OFFERED'],
    byDate: ['lapse'],
  },
  order: { edges: orderLifecycle, first: ['DRAFT'], byDate: ['expire'] },
  payable: { edges: payableLifecycle, first: ['PUBLISHED'], byDate: ['expire'] },
  party: { edges: partyLifecycle, first: ['INVITED', 'ACTIVE'], byDate: [] },
  receipt: { edges: receiptLifecycle, first: ['REGISTERED'], byDate: [] },
  instruction: { edges: instructionLifecycle, first: ['CREATED'], byDate: [] },
  request: { edges: requestLifecycle, first: ['OPEN'], byDate: ['expire'] },
  loan: { edges: loanLifecycle, first: ['COMMITTED'], byDate: ['lapse'] },
  approval: { edges: approvalLifecycle, first: ['OPEN'], byDate: ['expire'] },
  offer: { edges: offerLifecycle, first: ['OFFERED'], byDate: ['expire'] },
  purchase: { edges: purchaseLifecycle, first: ['COMMITTED'], byDate: ['lapse'] },
};

/** What is redeemed ends REDEEMED with the last of it. */
function redeemable(edges: Edges): Edges {
  return Object.fromEntries(
    Object.entries(edges).map(([state, acts]) => [
      state,
      acts['redeem'] === undefined ? acts : { ...acts, redeemWhole: 'REDEEMED' },
    ]),
  );
}

/** C6, as far as it shows in what was written: every change of state is an edge. */
export const lifecycles: Invariant = {
  id: 'C6',
  code: 'STATE_UNREACHABLE',
  title: words(
    'Every change of state is one that an act or a date brings',
    '每次状态变更均为既定操作或日期所致',
  ),
  start: (findings) => ({
    step: (step) => {
      const course = COURSES[step.after.kind];
      const to = stateOf(step.after);
      if (course === undefined || to === null) return;
      findings.looked();
      const why = fault(course, { from: step.before === null ? null : stateOf(step.before), to });
      if (why !== null) findings.fault(step.after.name, why);
    },
  }),
};

function fault(
  course: Course,
  { from, to }: { readonly from: string | null; readonly to: string },
): Words | null {
  if (from === null) {
    return course.first.includes(to)
      ? null
      : words(`it was made ${to}`, `记录不得以 ${to} 状态创建`);
  }
  return reachable(course, from).has(to)
    ? null
    : words(`no act leads from ${from} to ${to}`, `无操作可由 ${from} 变为 ${to}`);
}

/** Where one act leads, with whatever dates bring before and after it. */
function reachable(course: Course, from: string): ReadonlySet<string> {
  const before = turned(course, [from]);
  const acted = [...before].flatMap((state) => targets(course.edges, state));
  return turned(course, [...before, ...acted]);
}

function turned({ edges, byDate }: Course, states: readonly string[]): Set<string> {
  const reached = new Set(states);
  for (const state of reached) {
    for (const act of byDate) {
      const target = edges[state]?.[act];
      if (target !== undefined) reached.add(target);
    }
  }
  return reached;
}

function targets(edges: Edges, state: string): string[] {
  return Object.values(edges[state] ?? {}).filter((target) => target !== undefined);
}

/** null for a record without a state. */
export function stateOf({ value }: LedgerRecord | NonNullable<Step['before']>): string | null {
  return 'state' in value ? value.state : null;
}
