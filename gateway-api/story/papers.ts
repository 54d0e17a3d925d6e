import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Hex256 } from '../../chaincode/domain/identifiers.js';
import type { CalendarDate } from '../../chaincode/domain/dates.js';
import { normaliseInvoiceNumber } from '../../chaincode/domain/invoice-number.js';
import type { InvoiceUse } from '../../chaincode/domain/invoice.js';
import type { Money, WireMoney } from '../../chaincode/domain/money.js';
import { Money as MoneyCodec } from '../../chaincode/domain/money.js';
import { DEMO_DIRECTORY } from '../documents/demo/demo-parties.js';
import {
  companyNumber,
  invoiceMarks,
  type InvoiceFacts,
  type InvoiceMarks,
} from '../documents/invoice-hmac.js';
import type { InvoiceDraft, PayableRow } from '../documents/draft.js';
import { readDocuments } from '../documents/import.js';
import { importDocuments } from '../drafts/import-documents.js';
import { knownParties } from '../drafts/known-parties.js';
import type { InvoiceRecord, OrderRecord } from '../drafts/draft-record.js';
import { StoryBroken } from './broken.js';
import type { Play } from './play.js';

/** Read papers of the demo into a persona's drafts, as `counterfoil import` does. */
export async function importPapers(
  play: Play,
  persona: string,
  names: readonly string[],
): Promise<void> {
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(new URL(name, DEMO_DIRECTORY)) })),
  );
  const known = await knownParties(play.client, persona, play.everybody);
  const owner = play.owner(persona);
  const { refused } = await importDocuments({ owner, files, known }, play.places);
  const [first] = refused;
  if (first !== undefined) throw new StoryBroken(`${first.file}: ${first.detail} [${first.code}]`);
}

/** An invoice among a persona's drafts. */
export async function invoiceDraft(
  play: Play,
  persona: string,
  number: string,
): Promise<InvoiceRecord> {
  const { invoices } = await play.places.drafts.read(play.party(persona));
  const normal = normaliseInvoiceNumber(number);
  const found = invoices.find(({ content }) => normaliseInvoiceNumber(content.number) === normal);
  if (found === undefined) throw new StoryBroken(`${persona} has no invoice ${number}`);
  return found;
}

export async function orderDraft(
  play: Play,
  persona: string,
  number: string,
): Promise<OrderRecord> {
  const { orders } = await play.places.drafts.read(play.party(persona));
  const found = orders.find(({ content }) => content.number === number);
  if (found === undefined) throw new StoryBroken(`${persona} has no order ${number}`);
  return found;
}

export async function payableDraft(play: Play, voucher: string): Promise<PayableRow> {
  const { payables } = await play.places.drafts.read(play.party('core-enterprise'));
  const found = payables.find(({ content }) => content.voucher === voucher);
  if (found === undefined) throw new StoryBroken(`no payable of voucher ${voucher}`);
  return found.content;
}

/** What this telling puts on the ledger of an invoice: of its own number, and as much later. */
export async function marksOf(play: Play, persona: string, number: string): Promise<InvoiceMarks> {
  return marksOfDraft(play, (await invoiceDraft(play, persona, number)).content);
}

function marksOfDraft(play: Play, draft: InvoiceDraft): InvoiceMarks {
  const { seller, buyer } = draft;
  const facts = factsOf(play, {
    ...draft,
    seller: companyNumber(seller.identifiers),
    buyer: companyNumber(buyer.identifiers),
  });
  return invoiceMarks(play.places.consortiumKey, facts);
}

/** The invoice as an act names it, with the part of it that the act uses. */
export async function using(
  play: Play,
  persona: string,
  { number, use }: { readonly number: string; readonly use: string },
): Promise<WireUse> {
  const { content } = await invoiceDraft(play, persona, number);
  const amount = MoneyCodec.encode(content.amountWithTax);
  return { ...(await marksOf(play, persona, number)), amount, use: { ...amount, amount: use } };
}

/**
 * Hand an invoice to a bank, which reads it for itself: what stands on the ledger is that paper.
 * @throws StoryBroken when it is another one.
 */
export async function shownTo(
  play: Play,
  bank: string,
  { by, number }: { readonly by: string; readonly number: string },
): Promise<void> {
  const owner = play.owner(by);
  const { paper, content } = await invoiceDraft(play, by, number);
  const bytes = await play.places.documents.paper(owner, paper);
  if (bytes === null) throw new StoryBroken(`${by} has lost the paper of ${content.number}`);
  const sealed = await play.seal(by, { name: `paper ${number}`, content: bytes, to: [bank] });
  const shown = await play.places.documents.open(play.owner(bank), sealed);
  const read = readDocuments([{ name: number, bytes: shown ?? new Uint8Array() }]);
  const [invoice] = read.invoices;
  if (invoice === undefined) throw new StoryBroken(`${bank} cannot read ${content.number}`);
  const own = marksOfDraft(play, invoice);
  const Found = z.object({ content: Hex256 });
  const found = Found.parse(await play.client.read(bank, `/v1/invoices/${own.identity}`));
  if (found.content !== own.content) throw new StoryBroken(`${content.number} is another invoice`);
}

/** As {@link using}, of a row of the debtor's books. */
export async function rowUse(play: Play, row: PayableRow): Promise<WireUse> {
  const facts = await rowFacts(play, row);
  return {
    ...invoiceMarks(play.places.consortiumKey, facts),
    amount: MoneyCodec.encode(facts.amountWithTax),
    use: MoneyCodec.encode(row.amount),
  };
}

/** What a row says of its invoice. */
export async function rowFacts(play: Play, row: PayableRow): Promise<InvoiceFacts> {
  const { supplier, invoiceNumber, invoiceDate, invoiceAmount } = row;
  if (invoiceDate === null || invoiceAmount === null) {
    throw new StoryBroken(`voucher ${row.voucher} says too little of its invoice`);
  }
  return factsOf(play, {
    seller: companyNumber(supplier.identifiers),
    buyer: await ownNumber(play),
    number: invoiceNumber,
    issueDate: invoiceDate,
    amountWithTax: invoiceAmount,
  });
}

/** An invoice in use, on the wire. */
export interface WireUse extends Omit<InvoiceUse, 'amount' | 'use'> {
  readonly amount: WireMoney;
  readonly use: WireMoney;
}

interface Facts {
  readonly seller: string | null;
  readonly buyer: string | null;
  readonly number: string;
  readonly issueDate: CalendarDate;
  readonly amountWithTax: Money;
}

function factsOf(play: Play, facts: Facts): InvoiceFacts {
  const { seller, buyer, number, issueDate } = facts;
  if (seller === null || buyer === null) throw new StoryBroken(`invoice ${number} names nobody`);
  return {
    ...facts,
    seller,
    buyer,
    number: play.numbered(number),
    issueDate: play.on(issueDate),
    code: null,
  };
}

/** The credit code of the core enterprise, as its own invoices have it. */
async function ownNumber(play: Play): Promise<string | null> {
  const { content } = await invoiceDraft(play, 'core-enterprise', CORE_INVOICE);
  return companyNumber(content.seller.identifiers);
}

const CORE_INVOICE = '26991000000000000401';
