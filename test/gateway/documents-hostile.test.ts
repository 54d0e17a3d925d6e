import { expect } from 'chai';
import * as fc from 'fast-check';
import { bill, importOf } from './documents-support.js';

const MEGA = 1024 * 1024;
const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** Each would take minutes where the work grows with the square of the length. */
describe('reading hostile XML of 2 MiB', () => {
  const hostile: Readonly<Record<string, string>> = {
    'open tags': '<a>'.repeat(600_000),
    'only angle brackets': '<'.repeat(2 * MEGA),
    'only ampersands': `<a>${'&'.repeat(2 * MEGA - 8)}</a>`,
    references: `<a>${'&amp;'.repeat(200_000)}</a>`,
    'many elements': `<a>${'<b/>'.repeat(500_000)}</a>`,
    'elements within the limit': `<a>${'<b/>'.repeat(60_000)}</a>`,
    'many attributes': `<a ${times(150_000, (i) => `b${i.toString()}=""`)}/>`,
    'open quotes': `<a ${'b=" '.repeat(400_000)}/>`,
    'space in a tag': `<a${' '.repeat(MEGA)}/>`,
    'space before an attribute': `<a b="c"${' '.repeat(2 * MEGA - 16)}d/>`,
    'equals signs': `<a ${'='.repeat(2 * MEGA - 8)}/>`,
    'open comments': `<a>${'<!--'.repeat(500_000)}</a>`,
    'open instructions': `<a>${'<?'.repeat(MEGA - 8)}</a>`,
    'prefixes everywhere': `<a>${times(15_000, (i) => `<b xmlns:p${i.toString()}="u"/>`)}</a>`,
    'long paths': `${`<${'a'.repeat(128)}>`.repeat(60)}${`<${'b'.repeat(100)}/>`.repeat(15_000)}${`</${'a'.repeat(128)}>`.repeat(60)}`,
    'text between elements': `<a>${'x<b/>'.repeat(50_000)}</a>`,
  };
  for (const [what, text] of Object.entries(hostile)) {
    it(`ends soon: ${what}`, () => {
      const started = performance.now();
      const { refused } = importOf(text);
      expect(performance.now() - started).to.be.below(10_000);
      expect(refused.length).to.equal(1);
    });
  }
});

describe('reading hostile UBL', () => {
  const HOSTILE: Readonly<Record<string, string>> = {
    'numbers without end': bill().replace(
      '<cbc:ID>INV-1</cbc:ID>',
      '<cbc:ID>1</cbc:ID>'.repeat(50_000),
    ),
    'empty lines': bill().replace('</Invoice>', `${'<cac:InvoiceLine/>'.repeat(50_000)}</Invoice>`),
    'identifiers without end': bill().replace(
      '<cac:Party>',
      `<cac:Party>${Array.from({ length: 14_000 }, (_, i) => `<cac:PartyIdentification><cbc:ID schemeID="X">${i.toString()}</cbc:ID></cac:PartyIdentification>`).join('')}`,
    ),
    'references without end': bill({
      references: Array.from({ length: 14_000 }, (_, i) => i.toString()),
    }),
    'white space in a number': bill({ number: `1${' '.repeat(1_900_000)}1` }),
    'foreign currencies': bill().replace(
      '</Invoice>',
      `${'<cbc:X currencyID="USD"/>'.repeat(50_000)}</Invoice>`,
    ),
    'a long amount': bill().replaceAll('>113.00<', `>${'9'.repeat(900_000)}<`),
  };
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`ends soon: ${what}`, () => {
      const started = performance.now();
      const read = importOf(text);
      expect(performance.now() - started).to.be.below(10_000);
      expect(read.refused.length).to.be.below(101);
    });
  }

  it('never fails otherwise than by a refusal when a document is damaged', () => {
    const text = bill({ allowances: [5n], references: ['A'] });
    const damage = fc.record({
      at: fc.nat(text.length),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('<cbc:ID>', '</cbc:ID>', '<cac:Party/>', '-', '9'),
      ),
    });
    fc.assert(
      fc.property(damage, ({ at, cut, put }) => {
        const read = importOf(text.slice(0, at) + put + text.slice(at + cut));
        expect(read.refused.length === 0).to.equal(read.invoices.length === 1);
      }),
      { numRuns: 500 },
    );
  });
});
