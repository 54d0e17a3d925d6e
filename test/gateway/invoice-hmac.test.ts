import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { CalendarDate } from '../../chaincode/domain/dates.js';
import { money } from '../../chaincode/domain/money.js';
import {
  companyNumber,
  invoiceMarks,
  sandboxConsortiumKey,
  type InvoiceFacts,
} from '../../gateway-api/documents/invoice-hmac.js';

const KEY = { id: 'k1', key: '0b'.repeat(32) };

const FACTS: InvoiceFacts = {
  seller: '91999999MADEM002XN',
  buyer: '91999999MADEM0011Y',
  number: '2699-1000 0000',
  code: null,
  issueDate: CalendarDate.parse('2026-03-02'),
  amountWithTax: money('CNY', 100_000_000n),
};

describe('the HMACs of an invoice', () => {
  it('are those of the canonical JSON that platforms agreed on', () => {
    const hmac = (text: string): string =>
      createHmac('sha256', Buffer.from(KEY.key, 'hex')).update(text).digest('hex');
    expect(invoiceMarks(KEY, FACTS)).to.deep.equal({
      keyId: 'k1',
      identity: hmac('{"code":null,"number":"269910000000","seller":"91999999MADEM002XN"}'),
      content: hmac(
        '{"amount":"100000000","buyer":"91999999MADEM0011Y","currency":"CNY","issueDate":"2026-03-02"}',
      ),
    });
  });

  it('do not hang on how the number is written', () => {
    const plain = invoiceMarks(KEY, FACTS);
    for (const number of ['269910000000', ' 2699 1000-0000 ', '２６９９１０００００００']) {
      expect(invoiceMarks(KEY, { ...FACTS, number })).to.deep.equal(plain);
    }
  });

  it('show another amount, date or buyer as another content of the same invoice', () => {
    const { identity, content } = invoiceMarks(KEY, FACTS);
    const changes: readonly Partial<InvoiceFacts>[] = [
      { amountWithTax: money('CNY', 100_000_001n) },
      { amountWithTax: money('USD', 100_000_000n) },
      { issueDate: CalendarDate.parse('2026-03-03') },
      { buyer: '91999999MADEM0054C' },
    ];
    for (const change of changes) {
      const changed = invoiceMarks(KEY, { ...FACTS, ...change });
      expect(changed.identity).to.equal(identity);
      expect(changed.content).to.not.equal(content);
    }
  });

  it('show another seller, number, code or key as another invoice', () => {
    const { identity } = invoiceMarks(KEY, FACTS);
    const others = [
      invoiceMarks(KEY, { ...FACTS, seller: '91999999MADEM0038N' }),
      invoiceMarks(KEY, { ...FACTS, number: '0269910000000' }),
      invoiceMarks(KEY, { ...FACTS, code: '3200204130' }),
      invoiceMarks({ id: 'k1', key: '0c'.repeat(32) }, FACTS),
    ];
    expect(others.filter((each) => each.identity === identity)).to.deep.equal([]);
  });

  it('come from one key, whoever of two makes it first', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'counterfoil-'));
    try {
      const made = await Promise.all([1, 2, 3].map(() => sandboxConsortiumKey(directory)));
      expect(new Set(made.map(({ key }) => key)).size).to.equal(1);
      expect(await sandboxConsortiumKey(directory)).to.deep.equal(made[0]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('the number a company goes by', () => {
  it('is its credit code, else its LEI, else its VAT number, else another register’s', () => {
    const all = [
      { scheme: 'LOCAL', value: '17' },
      { scheme: 'REG-NL', value: '57151520' },
      { scheme: 'VAT', value: 'NL820098395B01' },
      { scheme: 'LEI', value: '724500VKKSH9QOLTFR81' },
      { scheme: 'USCC', value: '91999999MADEM0011Y' },
    ];
    const found = [5, 4, 3, 2, 1].map((count) => companyNumber(all.slice(0, count)));
    expect(found).to.deep.equal([
      '91999999MADEM0011Y',
      'LEI:724500VKKSH9QOLTFR81',
      'VAT:NL820098395B01',
      'REG-NL:57151520',
      null,
    ]);
  });

  it('does not hang on the order in which a paper names them', () => {
    const scheme = fc.constantFrom('0088', 'REG-NO', 'VAT', 'USCC', 'LEI', 'CVR');
    const identifiers = fc.uniqueArray(fc.record({ scheme, value: fc.constant('A1') }), {
      selector: (each) => each.scheme,
      minLength: 1,
    });
    fc.assert(
      fc.property(identifiers, fc.infiniteStream(fc.nat()), (given, order) => {
        const shuffled = given
          .map((each) => ({ each, at: order.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ each }) => each);
        expect(companyNumber(shuffled)).to.equal(companyNumber(given));
      }),
    );
  });
});
