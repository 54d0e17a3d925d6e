import { receivableCommands } from '../commands/receivable.js';
import { requireParty } from '../domain/act.js';
import {
  presentInvoices,
  releaseInvoices,
  requireVerified,
  useInvoices,
} from '../domain/invoice-use.js';
import type { InvoiceUse } from '../domain/invoice.js';
import { requireOrderFits } from '../domain/order.js';
import type { PolicyInForce } from '../domain/policy.js';
import { releaseQuota, reserveQuota } from '../domain/quota.js';
import { advise } from '../domain/receivable/advise.js';
import {
  accept,
  confirm,
  decline,
  reject,
  requireUnblocked,
  revoke,
  withdraw,
  type Footing,
} from '../domain/receivable/confirm.js';
import { turnByDate } from '../domain/receivable/effective.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { makeReceivable, type Debt } from '../domain/receivable/terms.js';
import { cancel, requireCancellable } from '../domain/receivable/cancel.js';
import { unpaidInTime } from '../domain/receivable/overdue.js';
import { invariant } from '../domain/refusal.js';
import { lots, orders, parties, quotas, receivables } from '../state/kinds.js';
import { bind, type Call } from './bind.js';
import { openLotDesk } from './lot-desk.js';
import { adjustedDueDate } from './due-date.js';
import { readInvoices, saveInvoices } from './invoice-book.js';
import { policyInForce } from './policy-in-force.js';

const commands = receivableCommands;

export const receivableTransactions = {
  'receivable:propose': bind(commands['receivable:propose'], async (call) => {
    const { args, act, work } = call;
    requireParty(act, act.signer.party, 'CRD');
    const { debtor, ...terms } = args;
    const made = await make(call, {
      terms,
      debtor,
      creditor: act.signer.party,
      origin: 'PROPOSED',
    });
    const read = await readInvoices(work, args.invoices);
    const trade = { seller: act.signer.party, buyer: debtor };
    const presented = presentInvoices(read, args.invoices, trade);
    // G1 and G4 dry: what could never be confirmed is not proposed.
    useInvoices(presented, args.invoices);
    const shard = { debtor, shard: args.quotaShard };
    reserveQuota(await work.get(quotas, shard), args.face);
    saveInvoices(work, read, presented);
    await work.create(receivables, made.receivable);
  }),
  'receivable:issue': bind(commands['receivable:issue'], async (call) => {
    const { args, act, work } = call;
    requireParty(act, act.signer.party, 'DEB');
    const { creditor, ...terms } = args;
    const made = await make(call, { terms, debtor: act.signer.party, creditor, origin: 'ISSUED' });
    const confirmed = confirm({ receivable: made.receivable, signed: args }, made, act);
    await takeUp(call, { receivable: confirmed, policy: made.policy, presents: args.invoices });
    await work.create(receivables, confirmed);
  }),
  'receivable:confirm': bind(commands['receivable:confirm'], async (call) => {
    const { args, act, work } = call;
    const receivable = await work.get(receivables, args);
    const footing = await footingOf(call, receivable);
    const confirmed = confirm({ receivable, signed: args }, footing, act);
    await takeUp(call, { receivable: confirmed, policy: footing.policy, presents: [] });
    work.save(receivables, confirmed);
  }),
  'receivable:reject': bind(commands['receivable:reject'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, reject(receivable, args.reason, act));
  }),
  'receivable:withdraw': bind(commands['receivable:withdraw'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, withdraw(receivable, act));
  }),
  'receivable:accept': bind(commands['receivable:accept'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    const debtor = await work.get(parties, { id: receivable.debtor });
    const accepted = accept(receivable, debtor, act);
    work.save(receivables, accepted.receivable);
    await work.create(lots, accepted.lot);
  }),
  'receivable:decline': bind(commands['receivable:decline'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, decline(receivable, act));
    await giveBack(work, receivable);
  }),
  'receivable:revoke': bind(commands['receivable:revoke'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, revoke(receivable, act));
    await giveBack(work, receivable);
  }),
  'receivable:expire': bind(commands['receivable:expire'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, turnByDate(receivable, 'expire', act.today));
    if (receivable.state === 'CONFIRMED') await giveBack(work, receivable);
  }),
  'receivable:mature': bind(commands['receivable:mature'], async ({ args, act, work }) => {
    const receivable = await work.get(receivables, args);
    work.save(receivables, turnByDate(receivable, 'mature', act.today));
  }),
  'receivable:markOverdue': bind(commands['receivable:markOverdue'], (call) =>
    saveUnpaid(call, call.args.id, 'markOverdue'),
  ),
  'receivable:default': bind(commands['receivable:default'], (call) =>
    saveUnpaid(call, call.args.id, 'default'),
  ),
  'receivable:cancel': bind(commands['receivable:cancel'], async (call) => {
    const { args, act, work } = call;
    const receivable = await work.get(receivables, args);
    requireCancellable(receivable, act);
    const whole = { receivable: args.id, from: 1n };
    const desk = await openLotDesk(call, [whole], () => ({ parties: [], invoices: [] }));
    const cancelled = cancel(desk.standing(whole), args.document, act);
    work.save(receivables, cancelled.receivable);
    await giveBack(work, receivable);
    await desk.close([cancelled.lot]);
  }),
  'receivable:advise': bind(commands['receivable:advise'], async ({ args, act, work }) => {
    const { id, ...said } = args;
    const receivable = await work.get(receivables, { id });
    work.save(receivables, advise(receivable, said, act));
  }),
};

