import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { inspectUscc } from '../../chaincode/domain/company-codes.js';
import { daysBetween } from '../../chaincode/domain/dates.js';
import {
  DEMO_DIRECTORY,
  DEMO_FILES,
  DEMO_PARTIES,
} from '../../gateway-api/documents/demo/demo-parties.js';
import {
  CreditNoteDraft,
  InvoiceDraft,
  OrderDraft,
  PayableBatch,
} from '../../gateway-api/documents/draft.js';
import { identifierKey } from '../../gateway-api/documents/identifier.js';
import { readDocuments } from '../../gateway-api/documents/import.js';

const known = new Map<string, string>(
  DEMO_PARTIES.map(({ persona, uscc }) => [
    identifierKey({ scheme: 'USCC', value: uscc }),
    persona,
  ]),
);

function imported(): ReturnType<typeof readDocuments> {
  const files = DEMO_FILES.map((name) => ({
    name,
    bytes: readFileSync(new URL(name, DEMO_DIRECTORY)),
  }));
  return readDocuments(files, known);
}

describe("the demo's own documents", () => {
  it('are all listed', () => {
    const data = readdirSync(DEMO_DIRECTORY).filter((name) => /\.(?:xml|csv)$/.test(name));
    expect(data.sort()).to.deep.equal([...DEMO_FILES].sort());
  });

  it('read without a refusal, a warning or an unknown party', () => {
    const { refused, warnings, unknownParties } = imported();
    expect([refused, warnings, unknownParties]).to.deep.equal([[], [], []]);
  });

  it('tell the story that the demo plays', () => {
    const { invoices, creditNotes, orders, payables } = imported();
    const told = invoices
      .map((draft) => z.encode(InvoiceDraft, draft))
      .map((i) => `${i.seller.partyId ?? ''} → ${i.buyer.partyId ?? ''} ${i.remaining.amount}`);
    expect(told).to.deep.equal([
      'supplier-tier1 → core-enterprise 1000000.00',
      'supplier-tier1 → core-enterprise 300000.00',
      'supplier-tier2 → supplier-tier1 400000.00',
      'supplier-tier3 → supplier-tier2 150000.00',
      'core-enterprise → dealer 565000.00',
    ]);
    expect(orders.map((draft) => z.encode(OrderDraft, draft).ordered.amount)).to.deep.equal([
      '1333333.33',
      '565000.00',
    ]);
    expect(creditNotes.map((draft) => draft.appliedTo)).to.deep.equal([
      'invoice-tier1-core-102.xml',
    ]);
    expect(payables.map(({ rows }) => rows.length)).to.deep.equal([4]);
  });

  it('keep within what a Chinese debtor may promise: delivered before due, at most six months', () => {
    for (const { issueDate, dueDate, deliveredOn } of imported().invoices) {
      if (dueDate === null || deliveredOn === null) throw new Error('undated');
      expect(daysBetween(issueDate, dueDate)).to.be.within(1, 184);
      expect(deliveredOn <= issueDate).to.equal(true);
    }
  });

  it('survive being stored and read back', () => {
    const { invoices, creditNotes, orders, payables } = imported();
    const again = <T extends z.ZodType>(schema: T, value: z.output<T>): unknown =>
      z.decode(schema, JSON.parse(JSON.stringify(z.encode(schema, value))));
    for (const draft of invoices) expect(again(InvoiceDraft, draft)).to.deep.equal(draft);
    for (const draft of creditNotes) expect(again(CreditNoteDraft, draft)).to.deep.equal(draft);
    for (const draft of orders) expect(again(OrderDraft, draft)).to.deep.equal(draft);
    for (const batch of payables) expect(again(PayableBatch, batch)).to.deep.equal(batch);
  });

  it('are of companies that are labelled and cannot exist', () => {
    for (const { name, uscc } of DEMO_PARTIES) {
      expect(name).to.match(/^演示企业·.+ \(Demo .+\)$/);
      expect(uscc.slice(2, 8)).to.equal('999999');
      expect(inspectUscc(uscc)).to.deep.equal({
        valid: true,
        checkOk: true,
        organisationCheckOk: true,
      });
    }
    expect(new Set(DEMO_PARTIES.map(({ uscc }) => uscc)).size).to.equal(DEMO_PARTIES.length);
  });
});
