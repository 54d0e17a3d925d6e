import { loanCommands } from '../commands/loan.js';
import { repaymentCommands } from '../commands/repayment.js';
import type { CalendarDate } from '../domain/dates.js';
import type { Booked } from '../domain/financing/booking.js';
import { closeLoan, declareDefault, enforce } from '../domain/financing/loan-end.js';
import { answerPayment, disburse, disbursementReturned } from '../domain/financing/pay-out.js';
import { postingRef } from '../domain/financing/posting.js';
import {
  cancelLoan,
  lapseLoan,
  registerLoan,
  searchLoan,
  type LoanDeal,
} from '../domain/financing/register.js';
import {
  applyCollection,
  prepay,
  repay,
  repurchaseLots,
  requireCollecting,
  returnSurplus,
} from '../domain/financing/repay.js';
import type { Money } from '../domain/money.js';
import type { PolicyInForce } from '../domain/policy.js';
import type { Lot } from '../domain/receivable/lot.js';
import { loanAccounts, loans, postings } from '../state/financing-kinds.js';
import { parties } from '../state/kinds.js';
import { dealOf, type Place } from '../state/unit-of-work.js';
import { bind } from './bind.js';
import {
  financingPolicy,
  readClaims,
  readLots,
  unsalted,
  workingDayAfter,
  type Around,
} from './financing.js';
import { guardLots, readCollected, saveLots, unguardLots } from './financing-lots.js';

const commands = { ...loanCommands, ...repaymentCommands };

const before = {
  'loan:register': bind(commands['loan:register'], async (call) => {
    const { args, secret, act } = call;
    const deal = await readDeal(call, args.id);
    const { registeredAt } = args;
    const registration = unsalted(secret);
    const registered = registerLoan(deal, { registration, registeredAt }, act);
    saveDeal(call, registered);
    guardLots(call, registered.lots, registered.loan.bankMsp);
  }),
  'loan:search': bind(commands['loan:search'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const { claims } = await readClaims(work, deal.lots);
    const searched = searchLoan(deal, { search: unsalted(secret), claims }, act);
    work.save(loanAccounts, searched, placeOf(deal));
  }),
  'loan:cancel': bind(commands['loan:cancel'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const cancelled = cancelLoan(deal, call.act);
    call.work.save(loanAccounts, deal.account, placeOf(deal));
    saveEnd(call, cancelled);
  }),
  'loan:lapse': bind(commands['loan:lapse'], async (call) => {
    const { args, act, work } = call;
    const loan = await work.get(loans, { id: args.id });
    saveEnd(call, lapseLoan({ loan, lots: await readLots(work, loan.lots) }, act));
  }),
  'loan:disburse': bind(commands['loan:disburse'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const ground = await readClaims(work, deal.lots);
    const policy = await policyOf(call, deal);
    const answerBy = await answerDay(call, deal, policy);
    saveDeal(call, disburse(deal, { ...secret, ...ground, policy, answerBy }, act));
  }),
  'loan:acknowledge': bind(commands['loan:acknowledge'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const answer = { answer: 'ACKNOWLEDGED', reason: null } as const;
    call.work.save(loanAccounts, answerPayment(deal, answer, call.act), placeOf(deal));
  }),
  'loan:contest': bind(commands['loan:contest'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const { reason } = call.secret;
    const answer = { answer: 'CONTESTED', reason } as const;
    call.work.save(loanAccounts, answerPayment(deal, answer, call.act), placeOf(deal));
  }),
  'loan:disbursementReturned': bind(commands['loan:disbursementReturned'], async (call) => {
    const deal = await readDeal(call, call.args.id);
    const until = await answerDay(call, deal, await policyOf(call, deal));
    saveDeal(call, disbursementReturned(deal, until, call.act));
  }),
};

