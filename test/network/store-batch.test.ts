import { expect } from 'chai';
import * as fc from 'fast-check';
import type { NamespaceRwSet } from '../../network/embedded/store/rwset.js';
import { envelopeHead } from '../../network/embedded/store/transactions.js';
import type { Committed, StateReader, Version, Write } from '../../network/embedded/store/types.js';
import { applyWrites, emptyBatch, updateBytes } from '../../network/embedded/store/update-batch.js';
import { versionBytes } from '../../network/embedded/store/versions.js';

const version = { block: 1, tx: 2 };

function write(value: string | null): Write {
  return {
    value: value === null ? null : Buffer.from(value),
    metadata: null,
    version,
    existed: false,
  };
}

describe('the bytes of an update batch', () => {
  it('name namespace and collection on the first entry only, public keys before collections', () => {
    const batch = emptyBatch();
    batch.public.set('ns2', new Map([['k', write('v')]]));
    batch.public.set(
      'ns1',
      new Map([
        ['b', write(null)],
        ['a', write('v')],
      ]),
    );
    batch.hashed.set(
      'ns1',
      new Map([
        [
          'col',
          new Map([
            ['ff', write('h')],
            ['0a', write('h')],
          ]),
        ],
      ]),
    );
    batch.public.set('', new Map([['channel configuration', write('v')]]));
    // Field 1 namespace, 2 collection, 3 key, 4 deleted, 5 value, 6 version: written by hand.
    const height = '320401010102';
    const entries = [
      `0a036e73311a01612a0176${height}`,
      `1a01622001${height}`,
      `1203636f6c1a010a2a0168${height}`,
      `1a01ff2a0168${height}`,
      `0a036e73321a016b2a0176${height}`,
    ];
    const length = (hex: string): string => (hex.length / 2).toString(16).padStart(2, '0');
    const expected = entries.map((entry) => `0a${length(entry)}${entry}`).join('');
    expect(Buffer.from(updateBytes(batch)).toString('hex')).to.equal(expected);
  });

  it('carry versions that compare as their numbers do', () => {
    const height = fc.record({ block: fc.maxSafeNat(), tx: fc.nat() });
    fc.assert(
      fc.property(height, height, (one, other) => {
        const byNumber = one.block - other.block || one.tx - other.tx;
        const byBytes = Buffer.compare(versionBytes(one), versionBytes(other));
        expect(Math.sign(byBytes)).to.equal(Math.sign(byNumber));
      }),
    );
    expect(versionBytes({ block: 0, tx: 300 })).to.deep.equal(Uint8Array.of(0, 2, 1, 44));
  });
});

describe('adding transactions to a batch', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const value = fc.option(fc.constantFrom('1', '2').map((one) => Buffer.from(one)));
  const change = fc.record({
    writes: fc.uniqueArray(fc.record({ key, value, isPurge: fc.constant(false) }), {
      selector: (one) => one.key,
    }),
    metadataWrites: fc.uniqueArray(fc.record({ key, metadata: value }), {
      selector: (one) => one.key,
    }),
  });

  it('gives the state that one block a transaction would have given', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), change, (changes, start) => {
        const before = new Map<string, Committed>();
        applyTo(before, [start], { block: 0, tx: 0 });
        const together = new Map(before);
        applyTo(together, changes, { block: 1, tx: 0 });
        const alone = new Map(before);
        changes.forEach((one, tx) => applyTo(alone, [one], { block: 1, tx }));
        expect(together).to.deep.equal(alone);
      }),
    );
  });

  it('says nothing of a policy on a key that is not there', () => {
    const policy = { writes: [], metadataWrites: [{ key: 'absent', metadata: Buffer.from('p') }] };
    const batch = applyTo(new Map(), [policy], { block: 1, tx: 0 });
    expect([...(batch.get('ns')?.keys() ?? [])]).to.deep.equal([]);
  });

  it('counts the rows that come and go', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), change, (changes, start) => {
        const state = new Map<string, Committed>();
        applyTo(state, [start], { block: 0, tx: 0 });
        const rows = state.size;
        const writes = [
          ...(applyTo(state, changes, { block: 1, tx: 0 }).get('ns')?.values() ?? []),
        ];
        const come = writes.filter((one) => one.value !== null && !one.existed).length;
        const go = writes.filter((one) => one.value === null && one.existed).length;
        expect(state.size).to.equal(rows + come - go);
      }),
    );
  });

  /** Apply changes as one block, the first of them at the place given. */
  function applyTo(
    state: Map<string, Committed>,
    changes: readonly Pick<NamespaceRwSet, 'writes' | 'metadataWrites'>[],
    at: Version,
  ) {
    const reader: StateReader = {
      get: (_, name) => state.get(name) ?? null,
      getHash: () => null,
      getPrivate: () => null,
    };
    const batch = emptyBatch();
    changes.forEach((one, nth) => {
      const results = [{ namespace: 'ns', reads: [], ranges: [], collections: [], ...one }];
      applyWrites(batch, { version: { ...at, tx: at.tx + nth }, results }, reader);
    });
    for (const [name, { value, metadata, version }] of batch.public.get('ns') ?? []) {
      if (value === null) state.delete(name);
      else state.set(name, { value, metadata, version });
    }
    return batch.public;
  }
});

describe('the head of an envelope', () => {
  it('is read or not there, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const head = envelopeHead(bytes);
        if (head !== null) expect(head.txId).to.be.a('string');
      }),
    );
    expect(envelopeHead(new Uint8Array(0))).to.equal(null);
  });
});
