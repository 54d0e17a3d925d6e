import { payableCommands } from '../commands/payable.js';
import { requireParty } from '../domain/act.js';
import {
  presentInvoices,
  releaseInvoices,
  requireNormal,
  requireVerified,
  useInvoices,
  type InvoiceBook,
} from '../domain/invoice-use.js';
import { requireOrderFits } from '../domain/order.js';
import {
  claimPayable,
  debtOf,
  expirePayable,
  publishPayables,
  requireClaimable,
  withdrawPayable,
  type BatchTerms,
  type Payable,
  type PayableRow,
  type PlacedRow,
} from '../domain/payable.js';
import type { PolicyInForce } from '../domain/policy.js';
import { reserveQuota } from '../domain/quota.js';
import type { Receivable } from '../domain/receivable/receivable.js';
import { invariant } from '../domain/refusal.js';
import { orders, parties, payables, quotas, receivables } from '../state/kinds.js';
import type { UnitOfWork } from '../state/unit-of-work.js';
import { bind } from './bind.js';
import { adjustedDueDate } from './due-date.js';
import { readInvoices, saveInvoices } from './invoice-book.js';
import { policyInForce } from './policy-in-force.js';
import { make, type Around } from './receivable.js';

const commands = payableCommands;

export const payableTransactions = {
  'payable:publish': bind(commands['payable:publish'], async (call) => {
    const { args, act, work, programme } = call;
    requireParty(act, act.signer.party, 'DEB');
    const { batch, terms } = args;
    const debtor = await work.get(parties, { id: act.signer.party });
    const owner = { debtor: debtor.id };
    const policy = await policyInForce({ work, programme, date: act.today }, owner);
    const rows = await placed(work, args);
    const published = publishPayables({ batch, terms, rows }, { debtor, policy }, act);
    await requireOrders(work, published);
    await lockInvoices(work, args.rows, debtor.id);
    await work.findAll(payables, published);
    for (const payable of published) await work.create(payables, payable);
  }),
  'payable:claim': bind(commands['payable:claim'], async (call) => {
    const { args, act, work } = call;
    const payable = await work.get(payables, args.payable);
    requireClaimable(payable, act);
    const { debtor, creditor } = payable;
    const terms = debtOf(payable, args);
    const made = await make(call, { debtor, creditor, origin: 'CLAIMED', terms });
    const claimed = claimPayable({ payable, made: made.receivable, policy: made.policy }, act);
    await lockQuota(call, claimed.receivable, made.policy);
    work.save(payables, claimed.payable);
    await work.create(receivables, claimed.receivable);
  }),
  'payable:withdraw': bind(commands['payable:withdraw'], async ({ args, act, work }) => {
    const payable = await work.get(payables, args.payable);
    work.save(payables, withdrawPayable(payable, args.reason, act));
    await freeInvoices(work, payable);
  }),
  'payable:expire': bind(commands['payable:expire'], async ({ args, act, work }) => {
    const payable = await work.get(payables, args.payable);
    work.save(payables, expirePayable(payable, act.today));
    await freeInvoices(work, payable);
  }),
};

/** Each row with its creditor, and its due date on a business day. */
async function placed(
  work: UnitOfWork,
  { terms, rows }: { readonly terms: BatchTerms; readonly rows: readonly PayableRow[] },
): Promise<readonly PlacedRow[]> {
  const creditors = await work.getAll(
    parties,
    rows.map(({ creditor }) => ({ id: creditor })),
  );
  const placed: PlacedRow[] = [];
  for (const [at, row] of rows.entries()) {
    const creditor = creditors[at];
    invariant(creditor !== undefined, 'one answer a key');
    const dueAdj = await adjustedDueDate(work, { ...terms, dueDate: row.dueDate });
    placed.push({ row, creditor, dueAdj });
  }
  return placed;
}

/** @throws Refusal ORDER_UNKNOWN, ORDER_NOT_FITTING */
async function requireOrders(work: UnitOfWork, published: readonly Payable[]): Promise<void> {
  const named = published.flatMap((payable) =>
    payable.order === null ? [] : [{ payable, id: payable.order }],
  );
  const found = await work.getAll(orders, named);
  found.forEach((order, at) => {
    const claim = named[at]?.payable;
    invariant(claim !== undefined, 'one answer a key');
    requireOrderFits(order, claim);
  });
}

/** G1 over the whole batch: two rows may stand on one invoice. */
async function lockInvoices(
  work: UnitOfWork,
  rows: readonly PayableRow[],
  debtor: string,
): Promise<void> {
  const read = await readInvoices(
    work,
    rows.flatMap(({ invoices }) => invoices),
  );
  const decided = rows.reduce<InvoiceBook>((book, { creditor, invoices }) => {
    const trade = { seller: creditor, buyer: debtor };
    return useInvoices(presentInvoices(book, invoices, trade), invoices);
  }, read);
  saveInvoices(work, read, decided);
}

async function freeInvoices(work: UnitOfWork, { invoices }: Payable): Promise<void> {
  const read = await readInvoices(work, invoices);
  saveInvoices(work, read, releaseInvoices(read, invoices));
}

/**
 * What the confirmation locks beside the invoices, which the payable holds already: those are looked at
 * again (G5), and quota is taken (G4).
 */
async function lockQuota(
  { act, work }: Around,
  { debtor, quotaShard, face, invoices }: Receivable,
  { rules }: PolicyInForce,
): Promise<void> {
  const book = await readInvoices(work, invoices);
  for (const invoice of book.values()) requireNormal(invoice);
  if (rules.verifyInvoiceAtConfirmation) {
    const days = rules.invoiceVerifiedWithinDays;
    requireVerified(book, invoices, { today: act.today, days });
  }
  const quota = await work.get(quotas, { debtor, shard: quotaShard });
  work.save(quotas, reserveQuota(quota, face));
}