const after = {
  'loan:repay': bind(commands['loan:repay'], async (call) => {
    const { deal, paid, by } = await readPaid(call);
    await saveBooked(call, repay(deal, paid, by));
  }),
  'loan:prepay': bind(commands['loan:prepay'], async (call) => {
    const { deal, paid, by } = await readPaid(call);
    await saveBooked(call, prepay(deal, paid, by));
  }),
  'loan:repurchase': bind(commands['loan:repurchase'], async (call) => {
    const { deal, paid, by } = await readPaid(call);
    await saveBooked(call, repurchaseLots(deal, paid, by));
  }),
  'loan:returnSurplus': bind(commands['loan:returnSurplus'], async (call) => {
    const { deal, paid, by } = await readPaid(call);
    await saveBooked(call, returnSurplus(deal, paid, by));
  }),
  'loan:applyCollection': bind(commands['loan:applyCollection'], async (call) => {
    const { args, act } = call;
    const deal = await readDeal(call, args.id);
    requireCollecting(deal, act);
    const { seed, agreed } = deal.account;
    const { rules } = await policyOf(call, deal);
    const from = { seed, calendar: agreed.offered.calendar, days: rules.surplusReturnDays };
    const collected = await readCollected(call, args.instructions, from);
    await saveBooked(call, applyCollection(deal, collected, { act }));
  }),
  'loan:enforce': bind(commands['loan:enforce'], async (call) => {
    saveDeal(call, enforce(await readDeal(call, call.args.id), call.secret, call.act));
  }),
  'loan:default': bind(commands['loan:default'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const { borrower, debtor } = deal.loan;
    const people = await work.getAll(parties, [{ id: borrower }, { id: debtor }]);
    const declared = declareDefault(deal, { ...secret, parties: people }, act);
    work.save(loans, declared.loan);
    work.save(loanAccounts, declared.account, placeOf(deal));
  }),
  'loan:close': bind(commands['loan:close'], async (call) => {
    const { args, secret, act, work } = call;
    const deal = await readDeal(call, args.id);
    const closed = closeLoan(deal, secret.registrationCancelled, act);
    work.save(loans, closed.loan);
    work.save(loanAccounts, closed.account, placeOf(deal));
  }),
};

export const loanTransactions = { ...before, ...after };

async function readDeal({ work }: Around, id: string): Promise<LoanDeal> {
  const loan = await work.get(loans, { id });
  const account = await work.get(loanAccounts, { id }, placeOf({ loan }));
  return { loan, account, lots: await readLots(work, loan.lots) };
}

function placeOf({ loan }: Pick<LoanDeal, 'loan'>): Place {
  return dealOf(loan.bankMsp, loan.borrowerMsp);
}

function saveDeal(call: Around, deal: LoanDeal): void {
  call.work.save(loans, deal.loan);
  call.work.save(loanAccounts, deal.account, placeOf(deal));
  saveLots(call, deal.lots);
}

/** A loan that ended without money: its lots are everybody's again. */
function saveEnd(
  call: Around,
  { loan, lots }: { loan: LoanDeal['loan']; lots: readonly Lot[] },
): void {
  call.work.save(loans, loan);
  saveLots(call, lots);
  if (loan.registeredAt !== null) unguardLots(call, lots);
}

/** Partly paid, the loan says nothing in public; paid in full, it and its security end at once. */
async function saveBooked(call: Around, { deal, postings: booked }: Booked): Promise<void> {
  const { work } = call;
  const place = placeOf(deal);
  work.save(loanAccounts, deal.account, place);
  for (const posting of booked) await work.create(postings, posting, place);
  const before = await work.get(loans, deal.loan);
  if (deal.loan.state === before.state) return;
  work.save(loans, deal.loan);
  saveLots(call, deal.lots);
  unguardLots(call, deal.lots);
}

function policyOf(call: Around, { loan }: LoanDeal): Promise<PolicyInForce> {
  return financingPolicy(call, loan);
}

/** The last day of the window that opens today. */
function answerDay(
  { work, act }: Around,
  { account }: LoanDeal,
  { rules }: PolicyInForce,
): Promise<CalendarDate> {
  const { calendar } = account.agreed.offered;
  return workingDayAfter(work, { calendar, from: act.today, days: rules.acknowledgeDays });
}

interface PaidCall extends Around {
  readonly args: { readonly id: string };
  readonly secret: {
    readonly reference: string;
    readonly valueDate: CalendarDate;
    readonly amount: Money;
  };
}

/** The loan, and a payment between bank and borrower with the name of its posting. */
async function readPaid(call: PaidCall): Promise<{
  deal: LoanDeal;
  paid: Parameters<typeof repay>[1];
  by: Parameters<typeof repay>[2];
}> {
  const { args, secret, act, work } = call;
  const deal = await readDeal(call, args.id);
  const { rules } = await policyOf(call, deal);
  const { seed, agreed } = deal.account;
  const { calendar } = agreed.offered;
  const days = rules.surplusReturnDays;
  const returnBy = await workingDayAfter(work, { calendar, from: act.today, days });
  const { reference, valueDate, amount } = secret;
  const ref = postingRef(seed, 'payment', reference);
  return { deal, paid: { ref, reference, valueDate, amount, returnBy }, by: { act, rules } };
}
