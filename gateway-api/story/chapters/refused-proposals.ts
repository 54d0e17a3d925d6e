import { Money } from '../../../chaincode/domain/money.js';
import { invoiceMarks } from '../../documents/invoice-hmac.js';
import { payableDraft, rowFacts, rowUse, type WireUse } from '../papers.js';
import type { Play } from '../play.js';
import type { ActStep } from '../step.js';
import { words } from '../words.js';

/** A payable claimed in March stands on its invoice; 14,199.40 of that are not used. */
const VOUCHER = 'AP-2026-03-0002';
const USED = '245800.60';
const UNUSED = '14199.40';
const DUE = '2026-07-31';
const SUPPLIER = 'supplier-tier1';

/** One invoice, taken to another bank or with another amount. */
export function onTheInvoice(): readonly ActStep[] {
  return [
    {
      ...proposal('twice', USED, use(USED)),
      says: () =>
        words(
          'proposes the same invoice again, to take it to the second bank',
          '就同一发票再次提出，拟向第二家银行融资',
        ),
      refused: 'INVOICE_OVERUSED',
    },
    {
      ...proposal('changed', UNUSED, changed),
      says: () =>
        words('proposes the same invoice with one fen more', '就同一发票提出，金额多一分'),
      refused: 'INVOICE_CONTRADICTS',
    },
  ];
}

/** What nobody else may sign. */
export function bySomebodyElse(): readonly ActStep[] {
  const confirming = (who: string): Omit<ActStep, 'says'> => ({
    who,
    act: 'receivable:confirm',
    on: (play) => play.id('rcv', 'rest'),
    body: (play) => ({
      face: play.yuan(UNUSED),
      dueDate: play.on(DUE),
      promise: play.hash('promise of the rest'),
      quotaShard: 'main',
    }),
  });
  return [
    {
      ...proposal('rest', UNUSED, use(UNUSED)),
      says: () => words('proposes what the invoice has left', '就发票余额提出应收账款'),
    },
    {
      ...confirming(SUPPLIER),
      says: () => words('confirms its own receivable', '自行确认本方应收账款'),
      refused: 'ROLE_REQUIRED',
    },
    {
      ...confirming('core-enterprise-unpinned'),
      says: () =>
        words('confirms with a certified key that nobody pinned', '以未登记密钥（证书有效）确权'),
      refused: 'KEY_NOT_PINNED',
    },
    {
      who: SUPPLIER,
      act: 'receivable:withdraw',
      on: (play) => play.id('rcv', 'rest'),
      says: () => words('withdraws the proposal', '撤回提出'),
      body: () => ({}),
    },
  ];
}

/** A proposal on the invoice, correct but for what the caller changes. */
function proposal(
  name: string,
  face: string,
  invoice: (play: Play) => Promise<WireUse>,
): Omit<ActStep, 'says'> {
  return {
    who: SUPPLIER,
    act: 'receivable:propose',
    body: async (play) => ({
      id: play.id('rcv', name),
      debtor: play.party('core-enterprise'),
      direction: 'UPSTREAM',
      face: play.yuan(face),
      deliveredOn: play.on('2026-03-11'),
      contractDueDate: play.on(DUE),
      dueDate: play.on(DUE),
      convention: 'NONE',
      calendar: null,
      termExtended: false,
      tenorJustification: null,
      invoices: [await invoice(play)],
      order: null,
      contract: play.hash(`contract ${name}`),
      evidence: play.hash(`delivery ${name}`),
      unconditional: true,
      promise: play.hash(`promise of the ${name}`),
      setOffWaived: true,
      transferable: true,
      collectionAccount: play.hash(`collection account ${name}`),
      debtorBears: 0,
      quotaShard: 'main',
    }),
  };
}

function use(amount: string): (play: Play) => Promise<WireUse> {
  return async (play) => {
    const whole = await rowUse(play, await payableDraft(play, VOUCHER));
    return { ...whole, use: play.yuan(amount) };
  };
}

async function changed(play: Play): Promise<WireUse> {
  const facts = await rowFacts(play, await payableDraft(play, VOUCHER));
  const amountWithTax = play.cny('260000.01');
  return {
    ...invoiceMarks(play.places.consortiumKey, { ...facts, amountWithTax }),
    amount: Money.encode(amountWithTax),
    use: play.yuan(UNUSED),
  };
}