export type Around = Pick<Call<unknown, null>, 'act' | 'work' | 'programme'>;

export interface Sides {
  readonly debtor: string;
  readonly creditor: string;
}

/** Both parties and the policy in force for this debtor. */
export async function footingOf(around: Around, { debtor, creditor }: Sides): Promise<Footing> {
  const { act, work, programme } = around;
  const [owing, owed] = await work.getAll(parties, [{ id: debtor }, { id: creditor }]);
  invariant(owing !== undefined && owed !== undefined, 'one answer a key');
  const policy = await policyInForce({ work, programme, date: act.today }, { debtor });
  return { policy, debtor: owing, creditor: owed };
}

export interface Made extends Footing {
  readonly receivable: Receivable;
}

/** A DRAFT of `terms` between `sides`, whose debtor may issue (G2, G3). */
export async function make(
  around: Around,
  from: Sides & { terms: Debt; origin: Receivable['origin'] },
): Promise<Made> {
  const { today } = around.act;
  const footing = await footingOf(around, from);
  const dueAdj = await adjustedDueDate(around.work, from.terms);
  const making = { ...footing, today, dueAdj, origin: from.origin };
  const receivable = makeReceivable(from.terms, making);
  const { order } = receivable;
  if (order !== null) requireOrderFits(await around.work.get(orders, { id: order }), receivable);
  requireUnblocked(footing.debtor, today);
  return { ...footing, receivable };
}

interface TakingUp {
  readonly receivable: Receivable;
  readonly policy: PolicyInForce;
  /** Invoices named for the first time by the same act. */
  readonly presents: readonly InvoiceUse[];
}

/** What a confirmation locks: the invoices (G1), verified where the policy asks (G5), and quota (G4). */
async function takeUp({ act, work }: Around, taking: TakingUp): Promise<void> {
  const { receivable, policy, presents } = taking;
  const { invoices, creditor, debtor } = receivable;
  const read = await readInvoices(work, invoices);
  const presented = presentInvoices(read, presents, { seller: creditor, buyer: debtor });
  const used = useInvoices(presented, invoices);
  if (policy.rules.verifyInvoiceAtConfirmation) {
    const days = policy.rules.invoiceVerifiedWithinDays;
    requireVerified(used, invoices, { today: act.today, days });
  }
  const { quotaShard, face } = receivable;
  const quota = await work.get(quotas, { debtor, shard: quotaShard });
  work.save(quotas, reserveQuota(quota, face));
  saveInvoices(work, read, used);
}

/** OVERDUE or DEFAULTED, with the debtor blocked unless it is already. */
async function saveUnpaid(
  { act, work }: Around,
  id: string,
  what: 'markOverdue' | 'default',
): Promise<void> {
  const receivable = await work.get(receivables, { id });
  const debtor = await work.get(parties, { id: receivable.debtor });
  const unpaid = unpaidInTime({ receivable, debtor }, what, act.today);
  work.save(receivables, unpaid.receivable);
  if (unpaid.debtor !== debtor) work.save(parties, unpaid.debtor);
}

/** What a confirmation locked is free again. */
async function giveBack(work: Around['work'], receivable: Receivable): Promise<void> {
  const { debtor, quotaShard, face, invoices } = receivable;
  const quota = await work.get(quotas, { debtor, shard: quotaShard });
  work.save(quotas, releaseQuota(quota, face));
  const read = await readInvoices(work, invoices);
  saveInvoices(work, read, releaseInvoices(read, invoices));
}
