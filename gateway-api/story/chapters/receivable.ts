import { z } from 'zod';
import { Hex256 } from '../../../chaincode/domain/identifiers.js';
import { StoryBroken } from '../broken.js';
import { invoiceDraft, marksOf, using } from '../papers.js';
import type { Play } from '../play.js';
import type { ActStep } from '../step.js';
import { told, words } from '../words.js';

/** A debt of the story: who owes whom, on which invoice. */
export interface Debt {
  readonly name: string;
  readonly direction: 'UPSTREAM' | 'DOWNSTREAM';
  readonly creditor: string;
  readonly debtor: string;
  readonly face: string;
  readonly invoice: string;
  readonly deliveredOn: string;
  readonly dueDate: string;
  readonly proposedOn: string;
  /** The order it is on; null for none. */
  readonly order: string | null;
}

/** Proposed by the creditor, checked and confirmed by the debtor, accepted by the creditor. */
export function confirmed(debt: Debt): readonly ActStep[] {
  return [proposed(debt), verified(debt), confirmation(debt), accepted(debt.name, debt.creditor)];
}

/** @param says what is special about this proposal, if anything. */
export function proposed(debt: Debt): ActStep {
  const { name, creditor, debtor, face, invoice, dueDate } = debt;
  return {
    who: creditor,
    act: 'receivable:propose',
    says: (play) => {
      const sum = told(play.cny(face));
      const due = play.on(dueDate);
      return words(
        `proposes a receivable of ${sum} on invoice …${invoice.slice(-3)}, due ${due}`,
        `就发票 …${invoice.slice(-3)} 提出应收账款 ${sum}，到期日 ${due}`,
      );
    },
    body: async (play) => ({
      id: play.id('rcv', name),
      debtor: play.party(debtor),
      ...(await terms(play, debt)),
    }),
  };
}

/** The terms as the creditor states them; papers as commitments, handed to the debtor. */
export async function terms(play: Play, debt: Debt): Promise<Record<string, unknown>> {
  const { name, creditor, debtor, face, invoice, deliveredOn, dueDate, order } = debt;
  const { content } = await invoiceDraft(play, creditor, invoice);
  const paper = async (what: string, said: object): Promise<string> =>
    await play.seal(creditor, {
      name: `${what} ${name}`,
      content: { what, ...said },
      to: [debtor],
    });
  return {
    direction: debt.direction,
    face: play.yuan(face),
    deliveredOn: play.on(deliveredOn),
    contractDueDate: play.on(dueDate),
    dueDate: play.on(dueDate),
    convention: 'NONE',
    calendar: null,
    termExtended: false,
    tenorJustification: null,
    invoices: [await using(play, creditor, { number: invoice, use: face })],
    order: order === null ? null : play.id('ord', order),
    contract: await paper('contract', { reference: content.contractReference }),
    evidence: await paper('delivery', { deliveredOn: play.on(deliveredOn) }),
    unconditional: true,
    promise: await promise(play, debt),
    setOffWaived: true,
    transferable: true,
    collectionAccount: play.hash(`collection account ${name}`),
    debtorBears: 0,
    quotaShard: 'main',
  };
}

/** The debtor's promise in words: what the creditor proposes and the debtor signs. */
async function promise(
  play: Play,
  {
    name,
    creditor,
    debtor,
    face,
    dueDate,
  }: Pick<Debt, 'name' | 'creditor' | 'debtor' | 'face' | 'dueDate'>,
): Promise<string> {
  return await play.seal(creditor, {
    name: `promise ${name}`,
    content: { promise: '到期无条件付款', amount: play.yuan(face), dueDate: play.on(dueDate) },
    to: [debtor],
  });
}

function verified({ debtor, invoice, proposedOn }: Debt): ActStep {
  return checked({
    who: debtor,
    on: proposedOn,
    invoice,
    identity: async (play) => (await marksOf(play, debtor, invoice)).identity,
  });
}

/** Whoever asks the tax source about an invoice, and when. */
interface Check {
  readonly who: string;
  readonly on: string;
  readonly invoice: string;
  readonly identity: (play: Play) => Promise<string>;
}

/** What the tax source answers about an invoice (发票查验). */
export function checked({ who, on, invoice, identity }: Check): ActStep {
  return {
    who,
    act: 'invoice:verify',
    says: () =>
      words(
        `asks the tax source about invoice …${invoice.slice(-3)}: genuine`,
        `查验发票 …${invoice.slice(-3)}：正常`,
      ),
    on: identity,
    body: (play) => ({
      status: 'NORMAL',
      checkedAt: play.on(on),
      evidence: play.hash(`answer of the tax source to ${who} on ${on}`),
      found: null,
    }),
  };
}

const OnLedger = z.object({ content: Hex256 });

/** @throws StoryBroken when the invoice on the ledger is not the persona's own copy. */
export async function requireOwnCopy(play: Play, persona: string, invoice: string): Promise<void> {
  const own = await marksOf(play, persona, invoice);
  const found = OnLedger.parse(await play.client.read(persona, `/v1/invoices/${own.identity}`));
  if (found.content !== own.content) {
    throw new StoryBroken(`${persona} has another invoice ${invoice} than the one proposed`);
  }
}

/** 确权. The debtor computes the invoice's HMACs from its own copy before it signs. */
function confirmation(debt: Debt): ActStep {
  const { name, debtor, face, invoice, dueDate } = debt;
  return {
    who: debtor,
    act: 'receivable:confirm',
    on: (play) => play.id('rcv', name),
    says: (play) => {
      const sum = told(play.cny(face));
      return words(
        `compares the invoice with its own copy and confirms ${sum}: it will pay on ${play.on(dueDate)}`,
        `与自有发票核对一致后确权 ${sum}，承诺 ${play.on(dueDate)} 付款`,
      );
    },
    body: async (play) => {
      await requireOwnCopy(play, debtor, invoice);
      return {
        face: play.yuan(face),
        dueDate: play.on(dueDate),
        promise: await promise(play, debt),
        quotaShard: 'main',
      };
    },
  };
}

export function accepted(name: string, creditor: string): ActStep {
  return {
    who: creditor,
    act: 'receivable:accept',
    on: (play) => play.id('rcv', name),
    says: () => words('accepts: the certificate is issued', '签收：应收账款电子凭证开立'),
    body: () => ({}),
  };
}
