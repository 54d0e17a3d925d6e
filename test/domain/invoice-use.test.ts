import { expect } from 'chai';
import * as fc from 'fast-check';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { invoiceUses, type InvoiceUse } from '../../chaincode/domain/invoice.js';
import {
  presentInvoices as present,
  releaseInvoices,
  requireVerified,
  useInvoices,
  type InvoiceBook,
} from '../../chaincode/domain/invoice-use.js';
import { money } from '../../chaincode/domain/money.js';
import { aHash, anId, refusalIn } from '../support/build.js';
import { amountOf, cny, wire } from '../support/money.js';
import { verdict } from '../support/schema.js';

const EMPTY: InvoiceBook = new Map();

const TRADE = { seller: anId('org', 'seller'), buyer: anId('org', 'buyer') };

function presentInvoices(book: InvoiceBook, uses: readonly InvoiceUse[]): InvoiceBook {
  return present(book, uses, TRADE);
}

function aUse(use = cny('60.00'), words = 'invoice 1'): InvoiceUse {
  const amount = cny('100.00');
  return { identity: aHash(words), keyId: 'k1', content: aHash(`${words}!`), amount, use };
}

function usedOf(book: InvoiceBook, use: InvoiceUse): bigint | undefined {
  return book.get(use.identity)?.used.minor;
}

describe('presenting an invoice', () => {
  it('makes it with nothing used of it', () => {
    const use = aUse();
    const invoice = presentInvoices(EMPTY, [use]).get(use.identity);
    expect(invoice).to.deep.include({ used: cny('0.00'), verifiedOn: null, status: 'NORMAL' });
  });

  it('leaves a known one as it is', () => {
    const use = aUse();
    const book = useInvoices(presentInvoices(EMPTY, [use]), [use]);
    expect(presentInvoices(book, [use])).to.deep.equal(book);
  });

  const others: Record<string, Partial<InvoiceUse>> = {
    'an amount one fen off': { amount: cny('100.01') },
    'another currency': { amount: amountOf('EUR', '100.00') },
    'another date or buyer': { content: aHash('other content') },
    'another key': { keyId: 'k2' },
  };
  for (const [what, other] of Object.entries(others)) {
    it(`refuses the same invoice with ${what}`, () => {
      const book = presentInvoices(EMPTY, [aUse()]);
      const attempt = (): unknown => presentInvoices(book, [{ ...aUse(), ...other }]);
      expect(refusalIn(attempt)).to.equal('INVOICE_CONTRADICTS');
    });
  }

  for (const side of ['seller', 'buyer'] as const) {
    it(`refuses it for another ${side}`, () => {
      const book = presentInvoices(EMPTY, [aUse()]);
      const other = { ...TRADE, [side]: anId('org', 'another') };
      expect(refusalIn(() => present(book, [aUse()], other))).to.equal('INVOICE_CONTRADICTS');
    });
  }
});

describe('using an invoice', () => {
  it('takes up to its amount with tax and not a fen more', () => {
    const [first, rest, more] = [aUse(), aUse(cny('40.00')), aUse(cny('40.01'))];
    const book = useInvoices(presentInvoices(EMPTY, [first]), [first]);
    expect(usedOf(useInvoices(book, [rest]), rest)).to.equal(10000n);
    expect(refusalIn(() => useInvoices(book, [more]))).to.equal('INVOICE_OVERUSED');
  });

  it('refuses an amount beyond all amounts as any other that is too much', () => {
    const huge = aUse(cny('999999999999999.99'));
    const book = useInvoices(presentInvoices(EMPTY, [aUse()]), [aUse()]);
    expect(refusalIn(() => useInvoices(book, [huge]))).to.equal('INVOICE_OVERUSED');
  });

  it('refuses another currency', () => {
    const book = presentInvoices(EMPTY, [aUse()]);
    const attempt = (): unknown => useInvoices(book, [aUse(amountOf('EUR', '1.00'))]);
    expect(refusalIn(attempt)).to.equal('CURRENCY_MISMATCH');
  });

  for (const status of ['RED_LETTERED', 'VOID'] as const) {
    it(`refuses one that is ${status}`, () => {
      const use = aUse();
      const [[identity, invoice] = []] = presentInvoices(EMPTY, [use]);
      if (identity === undefined || invoice === undefined) throw new Error('it was presented');
      const book: InvoiceBook = new Map([[identity, { ...invoice, status }]]);
      expect(refusalIn(() => useInvoices(book, [use]))).to.equal('INVOICE_NOT_NORMAL');
    });
  }

  it('refuses one that was never presented', () => {
    expect(refusalIn(() => useInvoices(EMPTY, [aUse()]))).to.equal('INVOICE_UNKNOWN');
  });

  it('never exceeds the amount and comes back whole, in any sequence', () => {
    const step = fc.bigInt({ min: 1n, max: 6000n }).map((minor) => aUse(money('CNY', minor)));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let book = presentInvoices(EMPTY, [aUse()]);
        const taken: InvoiceUse[] = [];
        for (const use of steps) {
          if (refusalIn(() => useInvoices(book, [use])) !== null) continue;
          book = useInvoices(book, [use]);
          taken.push(use);
          expect(Number(usedOf(book, use))).to.be.at.most(10000);
        }
        for (const use of taken) book = releaseInvoices(book, [use]);
        expect(usedOf(book, aUse())).to.equal(0n);
      }),
    );
  });
});

describe('verification with the tax source', () => {
  const today = CalendarDate.parse('2026-03-10');
  const verified = (date: string | null): InvoiceBook => {
    const verifiedOn = date === null ? null : CalendarDate.parse(date);
    return new Map(
      [...presentInvoices(EMPTY, [aUse()])].map(([id, each]) => [id, { ...each, verifiedOn }]),
    );
  };

  it('counts for as many days as the policy says', () => {
    const check = (date: string | null) => (): void =>
      requireVerified(verified(date), [aUse()], { today, days: 5 });
    expect(refusalIn(check('2026-03-05'))).to.equal(null);
    expect(refusalIn(check('2026-03-04'))).to.equal('INVOICE_NOT_VERIFIED');
    expect(refusalIn(check(null))).to.equal('INVOICE_NOT_VERIFIED');
  });
});

describe('the invoices of one act', () => {
  it('are each named once', () => {
    const use = aUse();
    const json = { ...use, amount: wire(use.amount), use: wire(use.use) };
    expect(verdict(invoiceUses(2), [json])).to.equal('accepted');
    expect(verdict(invoiceUses(2), [json, json])).to.deep.equal(['INVOICE_REPEATED']);
    expect(verdict(invoiceUses(2), [])).to.not.equal('accepted');
  });
});
